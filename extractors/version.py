"""What extraction depends on beside the text: one digest of code, data, options and libraries."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parent
_ELSEWHERE: Final = ("readers", "fetch", "__pycache__")  # what gives papers, not extractions
_LIBRARIES: Final = ("spacy", "python-crfsuite", "numpy", "scipy", "pylatexenc")


def pipeline_version(
    *,
    vocabularies: Sequence[Path] = (),
    model: Path | None = None,
    threshold: float | None = None,
) -> str:
    """Return a digest that is equal only for pipelines that give the same; see `load_pipeline`.

    >>> pipeline_version() == pipeline_version(threshold=None) != pipeline_version(threshold=1)
    True
    """
    given = [*vocabularies, *(_files(model) if model else ())]
    whole = hashlib.sha256(json.dumps([threshold, [version(name) for name in _LIBRARIES]]).encode())
    for path in (*_files(_ROOT), *_files(_ROOT.parent / "schemas"), *given):
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not set(_ELSEWHERE) & set(path.relative_to(folder).parts):
            yield path
