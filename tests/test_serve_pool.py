"""Workers: what they must not do, and what becomes of them."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from output.serve.limits import Limits
from output.serve.media import RESULTS_JSON, TURTLE
from output.serve.store import Summary, prepare
from output.serve.workers import processes
from output.serve.workers.frames import Question, pack, read
from output.serve.workers.pool import (
    Answer,
    BrokenQueryError,
    BusyError,
    Pool,
    PoolError,
    SlowQueryError,
)
from schemas import CitekgError, InputError
from tests.conftest import make_small_graph
from tests.serving import DEEP, HUNGRY, SLOW, TITLES, folder_of

Place = tuple[Path, Summary]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = folder_of(make_small_graph(), tmp_path_factory.mktemp("graph"))
    store = tmp_path_factory.mktemp("store") / "store"
    return store, prepare(folder / "graph.ttl", store)


def question(query: str, **bindings: str) -> Question:
    return Question(query=query, solutions=RESULTS_JSON, graph=TURTLE, bindings=bindings)


def with_pool(place: Place, work: Callable[[Pool], Awaitable[None]], **limits: float) -> None:
    async def run() -> None:
        store, summary = place
        granted = Limits(**{"workers": 1, "timeout": 2.0, **limits})  # type: ignore[arg-type]
        async with Pool(store, summary.prefixes, granted) as pool:
            await work(pool)
            gone = pool.alive
        for pid in gone:
            with pytest.raises(ProcessLookupError):
                os.kill(pid, 0)

    asyncio.run(run())


async def settled(pool: Pool, workers: int) -> None:
    """Wait until there are as many workers as there should be, and all are idle."""
    async with asyncio.timeout(10):
        while not pool.idle == len(pool.alive) == workers:
            await asyncio.sleep(0.02)


def test_a_slow_query_is_stopped_and_the_others_are_not(place: Place) -> None:
    async def work(pool: Pool) -> None:
        before = pool.alive

        async def many() -> list[Answer]:
            return [await pool.ask(question(TITLES)) for _ in range(50)]

        begun = time.monotonic()
        slow = asyncio.create_task(pool.ask(question(SLOW)))
        answers = await many()
        assert not slow.done()
        assert {answer.body for answer in answers} == {answers[0].body}
        with pytest.raises(SlowQueryError) as caught:
            await slow
        assert 0.9 < time.monotonic() - begun < 3
        assert str(caught.value) == (
            "the query took more than 1 seconds and was stopped; ask for less"
        )
        await settled(pool, 2)
        assert len(before & pool.alive) == 1

    with_pool(place, work, workers=2, timeout=1)


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of memory is Linux's")
def test_a_query_that_takes_too_much_memory_ends_its_worker_alone(place: Place) -> None:
    async def work(pool: Pool) -> None:
        with pytest.raises(BrokenQueryError, match="took more memory than it may"):
            await pool.ask(question(HUNGRY))
        assert (await pool.ask(question(TITLES))).verdict["rows"] == 2

    with_pool(place, work, memory_bytes=32 * 2**20, timeout=30)


def test_a_query_that_breaks_the_parser_ends_its_worker_alone(place: Place) -> None:
    async def work(pool: Pool) -> None:
        for _ in range(3):
            with pytest.raises(BrokenQueryError, match="nested too deeply"):
                await pool.ask(question(DEEP))
        assert (await pool.ask(question(TITLES))).verdict["rows"] == 2

    with_pool(place, work)


def test_a_long_queue_is_refused_and_a_long_wait_too(place: Place) -> None:
    async def work(pool: Pool) -> None:
        slow = [asyncio.create_task(pool.ask(question(SLOW))) for _ in range(3)]
        await asyncio.sleep(0.1)
        assert pool.waiting == 2
        with pytest.raises(BusyError) as caught:
            await pool.ask(question(TITLES))
        assert str(caught.value) == "2 queries are waiting already; try again"
        assert caught.value.retry_after == 1
        results = await asyncio.gather(*slow, return_exceptions=True)
        assert all(isinstance(result, PoolError) for result in results)
        assert any("no worker was free for 0.5 seconds" in str(result) for result in results)
        await settled(pool, 1)
        assert (await pool.ask(question(TITLES))).verdict["rows"] == 2

    with_pool(place, work, queue=2, timeout=0.8, wait=0.5)


def test_short_queries_do_not_wait_for_long_ones(place: Place) -> None:
    async def work(pool: Pool) -> None:
        long = [asyncio.create_task(pool.ask(question(SLOW))) for _ in range(3)]
        await asyncio.sleep(0.6)
        assert (await pool.ask(question(TITLES))).verdict["rows"] == 2
        done, _ = await asyncio.wait(long, timeout=5, return_when=asyncio.FIRST_EXCEPTION)
        assert {str(task.exception()) for task in done} == {
            "1 long queries are running already; try again, or ask for less"
        }
        assert not long[0].done()
        for task in long:
            task.cancel()
        await asyncio.gather(*long, return_exceptions=True)
        await settled(pool, 1)

    with_pool(place, work, timeout=30)


def test_a_query_whose_client_leaves_is_stopped(place: Place) -> None:
    async def work(pool: Pool) -> None:
        (before,) = pool.alive
        task = asyncio.create_task(pool.ask(question(SLOW)))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await settled(pool, 1)
        assert before not in pool.alive
        assert (await pool.ask(question(TITLES))).verdict["rows"] == 2

    with_pool(place, work, timeout=30)


def test_a_pool_that_closes_answers_nobody(place: Place) -> None:
    async def work(pool: Pool) -> None:
        tasks = [asyncio.create_task(pool.ask(question(SLOW))) for _ in range(2)]
        await asyncio.sleep(0.1)
        await pool.close()
        for result in await asyncio.gather(*tasks, return_exceptions=True):
            assert str(result) == "the server is stopping"
        with pytest.raises(BusyError, match="the server is stopping"):
            await pool.ask(question(TITLES))

    with_pool(place, work, timeout=30)


def test_a_worker_that_somebody_kills_is_replaced(place: Place) -> None:
    async def work(pool: Pool) -> None:
        (before,) = pool.alive
        os.kill(before, 9)
        await asyncio.sleep(0.1)
        with pytest.raises(BrokenQueryError):
            await pool.ask(question(TITLES))
        assert (await pool.ask(question(TITLES))).verdict["rows"] == 2

    with_pool(place, work)


def test_a_store_that_is_not_there_is_told(tmp_path: Path) -> None:
    async def run() -> None:
        async with Pool(tmp_path / "none", {"kg": "https://w3id.org/citekg/ns#"}, Limits()):
            pass

    with pytest.raises(CitekgError, match=r"^no worker could open the store: .*; try again$"):
        asyncio.run(run())


def test_bindings_are_terms_and_never_text(place: Place) -> None:
    async def work(pool: Pool) -> None:
        query = "SELECT ?it ?label { ?it skos:prefLabel ?label }"
        answer = await pool.ask(question(query, it="https://w3id.org/citekg/entity/teanet"))
        assert answer.body.count(b"TeaNet") == 1
        hostile = await pool.ask(question(query, it="http://a/> ?p ?o . ?x ?y <http://b"))
        assert hostile.verdict["status"] == "mistake"

    with_pool(place, work)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        found.setblocking(False)
        yield found


@contextmanager
def worker_process(place: Place, *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a worker that has its set-up; at the end of its input it ends well."""
    store, summary = place
    setup = {
        "store": str(store),
        "prefixes": summary.prefixes,
        "rows": 1000,
        "answer_bytes": 10**6,
        "memory_bytes": 2**30,
    }
    with subprocess.Popen(
        [sys.executable, "-P", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=processes.environment(),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(pack(setup))
        process.stdin.flush()
        assert read(process.stdout) == ({"problem": ""}, b"")
        yield process
        process.stdin.close()
        assert process.wait(timeout=5) == 0


def services(listener: socket.socket) -> list[str]:
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    return [query.format(place=address) for query in SERVICES]


SERVICES = [
    "SELECT * {{ SERVICE <{place}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{place}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ {{}}SeRvIcE#\n<{place}>{{ ?s ?p ?o }} }}",
    "PREFIX : <{place}> SELECT * {{ {{}}SERVICE:x{{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p trueSERVICE<{place}>{{ ?a ?b ?c }} }}",
    "SELECT * {{ BIND(<{place}> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?x {{ <{place}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
    "SELECT * FROM <{place}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{place}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "DESCRIBE <{place}> FROM <{place}>",
    "ASK {{ FILTER EXISTS {{ SERVICE <{place}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ {{ SELECT * {{ SERVICE <{place}> {{ ?s ?p ?o }} }} }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} FROM <{place}> WHERE {{ ?s ?p ?o }}",
]


def test_other_places_are_refused(place: Place, listener: socket.socket) -> None:
    async def work(pool: Pool) -> None:
        for query in services(listener):
            answer = await pool.ask(question(query))
            assert answer.verdict["status"] == "refused", query

    with_pool(place, work)
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.skipif(sys.platform != "linux", reason="the second wall is Linux's")
def test_a_worker_reaches_no_other_place_even_if_it_would(
    place: Place, listener: socket.socket
) -> None:
    """The same queries in a worker that does not look at them first: it can open no connection."""
    unwary = (
        "import output.serve.workers.worker as worker\n"
        "worker.check_read_only = lambda query: None\n"
        "worker.main()"
    )
    queries = services(listener)
    with worker_process(place, "-c", unwary) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"".join(pack(question(query)) for query in queries))
        process.stdin.flush()
        answers = [read(process.stdout) for _ in queries]
    assert {answer[0]["status"] for answer in answers if answer} <= {"ok", "mistake", "failed"}
    assert any("Too many open files" in answer[0]["message"] for answer in answers if answer)
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_the_words_are_allowed_where_they_are_no_keywords(place: Place) -> None:
    async def work(pool: Pool) -> None:
        for query in (
            "SELECT ?service { BIND('customer service from home' AS ?service) }",
            "SELECT ?from { ?from rdfs:label 'a \\u0073ervice: x' }",
            "SELECT * { ?s <https://example.org/service#a> ?load } # service and from",
            "SELECT ?s { ?s dcterms:title 'INSERT DATA { kg:a kg:b kg:c }' }",
        ):
            assert (await pool.ask(question(query))).verdict["status"] == "ok", query

    with_pool(place, work)


def test_a_worker_ends_with_its_server_even_in_the_midst_of_a_query(place: Place) -> None:
    with worker_process(place, "-m", "output.serve.workers.worker") as process:
        assert process.stdin is not None
        process.stdin.write(pack(question(SLOW)))
        process.stdin.flush()
        time.sleep(0.5)
        assert process.poll() is None


def test_a_summary_says_what_is_there(place: Place) -> None:
    _, summary = place
    assert summary.base == "https://w3id.org/citekg/"
    assert summary.classes["https://w3id.org/citekg/ns#Model"] == 2
    assert sum(summary.properties.values()) == summary.triples
    assert len(summary.digest) == 64


def test_examples_are_about_things_that_are_there(place: Place) -> None:
    async def work(pool: Pool) -> None:
        assert len(place[1].examples) > 12
        found = [(await pool.ask(question(example.query))).verdict for example in place[1].examples]
        assert {verdict["status"] for verdict in found} == {"ok"}
        assert sum(verdict["rows"] > 0 for verdict in found) > len(found) / 2

    with_pool(place, work, timeout=20)


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("graph.ttl", "@prefix", "is no Turtle ("),
        ("graph.ttl", None, "cannot be read (No such file or directory)"),
        ("graph.pdf", "x", "is no RDF by its name"),
    ],
)
def test_a_file_that_is_no_rdf_is_told(
    tmp_path: Path, name: str, text: str | None, problem: str
) -> None:
    file = tmp_path / name
    if text is not None:
        file.write_text(text)
    with pytest.raises(InputError) as caught:
        prepare(file, tmp_path / "store")
    assert str(caught.value).startswith(f"{file}: {problem}")
    assert str(caught.value).count(str(file)) == 1


def test_limits_are_above_zero() -> None:
    with pytest.raises(CitekgError, match="limit 'rows' is -1; give a number above 0"):
        Limits(rows=-1)
