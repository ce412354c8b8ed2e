"""The command `citekg evaluate`."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from extractors import Options
from kg import terminal
from kg.evaluate import (
    Annotations,
    Score,
    annotations,
    mistakes,
    read_annotations,
    score,
    score_extractors,
    score_types,
)
from kg.options import Jobs, TableFormatOption, takes_options
from kg.terminal import TableFormat
from output.tables import Cell

Table: TypeAlias = tuple[Sequence[str], Sequence[Sequence[Cell]]]


class Grouping(StrEnum):
    """What a row of scores stands for."""

    TYPE = "type"
    EXTRACTOR = "extractor"


@takes_options
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Annotations as JSON Lines.")],
    sources: Annotated[list[Path], typer.Argument(metavar="PAPERS", help="Their papers.")],
    by: Annotated[
        Grouping | None,
        typer.Option(
            help="Score each type alone, or each extractor: the methods, models and benchmarks "
            "that it is named as evidence of."
        ),
    ] = None,
    errors: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="Print the N most frequent misses and false alarms instead."
        ),
    ] = None,
    format: TableFormatOption = TableFormat.TABLE,
    jobs: Jobs = None,
    *,
    options: Options,
) -> None:
    """Print precision, recall and F1 against gold, or the most frequent errors."""
    import extractors
    from kg.build import extract, read

    if by and errors:
        problem = f"it prints another table than '--by {by}'; give one of the two"
        raise typer.BadParameter(problem, param_hint="--errors")
    expected = read_annotations(gold)
    papers, failures = read(sources)
    wrong = extractors.vocabulary_failures(options.vocabularies)
    with terminal.progress_bar() as progress:
        extractions = [*extract(papers, options, jobs=jobs, progress=progress)]
    found = annotations(extractions)
    broken = (failure for extraction in extractions for failure in extraction.failures)
    table = _errors(expected, found, errors) if errors else scores(expected, found, by)
    typer.echo(terminal.render(format, *table), nl=False)
    if missing := len(set(expected) - set(found)):
        typer.echo(f"citekg: {missing} gold papers were not read and count as empty", err=True)
    terminal.tell((*failures, *wrong, *broken))


def scores(gold: Annotations, found: Annotations, by: Grouping | None = None) -> Table:
    """Return the columns and rows of a table of scores."""
    scorers = {None: score, Grouping.TYPE: score_types, Grouping.EXTRACTOR: score_extractors}
    rows = [_row(name, counts) for name, counts in scorers[by](gold, found).items()]
    return (by or "score", "precision", "recall", "F1", "matched", "gold", "predicted"), rows


def _row(name: str, counts: Score) -> tuple[Cell, ...]:
    shares = (round(share, 4) for share in (counts.precision, counts.recall, counts.f1))
    return name, *shares, counts.matched, counts.gold, counts.predicted


def _errors(gold: Annotations, found: Annotations, limit: int) -> Table:
    rows = [(m.fault, m.type, m.name, m.count) for m in mistakes(gold, found, limit)]
    return ("error", "type", "name", "count"), rows
