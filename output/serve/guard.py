"""What every request passes: is it meant for us, who may see the answer, and a line in the log."""

import ipaddress
import logging
import socket
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from output.serve.asking import CLIENT_GONE

LOG: Final = logging.getLogger("citekg.serve")
QUERY: Final = "citekg.query"
"""Key of the scope of a request under which its query is noted for the log."""

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": POLICY,
}
_PIECE: Final = 64 * 2**10  # bytes that are sent before the client has to have taken some


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names under which a server may be called, so that no foreign name leads to it.

    A page of another site can make its own name lead here (DNS rebinding), but no address.

    Attributes:
        names: host names in lower case.
        loopback: whether only this machine can reach the server.

    >>> hosts = Hosts(frozenset({"kg.example.org"}), loopback=True)
    >>> hosts.allow("LOCALHOST:80"), hosts.allow("[::1]:80"), hosts.allow("kg.example.org")
    (True, True, True)
    >>> hosts.allow("evil.example"), hosts.allow("192.0.2.1"), hosts.allow("")
    (False, False, False)
    """

    names: frozenset[str]
    loopback: bool

    @classmethod
    def of(cls, listener: socket.socket, names: Iterable[str]) -> Self:
        """Return the hosts of a server at a socket, with the names that it is given."""
        address = ipaddress.ip_address(listener.getsockname()[0])
        own = () if address.is_loopback else (socket.gethostname(),)
        return cls(frozenset(map(str.lower, (*names, *own))), address.is_loopback)

    def allow(self, host: str) -> bool:
        """Tell whether the header `Host` names this server; its port does not matter."""
        name, _, port = host.lower().rpartition(":")
        if not port.isdecimal():
            name = host.lower()
        if name in self.names or name == "localhost":
            return True
        try:
            address = ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
        except ValueError:
            return False
        return address.is_loopback or not self.loopback


class Guard:
    """Middleware around the whole application.

    Args:
        app: what answers.
        hosts: names under which it may be called.
        limit: requests at a time; more are refused.
        origins: sites whose pages may ask, `*` for all.
        log_queries: whether the log shows queries.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: Hosts,
        limit: int,
        origins: Iterable[str] = (),
        log_queries: bool = False,
    ) -> None:
        self._app = app
        self._hosts = hosts
        self._origins = frozenset(origins)
        self._log_queries = log_queries
        self._limit = limit
        self._active = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        begun = time.monotonic()
        status, sent = CLIENT_GONE, 0
        headers = Headers(scope=scope)
        shared = self._is_shared(headers)

        async def pass_on(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                _complete(MutableHeaders(scope=message), shared=shared)
                await send(message)
                return
            body = message.get("body", b"")
            for start in range(0, len(body) or 1, _PIECE):
                piece = body[start : start + _PIECE]
                more = message.get("more_body", False) or start + _PIECE < len(body)
                await send({"type": message["type"], "body": piece, "more_body": more})
                sent += len(piece)

        self._active += 1
        try:
            answer = self._refusal(headers) or self._app
            await answer(scope, receive, pass_on)
        except Exception:
            LOG.exception("%s", _one_line(f"error in {scope['method']} {scope['path']}"))
            raise
        finally:
            self._active -= 1
            self._note(scope, status, sent, time.monotonic() - begun)

    def _refusal(self, headers: Headers) -> ASGIApp | None:
        host = headers.get("host", "")
        if not self._hosts.allow(host):
            return _refused(421, f"'{host}' is no name of this server; see --allow-host")
        origin = headers.get("origin")
        crossing = origin is not None and origin.partition("://")[2] != host
        embedded = (
            headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
            and headers.get("sec-fetch-mode") != "navigate"
        )
        if (crossing or embedded) and not self._is_shared(headers):
            return _refused(403, "pages of other sites may not ask here; see --allow-origin")
        if self._active > self._limit:
            return _refused(503, "too many requests at a time; try again", {"Retry-After": "1"})
        return None

    def _is_shared(self, headers: Headers) -> bool:
        return not self._origins.isdisjoint({"*", headers.get("origin", "*")})

    def _note(self, scope: Scope, status: int, sent: int, seconds: float) -> None:
        client = scope["client"][0] if scope["client"] else "-"
        line = f"{client} {scope['method']} {scope['path']} {status} {sent} {seconds * 1000:.0f}ms"
        if self._log_queries and QUERY in scope:
            line += f" {' '.join(scope[QUERY].split())}"
        LOG.info("%s", _one_line(line))


def _complete(headers: MutableHeaders, *, shared: bool) -> None:
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    if not shared:
        headers["Cross-Origin-Resource-Policy"] = "same-origin"


def _refused(status: int, message: str, headers: Mapping[str, str] | None = None) -> ASGIApp:
    close = {"Connection": "close", **(headers or {})}
    return PlainTextResponse(f"{_one_line(message)}\n", status, close)


def _one_line(text: str) -> str:
    r"""Return text of a client for a line of a log, without what could break or steer it.

    >>> _one_line("a\n\x1b[31mb é")
    'a\\n\\x1b[31mb é'
    """
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )
