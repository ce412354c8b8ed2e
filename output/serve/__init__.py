"""A read-only SPARQL endpoint on this machine, with pages about the graph and its things."""

import logging
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from output.serve.limits import Limits
from schemas import MissingExtraError

__all__ = ["DEFAULT_HOST", "DEFAULT_PORT", "Limits", "serve"]

DEFAULT_HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8765


def serve(
    file: Path,
    *,
    host: str = DEFAULT_HOST,
    port: int = DEFAULT_PORT,
    names: Iterable[str] = (),
    origins: Iterable[str] = (),
    log_queries: bool = False,
    limits: Limits | None = None,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve a graph in RDF until SIGINT or SIGTERM.

    Args:
        file: an export of RDF; `graph.html` beside it is served, too. Later changes do not show.
        host: name or address to listen at.
        port: TCP port, or 0 for one that is free.
        names: further host names under which it may be called.
        origins: sites whose pages may ask it, `*` for all.
        log_queries: whether the log (logger `citekg.serve`) shows queries.
        limits: what each query and client is granted.
        ready: called with the address of the start page once it answers.

    Raises:
        CitekgError: if the libraries of the extra `serve` are missing, or the address cannot be
            had.
        InputError: if the file is no RDF or cannot be read.
    """
    import asyncio
    import tempfile

    _check_libraries()
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL + 1)
    from output.serve import server
    from output.serve.app import Site
    from output.serve.guard import Hosts
    from output.serve.store import prepare
    from output.serve.workers.pool import Pool

    with (
        server.stoppable(),
        server.listen(host, port) as listener,
        tempfile.TemporaryDirectory(prefix="citekg-", ignore_cleanup_errors=True) as place,
    ):
        store = Path(place) / "store"
        map = file.with_name("graph.html")
        site = Site(
            summary=prepare(file, store),
            map=map.read_bytes() if map.is_file() else None,
            hosts=Hosts.of(listener, {host, *names}),
            limits=limits or Limits(),
            origins=tuple(origins),
            log_queries=log_queries,
        )

        async def run() -> None:
            async with Pool(store, site.summary.prefixes, site.limits) as pool:
                await server.run(site, pool, listener, ready)

        asyncio.run(run())


def _check_libraries() -> None:
    for name in ("starlette", "uvicorn"):
        if find_spec(name) is None:
            raise MissingExtraError("serve", "serve")
