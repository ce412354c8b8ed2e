"""What extraction depends on beside the text: one digest of code, data, options and libraries."""

import hashlib
import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

from extractors.options import Options
from extractors.outside import others_digest

_ROOT: Final = Path(__file__).parent
_ELSEWHERE: Final = ("readers", "fetch", "__pycache__")  # what gives papers, not extractions
_LIBRARIES: Final = ("spacy", "numpy", "scipy", "pylatexenc")


def pipeline_version(options: Options) -> str:
    """Return a digest that is equal only for pipelines that give the same; see `load_pipeline`.

    >>> plain, strict = pipeline_version(Options()), pipeline_version(Options(threshold=1))
    >>> pipeline_version(Options(threshold=None)) == plain != strict
    True

    Raises:
        InputError: if a folder holds no spaCy pipeline.
        UnknownNameError: if there is no such spaCy pipeline.
    """
    given = [*options.vocabularies, *(_files(options.model) if options.model else ())]
    chosen = [
        [options.threshold, options.builtin_vocabulary, options.labels, options.score],
        [path.name for path in options.vocabularies],
        others_digest(options),
        [version(name) for name in _LIBRARIES],
    ]
    whole = hashlib.sha256(json.dumps(chosen).encode())
    for path in (*_files(_ROOT), *_files(_ROOT.parent / "schemas"), *given):
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not set(_ELSEWHERE) & set(path.relative_to(folder).parts):
            yield path
