"""The command `citekg`. Data goes to stdout, progress and problems to stderr."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import output
from extractors import Options
from kg import terminal
from kg.commands import lookups, surveys, walks
from kg.commands.built import built_file
from kg.commands.diff import diff
from kg.commands.doctor import doctor
from kg.commands.evaluate import evaluate
from kg.commands.fetch import fetch
from kg.commands.mcp import mcp
from kg.commands.push import push
from kg.commands.query import query
from kg.commands.serve import serve
from kg.commands.validate import validate
from kg.diagnosis import own_version
from kg.options import (
    BaseIri,
    Columns,
    Decisions,
    Folder,
    Format,
    Jobs,
    Sources,
    Vocabularies,
    parse_columns,
    takes_options,
)
from kg.terminal import DATA_PROBLEM, TableFormat
from output.tables import printable
from schemas import CitekgError, GraphFormatError, InputError

WRONG_USE = 2
INTERRUPTED = 130


class _Commands(TyperGroup):
    """Commands whose errors are one line and an exit status, never a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except (InputError, GraphFormatError) as error:
            raise _fail(str(error), DATA_PROBLEM) from error
        except CitekgError as error:
            raise _fail(str(error), WRONG_USE) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            raise _fail(f"{place}{error.strerror or error}", DATA_PROBLEM) from error
        except KeyboardInterrupt as error:
            raise typer.Exit(INTERRUPTED) from error


def _fail(message: str, status: int) -> typer.Exit:
    typer.echo(printable(f"citekg: {message}"), err=True)
    return typer.Exit(status)


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command with the arguments of the process."""
    app(prog_name="citekg")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"citekg {own_version()}")
        raise typer.Exit


@app.callback()
def citekg(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Turn paper abstracts into a citation and concept knowledge graph."""


@app.command()
@takes_options
def build(
    sources: Sources,
    folder: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DIR", help="Folder for what is made.")
    ] = None,
    into: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of a graph to add to.")
    ] = None,
    format: Format = None,
    columns: Columns = None,
    decisions: Decisions = None,
    base_iri: BaseIri = None,
    jobs: Jobs = None,
    *,
    options: Options,
) -> None:
    """Build a graph of papers and write it, or add papers to one.

    DIR gets graph.html, graph.ttl, report.md and graph.json.
    """
    import kg

    target = folder or into
    if target is None or (folder and into):
        raise typer.BadParameter(
            "give the folder of a new graph with -o DIR, or that of a graph to add to "
            "with --into DIR",
            param_hint="-o or --into",
        )

    with terminal.progress_bar() as progress:
        graph = kg.build(
            sources,
            into=into,
            format=format,
            columns=parse_columns(columns),
            decisions=decisions,
            jobs=jobs,
            progress=progress,
            **asdict(options) | {"labels": dict(options.labels)},
        )
    paths = graph.save(target, base=base_iri)
    for what, path in zip(("page", "RDF", "report", "graph"), paths, strict=True):
        typer.echo(f"{what:8}{path}")
    terminal.tell(graph.failures, ", see report.md")


@app.command()
@takes_options
def extract(
    sources: Sources,
    file: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write; - is stdout.")
    ] = Path("-"),
    format: Format = None,
    columns: Columns = None,
    jobs: Jobs = None,
    *,
    options: Options,
) -> None:
    """Print what each paper gives, as JSON Lines."""
    import extractors
    from kg.annotations import to_line
    from kg.build import extract as extract_papers
    from kg.build import read

    papers, failures = read(sources, format=format, columns=parse_columns(columns))
    broken = [*extractors.vocabulary_failures(options.vocabularies)]
    with terminal.progress_bar() as progress, terminal.opened(file) as stream:
        for extraction in extract_papers(papers, options, jobs=jobs, progress=progress):
            stream.write(to_line(extraction).encode())
            broken += extraction.failures
    terminal.tell((*failures, *broken))


app.command()(fetch)


app.command()(query)
app.command()(validate)
app.command()(push)


@app.command()
def explain(
    folder: Folder,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of an entity, or its id.")],
) -> None:
    """Tell why names stand for one entity, or for several."""
    import kg

    for found in kg.load(folder).explain(name):
        for line in found.lines():
            indent = " " * (len(line) - len(line.lstrip()))
            typer.echo(indent + printable(line))


@app.command()
def export(
    folder: Folder,
    file: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="FILE", help="The ending names the format."),
    ],
    format: Annotated[
        str | None, typer.Option(metavar="ENDING", help="Counts instead of the ending.")
    ] = None,
    base_iri: BaseIri = None,
    layers: Annotated[
        str | None,
        typer.Option(metavar="NAME,...", help="Of the RDF: core,links,evidence is all."),
    ] = None,
    min_confidence: Annotated[
        float | None,
        typer.Option(metavar="P", help="Less sure links are in the RDF, but not asserted (0.5)."),
    ] = None,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Leave sentences and mentions out of the RDF.")
    ] = False,
) -> None:
    """Write a graph in another format.

    Endings are .html, .md and .report, the report as a page; for RDF .ttl, .nt, .nq, .trig,
    .jsonld, .rdf and .xml, with a description beside it, FILE.void.ttl; for other tools
    .graphml, .gexf, .net, .cyjs, .cx2, .cypher, .bib, .ris, .csl and .lightrag. Each may have
    .gz after it. A folder of files is written for .neo4j, .csv, .parquet, .vosviewer,
    .obsidian and .graphrag.
    """
    import kg

    given = {"base": base_iri, "layers": layers, "min_confidence": min_confidence}
    options: dict[str, object] = {name: value for name, value in given.items() if value is not None}
    if no_text:
        options["text"] = False
    output.save(kg.load(folder).nx, file, format=format, **options)
    if loss := output.loss_of(file, format):
        typer.echo(printable(f"citekg: {file} leaves out {loss}"), err=True)


@app.command()
def show(folder: Folder) -> None:
    """Open the page of the graph in the browser."""
    import webbrowser

    page = built_file(folder, "graph.html")
    typer.echo(page)
    if not webbrowser.open(page.resolve().as_uri()):
        raise _fail("found no browser; open the file above in one", DATA_PROBLEM)


for command in (
    *(lookups.papers, lookups.entities, lookups.entity, lookups.evidence),
    *(walks.related, walks.path, walks.lineage, walks.reading_list),
    *(surveys.co_used, surveys.coverage, surveys.trends, surveys.influential),
    *(surveys.communities, surveys.missing, diff, serve, mcp, evaluate, doctor),
):
    app.command(command.__name__.replace("_", "-"))(command)


@app.command()
def train(
    sources: Sources,
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Annotations as JSON Lines.")],
    folder: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="Folder for the model.")
    ],
    vocabularies: Vocabularies = None,
    unlabelled: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Further papers, to learn words and contexts."),
    ] = None,
) -> None:
    """Train a model of one's own on annotated papers."""
    import extractors
    from kg.build import read
    from kg.commands.evaluate import scores
    from kg.evaluate import annotations, read_annotations

    papers, failures = read(sources)
    wrong = extractors.vocabulary_failures(vocabularies or ())
    others = read(unlabelled)[0] if unlabelled else ()
    with terminal.progress_bar("steps") as progress:
        training = extractors.train(
            papers,
            gold,
            folder,
            vocabularies=vocabularies or (),
            unlabelled=[paper.text for paper in others],
            progress=progress,
        )
    found = annotations(training.held_out)
    expected = {paper: entry for paper, entry in read_annotations(gold).items() if paper in found}
    typer.echo(f"model   {folder} (from {training.papers} papers)")
    typer.echo("Each paper by a model that was trained without it:")
    typer.echo(terminal.render(TableFormat.TABLE, *scores(expected, found)), nl=False)
    terminal.tell((*failures, *wrong))
