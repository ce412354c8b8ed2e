"""Write a file whole or not at all."""

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

_LEVEL: Final = 6  # of zlib; 9 takes three times as long for 2 % less


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Open `path` for writing such that it changes only when the block ends well.

    The bytes go into a file beside it, which is renamed at the end and removed on an error.
    Missing folders are made; a name that ends in `.gz` is compressed, without a timestamp.

    Raises:
        OSError: if the file cannot be written.
    """
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as raw:
            if target.suffix == ".gz":
                with gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as packed:
                    yield packed  # type: ignore[misc]  # a GzipFile is no IO[bytes] by name
            else:
                yield raw
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write `content` to `path`, text as UTF-8; a file that is there stays until all is written.

    Raises:
        OSError: if the file cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content
    with whole_file(path) as stream:
        stream.write(data)
