"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from kg.terminal import TableFormat

Sources = Annotated[list[Path], typer.Argument(metavar="SOURCE", help="Files of papers.")]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder that `build` wrote.")]
Format = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Format of the sources."),
]
Columns = Annotated[
    str | None,
    typer.Option(metavar="FIELD=COLUMN,...", help="Which column holds a field: title=Titel."),
]
Vocabularies = Annotated[
    list[Path] | None,
    typer.Option("--vocabulary", metavar="FILE", help="JSONL file of further names; repeatable."),
]
ModelFolder = Annotated[
    Path | None, typer.Option("--model", metavar="DIR", help="Folder that `train` wrote.")
]
Threshold = Annotated[
    float | None,
    typer.Option(
        metavar="P", min=0, max=1, help="Probability from which a thing is an entity (0.4)."
    ),
]
Decisions = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="What you decided: same_as, not_same_as, type, drop."),
]
BaseIri = Annotated[str | None, typer.Option(metavar="IRI", help="Start of the IRIs in the RDF.")]
TableFormatOption = Annotated[
    TableFormat, typer.Option("--format", help="How the rows are printed.")
]
Entity = Annotated[str, typer.Argument(metavar="NAME", help="Of an entity, or its id.")]
Role = Annotated[
    str | None, typer.Option(metavar="ROLE", help="How papers stand to entities: uses, studies.")
]
Type = Annotated[
    str | None, typer.Option(metavar="TYPE", help="Of entities: method, model, benchmark.")
]
Since = Annotated[int | None, typer.Option(metavar="YEAR", help="First year.")]
Until = Annotated[int | None, typer.Option(metavar="YEAR", help="Last year.")]
Text = Annotated[
    str | None, typer.Option(metavar="WORDS", help="They stand so in title or abstract.")
]
Limit = Annotated[int, typer.Option(metavar="N", min=1, help="Length of the answer at most.")]
Minimum = Annotated[int, typer.Option(metavar="N", min=1, help="Papers that count, at least.")]


def parse_columns(text: str | None) -> dict[str, str] | None:
    """Return "title=Titel,year=Jahr" as a mapping.

    Raises:
        BadParameter: if a part is no pair.
    """
    if text is None:
        return None
    pairs = [part.partition("=") for part in text.split(",")]
    if wrong := [name for name, equals, column in pairs if not (name and equals and column)]:
        raise typer.BadParameter(
            f"'{wrong[0]}' is no pair; write field=column, for example title=Titel,year=Jahr",
            param_hint="--columns",
        )
    return {name.strip(): column.strip() for name, _, column in pairs}
