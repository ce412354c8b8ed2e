"""Extract from many papers by several processes, each with a pipeline of its own."""

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache, partial
from multiprocessing import get_context
from typing import Final

from spacy.language import Language

from extractors.options import Options
from extractors.pipeline import extract, load_pipeline
from schemas import CitekgError, Extraction, Paper

_CHUNK: Final = 64
_WORTH: Final = 400
_loaded = lru_cache(maxsize=1)(load_pipeline)


def jobs_for(papers: int) -> int:
    """Return how many processes pay for this many papers: at most one for each core.

    >>> jobs_for(100)
    1
    """
    return max(1, min(_cores(), papers // _WORTH))


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def extract_by(jobs: int, papers: Sequence[Paper], options: Options) -> Iterator[Extraction]:
    """Yield what each paper gives, in order, by `jobs` processes that are started for it.

    Raises:
        CitekgError: if one of them was ended from outside.
    """
    chunks = [papers[start : start + _CHUNK] for start in range(0, len(papers), _CHUNK)]
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_begin)
    try:
        for found in pool.map(partial(_extract, options), chunks):
            yield from found
    except BrokenProcessPool as error:
        raise CitekgError(
            f"one of {jobs} processes that extract came to an end, perhaps for want of memory; "
            "use fewer jobs, and in a script of your own, jobs only below "
            "`if __name__ == '__main__':`"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """Leave it to the process that waits for this one to be interrupted."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _extract(options: Options, papers: Sequence[Paper]) -> list[Extraction]:
    pipeline: Language = _loaded(options)
    return [*extract(papers, pipeline)]
