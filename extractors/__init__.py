"""From text to records: readers and the extraction pipeline. spaCy is loaded when first needed."""

from typing import TYPE_CHECKING, Any

from extractors.readers import READERS, read_papers
from extractors.version import pipeline_version

if TYPE_CHECKING:
    from extractors.pipeline import extract, load_pipeline, train

__all__ = ["READERS", "extract", "load_pipeline", "pipeline_version", "read_papers", "train"]


def __getattr__(name: str) -> Any:
    if name in ("extract", "load_pipeline", "train"):
        from extractors import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module 'extractors' has no attribute '{name}'")
