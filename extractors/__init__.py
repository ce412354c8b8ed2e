"""From text to records: readers and the extraction pipeline. spaCy is loaded when first needed."""

from typing import TYPE_CHECKING, Any

from extractors.options import Options
from extractors.outside import describe_others
from extractors.readers import READERS, read_papers
from extractors.version import pipeline_version
from extractors.vocabulary import vocabulary_failures

if TYPE_CHECKING:
    from extractors.pipeline import extract, load_pipeline, train

__all__ = [
    "READERS",
    "Options",
    "describe_others",
    "extract",
    "load_pipeline",
    "pipeline_version",
    "read_papers",
    "train",
    "vocabulary_failures",
]


def __getattr__(name: str) -> Any:
    if name in ("extract", "load_pipeline", "train"):
        from extractors import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module 'extractors' has no attribute '{name}'")
