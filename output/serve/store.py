"""The store that a server reads: prepared once on disk, in a process of its own, with a summary."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from output.serve.examples import Example, examples
from output.serve.workers import processes
from output.sparql import reading
from output.sparql.dataset import prefixes_of
from schemas import CitekgError, InputError

if TYPE_CHECKING:
    import pyoxigraph as ox

_CLASSES: Final = """SELECT ?term (COUNT(*) AS ?count) { ?thing a ?term }
GROUP BY ?term ORDER BY DESC(?count) ?term"""
_PROPERTIES: Final = """SELECT ?term (COUNT(*) AS ?count) { ?thing ?term ?value }
GROUP BY ?term ORDER BY DESC(?count) ?term"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a store holds.

    Attributes:
        base: start of the IRIs of the export.
        prefixes: prefix -> namespace IRI of the export.
        triples: how many there are.
        classes: class -> number of things of it, the largest first.
        properties: property -> number of triples with it, the largest first.
        examples: queries for a start, about things that are there.
        digest: SHA-256 of the file.
    """

    base: str
    prefixes: Mapping[str, str]
    triples: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    examples: tuple[Example, ...]
    digest: str


def prepare(file: Path, folder: Path) -> Summary:
    """Load an RDF file into a new store in `folder`, and sum up what it holds.

    Another process does it, so that the memory for loading is given back.

    Raises:
        InputError: if the file is no RDF or cannot be read.
    """
    done = subprocess.run(
        processes.command("output.serve.store", str(file), str(folder)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=processes.environment(),
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"the loader ended with {done.returncode}"]
        raise InputError(str(file), lines[-1].removeprefix(f"{file}: "))
    found = json.loads(done.stdout)
    found["examples"] = tuple(Example(**example) for example in found["examples"])
    return Summary(**found)


def load(file: Path, folder: Path) -> Summary:
    """Load an RDF file into a new store in `folder`, in this process.

    Raises:
        InputError: if the file is no RDF or cannot be read.
        OSError: if the folder cannot be written.
    """
    import pyoxigraph as ox

    store = ox.Store(str(folder))
    prefixes = prefixes_of(store, reading.load(store, file))
    store.optimize()
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Summary(
        base=prefixes["kg"].removesuffix("ns#"),
        prefixes=prefixes,
        triples=len(store),
        classes=_counts(store, _CLASSES),
        properties=_counts(store, _PROPERTIES),
        examples=tuple(examples(store, prefixes)),
        digest=digest,
    )


def _counts(store: "ox.Store", query: str) -> dict[str, int]:
    import pyoxigraph as ox

    results = store.query(query)
    assert isinstance(results, ox.QuerySolutions)
    return {row["term"].value: int(row["count"].value) for row in results}


def main() -> None:
    """Load the file of the first argument into the folder of the second, and print a summary."""
    try:
        summary = load(Path(sys.argv[1]), Path(sys.argv[2]))
    except (CitekgError, OSError) as error:
        sys.exit(" ".join(str(error).split()))
    json.dump(asdict(summary), sys.stdout)


if __name__ == "__main__":
    main()
