"""Workers that answer queries side by side, and are replaced when they die or take too long."""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Coroutine, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self, cast

from output.serve.limits import Limits
from output.serve.workers import frames, processes
from output.serve.workers.frames import Header, Question, Verdict
from schemas import CitekgError

_START: Final = 60.0  # seconds for a worker to open its store
_PAUSE: Final = 0.5  # seconds before another try to start a worker


class PoolError(CitekgError):
    """A query that got no answer, by no fault of its syntax; `retry_after` is in seconds."""

    retry_after: int | None = None


class BusyError(PoolError):
    """Too many queries are waiting."""

    retry_after = 1


class SlowQueryError(PoolError):
    """A query that took longer than it may."""


class BrokenQueryError(PoolError):
    """A query that brought its worker down: it took too much memory or was nested too deeply."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a worker: its verdict, and the body if it is `ok`."""

    verdict: Verdict
    body: bytes


class Pool:
    """A number of workers over one store; use it as a context manager.

    Args:
        store: folder of the store, which nobody writes to.
        prefixes: prefix -> namespace IRI that every query may use.
        limits: how many workers there are, and what they grant.
    """

    def __init__(self, store: Path, prefixes: Mapping[str, str], limits: Limits) -> None:
        self._limits = limits
        self._setup: Header = {
            "store": str(store),
            "prefixes": dict(prefixes),
            "rows": limits.rows,
            "answer_bytes": limits.answer_bytes,
            "memory_bytes": limits.memory_bytes,
        }
        self._idle: asyncio.Queue[Process | None] = asyncio.Queue()
        self._all: set[Process] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False
        self._long = 0
        self.waiting = 0

    async def __aenter__(self) -> Self:
        try:
            await asyncio.gather(*(self._hire() for _ in range(self._limits.workers)))
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    @property
    def alive(self) -> Set[int]:
        """Return the process ids of all workers."""
        return {worker.pid for worker in self._all}

    @property
    def idle(self) -> int:
        """Return how many workers have nothing to do."""
        return self._idle.qsize()

    async def close(self) -> None:
        """End all workers; queries that run or wait get no answer."""
        self._closed = True
        for _ in range(self.waiting):
            self._idle.put_nowait(None)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*map(self._dismiss, list(self._all)))

    async def ask(self, question: Question) -> Answer:
        """Let a worker answer a query.

        A query that is not answered soon keeps its worker, and another takes the place of that,
        so that short queries need not wait for long ones. There are as many places for long
        queries as for short ones; when they are taken, a query ends that would need one.

        Raises:
            BusyError: if too many queries wait already, this one waited too long, or too many
                long ones run.
            SlowQueryError: if it took too long.
            BrokenQueryError: if its worker died of it.
        """
        worker = await self._next_worker()
        exchange = asyncio.create_task(_exchange(worker, question))
        is_long = is_fit = False
        try:
            soon = min(self._limits.short, self._limits.timeout)
            ended = await _ends(exchange, soon)
            if not ended and soon < self._limits.timeout:
                is_long = self._make_room(worker)
                ended = await _ends(exchange, self._limits.timeout - soon)
            if not ended:
                raise SlowQueryError(
                    f"the query took more than {self._limits.timeout:g} seconds and was stopped; "
                    "ask for less"
                )
            answer = exchange.result()
            is_fit = not answer.verdict["retire"]
        except (asyncio.IncompleteReadError, OSError):
            if self._closed:
                raise _stopping() from None
            raise BrokenQueryError(
                "the query took more memory than it may, or is nested too deeply, and was "
                "stopped; ask for less"
            ) from None
        finally:
            exchange.cancel()
            self._release(worker, is_long=is_long, is_fit=is_fit)
        return answer

    def _make_room(self, worker: Process) -> bool:
        """Start another worker beside one that has a long query, which runs on behind the others.

        Raises:
            BusyError: if there is no place for that.
        """
        if self._long >= self._limits.workers:
            raise BusyError(
                f"{self._long} long queries are running already; try again, or ask for less"
            )
        self._long += 1
        processes.put_back(worker.pid)
        self._start(self._hire_surely())
        return True

    def _release(self, worker: Process, *, is_long: bool, is_fit: bool) -> None:
        if is_long:
            self._long -= 1
            self._start(self._dismiss(worker))
        elif is_fit:
            self._idle.put_nowait(worker)
        else:
            self._start(self._replace(worker))

    async def _next_worker(self) -> Process:
        if self._closed:
            raise _stopping()
        if self._idle.empty() and self.waiting >= self._limits.queue:
            raise BusyError(f"{self.waiting} queries are waiting already; try again")
        self.waiting += 1
        try:
            async with asyncio.timeout(self._limits.wait):
                worker = await self._idle.get()
        except TimeoutError:
            raise BusyError(
                f"no worker was free for {self._limits.wait:g} seconds; try again"
            ) from None
        finally:
            self.waiting -= 1
        if worker is None:
            raise _stopping()
        return worker

    def _start(self, work: Coroutine[object, object, None]) -> None:
        """Do something beside the queries, unless all ends anyway."""
        if self._closed:
            work.close()
            return
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _replace(self, worker: Process) -> None:
        await self._dismiss(worker)
        await self._hire_surely()

    async def _hire_surely(self) -> None:
        while True:
            try:
                return await self._hire()
            except (CitekgError, OSError):
                await asyncio.sleep(_PAUSE)

    async def _hire(self) -> None:
        worker = await asyncio.create_subprocess_exec(
            *processes.command("output.serve.workers.worker"),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env=processes.environment(),
        )
        self._all.add(worker)
        try:
            async with asyncio.timeout(_START):
                await _send(worker, frames.pack(self._setup))
                header, _ = await _receive(worker)
            problem = header["problem"]
        except (TimeoutError, asyncio.IncompleteReadError, OSError):
            problem = "it died or took too long"
        except BaseException:
            await self._dismiss(worker)
            raise
        if problem:
            await self._dismiss(worker)
            raise CitekgError(f"no worker could open the store: {problem}; try again")
        self._idle.put_nowait(worker)

    async def _dismiss(self, worker: Process) -> None:
        if worker.returncode is None:
            with suppress(ProcessLookupError):
                worker.kill()
        await worker.wait()
        self._all.discard(worker)


def _stopping() -> BusyError:
    return BusyError("the server is stopping")


async def _ends(task: "asyncio.Task[Answer]", seconds: float) -> bool:
    """Wait for a task, and tell whether it ended in time."""
    done, _ = await asyncio.wait({task}, timeout=seconds)
    return bool(done)


async def _exchange(worker: Process, question: Question) -> Answer:
    await _send(worker, frames.pack(question))
    header, body = await _receive(worker)
    return Answer(cast(Verdict, header), body)


async def _send(worker: Process, frame: bytes) -> None:
    assert worker.stdin is not None
    worker.stdin.write(frame)
    await worker.stdin.drain()


async def _receive(worker: Process) -> tuple[Header, bytes]:
    assert worker.stdout is not None
    head = await worker.stdout.readexactly(frames.HEAD.size)
    header_length, body_length = frames.HEAD.unpack(head)
    header = await worker.stdout.readexactly(header_length)
    body = await worker.stdout.readexactly(body_length)
    return frames.parse(header), body
