"""`citekg serve` under many clients at once: right answers, cut queries, memory.

Usage, in the root of the repository:
PYTHONPATH=. python benchmarks/serve.py [DIR] [--seconds 60] [--clients 50] [--timeout 2]

DIR is a folder that `citekg build` wrote; without one, the example is built. Of the requests, seven
tenths are good queries, whose answers are compared with those of pyoxigraph in this process.
"""

import argparse
import asyncio
import json
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from output.serve.examples import examples
from output.sparql import Dataset, read_dataset

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(STR(?a) < STR(?d)) }"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f . FILTER(STR(?a) != STR(?d)) } ORDER BY ?f ?a ?e"
BAD: dict[str, tuple[list[str], set[int]]] = {
    "slow": ([SLOW], {503}),
    "takes memory": ([HUNGRY], {503}),
    "too large": (["SELECT * { ?a ?b ?c . ?d ?e ?f }"], {422, 503}),
    "nested deeply": (["SELECT * " + "{" * 20_000], {503}),
    "other places": (
        [
            "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
            "SELECT * { {}sErViCe#\n<http://127.0.0.1:9/>{ ?s ?p ?o } }",
            "SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }",
        ],
        {403},
    ),
    "update": (
        ["CLEAR ALL", "INSERT DATA { <a:a> <a:a> <a:a> }", "LOAD <file:///etc/hosts>"],
        {403},
    ),
    "malformed": (["SELECT ?x {", "", "\x00", "SELECT * { ?s no:p ?o }"], {400}),
    "large body": (["#" * 100_000], {413}),
}
WEIGHTS = {"slow": 3, "takes memory": 1, "too large": 2, "nested deeply": 1}
GOOD_SHARE = 0.7


class Client:
    """What the clients know and found."""

    def __init__(self, address: str, expected: dict[str, list[str]]) -> None:
        self.http = httpx.AsyncClient(
            base_url=address,
            timeout=120,
            trust_env=False,
            limits=httpx.Limits(max_connections=None),
        )
        self.expected = expected
        self.statuses: dict[str, Counter[str]] = defaultdict(Counter)
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.wrong: list[str] = []

    async def run(self, seed: int, until: float) -> None:
        """Ask one query after the other until the time is over."""
        dice = random.Random(seed)
        kinds = list(BAD)
        weights = [WEIGHTS.get(kind, 1) for kind in kinds]
        while time.monotonic() < until:
            if dice.random() < GOOD_SHARE:
                await self._ask("good", dice.choice(list(self.expected)), {200, 503})
            else:
                (kind,) = dice.choices(kinds, weights)
                queries, statuses = BAD[kind]
                await self._ask(kind, dice.choice(queries), statuses)

    async def _ask(self, kind: str, query: str, statuses: set[int]) -> None:
        begun = time.monotonic()
        try:
            answer = await self.http.post(
                "/sparql",
                content=query.encode(),
                headers={"Content-Type": "application/sparql-query", "Accept": "*/*"},
            )
        except httpx.HTTPError as error:
            self.statuses[kind][type(error).__name__] += 1
            self.wrong.append(f"{kind}: {error!r}")
            return
        busy = answer.status_code == 503 and "retry-after" in answer.headers
        self.statuses[kind]["503 busy" if busy else str(answer.status_code)] += 1
        if busy:
            return
        self.seconds[kind].append(time.monotonic() - begun)
        if kind == "malformed" and not query:
            statuses = {200}
        if answer.status_code not in statuses:
            self.wrong.append(f"{kind}: {answer.status_code} {answer.text[:100]!r}")
        elif kind == "good" and answer.is_success and rows_of(answer.text) != self.expected[query]:
            self.wrong.append(f"wrong answer to {query}")


def rows_of(text: str) -> list[str]:
    """Return the rows of results in JSON, in any order."""
    return sorted(
        json.dumps(row, sort_keys=True) for row in json.loads(text)["results"]["bindings"]
    )


def answers(dataset: Dataset) -> dict[str, list[str]]:
    """Return the queries of the library, about things that are there, and their rows."""
    found = examples(dataset.store, dataset.prefixes)
    return {item.query: rows_of(dataset.query(item.query).json) for item in found}


@contextmanager
def server(folder: Path, timeout: float) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Run `citekg serve` at a free port."""
    options = ("--port", "0", "--timeout", str(timeout), "--max-rows", "20000")
    with subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", str(folder), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().split()[0]
        finally:
            process.send_signal(signal.SIGTERM)


def memory(pid: int) -> tuple[float, float, int]:
    """Return the memory of a server and of its workers in MB, and the number of these."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,ppid=,rss=", "-A"], capture_output=True, text=True
    ).stdout
    rows = [tuple(map(int, line.split())) for line in listed.splitlines()]
    own = next((rss for process, _, rss in rows if process == pid), 0)
    workers = [rss for _, parent, rss in rows if parent == pid]
    return own / 1024, sum(workers) / 1024, len(workers)


async def load(
    client: Client, pid: int, clients: int, seconds: float
) -> list[tuple[float, float, int]]:
    """Let the clients ask, and return the memory once a second."""
    until = time.monotonic() + seconds
    tasks = [asyncio.create_task(client.run(seed, until)) for seed in range(clients)]
    samples = []
    while time.monotonic() < until:
        samples.append(await asyncio.to_thread(memory, pid))
        await asyncio.sleep(1)
    await asyncio.gather(*tasks)
    health = await client.http.get("/health")
    print(f"health after it: {health.text}")
    await client.http.aclose()
    return samples


def report(client: Client, samples: list[tuple[float, float, int]], seconds: float) -> None:
    """Print what was found."""
    total = sum(counter.total() for counter in client.statuses.values())
    print(f"{total} requests, {total / seconds:.0f} a second")
    for kind, counter in client.statuses.items():
        spread = sorted(client.seconds[kind]) or [0.0]
        print(
            f"  {kind:14} {counter.total():6}  median {statistics.median(spread):6.3f} s  "
            f"95 % {spread[int(len(spread) * 0.95)]:6.3f} s  longest {spread[-1]:6.3f} s  "
            f"{dict(counter)}"
        )
    third = max(len(samples) // 3, 1)
    for name, column in (("server", 0), ("workers", 1)):
        values = [sample[column] for sample in samples]
        print(
            f"memory of {name:8} mean of first third {statistics.mean(values[:third]):6.0f} MB, "
            f"of last {statistics.mean(values[-third:]):6.0f} MB, most {max(values):6.0f} MB"
        )
    print(f"workers at a time: at most {max(sample[2] for sample in samples)}")
    print(f"wrong: {len(client.wrong)}", *client.wrong[:5], sep="\n  ")


def main() -> None:
    """Run the comparison."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--timeout", type=float, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = given.folder or Path(place)
        if given.folder is None:
            import kg

            kg.build("examples/papers.jsonl").save(folder)
        dataset = read_dataset([folder / "graph.ttl"])
        expected = answers(dataset)
        print(f"{len(dataset.store)} triples, {len(expected)} good queries")
        with server(folder, given.timeout) as (process, address):
            client = Client(address, expected)
            samples = asyncio.run(load(client, process.pid, given.clients, given.seconds))
            report(client, samples, given.seconds)
        print(f"exit status after SIGTERM: {process.returncode}")


if __name__ == "__main__":
    main()
