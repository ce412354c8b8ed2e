"""The command `citekg doctor`."""

import typer

from kg import terminal
from kg.answers import Answers
from kg.diagnosis import Part, diagnose
from kg.options import TableFormatOption
from kg.terminal import DATA_PROBLEM, TableFormat


def doctor(format: TableFormatOption = TableFormat.TABLE) -> None:
    """List what is installed: versions, extras, browser, model and vocabulary.

    The exit status is 1 if something is missing that is no extra.
    """
    parts = diagnose()
    terminal.show(Answers(Part, parts), format)
    if any(part.missing and not part.extra for part in parts):
        raise typer.Exit(DATA_PROBLEM)
