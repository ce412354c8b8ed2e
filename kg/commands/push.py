"""The command `citekg push`."""

from pathlib import Path
from typing import Annotated

import typer

from kg import terminal
from kg.commands.built import rdf_file
from output.push.endpoint import Protocol


def push(
    source: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder that `build` wrote, or an RDF file.")
    ],
    url: Annotated[str, typer.Argument(metavar="URL", help="Where the store takes RDF.")],
    graph: Annotated[
        str | None,
        typer.Option(metavar="IRI", help="The graph in the store; 'default' if not given."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Empty the graph first; name it then.")
    ] = False,
    protocol: Annotated[
        Protocol | None,
        typer.Option(help="Graph Store Protocol or SPARQL update; the URL tells which."),
    ] = None,
    query_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Where the store answers queries; the URL tells that."),
    ] = None,
    batch: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Triples that are sent at once.")
    ] = None,
) -> None:
    """Load a graph into a running triple store, and count it there.

    User and password or a token come from CITEKG_STORE_USER, CITEKG_STORE_PASSWORD and
    CITEKG_STORE_TOKEN.
    """
    from output.push.pushing import push as send

    with terminal.progress_bar("triples") as progress:
        done = send(
            rdf_file(source),
            url,
            graph=graph,
            replace=replace,
            protocol=protocol,
            query_url=query_url,
            batch=batch,
            progress=progress,
        )
    typer.echo(f"pushed {done.triples} triples; graph {done.graph} holds {done.after}")
