"""Fetch records of papers from OpenAlex, Semantic Scholar or arXiv, for people with a network."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from platformdirs import user_cache_path

from extractors.fetch import arxiv, openalex, semantic_scholar
from extractors.fetch.client import Client
from extractors.fetch.service import Answer, Service
from extractors.readers import read_papers
from extractors.readers.opening import failure
from extractors.readers.shapes import to_record
from schemas import Failure, Paper, UnknownNameError, work_curie

__all__ = ["SERVICES", "fetch"]

SERVICES = {
    "openalex": openalex.SERVICE,
    "semantic-scholar": semantic_scholar.SERVICE,
    "arxiv": arxiv.SERVICE,
}


def fetch(
    wanted: Sequence[str],
    *,
    service: str,
    search: str | None = None,
    limit: int = 100,
    cache: Path | None = None,
    base_url: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Answer | Failure]:
    """Yield each record that a service has of the works that are wanted, and what is missing.

    Args:
        wanted: ids of works, and files of papers whose ids are looked up.
        service: a key of `SERVICES`.
        search: words that the service searches for, beside what is wanted.
        limit: the number of records that a search gives at the most.
        cache: folder for the answers, which are used again for 30 days.
        base_url: counts instead of the address of the service.
        progress: called with the number of works looked up and of all.

    Raises:
        InputError: if the service cannot be reached or refuses to answer.
        UnknownNameError: if no service has this name.
    """
    if service not in SERVICES:
        raise UnknownNameError("service", service, SERVICES)
    chosen = SERVICES[service]
    curies, failures = _identified(wanted)
    yield from failures
    with Client(chosen, cache=cache or user_cache_path("citekg"), address=base_url) as client:
        seen: set[str] = set()
        found = islice(chosen.search(client.get, search), limit) if search else ()
        for record in chain(_looked_up(curies, chosen, client, progress), found):
            line = "" if isinstance(record, Failure) else json.dumps(record, sort_keys=True)
            if line not in seen:
                yield record
            seen |= {line} - {""}


def _identified(wanted: Iterable[str]) -> tuple[list[str], list[Failure]]:
    """Return the CURIEs of what is wanted, and what has none."""
    curies: dict[str, None] = {}
    failures: list[Failure] = []
    for item in wanted:
        if curie := work_curie(item):
            curies[curie] = None
        elif Path(item).is_file():
            for record in read_papers(item):
                if isinstance(record, Failure):
                    failures.append(record)
                elif isinstance(record, Paper) and not record.curie.startswith("local:"):
                    curies[record.curie] = None
                elif isinstance(record, Paper):
                    reason = f"'{record.title}' has no id to look up; add a DOI or an arXiv id"
                    failures.append(failure(record.source, 0, reason, record.title))
        else:
            failures.append(failure(item, 0, "is no file, arXiv id, DOI or other id", item))
    return list(curies), failures


def _looked_up(
    curies: Sequence[str],
    service: Service,
    client: Client,
    progress: Callable[[int, int], None] | None,
) -> Iterator[Answer | Failure]:
    for start in range(0, len(curies), service.batch):
        group = curies[start : start + service.batch]
        names = [name for curie in group if (name := service.name_of(curie))]
        known: set[str] = set()
        for record in service.look_up(client.get, names) if names else ():
            known |= _names(record)
            yield record
        for curie in group:
            if curie not in known:
                yield failure(service.name, 0, f"has no work with the id {curie}", curie)
        if progress:
            progress(start + len(group), len(curies))


def _names(record: Answer) -> set[str]:
    paper = to_record(record, "", line=0, raw="")
    if not isinstance(paper, Paper):
        return set()
    names = (paper.id, paper.doi, paper.arxiv, *paper.identifiers)
    return {curie for name in names if name and (curie := work_curie(name))}
