"""What a person may choose for the extraction."""

from dataclasses import dataclass
from pathlib import Path

from schemas import EntityType


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of a pipeline; what is empty or None was not chosen.

    Args:
        vocabularies: JSONL files of names beside the built-in vocabulary.
        builtin_vocabulary: whether the built-in vocabulary counts.
        model: folder of a trained model; by default the one that ships with citekg.
        threshold: the probability from which a thing is an entity; higher finds less, but
            what it finds is right more often. By default 0.45.
        components: names of spaCy components of other distributions, or spaCy configuration
            files whose `[components]` are added.
        spacy_models: folders or installed packages of spaCy pipelines whose entities count.
        labels: pairs of a label that these components and pipelines give and its type, sorted.
        score: how sure their mentions count where they state no score; by default 0.7.
    """

    vocabularies: tuple[Path, ...] = ()
    builtin_vocabulary: bool = True
    model: Path | None = None
    threshold: float | None = None
    components: tuple[str, ...] = ()
    spacy_models: tuple[str, ...] = ()
    labels: tuple[tuple[str, EntityType], ...] = ()
    score: float | None = None
