"""Which paper builds on which: one introduces a thing, the other names it.

Everything here is decided from the collected claims by sorting and grouping, so that the order
of the input does not matter.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from schemas import ROLES, Claim, Entity, EntityType, Evidence, Extraction, Paper, Relation, fold

Pair: TypeAlias = tuple[str, str]

_CUE: Final = (
    r"\b(?<![Tt]he )(?<!our )(?:propos|introduc|present|releas|develop|describ|defin|creat"
    r"|construct|buil[dt]|design|devis|deriv|formulat|curat|unveil|contribut|collect|call|nam"
    r"|dub|term|coin)\w*\s+(?:as\s+)?"
)
_OPENING: Final = r"[\"“'‘(]?$"
_DIRECTLY: Final = re.compile(rf"{_CUE}(?:the\s+)?{_OPENING}")
_LOOSELY: Final = re.compile(
    rf"{_CUE}(?:(?:(?!(?:for|of|with|on|to|in|from|by|using|that|and)\b)[\w-]+\s+){{1,5}}"
    rf"|[^.;:,]*,\s+){_OPENING}"
)
_ONLY_ALIKE: Final = re.compile(r"[\s-](?:like|based|style|inspired|type)\b")
_BRACKET: Final = re.compile(r"\w*\s?[(\[]")
_IS_DATA: Final = re.compile(
    r"\s*: (?:[\w-]+ ){0,6}(?:data ?set|benchmark|corpus)\b", re.IGNORECASE
)
_HEAD: Final = re.compile(r"\s*(?::|$)")
_SMALL_WORDS: Final = frozenset(("a", "an", "and", "for", "in", "of", "on", "the", "to", "with"))
_ARXIV_MONTH: Final = re.compile(r"arxiv:(?:[a-z.-]+/)?(\d\d)(\d\d)")
_FIRST_YEAR_OF_ARXIV: Final = 91


def trace_lineage(
    extractions: Iterable[Extraction],
    canonical: Mapping[Pair, str],
    entities: Iterable[Entity],
    claims: Iterable[Claim],
) -> tuple[Claim, ...]:
    """Return the `builds_on` claims, sorted: their subject names what their object introduces.

    A thing has an origin if one paper alone introduces it, says so in words or in its title, and
    no earlier paper names it: of several that introduce it none is the origin, and no paper
    builds on a later one. Months count where arXiv ids tell both, else years; a date that is
    unknown forbids nothing. An ambiguous short form has no origin. What only one of two papers
    speaks of as data, or by a name that the other does not give it, is no link.

    The confidence is the product of those of the two claims, the greatest where papers share
    several things; the evidence is that of both, the naming paper's first.

    Args:
        extractions: what each paper gave.
        canonical: (CURIE of the paper, id of an entity in its extraction) -> id in `entities`.
        entities: the entities of all papers.
        claims: the roles of the papers towards these entities; other claims are passed over.
    """
    known = [*extractions]
    papers = {extraction.paper.curie: extraction.paper for extraction in known}
    data = {
        (curie, canonical.get((curie, entity.id), ""))
        for curie, entity in ((e.paper.curie, entity) for e in known for entity in e.entities)
        if entity.type is EntityType.BENCHMARK
    }
    roles: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.relation in ROLES:
            roles[claim.object].append(claim)
    links: defaultdict[Pair, list[tuple[Claim, Claim]]] = defaultdict(list)
    for entity in sorted(entities, key=lambda entity: entity.id):
        if origin := _origin(entity, roles[entity.id], papers):
            title = papers[origin.subject].title
            for claim in _followers(origin, roles[entity.id], title=title, data=data):
                links[claim.subject, origin.subject].append((claim, origin))
    return tuple(_link(pair, links[pair]) for pair in sorted(links))


def _origin(entity: Entity, claims: Sequence[Claim], papers: Mapping[str, Paper]) -> Claim | None:
    """Return the claim of the paper that an entity comes from."""
    introducing = [claim for claim in claims if claim.relation is Relation.INTRODUCES]
    if entity.ambiguous or len(introducing) != 1 or _is_shouted(entity, introducing[0]):
        return None
    first = papers[introducing[0].subject]
    if any(is_earlier(papers[claim.subject], first) for claim in claims):
        return None
    return introducing[0]


def _followers(
    origin: Claim, claims: Iterable[Claim], *, title: str, data: Collection[Pair]
) -> Iterator[Claim]:
    """Yield the claims of other papers that use a name which the origin gives to its thing.

    Args:
        origin: the claim of the introducing paper.
        claims: the claims about this entity.
        title: the title of the introducing paper.
        data: (paper, entity) where the paper speaks of the entity as data.
    """
    names = _given_names(origin, title)
    is_data = (origin.subject, origin.object) in data or any(
        item.start == 0 and _IS_DATA.match(title, item.end) for item in origin.evidence
    )
    for claim in claims:
        same_kind = ((claim.subject, claim.object) in data) == is_data
        if claim is not origin and same_kind and names & set(map(_folded, claim.evidence)):
            yield claim


def _is_shouted(entity: Entity, claim: Claim) -> bool:
    """Tell whether a paper writes a known name in capitals that are not its own: FALCON, Falcon."""
    surfaces = {_surface(item) for item in claim.evidence}
    shouted = {text for text in surfaces if text.isupper() and fold(text) == fold(entity.name)}
    return entity.known and bool(shouted) and entity.name not in surfaces


def is_named_by(claim: Claim, title: str) -> bool:
    """Tell whether the words of a paper with this title say that it gives a thing its name."""
    return bool(_given_names(claim, title))


def _given_names(claim: Claim, title: str) -> set[str]:
    """Return the folded forms, if any, that a paper's words say it gives a thing as names.

    These stand after words that introduce them or at the head of the title, or in brackets with
    one that does. If all are in lower case, as "gradient descent", both have to hold.
    """
    stated = {item for item in claim.evidence if _is_stated(item)}
    heads = {item for item in claim.evidence if item.start == 0 and _HEAD.match(title, item.end)}
    if not any(_is_written_as_name(item, title) for item in claim.evidence):
        return set(map(_folded, stated)) & set(map(_folded, heads))
    names = stated | heads
    names |= {
        item
        for item in claim.evidence
        for name in names
        if _are_joined(*sorted((item, name), key=_start))
    }
    return set(map(_folded, names))


def _start(item: Evidence) -> int:
    return item.start


def _are_joined(one: Evidence, other: Evidence) -> bool:
    """Tell whether the second mention stands in brackets after the first: "X (Y)"."""
    between = one.sentence[one.end - one.sentence_start : other.start - one.sentence_start]
    return one.sentence_start == other.sentence_start and _BRACKET.fullmatch(between) is not None


def _folded(item: Evidence) -> str:
    return fold(_surface(item))


def _surface(item: Evidence) -> str:
    return item.sentence[item.start - item.sentence_start : item.end - item.sentence_start]


def _is_stated(item: Evidence) -> bool:
    """Tell whether a sentence says "we propose X", "a dataset called X", "a method, X"."""
    start, end = item.start - item.sentence_start, item.end - item.sentence_start
    before = item.sentence[:start]
    if _ONLY_ALIKE.match(item.sentence, end):
        return False
    if _DIRECTLY.search(before):
        return True
    words = [word for word in item.sentence[start:end].split() if word not in _SMALL_WORDS]
    return all(map(_has_capital, words)) and _LOOSELY.search(before) is not None


def _is_written_as_name(item: Evidence, title: str) -> bool:
    """Tell whether a capital or digit cannot be due to a title or the start of a sentence."""
    surface = _surface(item)
    if item.end <= len(title) or item.start == item.sentence_start:
        surface = " ".join(word[1:] for word in re.split(r"[\s-]", surface))
    return _has_capital(surface)


def _has_capital(text: str) -> bool:
    return any(char.isupper() or char.isdigit() for char in text)


def is_earlier(one: Paper, other: Paper) -> bool:
    """Tell whether `one` is known to come before `other`: by arXiv month, else by year.

    >>> tea, pot = Paper(id="1801.00001", title="Tea"), Paper(id="1803.00001", title="Pot")
    >>> is_earlier(tea, pot), is_earlier(pot, tea), is_earlier(tea, Paper(id="x", title="Cup"))
    (True, False, False)
    """
    month, other_month = _month(one), _month(other)
    if month and other_month:
        return month < other_month
    return one.year is not None and other.year is not None and one.year < other.year


def _month(paper: Paper) -> tuple[int, int] | None:
    names = sorted((paper.curie, *paper.identifiers))
    match = next(filter(None, map(_ARXIV_MONTH.match, names)), None)
    if match is None:
        return None
    year = int(match[1])
    return year + (1900 if year >= _FIRST_YEAR_OF_ARXIV else 2000), int(match[2])


def _link(pair: Pair, shared: Sequence[tuple[Claim, Claim]]) -> Claim:
    naming = (item for claim, _ in shared for item in claim.evidence)
    introducing = (item for _, origin in shared for item in origin.evidence)
    return Claim(
        subject=pair[0],
        relation=Relation.BUILDS_ON,
        object=pair[1],
        evidence=tuple(dict.fromkeys((*naming, *introducing))),
        confidence=max(round(claim.confidence * origin.confidence, 4) for claim, origin in shared),
    )
