"""Answer requests by the SPARQL 1.1 Protocol, to programs as data and to people as a page."""

import time
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from output.serve.asking import CLIENT_GONE, ask
from output.serve.guard import QUERY
from output.serve.limits import Limits
from output.serve.media import (
    GRAPHS,
    HTML,
    N_TRIPLES,
    SOLUTIONS,
    TSV,
    choose,
    choose_format,
)
from output.serve.problems import RequestError
from output.serve.sparql.description import describe
from output.serve.sparql.parameters import answer_types, parameters
from output.serve.web.pages import Pages
from output.serve.workers.pool import Answer, Pool

PATH: Final = "/sparql"
_FORMATS: Final = (*SOLUTIONS, *GRAPHS)
_ALSO: Final = (
    *(name for format in SOLUTIONS.values() for name in format.also),
    *(name for format in GRAPHS.values() for name in format.also),
)


class Endpoint:
    """The SPARQL endpoint of a server."""

    def __init__(self, pool: Pool, pages: Pages, limits: Limits) -> None:
        self._pool = pool
        self._pages = pages
        self._limits = limits
        self._held = 0

    async def respond(self, request: Request) -> Response:
        """Answer a request.

        Raises:
            RequestError: if there is no answer.
        """
        accept = request.headers.get("accept", "")
        given = await parameters(request, self._limits)
        query, format = given.get("query"), given.get("format")
        request.scope[QUERY] = query or ""
        if format is None and choose(accept, (*_FORMATS, *_ALSO, HTML)) == HTML:
            return await self._page(request, query)
        if query is None:
            return self._description(request, accept)
        solutions, graph = answer_types(accept, format)
        if solutions is None and graph is None:
            raise RequestError(406, f"no type that is accepted is offered; accept {_offers()}")
        answer = await ask(self._pool, query, solutions=solutions, graph=graph, request=request)
        return self._answer(answer, download=format)

    def _answer(self, answer: Answer, download: str | None) -> Response:
        if self._held + len(answer.body) > self._limits.held_bytes:
            raise RequestError(
                503, "too many large answers are on their way; try again", {"Retry-After": "5"}
            )
        headers = {"Vary": "Accept", "X-Rows": str(answer.verdict["rows"])}
        if download:
            headers["Content-Disposition"] = f'attachment; filename="answer.{_ending(download)}"'
        return _Held(self, answer, headers)

    async def _page(self, request: Request, query: str | None) -> Response:
        """Return the query form, with the answer below it if a query came."""
        begun = time.monotonic()
        status, headers, problem, table = 200, {}, "", None
        if query is not None:
            try:
                answer = await ask(
                    self._pool, query, solutions=TSV, graph=N_TRIPLES, request=request
                )
                table = self._pages.table(answer)
            except RequestError as error:
                if error.status == CLIENT_GONE:
                    raise
                status, headers, problem = error.status, error.headers, str(error)
        text = self._pages.render(
            "query",
            query=query or "",
            table=table,
            problem=problem,
            seconds=time.monotonic() - begun,
        )
        return Response(text, status, {**headers, "Vary": "Accept"}, media_type=HTML)

    def _description(self, request: Request, accept: str) -> Response:
        media_type = choose_format(accept, GRAPHS)
        if media_type is None:
            raise RequestError(400, "no query came; send one as the parameter 'query'")
        endpoint = str(request.url.replace(query="", fragment=""))
        body = describe(self._pages.summary, endpoint, media_type)
        return Response(body, headers={"Vary": "Accept"}, media_type=media_type)

    def hold(self, size: int) -> None:
        """Count bytes that wait for a client, or, below 0, that no longer do."""
        self._held += size


class _Held(Response):
    """An answer whose size counts as long as its client takes to read it."""

    def __init__(self, endpoint: Endpoint, answer: Answer, headers: dict[str, str]) -> None:
        super().__init__(answer.body, headers=headers, media_type=answer.verdict["media_type"])
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._endpoint.hold(len(self.body))
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._endpoint.hold(-len(self.body))


def _offers() -> str:
    return ", ".join(_FORMATS)


def _ending(name: str) -> str:
    return {"ntriples": "nt", "turtle": "ttl", "rdfxml": "rdf"}.get(name, name)
