"""Semantic Scholar: papers with their references by any id, and a search."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice

import httpx

from extractors.fetch.service import Answer, Get, Service, with_headers
from extractors.readers.shapes.values import mapping, mappings, text

_BATCH = 100
_MOST = 999  # results that a search gives at all
_FIELDS = (
    "paperId,corpusId,externalIds,url,title,abstract,venue,year,publicationDate,journal,authors,"
    "references.paperId,references.corpusId,references.externalIds,references.title"
)
_PREFIXES = {"arxiv": "ARXIV:", "doi": "DOI:", "acl": "ACL:", "corpusid": "CorpusId:", "s2": ""}


def _name_of(curie: str) -> str | None:
    scheme, _, reference = curie.partition(":")
    return _PREFIXES[scheme] + reference if scheme in _PREFIXES else None


def _prepared(request: httpx.Request, key: str) -> httpx.Request:
    """Return the request with the key, a batch as the POST that the service wants.

    It is asked as a GET with parameters `ids`, since only such answers are kept.
    """
    headers = {"x-api-key": key} if key else {}
    names = request.url.params.get_list("ids")
    if not names:
        return with_headers(request, headers)
    return httpx.Request(
        "POST",
        request.url.copy_remove_param("ids"),
        headers={"User-Agent": request.headers["User-Agent"], **headers},
        json={"ids": names},
        extensions=request.extensions,
    )


def _look_up(get: Get, names: Sequence[str]) -> Iterator[Answer]:
    yield from mappings(get("/graph/v1/paper/batch", {"fields": _FIELDS, "ids": list(names)}))


def _search(get: Get, words: str) -> Iterator[Answer]:
    names = _found(get, words)
    while group := list(islice(names, _BATCH)):
        yield from _look_up(get, group)


def _found(get: Get, words: str) -> Iterator[str]:
    for offset in range(0, _MOST, _BATCH):
        limit = min(_BATCH, _MOST - offset)
        parameters = {"query": words, "offset": str(offset), "limit": str(limit)}
        page = mapping(get("/graph/v1/paper/search", {**parameters, "fields": "paperId"}))
        yield from (text(paper.get("paperId")) for paper in mappings(page.get("data")))
        if "next" not in page:
            return


SERVICE = Service(
    name="Semantic Scholar",
    address="https://api.semanticscholar.org",
    key="SEMANTIC_SCHOLAR_API_KEY",
    interval=1.0,
    batch=_BATCH,
    none_known="No valid paper ids",
    name_of=_name_of,
    prepared=_prepared,
    parsed=json.loads,
    look_up=_look_up,
    search=_search,
)
