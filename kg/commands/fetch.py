"""The command `citekg fetch`."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Annotated

import typer

from kg import terminal
from schemas import Failure


def fetch(
    wanted: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WANTED]...", help="Ids of works, or files of papers with ids."),
    ] = None,
    service: Annotated[
        str, typer.Option("--from", metavar="SERVICE", help="openalex, semantic-scholar or arxiv.")
    ] = "openalex",
    search: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Also take what the service finds.")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Most records of a search.")] = 100,
    file: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write; - is stdout.")
    ] = Path("-"),
    cache: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where answers are kept for 30 days.")
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Another address of the service.")
    ] = None,
) -> None:
    """Fetch records of papers over the network, as JSON Lines for `build`."""
    from extractors.fetch import fetch as fetch_records

    if not wanted and not search:
        raise typer.BadParameter("give ids, files or --search WORDS", param_hint="WANTED")
    with terminal.progress_bar("works") as progress, terminal.opened(file) as stream:
        records = fetch_records(
            wanted or (),
            service=service,
            search=search,
            limit=limit,
            cache=cache,
            base_url=base_url,
            progress=progress,
        )
        failures = _write(records, stream)
    terminal.tell(failures)


def _write(records: Iterable[Mapping[str, object] | Failure], stream: IO[bytes]) -> list[Failure]:
    """Write the records, and return the failures among them."""
    failures: list[Failure] = []
    count = bare = 0
    for record in records:
        if isinstance(record, Failure):
            failures.append(record)
            continue
        line = json.dumps(record, ensure_ascii=False) + "\n"
        stream.write(line.encode("utf-8", "backslashreplace"))
        count += 1
        bare += not (record.get("abstract") or record.get("abstract_inverted_index"))
    if bare:
        typer.echo(f"citekg: {bare} of {count} records have no abstract", err=True)
    return failures
