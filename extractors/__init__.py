"""From text to records: readers and the extraction pipeline. spaCy is loaded when first needed."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from extractors.options import Options
from extractors.outside import describe_others
from extractors.readers import READERS, read_papers
from extractors.version import pipeline_version
from extractors.vocabulary import vocabulary_failures

if TYPE_CHECKING:
    from extractors.pipeline import extract, load_pipeline, train
    from extractors.workers import extract_by, jobs_for

__all__ = [
    "READERS",
    "Options",
    "describe_others",
    "extract",
    "extract_by",
    "jobs_for",
    "load_pipeline",
    "pipeline_version",
    "read_papers",
    "train",
    "vocabulary_failures",
]


_LATER: Final = {
    **dict.fromkeys(("extract", "load_pipeline", "train"), "extractors.pipeline"),
    **dict.fromkeys(("extract_by", "jobs_for"), "extractors.workers"),
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module 'extractors' has no attribute '{name}'")
