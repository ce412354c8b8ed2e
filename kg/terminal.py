"""What the terminal shows: tables, problems and progress."""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import IO, Final

import typer

import output
from kg.answers import Answers, Tabular
from output.tables import Cell, flat, printable, to_table
from schemas import Failure

DATA_PROBLEM: Final = 1
"""Exit status of a command that met a problem with the data."""

_PATIENCE: Final = 1.0  # seconds before a progress bar is worth its place
_SHOWN: Final = 10


class TableFormat(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def to_csv(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Return rows under their headings as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(map(flat, row) for row in rows)
    return text.getvalue()


def to_json(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Return rows as a JSON list of objects, one a line."""
    objects = (json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) for row in rows)
    return "[\n{}\n]\n".format(",\n".join(objects))


def render(format: TableFormat, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Return rows under their headings in a format."""
    writers = {
        TableFormat.TABLE: to_table,
        TableFormat.CSV: to_csv,
        TableFormat.JSON: to_json,
    }
    return writers[format](columns, rows)


def show(answer: Tabular, format: TableFormat) -> None:
    """Print an answer: as it prints itself, or all that its rows hold as CSV or JSON."""
    if format is TableFormat.TABLE and isinstance(answer, Answers) and not answer:
        typer.echo("citekg: nothing found", err=True)
    elif format is TableFormat.TABLE:
        typer.echo(f"{answer}")
    else:
        columns = (*answer.columns, *answer.details)
        typer.echo(render(format, columns, answer.rows()), nl=False)


def problem_lines(failures: Sequence[Failure], more: str) -> Iterator[str]:
    """Yield one line for each failure, ten at most, then how many there are beside them."""
    for failure in failures[:_SHOWN]:
        place = f"{failure.source}:{failure.line}" if failure.line else failure.source
        yield printable(f"citekg: {place}: {failure.reason}")
    if len(failures) > _SHOWN:
        yield f"citekg: and {len(failures) - _SHOWN} more{more}"


def tell(failures: Sequence[Failure], more: str = "") -> None:
    """Print what could not be read, if anything, and end the command with the status for that.

    Raises:
        Exit: if there are failures.
    """
    for line in problem_lines(failures, more):
        typer.echo(line, err=True)
    if failures:
        raise typer.Exit(DATA_PROBLEM)


@contextmanager
def opened(file: Path) -> Iterator[IO[bytes]]:
    """Open a file that is written whole or not at all, or standard output for `-`."""
    if file == Path("-"):
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with output.whole_file(file) as stream:
            yield stream


@contextmanager
def progress_bar(what: str = "papers") -> Iterator[Callable[[int, int], None] | None]:
    """Give a function to call with the number done and of all; it draws a bar on stderr.

    Nothing is drawn in the first second, nor if stderr is no terminal: then it gives None.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True)
    task = bar.add_task(what, total=None)
    begun = monotonic()

    def show(done: int, total: int) -> None:
        if monotonic() - begun > _PATIENCE:
            bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield show
    finally:
        bar.stop()
