"""Families of models, data sets and methods, by a small grammar of their names.

A name is a base, then in any order a version, a line, sizes and marks (tunes, dates, packaging):

    Meta-Llama-3.1-8B-Instruct = Llama | 3.1 | - | 8B | Instruct
    Qwen2.5-Math-7B            = Qwen  | 2.5 | Math | 7B | -

A name with a word that is none of these is a base as a whole: LLaMA-Adapter is no Llama.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from schemas import ROLES, Claim, Entity, EntityType, Relation, fold

_MAKERS: Final = frozenset("meta openai google anthropic nvidia microsoft".split())
_LINES: Final = frozenset(
    "coder code math vl v vision audio omni prover prm rm reward guard embedding moe".split()
)
_SIZES: Final = frozenset(
    "tiny mini nano small base medium large xlarge xxlarge xl xxl huge giant".split()
)
_LETTER_SIZES: Final = frozenset("Ti T S B L H G n s m l x".split())
_MARKS: Final = frozenset(
    "instruct it chat sft dpo rl rlhf zero preview thinking reasoning multimodal multilingual"
    " turbo flash pro ultra max plus lite air instant opus sonnet haiku"
    " hf gguf awq gptq 4bit 8bit int4 int8 bf16 fp16 cased uncased"
    " latest exp experimental beta".split()
)
_PARTS_OF_DATA: Final = frozenset(
    "pro plus mini lite hard easy challenge diamond verified redux extended multimodal"
    " multilingual sketch lt hq full zh test train val dev extra subset".split()
)
_KINDS_OF_DATA: Final = frozenset(
    "split permuted rotated sequential tiny mini colored coloured corrupted noisy binarized"
    " long-tailed imbalanced".split()
)
_FAMILY_TYPES: Final = (EntityType.MODEL, EntityType.BENCHMARK, EntityType.METHOD)

_BRACKETS: Final = re.compile(r"\([^)]*\)")
_SEVERAL: Final = re.compile(r"\d[A-Za-z]*/\d|&")
_SEPARATOR: Final = re.compile(r"[\s_/@\-‐-―]+")
_GLUED: Final = re.compile(r"(\w*?[^\W\d_]{2,}?)([vV]?\d+(?:\.\d+)*[oV]?)([nsmlx]?)")
_VERSION: Final = re.compile(r"[vV]?(\d+(?:\.\d+)*)([oVn]?)|([BKMNRZ]\d+(?:\.\d+)?|II|III|IV)")
_RELEASE: Final = re.compile(r"v0\.\d+|00\d|\d{6,}")
_SIZE: Final = re.compile(r"A?\d+(?:\.\d+)?[BMT]\d?|\d+x\d+(?:\.\d+)?[Bd]|\d+px", re.IGNORECASE)
_COUNT: Final = re.compile(r"\d+(?:\.\d+)?[kKmMbB]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in its parts, all folded; `base` alone is the name of a family.

    `edition` is the version of a line ("Llama Guard 2"), and `shouts` says that the base is
    written in capitals, which sets DOTA, the data, apart from Dota, the game.
    """

    base: str
    shouts: bool = False
    version: str = ""
    lines: frozenset[str] = frozenset()
    edition: str = ""
    sizes: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()

    @property
    def depth(self) -> tuple[int, ...]:
        """How far below its family the name stands, version before line, size and marks."""
        parts = (self.version, self.edition)
        has_version, has_edition = map(bool, parts)
        return has_version, len(self.lines), has_edition, len(self.sizes), len(self.marks)

    def is_above(self, other: "Name") -> bool:
        """Tell whether `other` names a variant of what this names.

        A version has its own lines, sizes and marks: Llama 7B is not above Llama 2 7B.

        >>> llama = parse_name("Llama 3", EntityType.MODEL)
        >>> llama.is_above(parse_name("Llama-3-8B-Instruct", EntityType.MODEL))
        True
        >>> llama.is_above(parse_name("Llama 3.1", EntityType.MODEL))
        False
        """
        if (self.base, self.shouts) != (other.base, other.shouts) or self == other:
            return False
        if not any(self.depth):
            return True
        inner = bool(self.sizes or self.marks)
        return (
            self.version == other.version
            and (self.lines == other.lines if inner else self.lines <= other.lines)
            and (self.edition == other.edition or not (inner or self.edition))
            and self.sizes <= other.sizes
            and self.marks <= other.marks
        )


def parse_name(name: str, kind: EntityType) -> Name:
    """Return a name of a model, benchmark or method in its parts.

    >>> name = parse_name("Meta-Llama-3.1-8B-Instruct", EntityType.MODEL)
    >>> name.base, name.version, *name.sizes, *name.marks
    ('llama', '3.1', '8b', 'instruct')
    >>> parse_name("CIFAR-100", EntityType.BENCHMARK).version
    '100'
    >>> parse_name("LLaMA-Adapter", EntityType.MODEL).base
    'llamaadapter'
    """
    if _SEVERAL.search(name):
        return _base([name], kind)
    words = [word for word in _SEPARATOR.split(_BRACKETS.sub(" ", name)) if word]
    if len(words) > 1 and words[0].lower() in _MAKERS:
        del words[0]
    marks: frozenset[str] = frozenset()
    if kind is EntityType.BENCHMARK and len(words) > 1 and words[0].lower() in _KINDS_OF_DATA:
        marks = frozenset({words.pop(0).lower()})
    words = [*_unglued(words)]
    for length in range(1, len(words)):
        if parsed := _with_parts(Name(base="", marks=marks), words[length:], kind):
            base = _base(words[:length], kind)
            return replace(parsed, base=base.base, shouts=base.shouts)
    return replace(_base(words, kind), marks=marks)


def _unglued(words: Sequence[str]) -> Iterator[str]:
    """Yield words, setting apart a plus, and what is glued to the first ("YOLOv8n")."""
    for number, word in enumerate(words):
        stem = word.rstrip("+") or word
        match = _GLUED.fullmatch(stem) if number == 0 else None
        yield from filter(None, match.groups()) if match and len(match[1]) > 2 else (stem,)
        if stem != word:
            yield word[len(stem) :]


def _base(words: Sequence[str], kind: EntityType) -> Name:
    text = " ".join(words)
    folded = fold(f"{text} x")[:-1]  # keeps a plural s: ACES is not ACE
    return Name(base=folded, shouts=kind is EntityType.BENCHMARK and text.isupper())


def _with_parts(name: Name, words: Sequence[str], kind: EntityType) -> Name | None:
    """Return a name with the parts that further words give; None if one gives none."""
    for number, word in enumerate(words):
        if kind is EntityType.MODEL and word.lower() == "distill":
            return replace(name, marks=name.marks | {fold(" ".join(words[number:]))})
        minor = number > 0 and all(
            len(w) == 1 and w.isdigit() for w in words[number - 1 : number + 1]
        )
        if minor and name.version == words[number - 1]:
            name = replace(name, version=f"{name.version}.{word}")
        elif part := _with_part(name, word, kind):
            name = part
        else:
            return None
    return name


def _with_part(name: Name, word: str, kind: EntityType) -> Name | None:
    low = word.lower()
    if set(low) == {"+"} or _RELEASE.fullmatch(low):
        return replace(name, marks=name.marks | {low})
    if _VERSION.fullmatch(word):
        return _with_version(name, low)
    if kind is EntityType.MODEL:
        if _SIZE.fullmatch(word) or low in _SIZES or word in _LETTER_SIZES:
            return replace(name, sizes=name.sizes | {low})
        if low in _LINES:
            return replace(name, lines=name.lines | {low})
    known = {EntityType.MODEL: _MARKS, EntityType.BENCHMARK: _PARTS_OF_DATA}.get(kind, frozenset())
    is_letter = kind is EntityType.BENCHMARK and len(word) == 1 and word.isupper()
    if low in known or is_letter or (known and _COUNT.fullmatch(word)):
        return replace(name, marks=name.marks | {low})
    return None


def _with_version(name: Name, word: str) -> Name:
    """Return a name with a version, or what a further number means: an edition, else a mark."""
    version = word.removeprefix("v").removesuffix(".0")
    if name.version or (name.sizes and word.isdigit()):
        return replace(name, marks=name.marks | {word})
    return replace(name, edition=version) if name.lines else replace(name, version=version)


def find_variants(entities: Iterable[Entity], claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return the `variant_of` claims, sorted: each entity to its nearest ancestor among them.

    Both are of one type, and neither is ambiguous. An alias of the ancestor counts only for
    variants that the vocabulary knows or that a paper names together with it, since short forms
    mean many things.

    Args:
        entities: models, benchmarks and methods count, others have no families.
        claims: the roles of the papers towards them; other claims are passed over.
    """
    named = {e.id: e for e in entities if e.type in _FAMILY_TYPES and not e.ambiguous}
    roles: defaultdict[str, dict[str, Claim]] = defaultdict(dict)
    for claim in claims:
        if claim.relation in ROLES and claim.object in named:
            roles[claim.object][claim.subject] = claim
    families = _families(named.values())
    found = []
    for curie in sorted(roles):
        entity = named[curie]
        name = parse_name(entity.name, entity.type)
        family = families[entity.type, name.base]
        above = {
            other: parent
            for other, parent in family.items()
            if other.is_above(name)
            and parent != curie
            and (
                entity.known
                or parse_name(named[parent].name, entity.type) == other
                or roles[curie].keys() & roles[parent].keys()
            )
        }
        if above:
            parent = above[max(above, key=_nearness)]
            found.append(join_entities(curie, Relation.VARIANT_OF, parent, roles[curie]))
    return tuple(found)


def _nearness(name: Name) -> tuple[object, ...]:
    return name.depth, sorted(name.lines), sorted(name.sizes), sorted(name.marks)


def _families(
    entities: Iterable[Entity],
) -> defaultdict[tuple[EntityType, str], dict[Name, str]]:
    """Return type and base -> name -> id; own names count before aliases, known things first.

    An alias above the entity's own name ("ClueWeb" of ClueWeb09) makes it no family.
    """
    families: defaultdict[tuple[EntityType, str], dict[Name, str]] = defaultdict(dict)
    ordered = sorted(entities, key=lambda entity: (not entity.known, entity.id))
    own = {entity.id: parse_name(entity.name, entity.type) for entity in ordered}
    for entity in ordered:
        families[entity.type, own[entity.id].base].setdefault(own[entity.id], entity.id)
    for entity in ordered:
        for name in (parse_name(alias, entity.type) for alias in entity.aliases):
            if not name.is_above(own[entity.id]):
                families[entity.type, name.base].setdefault(name, entity.id)
    return families


def join_entities(
    narrower: str, relation: Relation, wider: str, claims: Mapping[str, Claim]
) -> Claim:
    """Return the claim that joins two entities, from the claims of papers about the narrower one.

    The evidence is where papers first name it, one place a paper; the confidence is that of the
    surest of these papers.
    """
    firsts = (
        min(claims[paper].evidence, key=lambda item: (item.start, item.end))
        for paper in sorted(claims)
    )
    return Claim(
        subject=narrower,
        relation=relation,
        object=wider,
        evidence=tuple(firsts),
        confidence=max(claim.confidence for claim in claims.values()),
    )
