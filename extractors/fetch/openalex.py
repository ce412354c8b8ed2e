"""OpenAlex: works by id or DOI, and a search."""

import json
from collections.abc import Iterator, Sequence

import httpx

from extractors.fetch.service import Answer, Get, Service, with_headers
from extractors.readers.shapes.values import mapping, mappings, text

_BATCH = 50
_FIELDS = (
    "id,doi,ids,title,display_name,publication_year,publication_date,type,language,authorships,"
    "primary_location,locations,abstract_inverted_index,referenced_works,cited_by_count"
)


def _name_of(curie: str) -> str | None:
    """Return `openalex:W1` or `doi:10.1/x`; an arXiv paper has a DOI of its own."""
    scheme, _, reference = curie.partition(":")
    if scheme == "arxiv":
        return f"doi:10.48550/arxiv.{reference}"
    is_filter = scheme in ("openalex", "doi") and not set(",|") & set(reference)
    return curie if is_filter else None


def _prepared(request: httpx.Request, key: str) -> httpx.Request:
    return with_headers(request, {"Authorization": f"Bearer {key}"} if key else {})


def _look_up(get: Get, names: Sequence[str]) -> Iterator[Answer]:
    for scheme in ("doi", "openalex"):
        some = [name.partition(":")[2] for name in names if name.startswith(f"{scheme}:")]
        if some:
            parameters = {"filter": f"{scheme}:{'|'.join(some)}", "per-page": "100"}
            page = mapping(get("/works", {**parameters, "select": _FIELDS}))
            yield from mappings(page.get("results"))


def _search(get: Get, words: str) -> Iterator[Answer]:
    cursor = "*"
    while cursor:
        parameters = {"search": words, "per-page": "100", "cursor": cursor, "select": _FIELDS}
        page = mapping(get("/works", parameters))
        yield from mappings(page.get("results"))
        cursor = text(mapping(page.get("meta")).get("next_cursor")) if page.get("results") else ""


SERVICE = Service(
    name="OpenAlex",
    address="https://api.openalex.org",
    key="OPENALEX_API_KEY",
    interval=0.1,
    batch=_BATCH,
    name_of=_name_of,
    prepared=_prepared,
    parsed=json.loads,
    look_up=_look_up,
    search=_search,
)
