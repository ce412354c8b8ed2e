"""From the evidence of all extractors to the entities of one paper.

What the paper itself says comes first: a short form means what the paper defines it as. Then
come the vocabulary, where a form is unambiguous or its context settles it, and names by rule.
Of places that overlap the longest wins. All mentions with one meaning are one entity.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.abbreviations import Definition
from extractors.name_types import guess_type
from extractors.senses import settle
from extractors.vocabulary import Entry, Match, Vocabulary, is_short_form
from extractors.words import NOT_ENTITIES, NOT_NAMES, TOKEN, singular
from schemas import Citation, Entity, EntityType, Extractor, Mention, entity_curie, fold

_SCORES = {"known": 0.85, "settled": 0.5, "definition": 0.65, "variant": 0.8, "open": 0.4}
_LEAST_SCORE = 0.35
_ONE_CUE = 2.0
_MOST_SCORE = 0.95
_REPEATED = 0.1
_VARIANT = re.compile(
    r"(?:[-\s]v?\d+(?:\.\d+)*)?(?:[-\s]?\d+(?:\.\d+)?x?\d*[BM])?"
    r"(?:[-\s](?:Instruct|Chat|Base|Turbo|Mini|Preview)\b"
    r"|-(?:chat|instruct|base|large|small|mini|hf)\b)*"
    r"(?![\w.]*\w)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sense:
    """What a mention means: the key that joins mentions, and what is known of the entity."""

    key: str
    name: str
    type: EntityType
    known: bool = False
    ambiguous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    start: int
    end: int
    sense: _Sense
    extractor: str
    score: float


def resolve(
    text: str,
    vocabulary: Vocabulary,
    *,
    matches: Sequence[Match],
    definitions: Sequence[Definition],
    names: Sequence[Mention],
    citations: Sequence[Citation] = (),
) -> tuple[Entity, ...]:
    """Return the entities of a paper with all their mentions, in order of first mention.

    What stands inside a citation names no entity.
    """
    defined = _defined_senses(text, definitions, vocabulary)
    candidates = [
        *_from_definitions(text, definitions, defined),
        *_from_vocabulary(text, matches, defined),
        *_model_variants(text, matches),
        *_from_names(text, names, defined, vocabulary),
    ]
    cited = {place for citation in citations for place in range(citation.start, citation.end)}
    chosen = _without_overlaps(candidates, cited)
    chosen = _without_overlaps([*chosen, *_elsewhere(text, chosen)], cited)
    groups: defaultdict[str, list[_Candidate]] = defaultdict(list)
    for candidate in chosen:
        groups[candidate.sense.key].append(candidate)
    entities = (_entity(text, group) for group in groups.values())
    return tuple(entity for entity in entities if entity is not None)


def _defined_senses(
    text: str, definitions: Sequence[Definition], vocabulary: Vocabulary
) -> dict[str, _Sense]:
    """Map the folded short and long form of each definition to what the paper means by it."""
    senses: dict[str, _Sense] = {}
    for definition in definitions:
        if definition.long.lower() in NOT_ENTITIES:
            continue
        known = [e for e in vocabulary.lookup(definition.long)]
        known = [e for e in known if fold(definition.long) in _sure_forms(e)]
        if known:
            sense = _known_sense(known[0])
        else:
            sense = senses.get(fold(definition.long)) or _Sense(
                key=fold(definition.long),
                name=_canonical(definition.long, text),
                type=_defined_type(text, definition, vocabulary),
            )
        senses.setdefault(fold(definition.short), sense)
        senses.setdefault(fold(definition.long), sense)
    return senses


def _sure_forms(entry: Entry) -> set[str]:
    return {fold(form) for form in (entry.name, *entry.aliases)}


def _known_sense(entry: Entry) -> _Sense:
    return _Sense(key=f"{entry.name}\n", name=entry.name, type=entry.type, known=True)


def _defined_type(text: str, definition: Definition, vocabulary: Vocabulary) -> EntityType:
    head = TOKEN.findall(definition.long)[-1]
    by_head = vocabulary.head_type(head)
    by_context, support = guess_type(definition.short, text)
    if by_head is None:
        return by_context if support > _ONE_CUE else EntityType.METHOD
    if by_head not in (EntityType.METHOD, EntityType.MODEL):
        return by_head
    return EntityType.METHOD if by_context is EntityType.BENCHMARK else by_context


def _from_definitions(
    text: str, definitions: Sequence[Definition], defined: dict[str, _Sense]
) -> Iterable[_Candidate]:
    for definition in definitions:
        sense = defined.get(fold(definition.short))
        if sense is None:
            continue
        places = [(definition.long_start, definition.long_end)]
        places += _occurrences(text, definition.short)
        for start, end in places:
            yield _Candidate(
                start=start,
                end=end,
                sense=sense,
                extractor=Extractor.ABBREVIATIONS,
                score=_SCORES["definition"],
            )


def _from_vocabulary(
    text: str, matches: Sequence[Match], defined: dict[str, _Sense]
) -> Iterable[_Candidate]:
    places: defaultdict[tuple[int, int], list[Match]] = defaultdict(list)
    for match in matches:
        places[match.start, match.end].append(match)
    for (start, end), group in places.items():
        surface = text[start:end]
        if fold(surface) in defined:
            sense, score = defined[fold(surface)], _SCORES["definition"]
        elif sure := [match.entry for match in group if not match.ambiguous]:
            sense, score = _known_sense(sure[0]), _SCORES["known"]
        elif entry := settle(text, group, matches):
            sense, score = _known_sense(entry), _SCORES["settled"]
        elif is_short_form(surface) and surface not in NOT_NAMES:
            stem = surface.removesuffix("s")
            sense = _Sense(key=fold(stem), name=stem, type=group[0].entry.type, ambiguous=True)
            score = _SCORES["open"]
        else:
            continue
        yield _Candidate(
            start=start, end=end, sense=sense, extractor=Extractor.VOCABULARY, score=score
        )


def _model_variants(text: str, matches: Sequence[Match]) -> Iterable[_Candidate]:
    """Yield known model names with a version, size or tune that the vocabulary lacks."""
    for match in matches:
        if match.entry.type is EntityType.MODEL:
            tail = _VARIANT.match(text, match.end)
            if tail and tail.group():
                surface = text[match.start : tail.end()]
                yield _Candidate(
                    start=match.start,
                    end=tail.end(),
                    sense=_Sense(key=fold(surface), name=surface, type=EntityType.MODEL),
                    extractor=Extractor.VOCABULARY,
                    score=_SCORES["variant"],
                )


def _from_names(
    text: str, names: Sequence[Mention], defined: dict[str, _Sense], vocabulary: Vocabulary
) -> Iterable[_Candidate]:
    for mention in names:
        key = fold(mention.surface)
        kind: EntityType | None = mention.type
        words = mention.surface.split()
        if len(words) > 1:
            kind = vocabulary.head_type(words[-1])
        if kind is None:
            continue
        sense = defined.get(key) or _Sense(
            key=key, name=_canonical(mention.surface, text), type=kind
        )
        yield _Candidate(
            start=mention.start,
            end=mention.end,
            sense=sense,
            extractor=mention.extractor,
            score=mention.score,
        )


def _without_overlaps(candidates: Iterable[_Candidate], cited: set[int]) -> list[_Candidate]:
    """Return the candidates that are left when citations and better candidates take their place."""
    order = sorted(
        candidates,
        key=lambda c: (
            c.start - c.end,
            c.extractor != Extractor.ABBREVIATIONS,
            not c.sense.known,
            -c.score,
            c.start,
            c.sense.key,
        ),
    )
    taken = set(cited)
    kept = []
    for candidate in order:
        characters = range(candidate.start, candidate.end)
        if taken.isdisjoint(characters):
            taken.update(characters)
            kept.append(candidate)
    return sorted(kept, key=lambda c: c.start)


def _elsewhere(text: str, chosen: Sequence[_Candidate]) -> Iterable[_Candidate]:
    """Yield further places where a name found by rule stands as it is written there."""
    best: dict[str, _Candidate] = {}
    for candidate in chosen:
        surface = text[candidate.start : candidate.end]
        if candidate.extractor != Extractor.VOCABULARY and len(surface) > 2:
            known = best.get(surface)
            best[surface] = candidate if not known or known.score < candidate.score else known
    for surface, candidate in best.items():
        for start, end in _occurrences(text, surface):
            yield replace(candidate, start=start, end=end)


def _occurrences(text: str, surface: str) -> list[tuple[int, int]]:
    pattern = rf"(?<![\w-]){re.escape(surface.removesuffix('s'))}s?(?!\w)(?!-[A-Z0-9])"
    return [(match.start(), match.end()) for match in re.finditer(pattern, text)]


def _entity(text: str, group: Sequence[_Candidate]) -> Entity | None:
    best = max(group, key=lambda c: (c.sense.known, c.score))
    score = max(c.score for c in group)
    if best.extractor != Extractor.VOCABULARY:
        score = min(_MOST_SCORE, score + _REPEATED * (min(len(group), 3) - 1))
    if score < _LEAST_SCORE:
        return None
    sense = best.sense
    mentions = tuple(
        Mention(
            start=c.start,
            end=c.end,
            surface=text[c.start : c.end],
            type=sense.type,
            extractor=c.extractor,
            score=round(max(score if c is best else c.score, c.score), 2),
        )
        for c in group
    )
    return Entity(
        id=entity_curie(sense.name),
        name=sense.name,
        type=sense.type,
        aliases=tuple(sorted({mention.surface for mention in mentions})),
        mentions=mentions,
        ambiguous=sense.ambiguous,
        known=sense.known,
    )


def _canonical(surface: str, text: str) -> str:
    """Return a surface as a canonical name: singular, and lower case where it is no proper name.

    Capitals that only show where a short form comes from ("IMplicit rEwards") go, too.
    """
    words = surface.split()
    if len(words) > 1:
        words = [_plain(word, text) for word in words]
    *first, last = words
    return " ".join([*first, singular(last)])


def _plain(word: str, text: str) -> str:
    parts = re.split("(-)", word)
    ordinary = [
        part.lower()
        if part.istitle() or re.search(rf"\b{re.escape(part.lower())}\b", text)
        else part
        for part in parts
    ]
    return "".join(ordinary)
