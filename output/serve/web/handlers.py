"""The pages about the graph and its things, and their data."""

import hashlib
from importlib.resources import files
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from output.rdf.terms import COLLECTIONS, Names, term
from output.serve.asking import ask, rows
from output.serve.media import GRAPHS, HTML, choose, choose_format, named
from output.serve.problems import RequestError
from output.serve.web import lookups, things
from output.serve.web.ontology import Ontology
from output.serve.web.pages import Pages
from output.serve.workers.pool import Pool
from schemas import EntityType

MAP: Final = "/graph.html"
_ASSETS: Final = {
    "serve.css": "text/css",
    "serve.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
_ALSO: Final = tuple(name for format in GRAPHS.values() for name in format.also)


class Handlers:
    """The handlers of one site; what it serves never changes while it runs."""

    def __init__(self, pool: Pool, pages: Pages, map: bytes | None) -> None:
        self._pool = pool
        self._pages = pages
        self._map = map
        self._names = Names(pages.summary.base)
        self._ontology = Ontology(pages)
        self._home = ""

    async def home(self, request: Request) -> Response:
        """Show what is in the graph."""
        if not self._home:
            top = [
                (kind, await rows(self._pool, lookups.TOP, type=self._names.own(kind.capitalize())))
                for kind in EntityType
            ]
            newest = await rows(self._pool, lookups.NEWEST)
            self._home = self._pages.render(
                "home",
                holdings=self._holdings(),
                top=top,
                newest=newest,
                has_map=self._map is not None,
                pages=self._pages,
            )
        return self._fixed(request, self._home.encode(), HTML)

    async def map(self, request: Request) -> Response:
        """Show the page of the graph, which brings its own policy."""
        if self._map is None:
            raise RequestError(404, "the folder has no graph.html; make it with `citekg build`")
        response = self._fixed(request, self._map, HTML)
        response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
        return response

    async def asset(self, request: Request) -> Response:
        """Give the style or the script of the pages."""
        name = request.path_params["asset"]
        if name not in _ASSETS:
            raise RequestError(404, "there is no such file here")
        text = files("output").joinpath("templates", "serve", name).read_bytes()
        return self._fixed(request, text, _ASSETS[name])

    async def health(self, request: Request) -> Response:
        """Tell whether queries can be answered."""
        alive = len(self._pool.alive)
        state = {
            "status": "ok" if alive else "no worker",
            "workers": alive,
            "idle": self._pool.idle,
            "waiting": self._pool.waiting,
            "triples": self._pages.summary.triples,
        }
        return JSONResponse(state, 200 if alive else 503, {"Cache-Control": "no-store"})

    async def void(self, request: Request) -> Response:
        """Lead to the description of the data."""
        return RedirectResponse("/sparql", 303)

    async def ontology(self, request: Request) -> Response:
        """Give the ontology."""
        media_type = _wanted(request)
        if media_type == HTML:
            text = self._pages.render("ontology", groups=self._ontology.groups())
            return self._fixed(request, text.encode(), HTML)
        return self._fixed(request, self._ontology.serialize(media_type), media_type)

    async def thing(self, request: Request) -> Response:
        """Give what is known about a thing of the graph, by its IRI."""
        collection, name = request.path_params["collection"], request.path_params["name"]
        iri = self._iri(collection, name)
        media_type = _wanted(request)
        tag = self._tag(f"{collection}/{name} {media_type}".encode())
        if _matches(request, tag):
            return _unchanged(tag)
        if media_type == HTML:
            thing = await things.find(self._pool, self._pages, iri)
            body = self._thing_page(thing) if thing else b""
        else:
            answer = await ask(
                self._pool,
                lookups.THING,
                solutions=None,
                graph=media_type,
                bindings={"it": iri},
                request=request,
            )
            body = answer.body if answer.verdict["rows"] else b""
        if not body:
            raise RequestError(
                404, f"the graph has no {collection} of this name; the start page is /"
            )
        return _tagged(body, media_type, tag)

    def _thing_page(self, thing: things.Thing) -> bytes:
        query = f"SELECT ?other ?property WHERE {{ ?other ?property <{thing.iri}> }}"
        return self._pages.render("thing", thing=thing, backlinks_query=query).encode()

    def _holdings(self) -> list[tuple[int, str]]:
        counts = self._pages.summary.classes
        words = {
            term("schema:ScholarlyArticle"): "papers",
            term("skos:Concept"): "entities",
            self._names.own("Link"): "links",
            term("cito:Citation"): "citations",
        }
        return [(counts[iri], word) for iri, word in words.items() if counts.get(iri)]

    def _iri(self, collection: str, name: str) -> str:
        iri = f"{self._names.base}{collection}/{name}"
        if collection not in COLLECTIONS or self._pages.short(iri) == iri:
            raise RequestError(404, "there is nothing here; the start page is /")
        return iri

    def _fixed(self, request: Request, body: bytes, media_type: str) -> Response:
        tag = self._tag(body)
        return _unchanged(tag) if _matches(request, tag) else _tagged(body, media_type, tag)

    def _tag(self, content: bytes) -> str:
        summary = self._pages.summary
        state = f"{summary.digest} {self._pages.version} ".encode()
        return f'"{hashlib.sha256(state + content).hexdigest()[:32]}"'


def _wanted(request: Request) -> str:
    """Return the media type that a client wants of a page or its data."""
    if name := request.query_params.get("format"):
        media_type = HTML if name == "html" else named(name, GRAPHS)
        if media_type is None:
            known = ", ".join(["html", *(format.name for format in GRAPHS.values())])
            raise RequestError(400, f"no format is named '{name}'; there are: {known}")
        return media_type
    accept = request.headers.get("accept", "")
    chosen = choose(accept, (*GRAPHS, *_ALSO, HTML))
    media_type = HTML if chosen == HTML else choose_format(accept, GRAPHS)
    if media_type is None:
        offered = ", ".join([HTML, *GRAPHS])
        raise RequestError(406, f"no type that is accepted is offered; accept {offered}")
    return media_type


def _matches(request: Request, tag: str) -> bool:
    known = request.headers.get("if-none-match", "")
    return known == "*" or tag in (part.strip().removeprefix("W/") for part in known.split(","))


def _unchanged(tag: str) -> Response:
    return Response(status_code=304, headers={"ETag": tag, "Vary": "Accept"})


def _tagged(body: bytes, media_type: str, tag: str) -> Response:
    headers = {"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache"}
    return Response(body, headers=headers, media_type=media_type)
