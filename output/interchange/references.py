"""The papers of a graph for reference managers: BibTeX, RIS and CSL-JSON, with keywords added.

The keywords of a paper are the entities that it speaks of. Links and evidence are left out.
"""

import json
import re
from typing import Any, Final

import rispy
from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.middlewares import LatexEncodingMiddleware
from bibtexparser.model import Block, Entry, Field

from output.interchange.flat import Graph, clean, names_by_role, nodes_of
from schemas import Attribute, NodeKind, slug

_ARXIV_PAGE: Final = "https://arxiv.org/abs/"
_BRACES: Final = re.compile(r"[{}]")


def to_bibtex(graph: Graph) -> str:
    """Return the papers of a graph as BibTeX, with keys of first author, year and first word."""
    entries: list[Block] = []
    taken: set[str] = set()
    for node in nodes_of(graph, NodeKind.PAPER):
        data = graph.nodes[node]
        key = _key(data, taken)
        taken.add(key)
        venue = data[Attribute.VENUE]
        fields = {
            "title": f"{{{_BRACES.sub('', clean(data[Attribute.TITLE]))}}}",
            "author": " and ".join(_BRACES.sub("", clean(n)) for n in data[Attribute.AUTHORS]),
            "year": data[Attribute.YEAR],
            "journal": venue,
            "doi": data[Attribute.DOI],
            "eprint": data[Attribute.ARXIV],
            "archiveprefix": "arXiv" if data[Attribute.ARXIV] else None,
            "url": data[Attribute.URL],
            "abstract": data[Attribute.ABSTRACT],
            "keywords": ", ".join(_keywords(graph, node)),
        }
        given = [Field(name, _plain(value)) for name, value in fields.items() if value]
        entries.append(Entry("article" if venue else "misc", key, given))
    return str(write_string(Library(entries), prepend_middleware=[_latex()]))


def _latex() -> LatexEncodingMiddleware:
    return LatexEncodingMiddleware(keep_math=True, enclose_urls=False)


def _plain(value: object) -> str:
    return clean(str(value))


def _key(data: dict[str, Any], taken: set[str]) -> str:
    authors = data[Attribute.AUTHORS]
    name = slug(authors[0].split(",")[0].split()[-1]) if authors and authors[0].strip() else "anon"
    words = [word for word in slug(data[Attribute.TITLE]).split("-") if len(word) > 3]
    key = f"{name.replace('-', '')}{data[Attribute.YEAR] or ''}{words[0] if words else ''}"
    number = 1
    while (unique := key if number == 1 else f"{key}-{number}") in taken:
        number += 1
    return unique


def to_ris(graph: Graph) -> str:
    """Return the papers of a graph as RIS."""
    entries = []
    for node in nodes_of(graph, NodeKind.PAPER):
        data = graph.nodes[node]
        entry = {
            "type_of_reference": "JOUR" if data[Attribute.VENUE] else "GEN",
            "title": _line(data[Attribute.TITLE]),
            "authors": [_line(name) for name in data[Attribute.AUTHORS]],
            "year": str(data[Attribute.YEAR] or ""),
            "journal_name": _line(data[Attribute.VENUE] or ""),
            "doi": data[Attribute.DOI] or "",
            "urls": [_address(data)] if _address(data) else [],
            "abstract": _line(data[Attribute.ABSTRACT]),
            "keywords": [_line(name) for name in _keywords(graph, node)],
            "id": node,
        }
        entries.append({name: value for name, value in entry.items() if value})
    return str(rispy.dumps(entries))


def to_csl(graph: Graph) -> str:
    """Return the papers of a graph as CSL-JSON, as Zotero, pandoc and citeproc take it."""
    items = []
    for node in nodes_of(graph, NodeKind.PAPER):
        data = graph.nodes[node]
        item = {
            "id": node,
            "type": "article-journal" if data[Attribute.VENUE] else "article",
            "title": data[Attribute.TITLE],
            "author": [_name(name) for name in data[Attribute.AUTHORS]],
            "issued": {"date-parts": [[data[Attribute.YEAR]]]} if data[Attribute.YEAR] else None,
            "container-title": data[Attribute.VENUE],
            "DOI": data[Attribute.DOI],
            "number": f"arXiv:{data[Attribute.ARXIV]}" if data[Attribute.ARXIV] else None,
            "URL": _address(data),
            "abstract": data[Attribute.ABSTRACT],
            "keyword": ", ".join(_keywords(graph, node)),
        }
        items.append({name: value for name, value in item.items() if value})
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _name(text: str) -> dict[str, str]:
    """Return a name in its parts, as far as a comma or the last space tells them."""
    family, comma, given = text.partition(",")
    if not comma:
        given, _, family = text.rpartition(" ")
    parts = {"family": family.strip(), "given": given.strip()}
    return {name: part for name, part in parts.items() if part}


def _address(data: dict[str, Any]) -> str | None:
    if data[Attribute.URL]:
        return str(data[Attribute.URL])
    return f"{_ARXIV_PAGE}{data[Attribute.ARXIV]}" if data[Attribute.ARXIV] else None


def _keywords(graph: Graph, paper: str) -> list[str]:
    names = [node for nodes in names_by_role(graph, paper).values() for node in nodes]
    return [clean(graph.nodes[node][Attribute.LABEL]).replace(",", " ") for node in names]


def _line(text: str) -> str:
    return " ".join(clean(text).split())
