"""The command `citekg diff`."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from kg import terminal
from kg.options import TableFormatOption
from kg.terminal import TableFormat


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Folder of the earlier graph.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Folder of the later graph.")],
    format: TableFormatOption = TableFormat.TABLE,
) -> None:
    """List papers, entities, works and links that came, went or changed."""
    import kg
    from kg.changes import ChangeKind

    changes = kg.load(new).changes(since=kg.load(old))
    if changes or format is not TableFormat.TABLE:
        terminal.show(changes, format)
    counts = Counter(change.change for change in changes)
    typer.echo(", ".join(f"{counts[kind]} {kind}" for kind in ChangeKind), err=True)
