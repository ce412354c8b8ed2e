"""An Obsidian vault: one note a paper and an entity, with wikilinks and properties."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from output.interchange.flat import Graph, clean, names_by_role, nodes_of
from output.readings import READINGS
from schemas import ROLES, Attribute, EntityType, NodeKind, Relation

_NOT_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|#^\[\]%\x00-\x1f]+')
_MARKUP: Final = re.compile(r"([\\`*_\[\]<>|~$#^=])")
_LONGEST: Final = 100
_FOLDERS: Final = {NodeKind.PAPER: "Papers", NodeKind.ENTITY: "Entities"}
_MAP: Final = "Map of content.md"
_SHOWN: Final = 25


def to_obsidian(graph: Graph) -> dict[str, str]:
    """Return the notes of an Obsidian vault by path: papers, entities and a map of content.

    Cited works and repositories are named in the notes of the papers but have none of their own;
    offsets and scores of the evidence are left out.
    """
    names = _note_names(graph)
    notes = {_MAP: _map(graph, names)}
    for node in nodes_of(graph, NodeKind.PAPER):
        notes[f"{_FOLDERS[NodeKind.PAPER]}/{names[node]}.md"] = _paper(graph, node, names)
    for node in nodes_of(graph, NodeKind.ENTITY):
        notes[f"{_FOLDERS[NodeKind.ENTITY]}/{names[node]}.md"] = _entity(graph, node, names)
    return notes


def _note_names(graph: Graph) -> dict[str, str]:
    """Return a file name for each note, unique in any case of letters, also between folders."""
    taken: set[str] = {_MAP.removesuffix(".md").lower()}
    names = {}
    for kind in _FOLDERS:
        for node in nodes_of(graph, kind):
            label = " ".join(_NOT_IN_NAMES.sub(" ", clean(graph.nodes[node]["label"])).split())
            stem = label[:_LONGEST].strip(". ") or "Untitled"
            number = 1
            while (name := stem if number == 1 else f"{stem} ({number})").lower() in taken:
                number += 1
            taken.add(name.lower())
            names[node] = name
    return names


def _paper(graph: Graph, node: str, names: dict[str, str]) -> str:
    data = graph.nodes[node]
    properties = {
        "id": node,
        "kind": "paper",
        "year": data[Attribute.YEAR],
        "authors": data[Attribute.AUTHORS],
        "venue": data[Attribute.VENUE],
        "doi": data[Attribute.DOI],
        "arxiv": data[Attribute.ARXIV],
        "url": data[Attribute.URL],
        "tags": ["paper"],
    }
    lines = [*_head(properties), f"# {_plain(data[Attribute.TITLE])}", ""]
    if data[Attribute.ABSTRACT]:
        lines += [_plain(data[Attribute.ABSTRACT]), ""]
    for role, nodes in names_by_role(graph, node).items():
        lines += [f"## {READINGS[role][0].capitalize()}", ""]
        for entity in nodes:
            edge = graph.edges[node, entity, role]
            sentence = next((item["sentence"] for item in edge[Attribute.EVIDENCE]), "")
            lines += [f"- {_link(graph, entity, names)}", f"    > {_plain(sentence)}"]
        lines.append("")
    lines += _others(graph, node, names)
    return "\n".join(lines).rstrip() + "\n"


def _others(graph: Graph, node: str, names: dict[str, str]) -> Iterator[str]:
    """Yield what a paper has to do with other works, out and in."""
    for relation in (Relation.BUILDS_ON, Relation.CITES, Relation.LINKS_TO):
        out = sorted(b for _, b, key in graph.out_edges(node, keys=True) if key == relation)
        into = sorted(a for a, _, key in graph.in_edges(node, keys=True) if key == relation)
        for heading, nodes in zip(READINGS[relation], (out, into), strict=True):
            if nodes:
                yield from (f"## {heading.capitalize()}", "")
                yield from (f"- {_link(graph, other, names)}" for other in nodes)
                yield ""


def _entity(graph: Graph, node: str, names: dict[str, str]) -> str:
    data = graph.nodes[node]
    aliases = [alias for alias in data[Attribute.ALIASES] if alias != data[Attribute.LABEL]]
    properties = {
        "id": node,
        "kind": data[Attribute.TYPE],
        "aliases": aliases,
        "ambiguous": data[Attribute.AMBIGUOUS] or None,
        "tags": [data[Attribute.TYPE]],
    }
    lines = [*_head(properties), f"# {_plain(data[Attribute.LABEL])}", ""]
    for relation in (Relation.VARIANT_OF, Relation.BROADER):
        out = sorted(b for _, b, key in graph.out_edges(node, keys=True) if key == relation)
        into = sorted(a for a, _, key in graph.in_edges(node, keys=True) if key == relation)
        for heading, nodes in zip(READINGS[relation], (out, into), strict=True):
            if nodes:
                lines.append(
                    f"{heading.capitalize()}: {', '.join(_link(graph, n, names) for n in nodes)}"
                )
    by_role: defaultdict[Relation, list[str]] = defaultdict(list)
    for paper, _, key in graph.in_edges(node, keys=True):
        if key in ROLES:
            by_role[Relation(key)].append(paper)
    for role in ROLES:
        if papers := sorted(by_role[role], key=lambda p: (graph.nodes[p]["year"] or 9999, p)):
            lines += ["", f"## {READINGS[role][1].capitalize()}", ""]
            lines += [f"- {_link(graph, p, names)}{_year(graph, p)}" for p in papers]
    return "\n".join(lines).rstrip() + "\n"


def _map(graph: Graph, names: dict[str, str]) -> str:
    """Return the note to begin with: the most linked entities of each type, and all papers."""
    links = Counter(b for _, b, key in graph.edges(keys=True) if key in ROLES)
    entities = nodes_of(graph, NodeKind.ENTITY)
    lines = ["# Map of content", ""]
    for kind in EntityType:
        nodes = [node for node in entities if graph.nodes[node][Attribute.TYPE] == kind]
        if nodes:
            nodes.sort(key=lambda node: (-links[node], node))
            lines += [f"## {kind.capitalize()}s", ""]
            lines += [f"- {_link(graph, n, names)}: {links[n]}" for n in nodes[:_SHOWN]] + [""]
    papers = sorted(
        nodes_of(graph, NodeKind.PAPER), key=lambda p: (-(graph.nodes[p]["year"] or 0), p)
    )
    lines += ["## Papers", ""]
    lines += [f"- {_link(graph, paper, names)}{_year(graph, paper)}" for paper in papers]
    return "\n".join(lines).rstrip() + "\n"


def _year(graph: Graph, paper: str) -> str:
    year = graph.nodes[paper][Attribute.YEAR]
    return f" ({year})" if year else ""


def _link(graph: Graph, node: str, names: dict[str, str]) -> str:
    """Return a wikilink, or the bare name of what has no note."""
    data = graph.nodes[node]
    label = _plain(data[Attribute.LABEL])
    if node in names:
        shown = "" if names[node] == data[Attribute.LABEL] else f"|{label}"
        return f"[[{names[node]}{shown}]]"
    return f"[{label}]({data['url']})" if data[Attribute.KIND] == NodeKind.REPOSITORY else label


def _head(properties: dict[str, Any]) -> Iterator[str]:
    """Yield properties as YAML, of which JSON is a part."""
    yield "---"
    for name, value in properties.items():
        if value is not None and value != []:
            yield f"{name}: {json.dumps(_cleaned(value), ensure_ascii=False)}"
    yield from ("---", "")


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    return [_cleaned(item) for item in value] if isinstance(value, Iterable) else value


def _plain(text: str) -> str:
    """Return foreign text for one line of Markdown, with all markup escaped."""
    return _MARKUP.sub(r"\\\1", " ".join(clean(text).split()))
