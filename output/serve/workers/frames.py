"""How the server and its workers talk: a length, a JSON header, and a body."""

import json
import struct
from typing import IO, Any, Final, Literal, TypeAlias, TypedDict

Header: TypeAlias = dict[str, Any]
Status: TypeAlias = Literal["ok", "refused", "mistake", "unacceptable", "too_large", "failed"]


class Question(TypedDict):
    """A query: media types by the kind of its answer, in the order in which they are wanted.

    `bindings` gives variables the IRIs that they stand for.
    """

    query: str
    solutions: str | None
    graph: str | None
    bindings: dict[str, str]


class Verdict(TypedDict):
    """What became of a query. `rows` counts solutions or triples; `retire` asks for a successor."""

    status: Status
    message: str
    media_type: str
    rows: int
    retire: bool


HEAD: Final = struct.Struct(">II")
"""Lengths of the header and of the body in bytes."""


def pack(header: Header | Question | Verdict, body: bytes = b"") -> bytes:
    r"""Return a frame.

    >>> pack({"a": 1}, b"xy")
    b'\x00\x00\x00\x07\x00\x00\x00\x02{"a":1}xy'
    """
    data = json.dumps(header, separators=(",", ":")).encode()
    return HEAD.pack(len(data), len(body)) + data + body


def read(stream: IO[bytes]) -> tuple[Header, bytes] | None:
    """Read a frame, or None at the end of the stream."""
    head = stream.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    header_length, body_length = HEAD.unpack(head)
    return parse(stream.read(header_length)), stream.read(body_length)


def parse(header: bytes) -> Header:
    """Return a header from its JSON."""
    parsed: Header = json.loads(header)
    return parsed
