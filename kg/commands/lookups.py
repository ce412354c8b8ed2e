"""The commands that look up papers, entities and sentences."""

from typing import Annotated

import typer

from kg import terminal
from kg.options import Entity, Folder, Limit, Role, Since, TableFormatOption, Text, Type, Until
from kg.terminal import TableFormat


def papers(
    folder: Folder,
    about: Annotated[
        str | None, typer.Argument(metavar="[ENTITY]", help="What they speak of.")
    ] = None,
    role: Role = None,
    variants: Annotated[
        bool, typer.Option("--variants", help="Count variants of the entity, too.")
    ] = False,
    since: Since = None,
    until: Until = None,
    text: Text = None,
    format: TableFormatOption = TableFormat.TABLE,
) -> None:
    """List the papers on an entity, of some years or with some words."""
    import kg

    found = kg.load(folder).papers(
        about, role=role, variants=variants, since=since, until=until, text=text
    )
    terminal.show(found, format)


def entities(
    folder: Folder,
    type: Type = None,
    of: Annotated[str | None, typer.Option(metavar="PAPER", help="Which names them.")] = None,
    role: Role = None,
    text: Annotated[
        str | None, typer.Option(metavar="WORDS", help="They stand so in a name.")
    ] = None,
    limit: Limit = 50,
    format: TableFormatOption = TableFormat.TABLE,
) -> None:
    """List the entities of a type or of a paper, those of most papers first."""
    import kg

    found = kg.load(folder).entities(type=type, of=of, role=role, text=text)
    terminal.show(found[:limit], format)


def entity(
    folder: Folder,
    name: Entity,
    format: TableFormatOption = TableFormat.TABLE,
) -> None:
    """Show all that is known of an entity: names, family, papers by role, years."""
    import kg

    terminal.show(kg.load(folder).card(name), format)


def evidence(
    folder: Folder,
    paper: Annotated[str, typer.Argument(metavar="PAPER", help="Its id or title.")],
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Of an entity, paper, work or repository.")
    ],
    format: TableFormatOption = TableFormat.TABLE,
) -> None:
    """List the sentences behind the links from a paper to something."""
    import kg

    terminal.show(kg.load(folder).evidence(paper, name), format)
