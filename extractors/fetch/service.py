"""What a service is: where it is, how it names works, how it is asked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import httpx

Answer: TypeAlias = Mapping[str, object]
"""A record as the service gives it."""

Get: TypeAlias = Callable[[str, Mapping[str, str | list[str]]], Any]
"""Path and parameters -> the document that the service answers, None if it knows nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service that describes papers.

    `key` is the environment variable that may hold a key, `interval` the seconds between two
    requests, `batch` the number of works of one request, `none_known` what stands in a refusal
    (status 400) that means that none of the works is known. `name_of` turns a CURIE into the name
    that the service has for it, if any. `prepared` puts the key into a request; what it returns
    is sent but not kept. `parsed` reads a document, or raises a ValueError or SyntaxError.
    """

    name: str
    address: str
    key: str | None
    interval: float
    batch: int
    none_known: str | None = None
    name_of: Callable[[str], str | None]
    prepared: Callable[[httpx.Request, str], httpx.Request]
    parsed: Callable[[bytes], object]
    look_up: Callable[[Get, Sequence[str]], Iterator[Answer]]
    search: Callable[[Get, str], Iterator[Answer]]


def with_headers(request: httpx.Request, headers: Mapping[str, str]) -> httpx.Request:
    """Return a copy of a request without body that has further headers."""
    return httpx.Request(
        request.method,
        request.url,
        headers={**request.headers, **headers},
        extensions=request.extensions,
    )
