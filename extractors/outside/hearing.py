"""From the spans and entities of a Doc to mentions: labels become types, scores are checked."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from spacy.tokens import Doc, Span, SpanGroup

from extractors.options import Options
from schemas import CitekgError, EntityType, Mention, one_line

SCORES: Final = "scores"
_DEFAULT_SCORE: Final = 0.7
_log: Final = logging.getLogger("citekg.extraction")


def tell(extractor: str, message: str) -> None:
    """Say on stderr, or wherever a program leads its log, what a user should know."""
    _log.warning("citekg: %s: %s", extractor, message)


def type_of(label: str, labels: Mapping[str, EntityType]) -> EntityType | None:
    """Return the type that a label stands for: as the map says, else as its name says.

    >>> type_of("DATASET", {"DATASET": EntityType.BENCHMARK}), type_of("Method", {})
    (<EntityType.BENCHMARK: 'benchmark'>, <EntityType.METHOD: 'method'>)
    """
    if label in labels:
        return labels[label]
    return EntityType(label.lower()) if label.lower() in set(EntityType) else None


def advice(labels: Iterable[str]) -> str:
    """Return how to give labels a type."""
    pairs = ",".join(f"{label}=TYPE" for label in labels)
    return f"--labels {pairs}, where TYPE is one of {', '.join(EntityType)}"


def listening(options: Options) -> dict[str, Any]:
    """Return the settings that all listeners share.

    Raises:
        CitekgError: if the score is none.
    """
    score = _DEFAULT_SCORE if options.score is None else options.score
    if not 0 <= score <= 1:
        raise CitekgError(f"the score {score} is none; give one from 0 to 1")
    return {"labels": {label: kind.value for label, kind in options.labels}, "score": score}


@dataclass(kw_only=True)
class Listener:
    """A component that hears an extractor which is not ours.

    Args:
        extractor: its name, for the evidence.
        run: takes the Doc of a paper and returns the Doc with what was found: the same one, or
            another one of the same text.
        labels: label -> type.
        score: of mentions that state none.
        given: all labels that it may give; empty if it does not tell.
        told: the labels without a type that the user knows of.
    """

    extractor: str
    run: Callable[[Doc], Doc]
    labels: Mapping[str, EntityType]
    score: float
    given: frozenset[str]
    told: set[str] = field(default_factory=set)

    def __call__(self, doc: Doc) -> Doc:
        """Add what the extractor finds to `doc._.heard`, or what broke it to `doc._.problems`."""
        groups, entities = set(doc.spans), set(_places(doc.ents))
        try:
            result = self.run(doc)
            if not isinstance(result, Doc):
                raise TypeError(f"gave {type(result).__name__}, expected the Doc")
            if result is not doc:
                groups, entities = set(), set()
            found = [*self._in_groups(result, groups), *self._in_entities(result, entities)]
        except Exception as error:
            doc._.problems = (*doc._.problems, f"'{self.extractor}' broke ({one_line(error)})")
        else:
            doc._.heard = (*doc._.heard, *found)
        return doc

    def _in_groups(self, doc: Doc, known: set[str]) -> Iterator[Mention]:
        for name in sorted(set(doc.spans) - known):
            group = doc.spans[name]
            stated = group.attrs.get(SCORES) if isinstance(group, SpanGroup) else None
            scores = [self.score] * len(group) if stated is None else [float(s) for s in stated]
            if len(scores) != len(group):
                raise ValueError(f"gave {len(scores)} scores for {len(group)} spans")
            for span, score in zip(group, scores, strict=True):
                yield from self._mention(span, score)

    def _in_entities(self, doc: Doc, known: set[tuple[int, int, str]]) -> Iterator[Mention]:
        for span, place in zip(doc.ents, _places(doc.ents), strict=True):
            if place not in known:
                yield from self._mention(span, self.score)

    def _mention(self, span: Span, score: float) -> Iterator[Mention]:
        if not 0 <= score <= 1:
            raise ValueError(f"gave the score {score}, expected 0 to 1")
        kind = type_of(span.label_, self.labels)
        surface = span.text.strip()
        if kind is None:
            self._tell_label(span.label_)
        elif surface:
            start = span.start_char + len(span.text) - len(span.text.lstrip())
            yield Mention(
                start=start,
                end=start + len(surface),
                surface=surface,
                type=kind,
                extractor=self.extractor,
                score=score,
            )

    def _tell_label(self, label: str) -> None:
        if label not in self.told:
            self.told.add(label)
            tell(self.extractor, f"what it labels '{label}' is left out; give {advice([label])}")


def _places(spans: Iterable[Span]) -> list[tuple[int, int, str]]:
    return [(span.start_char, span.end_char, span.label_) for span in spans]
