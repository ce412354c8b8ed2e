"""Run the application: address, workers, signals and slow clients."""

import asyncio
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final, TypeAlias

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from output.serve.app import Site, make_app
from output.serve.limits import Limits
from output.serve.workers.pool import Pool
from schemas import CitekgError

Handler: TypeAlias = Callable[[int, FrameType | None], None]

_GRACE: Final = 3  # seconds that a running request has when the server stops
_BACKLOG: Final = 128


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address; port 0 takes one that is free.

    Raises:
        CitekgError: if the address cannot be had.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind)
        try:
            if sys.platform != "win32":
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(_BACKLOG)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        raise CitekgError(
            f"cannot listen at {host} port {port} ({error.strerror or error}); "
            "give another --port, or 0 for one that is free"
        ) from error
    return listener


def address_of(listener: socket.socket) -> str:
    """Return the address of the start page of a server that listens."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


async def run(
    site: Site, pool: Pool, listener: socket.socket, ready: Callable[[str], None] | None
) -> None:
    """Serve a site at a socket until a signal ends it.

    Args:
        site: what is served.
        pool: workers that have begun.
        listener: the socket.
        ready: called with the address of the start page once it answers.
    """

    class Protocol(_Impatient):
        limits = site.limits

    config = uvicorn.Config(
        make_app(site, pool),
        http=Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=_GRACE,
    )
    if ready:
        ready(address_of(listener))
    await _Server(config, pool).serve(sockets=[listener])


@contextmanager
def stoppable() -> Iterator[None]:
    """Let SIGTERM end the block by an exception, so that it can clean up."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    with _handling((signal.SIGTERM,), stop):
        yield


@contextmanager
def _handling(numbers: Iterable[signal.Signals], handler: Handler) -> Iterator[None]:
    """Handle signals in a block, if it runs in the main thread, which alone can do that."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, former in before.items():
            signal.signal(number, former)


class _Server(uvicorn.Server):
    """A server whose normal end is a signal: it stops its workers and leaves with status 0."""

    def __init__(self, config: uvicorn.Config, pool: Pool) -> None:
        super().__init__(config)
        self._pool = pool

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        with _handling((signal.SIGINT, signal.SIGTERM), self.handle_exit):
            yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._pool.close()
        await super().shutdown(sockets)


class _Impatient(H11Protocol):
    """Uvicorn's protocol with an end to the patience for clients that dawdle.

    Uvicorn itself waits for ever for the rest of the head of a request, and for a client to take
    what it is sent.
    """

    limits: Limits
    _reading: asyncio.TimerHandle | None = None
    _writing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > 2 * self.limits.requests:
            transport.abort()
        self._expect_request()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            _cancel(self._reading)
            self._reading = None
        elif self._reading is None:
            self._expect_request()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._expect_reader()

    def resume_writing(self) -> None:
        super().resume_writing()
        _cancel(self._writing)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._expect_reader()

    def connection_lost(self, exc: Exception | None) -> None:
        _cancel(self._reading)
        _cancel(self._writing)
        super().connection_lost(exc)

    def _expect_request(self) -> None:
        self._reading = self.loop.call_later(self.limits.patience, self.transport.abort)

    def _expect_reader(self) -> None:
        _cancel(self._writing)
        unsent = self.transport.get_write_buffer_size()
        if unsent:
            self._writing = self.loop.call_later(self.limits.patience, self._check_reader, unsent)

    def _check_reader(self, unsent: int) -> None:
        if self.transport.get_write_buffer_size() >= unsent:
            self.transport.abort()
        else:
            self._expect_reader()


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
