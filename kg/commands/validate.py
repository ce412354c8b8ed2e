"""The command `citekg validate`."""

from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from kg.commands.built import rdf_file
from kg.terminal import DATA_PROBLEM
from output.report import counted
from output.validation import Engine


def validate(
    sources: Annotated[
        list[Path],
        typer.Argument(metavar="FILE|DIR", help="RDF files, or folders that `build` wrote."),
    ],
    by: Annotated[
        Engine | None,
        typer.Option(help="What checks: SHACL by pyshacl, or SPARQL; both find the same."),
    ] = None,
    limit: Annotated[
        int, typer.Option(metavar="N", min=0, help="Most violations that are printed.")
    ] = 20,
) -> None:
    """Check RDF against the shapes of an export.

    Several files are checked together. The exit status is 1 if anything is violated.
    """
    from output.validation import validate as check

    report = check([rdf_file(source) for source in sources], by=by)
    for line in islice(report.lines(), limit):
        typer.echo(line)
    found = len(report.findings)
    if found > limit:
        typer.echo(f"... and {found - limit} more")
    verdict = counted(found, "violation") if found else "conforms to the shapes"
    typer.echo(f"{counted(report.triples, 'triple')} by {report.by.upper()}: {verdict}")
    if found:
        raise typer.Exit(DATA_PROBLEM)
