"""The SPARQL 1.1 Protocol, for queries alone."""

import asyncio
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from output.serve.limits import Limits
from output.serve.media import GRAPHS, SOLUTIONS, choose_format, named
from output.serve.problems import RequestError

QUERY_TYPE: Final = "application/sparql-query"
UPDATE_TYPE: Final = "application/sparql-update"
FORM_TYPE: Final = "application/x-www-form-urlencoded"

_DATASET: Final = (
    "default-graph-uri",
    "named-graph-uri",
    "using-graph-uri",
    "using-named-graph-uri",
)
_READ_ONLY: Final = "this endpoint is read-only; send a query, not an update"
_TEXT: Final = "text that is no UTF-8"
_HEARD_OUT: Final = 16  # times the largest query: what is read of a request that is too large


async def parameters(request: Request, limits: Limits) -> dict[str, str]:
    """Return the parameters of a request by the protocol, as far as we know them.

    They are `query` and, beyond the protocol, `format`.

    Raises:
        RequestError: if the request is none of the protocol, is an update, asks for another
            dataset, or is too large or too slow.
    """
    pairs = _pairs(request.scope["query_string"])
    if request.method == "POST":
        pairs += await _posted(request, limits)
    names = [name for name, _ in pairs]
    if "update" in names:
        raise RequestError(403, _READ_ONLY)
    if others := [name for name in _DATASET if name in names]:
        raise RequestError(400, f"{others[0]} is refused: there is one graph here; leave it out")
    found: dict[str, str] = {}
    for name in ("query", "format"):
        values = [value for key, value in pairs if key == name]
        if len(values) > 1:
            raise RequestError(400, f"'{name}' came {len(values)} times; give it once")
        if values and values[0].strip():
            found[name] = values[0]
    return found


async def _posted(request: Request, limits: Limits) -> list[tuple[str, str]]:
    content = request.headers.get("content-type", "")
    media, _, options = (part.strip().lower() for part in content.partition(";"))
    if media == UPDATE_TYPE:
        raise RequestError(403, _READ_ONLY)
    if media not in (QUERY_TYPE, FORM_TYPE):
        came = f"'{media}'" if media else "no Content-Type"
        raise RequestError(415, f"came {came}; post {FORM_TYPE} or {QUERY_TYPE}")
    if "charset=" in options and "utf-8" not in options:
        raise RequestError(415, f"came '{options}'; post UTF-8")
    body = await _body(request, limits)
    if media == FORM_TYPE:
        return _pairs(body)
    try:
        return [("query", body.decode())]
    except UnicodeDecodeError:
        raise RequestError(400, f"the query is {_TEXT}; post UTF-8") from None


async def _body(request: Request, limits: Limits) -> bytes:
    """Read the body of a request as it comes, up to the limits of size and time.

    What is somewhat too large is read to its end nevertheless: an answer to a client that still
    sends can get lost.
    """
    too_large = RequestError(
        413,
        f"the request is larger than {limits.query_bytes:,} bytes; send a shorter query",
        {"Connection": "close"},
    )
    length = request.headers.get("content-length", "0")
    most = limits.query_bytes * _HEARD_OUT
    if length.isdecimal() and int(length) > most:
        raise too_large
    body, size = b"", 0
    try:
        async with asyncio.timeout(limits.patience):
            async for part in request.stream():
                size += len(part)
                if size <= limits.query_bytes:
                    body += part
                elif size > most:
                    raise too_large
    except TimeoutError:
        raise RequestError(
            408,
            f"the request did not come whole within {limits.patience:g} seconds; send it again",
            {"Connection": "close"},
        ) from None
    if size > limits.query_bytes:
        raise too_large
    return body


def _pairs(text: bytes) -> list[tuple[str, str]]:
    """Return the pairs of a query string or a form.

    >>> _pairs(b"query=ASK+%7B%7D&x")
    [('query', 'ASK {}'), ('x', '')]
    """
    try:
        return parse_qsl(text.decode(), keep_blank_values=True, errors="strict", max_num_fields=100)
    except UnicodeDecodeError:
        raise RequestError(400, f"a parameter is {_TEXT}; percent-encode UTF-8") from None
    except ValueError:
        raise RequestError(400, "more than 100 parameters; send the query alone") from None


def answer_types(accept: str, format: str | None) -> tuple[str | None, str | None]:
    """Return the media types for solutions and for graphs that a client wants; None is neither.

    Args:
        accept: the header `Accept`.
        format: short name that counts instead of it.

    Raises:
        RequestError: if there is no such format.

    >>> answer_types("text/csv", None), answer_types("", "turtle")
    (('text/csv', None), (None, 'text/turtle'))
    """
    if format is None:
        return choose_format(accept, SOLUTIONS), choose_format(accept, GRAPHS)
    chosen = named(format, SOLUTIONS), named(format, GRAPHS)
    if chosen == (None, None):
        known = [*(known.name for known in SOLUTIONS.values()), *(g.name for g in GRAPHS.values())]
        raise RequestError(400, f"no format is named '{format}'; there are: {', '.join(known)}")
    return chosen
