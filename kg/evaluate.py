"""Agreement with gold annotations: precision, recall and F1, and the most frequent mistakes.

An entity matches a gold entity of the same paper when a surface form of one equals a surface
form of the other after folding; each is matched at most once. Core scores (method, model,
benchmark) need the same type, the others leave it free.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeAlias

from extractors.gold import GoldPaper, gold_paper, read_gold
from kg.annotations import to_annotation
from schemas import CORE_TYPES, EntityType, Extraction, Relation, fold

CORE_SCORE: Final = "core"
OTHER_SCORE: Final = "task+metric+concept"
ROLE_SCORE: Final = "role of matched"
CITATION_SCORE: Final = "citations"


class Fault(StrEnum):
    """What is wrong with an entity: it was not found, or it was and gold has no such thing."""

    MISSED = "missed"
    FALSE_ALARM = "false alarm"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedEntity:
    """An entity of one paper; `forms` are its folded surface forms, `name` the first as written.

    `extractors` are those that are named as evidence of its mentions.
    """

    type: EntityType
    role: Relation
    forms: frozenset[str]
    name: str = ""
    extractors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """What is known of one paper: its entities, and first author and year of each citation."""

    entities: tuple[AnnotatedEntity, ...] = ()
    citations: tuple[tuple[str, int | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts of one comparison and what follows from them; 0 where nothing can be said.

    >>> score = Score(matched=2, gold=4, predicted=2)
    >>> score.precision, score.recall, round(score.f1, 3)
    (1.0, 0.5, 0.667)
    """

    matched: int = 0
    gold: int = 0
    predicted: int = 0

    @property
    def precision(self) -> float:
        """Share of the predicted ones that are right."""
        return self.matched / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold ones that were found."""
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.gold + self.predicted
        return 2 * self.matched / both if both else 0.0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            matched=self.matched + other.matched,
            gold=self.gold + other.gold,
            predicted=self.predicted + other.predicted,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A core entity with the same fault in `count` cases."""

    fault: Fault
    type: EntityType
    name: str
    count: int


Annotations: TypeAlias = Mapping[str, Annotation]
Entities: TypeAlias = Sequence[AnnotatedEntity]
Pairs: TypeAlias = list[tuple[AnnotatedEntity, AnnotatedEntity]]


def score(gold: Annotations, predicted: Annotations) -> dict[str, Score]:
    """Return the scores over all gold papers; a paper that was not predicted counts as empty."""
    totals: dict[str, Score] = defaultdict(Score)
    for expected, found in _by_paper(gold, predicted):
        for name, counts in _score_paper(expected, found):
            totals[name] += counts
    return dict(totals)


def score_types(gold: Annotations, predicted: Annotations) -> dict[str, Score]:
    """Return the scores of each of the six types, all of them strict."""
    totals = dict.fromkeys((kind.value for kind in EntityType), Score())
    for expected, found in _by_paper(gold, predicted):
        for kind in totals:
            sides = [[e for e in side.entities if e.type == kind] for side in (expected, found)]
            totals[kind] += _counts(match(*sides, same_type=True), *sides)
    return totals


def score_extractors(gold: Annotations, predicted: Annotations) -> dict[str, Score]:
    """Return the core score of what each extractor is named as evidence of, beside all of gold.

    An entity with several mentions counts for the extractor of each.
    """
    return {
        name: score(gold, _found_by(name, predicted)).get(CORE_SCORE, Score())
        for name in sorted(
            {name for a in predicted.values() for e in a.entities for name in e.extractors}
        )
    }


def _found_by(extractor: str, predicted: Annotations) -> Annotations:
    return {
        paper: Annotation(entities=tuple(e for e in a.entities if extractor in e.extractors))
        for paper, a in predicted.items()
    }


def mistakes(gold: Annotations, predicted: Annotations, limit: int) -> list[Mistake]:
    """Return the `limit` most frequent misses of core entities, then as many false alarms.

    Names that fold to the same are one; it is written as it is most often.
    """
    names: dict[tuple[Fault, EntityType, str], Counter[str]] = defaultdict(Counter)
    for expected, found in _by_paper(gold, predicted):
        for fault, entity in _faults(_of_type(expected, core=True), _of_type(found, core=True)):
            names[fault, entity.type, fold(entity.name)][entity.name] += 1
    counted = sorted(
        (-spellings.total(), kind, min(spellings, key=lambda name: (-spellings[name], name)), fault)
        for (fault, kind, _), spellings in names.items()
    )
    return [
        Mistake(fault=fault, type=kind, name=name, count=-count)
        for fault in Fault
        for count, kind, name, _ in [row for row in counted if row[-1] is fault][:limit]
    ]


def _faults(gold: Entities, predicted: Entities) -> Iterator[tuple[Fault, AnnotatedEntity]]:
    """Yield the entities of both sides that are in no pair."""
    pairs = match(gold, predicted, same_type=True)
    for fault, entities, paired in (
        (Fault.MISSED, gold, [entity for entity, _ in pairs]),
        (Fault.FALSE_ALARM, predicted, [entity for _, entity in pairs]),
    ):
        for entity in (Counter(entities) - Counter(paired)).elements():
            yield fault, entity


def _by_paper(gold: Annotations, predicted: Annotations) -> Iterator[tuple[Annotation, Annotation]]:
    for paper, annotation in gold.items():
        yield annotation, predicted.get(paper, Annotation())


def _score_paper(gold: Annotation, predicted: Annotation) -> Iterator[tuple[str, Score]]:
    core, found = _of_type(gold, core=True), _of_type(predicted, core=True)
    matched = match(core, found, same_type=True)
    yield CORE_SCORE, _counts(matched, core, found)
    for kind in CORE_TYPES:
        yield (
            kind.value,
            Score(
                matched=sum(entity.type is kind for entity, _ in matched),
                gold=sum(entity.type is kind for entity in core),
                predicted=sum(entity.type is kind for entity in found),
            ),
        )
    other, other_found = _of_type(gold, core=False), _of_type(predicted, core=False)
    pairs = match(other, other_found, same_type=False)
    yield OTHER_SCORE, _counts(pairs, other, other_found)
    new, new_found = _introduced(core), _introduced(found)
    pairs = match(new, new_found, same_type=False)
    yield Relation.INTRODUCES.value, _counts(pairs, new, new_found)
    same = sum(entity.role == other.role for entity, other in matched)
    yield ROLE_SCORE, Score(matched=same, gold=len(matched), predicted=len(matched))
    cited, cited_found = Counter(gold.citations), Counter(predicted.citations)
    yield (
        CITATION_SCORE,
        Score(
            matched=(cited & cited_found).total(), gold=cited.total(), predicted=cited_found.total()
        ),
    )


def _of_type(annotation: Annotation, *, core: bool) -> Entities:
    return [entity for entity in annotation.entities if (entity.type in CORE_TYPES) is core]


def _introduced(entities: Entities) -> Entities:
    return [entity for entity in entities if entity.role == Relation.INTRODUCES]


def _counts(pairs: Pairs, gold: Entities, predicted: Entities) -> Score:
    return Score(matched=len(pairs), gold=len(gold), predicted=len(predicted))


def match(gold: Entities, predicted: Entities, *, same_type: bool) -> Pairs:
    """Pair each gold entity with the free predicted one that shares most forms, if any does."""
    pairs, free = [], list(predicted)
    for entity in gold:
        shared = [
            len(entity.forms & other.forms) if not same_type or other.type is entity.type else 0
            for other in free
        ]
        if any(shared):
            pairs.append((entity, free.pop(shared.index(max(shared)))))
    return pairs


def annotations(extractions: Iterable[Extraction]) -> dict[str, Annotation]:
    """Return the annotations of extractions by the id that the source gave."""
    return {
        extraction.paper.id: _with_extractors(
            _folded(gold_paper(to_annotation(extraction))), extraction
        )
        for extraction in extractions
    }


def _with_extractors(annotation: Annotation, extraction: Extraction) -> Annotation:
    entities = (
        replace(entity, extractors=frozenset(mention.extractor for mention in found.mentions))
        for entity, found in zip(annotation.entities, extraction.entities, strict=True)
    )
    return replace(annotation, entities=tuple(entities))


def read_annotations(path: Path) -> dict[str, Annotation]:
    """Read a gold file, as `extractors.gold.read_gold` does, for comparison."""
    return {key: _folded(paper) for key, paper in read_gold(path).items()}


def _folded(paper: GoldPaper) -> Annotation:
    return Annotation(
        entities=tuple(
            AnnotatedEntity(
                type=entity.type,
                role=entity.role,
                forms=frozenset(fold(form) for form in entity.forms) - {""},
                name=next(iter(entity.forms), ""),
            )
            for entity in paper.entities
        ),
        citations=tuple((fold(author), year) for author, year in paper.citations),
    )
