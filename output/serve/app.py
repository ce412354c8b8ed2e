"""The application: which address answers what."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from output.serve.guard import Guard, Hosts
from output.serve.limits import Limits
from output.serve.media import HTML, choose
from output.serve.problems import RequestError
from output.serve.sparql.endpoint import PATH, Endpoint
from output.serve.store import Summary
from output.serve.web.handlers import MAP, Handlers
from output.serve.web.pages import Pages
from output.serve.workers.pool import Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What is served to whom.

    Attributes:
        summary: what the store of the workers holds.
        map: the page of the graph, if there is one.
        hosts: names under which the server may be called.
        limits: what each query and client is granted.
        origins: sites whose pages may ask it, `*` for all.
        log_queries: whether the log shows queries.
    """

    summary: Summary
    map: bytes | None
    hosts: Hosts
    limits: Limits
    origins: tuple[str, ...] = ()
    log_queries: bool = False


def make_app(site: Site, pool: Pool) -> ASGIApp:
    """Return the ASGI application of a site over a pool that has begun."""
    pages = Pages(site.summary)

    async def problem(request: Request, error: Exception) -> Response:
        return _told(pages, request, error)

    app: ASGIApp = Starlette(
        routes=_routes(site, pages, pool),
        exception_handlers={RequestError: problem, HTTPException: problem},
    )
    if site.origins:
        app = CORSMiddleware(
            app,
            allow_origins=site.origins,
            allow_methods=["GET", "HEAD", "POST"],
            allow_headers=["Accept", "Content-Type"],
            expose_headers=["X-Rows"],
        )
    return Guard(
        app,
        hosts=site.hosts,
        limit=site.limits.requests,
        origins=site.origins,
        log_queries=site.log_queries,
    )


def _routes(site: Site, pages: Pages, pool: Pool) -> list[BaseRoute]:
    """Return the routes; those of IRIs also below the path of the base IRI."""
    handlers = Handlers(pool, pages, site.map)
    endpoint = Endpoint(pool, pages, site.limits)
    iris: list[BaseRoute] = [
        Route("/ns", handlers.ontology),
        Route("/{collection}/{name}", handlers.thing),
    ]
    path = urlsplit(site.summary.base).path.rstrip("/")
    return [
        Route("/", handlers.home),
        Route(MAP, handlers.map),
        Route(PATH, endpoint.respond, methods=["GET", "POST"]),
        Route("/health", handlers.health),
        Route("/.well-known/void", handlers.void),
        Route("/assets/{asset}", handlers.asset),
        *([Mount(path, routes=iris)] if path else []),
        *iris,
    ]


def _told(pages: Pages, request: Request, error: Exception) -> Response:
    """Return a problem as a line of text, or to a browser as a page."""
    if isinstance(error, RequestError):
        status, message, headers = error.status, str(error), error.headers
    else:
        assert isinstance(error, HTTPException)
        status, headers = error.status_code, dict(error.headers or {})
        message = {
            404: "there is nothing here; the start page is /",
            405: f"{request.method} is not allowed here; use {headers.get('Allow', 'GET')}",
        }.get(status, error.detail)
    if choose(request.headers.get("accept", ""), ("text/plain", HTML)) == HTML:
        return Response(
            pages.render("problem", status=status, message=message), status, headers, HTML
        )
    return PlainTextResponse(f"{message}\n", status, headers)
