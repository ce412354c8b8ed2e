"""Open a source: gzip, encoding, byte order mark and line ends are dealt with here alone."""

import gzip
import re
import sys
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack
from io import BufferedReader, RawIOBase, TextIOWrapper
from pathlib import Path
from typing import cast

from schemas import Failure, InputError

STANDARD_INPUT = "-"
_LONGEST_RAW = 500
_LONGEST_RECORD = 16 * 1024 * 1024  # characters; a paper with its references has far fewer
_LOOK_AHEAD = 4096
# A byte that is not UTF-8, as `surrogateescape` keeps it.
_UNDECODED = re.compile("[\udc80-\udcff]")
_WEB_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def check_readable(path: Path) -> None:
    """Raise InputError unless `path` is a file."""
    if path.is_dir():
        raise InputError(str(path), "is a folder; give a file")
    if not path.exists():
        raise InputError(str(path), "no such file; check the path")


def read_lines(path: Path | None) -> Generator[str, None, None]:
    """Yield the lines of a file, or of standard input, with their line ends.

    A byte that is not UTF-8 becomes a lone surrogate, for `is_undecoded` to find.

    Raises:
        InputError: if the file cannot be opened, is no text, is not UTF-8 or is cut off.
    """
    source = STANDARD_INPUT if path is None else str(path)
    try:
        with ExitStack() as opened:
            raw = opened.enter_context(path.open("rb", 0)) if path else sys.stdin.buffer
            binary: BufferedReader | gzip.GzipFile = BufferedReader(cast(RawIOBase, raw))
            opened.callback(cast(BufferedReader, binary).detach)
            if binary.peek(2)[:2] == b"\x1f\x8b":
                binary = opened.enter_context(gzip.GzipFile(fileobj=binary))
            _check_text(binary.peek(_LOOK_AHEAD)[:_LOOK_AHEAD], source)
            text = TextIOWrapper(binary, encoding="utf-8-sig", errors="surrogateescape", newline="")
            opened.callback(text.detach)
            yield from iter(text.readline, "")  # `yield from text` would close it
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(source, f"cannot be read: {reason}; check the file") from error


def _check_text(start: bytes, source: str) -> None:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(source, "is UTF-16, expected UTF-8; save it as UTF-8")
    if b"\0" in start:
        raise InputError(source, "is no text file, expected UTF-8 text; choose another file")


def data_lines(lines: Iterable[str], source: str) -> Iterator[str]:
    """Yield the lines of a data file.

    Raises:
        InputError: if it is a web page, as servers send it in place of a file.
    """
    remaining = iter(lines)
    for line in remaining:
        if _WEB_PAGE.match(line):
            raise InputError(source, "is a web page (HTML), expected data; download the file again")
        yield line
        if line.strip():
            break
    yield from remaining


def flaw(text: str, what: str) -> str | None:
    """Return why a record cannot be read as it is written, if so; `what` is its name.

    >>> flaw("{}", "line")
    """
    if is_undecoded(text):
        return f"the {what} is not UTF-8"
    if len(text) > _LONGEST_RECORD:
        return f"the {what} has {len(text):,} characters, more than {_LONGEST_RECORD:,}"
    return None


def is_undecoded(text: str) -> bool:
    r"""Tell whether the text holds a byte that is not UTF-8.

    >>> is_undecoded("caf\udce9"), is_undecoded("café")
    (True, False)
    """
    return _UNDECODED.search(text) is not None


def failure(source: str, line: int, reason: str, raw: str) -> Failure:
    """Return a failure whose raw text can be written to a file and is not too long to read.

    >>> failure("a.csv", 3, "no title", "x" * 600).raw[-3:]
    'xx…'
    """
    shown = raw.strip().encode("utf-8", "replace").decode("utf-8")
    if len(shown) > _LONGEST_RAW:
        shown = shown[: _LONGEST_RAW - 1] + "…"
    return Failure(source=source, line=line, reason=reason, raw=shown)
