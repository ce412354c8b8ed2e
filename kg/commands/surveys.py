"""The commands that survey a collection as a whole."""

from typing import Annotated

import typer

from kg import terminal
from kg.options import Entity, Folder, Limit, Minimum, TableFormatOption, Type
from kg.questions.influence import Centrality, Influential
from kg.terminal import TableFormat


def co_used(
    folder: Folder,
    name: Entity,
    type: Type = None,
    minimum: Minimum = 2,
    limit: Limit = 20,
    format: TableFormatOption = TableFormat.TABLE,
) -> None:
    """List what stands beside an entity in more papers than chance would give."""
    import kg

    found = kg.load(folder).co_used(name, type=type, minimum=minimum, limit=limit)
    terminal.show(found, format)


def coverage(
    folder: Folder,
    methods: Annotated[
        list[str] | None, typer.Option("--method", metavar="NAME", help="A row; repeatable.")
    ] = None,
    benchmarks: Annotated[
        list[str] | None, typer.Option("--benchmark", metavar="NAME", help="A column; repeatable.")
    ] = None,
    top: Annotated[
        int, typer.Option(metavar="N", min=1, help="Rows and columns where none are named.")
    ] = 8,
    gaps: Annotated[
        bool, typer.Option("--gaps", help="List the pairs without a paper instead.")
    ] = False,
    format: TableFormatOption = TableFormat.TABLE,
) -> None:
    """Count the papers that bring each method to each benchmark."""
    import kg

    found = kg.load(folder).coverage(methods, benchmarks, top=top)
    terminal.show(found.gaps() if gaps else found, format)


def trends(
    folder: Folder,
    type: Type = None,
    window: Annotated[
        int | None,
        typer.Option(metavar="YEARS", min=1, help="Length of the late period; half by default."),
    ] = None,
    minimum: Minimum = 3,
    limit: Limit = 10,
    format: TableFormatOption = TableFormat.TABLE,
) -> None:
    """List the entities whose share of papers rises or fades most surely."""
    import kg

    found = kg.load(folder).trends(type, window=window, minimum=minimum, limit=limit)
    terminal.show(found, format)


def influential(
    folder: Folder,
    kind: Annotated[
        Influential, typer.Argument(metavar="[papers|entities]", help="Of what.")
    ] = Influential.PAPERS,
    by: Annotated[Centrality, typer.Option(help="The measure.")] = Centrality.PAGERANK,
    limit: Limit = 10,
    format: TableFormatOption = TableFormat.TABLE,
) -> None:
    """List the papers or entities that others rest on most."""
    import kg

    terminal.show(kg.load(folder).influential(kind, by=by, limit=limit), format)


def communities(
    folder: Folder,
    resolution: Annotated[
        float, typer.Option(metavar="R", min=0, help="Above 1 gives more and smaller groups.")
    ] = 1.0,
    minimum: Minimum = 3,
    format: TableFormatOption = TableFormat.TABLE,
) -> None:
    """List groups of papers on the same things."""
    import kg

    terminal.show(kg.load(folder).communities(resolution=resolution, minimum=minimum), format)


def missing(
    folder: Folder,
    limit: Limit = 20,
    format: TableFormatOption = TableFormat.TABLE,
) -> None:
    """List the works that most papers cite but that are not in the collection."""
    import kg

    terminal.show(kg.load(folder).missing(limit=limit), format)
