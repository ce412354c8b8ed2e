"""The command `citekg serve`."""

import logging
import sys
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from kg.commands.built import rdf_file
from output.serve import DEFAULT_HOST, DEFAULT_PORT, Limits

_LIMITS = Limits()

Source = Annotated[
    Path, typer.Argument(metavar="DIR", help="Folder that `build` wrote, or an RDF file.")
]
Host = Annotated[str, typer.Option(metavar="HOST", help="Name or address to listen at.")]
Port = Annotated[
    int, typer.Option(metavar="PORT", min=0, max=65535, help="0 takes one that is free.")
]
Workers = Annotated[
    int, typer.Option(metavar="N", min=1, help="Short queries at a time, and long ones.")
]
Timeout = Annotated[
    float, typer.Option(metavar="SECONDS", min=0.1, help="Time that a query may take.")
]
MaxRows = Annotated[int, typer.Option(metavar="N", min=1, help="Rows or triples of an answer.")]
MaxBytes = Annotated[int, typer.Option(metavar="N", min=1, help="Size of an answer.")]
Queue = Annotated[int, typer.Option(metavar="N", min=1, help="Queries that may wait for a worker.")]
AllowHost = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Further name of the server; repeatable.")
]
AllowOrigin = Annotated[
    list[str] | None,
    typer.Option(metavar="ORIGIN", help="Site whose pages may ask, * for all; repeatable."),
]
LogQueries = Annotated[
    bool, typer.Option("--log-queries", help="Show the queries in the log, too.")
]


def serve(
    source: Source,
    host: Host = DEFAULT_HOST,
    port: Port = DEFAULT_PORT,
    workers: Workers = _LIMITS.workers,
    timeout: Timeout = _LIMITS.timeout,
    max_rows: MaxRows = _LIMITS.rows,
    max_bytes: MaxBytes = _LIMITS.answer_bytes,
    queue: Queue = _LIMITS.queue,
    allow_host: AllowHost = None,
    allow_origin: AllowOrigin = None,
    log_queries: LogQueries = False,
) -> None:
    """Serve the graph on this machine: pages, data, and a read-only SPARQL endpoint."""
    import output.serve

    _log_to_stderr()
    output.serve.serve(
        rdf_file(source),
        host=host,
        port=port,
        names=allow_host or (),
        origins=allow_origin or (),
        log_queries=log_queries,
        limits=Limits(
            workers=workers, timeout=timeout, rows=max_rows, answer_bytes=max_bytes, queue=queue
        ),
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
