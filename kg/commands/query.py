"""The command `citekg query`."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.commands.built import rdf_file
from output.tables import to_table

if TYPE_CHECKING:
    from output.sparql import Answer


class AnswerFormat(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    NT = "nt"


Values = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="NAME=VALUE", help="What a parameter of the query stands for; repeatable."
    ),
]
AnswerFormatOption = Annotated[
    AnswerFormat,
    typer.Option("--format", help="How the answer is printed; nt for CONSTRUCT alone."),
]


def query(
    source: Annotated[
        Path | None,
        typer.Argument(metavar="DIR", help="Folder that `build` wrote, or an RDF file."),
    ] = None,
    sparql: Annotated[
        str | None,
        typer.Argument(
            metavar="QUERY",
            help="SPARQL, or the name of a query of the library; @FILE reads a file, - stdin.",
        ),
    ] = None,
    values: Values = None,
    listed: Annotated[
        bool, typer.Option("--list", help="List the queries of the library and their parameters.")
    ] = False,
    printed: Annotated[
        bool, typer.Option("--print", help="Print the SPARQL with its values, and do not ask it.")
    ] = False,
    format: AnswerFormatOption = AnswerFormat.TABLE,
) -> None:
    """Answer a question over the graph, in SPARQL or by its name."""
    if listed:
        for line in _listing():
            typer.echo(line)
        return
    if source is None or sparql is None:
        raise typer.BadParameter(
            "give a folder and a query, or --list to see those of the library",
            param_hint="DIR QUERY",
        )
    from output.sparql import read_dataset

    dataset, asked = read_dataset([rdf_file(source)]), _text(sparql)
    chosen = _values(values or [])
    if printed:
        typer.echo(dataset.bound(asked, chosen), nl=False)
    else:
        typer.echo(_rendered(dataset.query(asked, chosen), format), nl=False)


def _listing() -> Iterator[str]:
    from output.sparql import library

    for known in library():
        yield f"{known.name}: {known.title}"
        for parameter in known.parameters:
            yield f"    {parameter}"


def _text(argument: str) -> str:
    if argument == "-":
        return sys.stdin.read()
    return (
        Path(argument[1:]).read_text("utf-8", errors="replace")
        if argument.startswith("@")
        else argument
    )


def _values(pairs: list[str]) -> dict[str, list[str]]:
    """Read NAME=VALUE; a name that comes again has several values."""
    values: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (name.strip() and equals):
            raise typer.BadParameter(
                f"'{pair}' is no pair; write NAME=VALUE, for example entity=DPO",
                param_hint="--set",
            )
        values.setdefault(name.strip(), []).append(value)
    return values


def _rendered(answer: "Answer", format: AnswerFormat) -> str:
    match format:
        case AnswerFormat.TABLE:
            return to_table(answer.columns, answer.rows)
        case AnswerFormat.CSV:
            return answer.to_csv()
        case AnswerFormat.TSV:
            return answer.to_tsv()
        case AnswerFormat.JSON:
            return f"{answer.json}\n"
        case AnswerFormat.XML:
            return f"{answer.to_xml()}\n"
        case AnswerFormat.NT:
            return answer.to_ntriples()
