"""Agreement with gold annotations: precision, recall and F1.

An entity matches a gold entity of the same paper when a surface form of one equals a surface
form of the other after folding; each is matched at most once. Core scores (method, model,
benchmark) need the same type, the others leave it free.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from extractors.gold import GoldPaper, gold_paper, read_gold
from kg.annotations import to_annotation
from schemas import EntityType, Extraction, Relation, fold

CORE: Final = (EntityType.METHOD, EntityType.MODEL, EntityType.BENCHMARK)
CORE_SCORE: Final = "core"
OTHER_SCORE: Final = "task+metric+concept"
ROLE_SCORE: Final = "role of matched"
CITATION_SCORE: Final = "citations"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedEntity:
    """An entity of one paper; `forms` are its folded surface forms."""

    type: EntityType
    role: Relation
    forms: frozenset[str]


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


def score(gold: Mapping[str, Annotation], predicted: Mapping[str, Annotation]) -> dict[str, Score]:
    """Return the scores over all gold papers; a paper that was not predicted counts as empty."""
    totals: dict[str, Score] = defaultdict(Score)
    for paper, annotation in gold.items():
        for name, counts in _score_paper(annotation, predicted.get(paper, Annotation())):
            totals[name] += counts
    return dict(totals)


def _score_paper(gold: Annotation, predicted: Annotation) -> Iterator[tuple[str, Score]]:
    core, found = _of_type(gold, core=True), _of_type(predicted, core=True)
    matched = match(core, found, same_type=True)
    yield CORE_SCORE, _counts(matched, core, found)
    for kind in CORE:
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


Entities: TypeAlias = Sequence[AnnotatedEntity]
Pairs: TypeAlias = list[tuple[AnnotatedEntity, AnnotatedEntity]]


def _of_type(annotation: Annotation, *, core: bool) -> Entities:
    return [entity for entity in annotation.entities if (entity.type in CORE) is core]


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
    records = (to_annotation(extraction) for extraction in extractions)
    return {str(record["id"]): _folded(gold_paper(record)) for record in records}


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
            )
            for entity in paper.entities
        ),
        citations=tuple((fold(author), year) for author, year in paper.citations),
    )
