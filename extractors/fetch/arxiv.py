"""arXiv: papers by id, and a search. Its Atom becomes the form of its snapshot."""

from collections.abc import Iterator, Sequence

import httpx
from lxml import etree

from extractors.fetch.service import Answer, Get, Service, with_headers
from extractors.readers.atom import ATOM, fields
from extractors.readers.shapes.values import arxiv_in, texts

_PAGE = 100


def _name_of(curie: str) -> str | None:
    scheme, _, reference = curie.partition(":")
    return reference if scheme == "arxiv" else None


def _prepared(request: httpx.Request, key: str) -> httpx.Request:
    return with_headers(request, {})


def _look_up(get: Get, names: Sequence[str]) -> Iterator[Answer]:
    yield from _page(get, {"id_list": ",".join(names), "max_results": str(_PAGE)})


def _search(get: Get, words: str) -> Iterator[Answer]:
    query = words if ":" in words else " AND ".join(f"all:{word}" for word in words.split())
    start = 0
    while page := list(_page(get, {"search_query": query, "start": str(start)})):
        yield from page
        start += _PAGE


def _page(get: Get, parameters: dict[str, str]) -> Iterator[Answer]:
    feed = get("/api/query", {"max_results": str(_PAGE), **parameters})
    for entry in feed.iterfind(f"{ATOM}entry"):
        if record := snapshot_record(entry):
            yield record


def snapshot_record(entry: etree._Element) -> Answer | None:
    """Return an entry of the Atom feed as a record of the snapshot; an error is none."""
    values = fields(entry)
    identifier = arxiv_in(values["id"])
    if identifier is None or not values["title"]:
        return None
    names = texts(values["authors"])
    categories = [node.get("term", "") for node in entry.iterfind(f"{ATOM}category")]
    return {
        "id": identifier,
        "authors": ", ".join(names),
        "title": values["title"],
        "journal-ref": values["venue"] or None,
        "doi": values["doi"] or None,
        "categories": " ".join(categories),
        "abstract": values["abstract"],
        "versions": [{"version": "v1", "created": values["year"]}],
        "update_date": (entry.findtext(f"{ATOM}updated") or "")[:10],
        "authors_parsed": [_name_parts(name) for name in names],
    }


def _name_parts(name: str) -> list[str]:
    given, _, family = name.strip().rpartition(" ")
    return [family, given, ""]


def _parsed(body: bytes) -> etree._Element:
    """Return the root of an XML document, read without entities and without a look outside."""
    return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))


SERVICE = Service(
    name="arXiv",
    address="https://export.arxiv.org",
    key=None,
    interval=3.0,
    batch=_PAGE,
    name_of=_name_of,
    prepared=_prepared,
    parsed=_parsed,
    look_up=_look_up,
    search=_search,
)
