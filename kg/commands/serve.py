"""The command `citekg serve`."""

import logging
import sys
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from kg.commands.rdf_source import rdf_file
from output.serve import DEFAULT_HOST, DEFAULT_PORT, Limits

_DEFAULT = Limits()


def serve(
    source: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder that `build` wrote, or an RDF file.")
    ],
    host: Annotated[
        str, typer.Option(metavar="HOST", help="Name or address to listen at.")
    ] = DEFAULT_HOST,
    port: Annotated[
        int, typer.Option(metavar="PORT", min=0, max=65535, help="0 takes one that is free.")
    ] = DEFAULT_PORT,
    workers: Annotated[
        int, typer.Option(metavar="N", min=1, help="Short queries at a time, and long ones.")
    ] = _DEFAULT.workers,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.1, help="Time that a query may take.")
    ] = _DEFAULT.timeout,
    max_rows: Annotated[
        int, typer.Option(metavar="N", min=1, help="Rows or triples of an answer.")
    ] = _DEFAULT.rows,
    max_bytes: Annotated[
        int, typer.Option(metavar="N", min=1, help="Size of an answer.")
    ] = _DEFAULT.answer_bytes,
    queue: Annotated[
        int, typer.Option(metavar="N", min=1, help="Queries that may wait for a worker.")
    ] = _DEFAULT.queue,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Further name of the server; repeatable."),
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(metavar="ORIGIN", help="Site whose pages may ask, * for all; repeatable."),
    ] = None,
    log_queries: Annotated[
        bool, typer.Option("--log-queries", help="Show the queries in the log, too.")
    ] = False,
) -> None:
    """Serve the graph on this machine: pages, data, and a read-only SPARQL endpoint."""
    import output.serve

    _log_to_stderr()
    limits = Limits(
        workers=workers, timeout=timeout, rows=max_rows, answer_bytes=max_bytes, queue=queue
    )
    output.serve.serve(
        rdf_file(source),
        host=host,
        port=port,
        names=allow_host or (),
        origins=allow_origin or (),
        log_queries=log_queries,
        limits=limits,
        ready=_announce,
    )


def _log_to_stderr() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log = logging.getLogger("citekg.serve")
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def _announce(address: str) -> None:
    host = urlsplit(address).hostname or ""
    if not ip_address(host).is_loopback:
        typer.echo(f"citekg: whoever reaches {host} can ask; there is no password", err=True)
    typer.echo(f"{address} (Ctrl-C stops)")
    sys.stdout.flush()
