"""The commands that start from a paper or an entity."""

from typing import Annotated

import typer

from kg import terminal
from kg.options import Folder, Limit, TableFormatOption
from kg.questions.similar import Likeness
from kg.terminal import TableFormat


def related(
    folder: Folder,
    paper: Annotated[str, typer.Argument(metavar="PAPER", help="Its id or title.")],
    by: Annotated[Likeness, typer.Option(help="What makes papers alike.")] = Likeness.ENTITIES,
    limit: Limit = 10,
    format: TableFormatOption = TableFormat.TABLE,
) -> None:
    """List the papers most like one, and what they share."""
    import kg

    terminal.show(kg.load(folder).related(paper, by=by, limit=limit), format)


def path(
    folder: Folder,
    start: Annotated[str, typer.Argument(metavar="FROM", help="Name of an entity or paper.")],
    end: Annotated[str, typer.Argument(metavar="TO", help="Name of another.")],
    limit: Limit = 3,
    shortest: Annotated[
        bool, typer.Option("--shortest", help="List the links of a shortest chain instead.")
    ] = False,
    format: TableFormatOption = TableFormat.TABLE,
) -> None:
    """List the chains of links between two things that tell most."""
    import kg

    graph = kg.load(folder)
    found = graph.path(start, end) if shortest else graph.paths(start, end, limit=limit)
    terminal.show(found, format)


def lineage(
    folder: Folder,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of an entity or paper.")],
    format: TableFormatOption = TableFormat.TABLE,
) -> None:
    """Show what a method builds on and what builds on it, as trees."""
    import kg

    terminal.show(kg.load(folder).lineage(name), format)


def reading_list(
    folder: Folder,
    topic: Annotated[str, typer.Argument(metavar="TOPIC", help="Name of an entity, or words.")],
    limit: Limit = 10,
    format: TableFormatOption = TableFormat.TABLE,
) -> None:
    """List what to read on a topic, in order, and why."""
    import kg

    terminal.show(kg.load(folder).reading_list(topic, limit=limit), format)
