"""The records of all sources, as they were read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import extractors
from kg.works import unite
from kg.works.supplements import add_supplements
from schemas import Failure, InputError, Paper, Record, Supplement

Source = Path | str

_STANDARD_INPUT: Final = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Papers, what else is said of them, and what could not be read, in the order of reading."""

    papers: tuple[Paper, ...] = ()
    supplements: tuple[Supplement, ...] = ()
    failures: tuple[Failure, ...] = ()

    def supplemented(self) -> tuple[list[Paper], tuple[Failure, ...]]:
        """Return the papers, one a record, with their supplements, and all that went wrong."""
        papers, useless = add_supplements(self.papers, self.supplements)
        return papers, (*self.failures, *useless)

    def works(self) -> tuple[list[Paper], tuple[Failure, ...]]:
        """Return one paper for each work with its supplements, and all that went wrong."""
        united, disputed = unite(self.papers)
        papers, useless = add_supplements(united, self.supplements)
        return papers, (*self.failures, *disputed, *useless)

    def grown(self, later: "Collection") -> "Collection":
        """Return this collection with what a later reading gave.

        A record of the same source for the same paper takes the place of the earlier one; what a
        source no longer holds stays. What went wrong in a source counts as of the last reading.
        """
        again = {(paper.source, paper.curie) for paper in later.papers}
        known = set(later.supplements)
        given: tuple[Record, ...] = (*later.papers, *later.supplements, *later.failures)
        read = {record.source for record in given} - {_STANDARD_INPUT}
        return Collection(
            papers=(
                *(p for p in self.papers if (p.source, p.curie) not in again),
                *later.papers,
            ),
            supplements=(*(s for s in self.supplements if s not in known), *later.supplements),
            failures=(*(f for f in self.failures if f.source not in read), *later.failures),
        )


def collect(
    sources: Source | Iterable[Source],
    *,
    format: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Collection:
    """Read all sources; one that cannot be read at all is a failure at line 0.

    Raises:
        UnknownNameError: if a format or column is unknown.
    """
    papers: list[Paper] = []
    supplements: list[Supplement] = []
    failures: list[Failure] = []
    for source in [sources] if isinstance(sources, Path | str) else sources:
        for record in _read_source(source, format, columns=columns):
            if isinstance(record, Paper):
                papers.append(record)
            elif isinstance(record, Supplement):
                supplements.append(record)
            else:
                failures.append(record)
    return Collection(
        papers=tuple(papers), supplements=tuple(supplements), failures=tuple(failures)
    )


def _read_source(
    source: Source, format: str | None, *, columns: Mapping[str, str] | None
) -> Iterator[Record]:
    try:
        yield from extractors.read_papers(source, format=format, columns=columns)
    except InputError as error:
        reason = str(error).removeprefix(f"{error.source}: ")
        yield Failure(source=error.source, line=0, reason=reason, raw="")
    except OSError as error:
        yield Failure(source=str(source), line=0, reason=error.strerror or str(error), raw="")
