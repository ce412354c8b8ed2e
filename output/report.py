"""A report on a graph as Markdown: what was read, what is in it, where it is thin."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from schemas import ROLES, Attribute, EntityType, Evidence, Failure, NodeKind, Relation

if TYPE_CHECKING:
    import networkx as nx

Graph: TypeAlias = "nx.MultiDiGraph[str]"

_ROWS: Final = 20
_FEW: Final = 3
_MARKUP: Final = re.compile(r"[\\`*_\[\]<>|~$#@]|&(?=#?\w+;)|:(?=//)|(?<=www)\.")
_REACHED: Final = ("a paper of the graph", "a work with an identifier", "a work without one")


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What the sources gave: `records` that could be read, in-text `citations`, `failures`."""

    records: int
    citations: int
    failures: tuple[Failure, ...] = ()


def to_report(graph: Graph, intake: Intake | None = None) -> str:
    """Return the report on `graph` as Markdown; `intake` tells what the graph itself cannot.

    Text from papers is escaped, so that it is never markup.
    """
    sections = (
        _overview(graph, intake),
        _skipped(intake),
        _decisions(graph),
        _extractors(graph),
        _years(graph),
        _entity_types(graph),
        _entities(graph),
        _papers(graph),
        _citations(graph, intake),
        _lineage(graph),
        _repositories(graph),
        _thin(graph),
    )
    return "\n\n".join("\n".join(lines) for section in sections if (lines := list(section))) + "\n"


def plain(text: str) -> str:
    r"""Return foreign text for one line of Markdown, with all markup escaped.

    >>> print(plain("a|b <i>\nc"))
    a\|b \<i\> c
    """
    line = "".join(char for char in " ".join(text.split()) if char.isprintable())
    return _MARKUP.sub(r"\\\g<0>", line)


def counted(number: int, what: str) -> str:
    """Return a number with its noun in the right form.

    >>> counted(1, "entity"), counted(2, "entity"), counted(0, "paper")
    ('1 entity', '2 entities', '0 papers')
    """
    many = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{number} {what if number == 1 else many}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{' --- |' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(str(cell) for cell in row)} |"


def _nodes(graph: Graph, kind: NodeKind) -> list[str]:
    return sorted(n for n, data in graph.nodes(data=True) if data[Attribute.KIND] == kind)


def _label(graph: Graph, node: str) -> str:
    return plain(graph.nodes[node][Attribute.LABEL])


def _first(nodes: Iterable[str], count: Counter[str]) -> list[str]:
    return sorted((node for node in nodes if count[node]), key=lambda n: (-count[n], n))[:_ROWS]


def _overview(graph: Graph, intake: Intake | None) -> Iterator[str]:
    yield "# Knowledge graph"
    yield ""
    rows = [(kind.replace("_", " "), len(_nodes(graph, kind))) for kind in NodeKind]
    links = Counter(key for _, _, key in graph.edges(keys=True))
    rows += [(f"link: {relation.replace('_', ' ')}", links[relation]) for relation in Relation]
    yield from _table(("what", "count"), [row for row in rows if row[1]])
    if intake:
        twins = intake.records - len(_nodes(graph, NodeKind.PAPER))
        yield ""
        yield (
            f"{counted(intake.records, 'record')} read, {twins} of them for a paper that had one; "
            f"{len(intake.failures)} skipped."
        )


def _skipped(intake: Intake | None) -> Iterator[str]:
    if intake and intake.failures:
        yield "## Skipped"
        yield ""
        places = (
            (f"{plain(f.source)} line {f.line}" if f.line else plain(f.source), plain(f.reason))
            for f in intake.failures
        )
        yield from _table(("where", "why"), places)


def _decisions(graph: Graph) -> Iterator[str]:
    decisions: list[tuple[str, int]] = graph.graph.get(Attribute.DECISIONS, [])
    if decisions:
        yield "## Decisions"
        yield ""
        rows = ((plain(text), count or "0: nothing to change") for text, count in decisions)
        yield from _table(("decision", "papers"), rows)


def _extractors(graph: Graph) -> Iterator[str]:
    extractors: list[tuple[str, str]] = graph.graph.get(Attribute.EXTRACTORS, [])
    if extractors:
        yield "## Extractors beside the built-in ones"
        yield ""
        rows = ((plain(name), plain(what)) for name, what in extractors)
        yield from _table(("name", "what it is"), rows)


def _years(graph: Graph) -> Iterator[str]:
    papers = _nodes(graph, NodeKind.PAPER)
    years = Counter(graph.nodes[paper][Attribute.YEAR] for paper in papers)
    unknown = years.pop(None, 0)
    yield "## Years"
    yield ""
    rows: list[tuple[str | int, int]] = [(year, years[year]) for year in sorted(years)]
    yield from _table(("year", "papers"), [*rows, *([("unknown", unknown)] if unknown else [])])


def _entity_types(graph: Graph) -> Iterator[str]:
    entities = _nodes(graph, NodeKind.ENTITY)
    counts = Counter(graph.nodes[entity][Attribute.TYPE] for entity in entities)
    links = Counter(
        graph.nodes[b][Attribute.TYPE] for _, b, key in graph.edges(keys=True) if key in ROLES
    )
    yield "## Entities by type"
    yield ""
    yield from _table(
        ("type", "entities", "links"), [(kind, counts[kind], links[kind]) for kind in EntityType]
    )


def _entities(graph: Graph) -> Iterator[str]:
    links = Counter(b for _, b, key in graph.edges(keys=True) if key in ROLES)
    yield "## Most linked entities"
    yield ""
    rows = []
    for node in _first(_nodes(graph, NodeKind.ENTITY), links):
        roles = Counter(key for _, _, key in graph.in_edges(node, keys=True))
        words = [f"{role.replace('_', ' ')} {roles[role]}" for role in ROLES if roles[role]]
        kind = graph.nodes[node][Attribute.TYPE]
        rows.append((_label(graph, node), kind, links[node], ", ".join(words)))
    yield from _table(("name", "type", "papers", "roles"), rows)


def _papers(graph: Graph) -> Iterator[str]:
    papers = _nodes(graph, NodeKind.PAPER)
    cites = [(a, b) for a, b, key in graph.edges(keys=True) if key == Relation.CITES]
    citing, cited = Counter(a for a, _ in cites), Counter(b for _, b in cites)
    entities = Counter(a for a, _, key in graph.edges(keys=True) if key in ROLES)
    yield "## Most linked papers"
    yield ""
    rows = (
        (
            _label(graph, node),
            graph.nodes[node][Attribute.YEAR] or "",
            entities[node],
            citing[node],
            cited[node],
        )
        for node in _first(papers, entities + citing + cited)
    )
    yield from _table(("title", "year", "entities", "cites", "cited by"), rows)


def _citations(graph: Graph, intake: Intake | None) -> Iterator[str]:
    listed: Counter[str] = Counter()
    in_text: Counter[str] = Counter()
    citing = set()
    for source, target, key, data in graph.edges(keys=True, data=True):
        if key == Relation.CITES:
            for item in _evidence(data):
                (listed if _is_listed(item) else in_text)[_reached(graph, target)] += 1
                if _is_listed(item):
                    citing.add(source)
    yield "## Citations"
    yield ""
    rows = [(place, listed[place], in_text[place]) for place in _REACHED]
    yield from _table(("what they lead to", "from reference lists", "in the text"), rows)
    if intake:
        yield ""
        yield f"In-text citations found: {intake.citations}; bare numbers lead nowhere."
    yield ""
    papers = len(_nodes(graph, NodeKind.PAPER))
    yield (
        f"Reference lists are known for {len(citing)} of {counted(papers, 'paper')}; "
        "a missing list is unknown, not empty."
    )
    if citing:
        yield ""
        sources = Counter(source for paper in citing for source in _list_sources(graph, paper))
        yield from _table(
            ("source", "papers with a reference list"),
            [(plain(source), sources[source]) for source in sorted(sources)],
        )
    yield from _unresolved(graph)


def _list_sources(graph: Graph, paper: str) -> list[str]:
    """Return the sources that gave the reference list of a paper."""
    data = graph.nodes[paper]
    return data[Attribute.ORIGINS].get(Attribute.REFERENCES) or [data[Attribute.SOURCE]]


def _unresolved(graph: Graph) -> Iterator[str]:
    """Yield the citations that fit several papers of the graph."""
    works = [
        work
        for work in _nodes(graph, NodeKind.CITED_WORK)
        if graph.nodes[work][Attribute.CANDIDATES]
    ]
    if works:
        yield ""
        yield f"Fits several papers, so it stays unresolved: {counted(len(works), 'citation')}."
        yield ""
        rows = (
            (
                _label(graph, work),
                "; ".join(_label(graph, p) for p in graph.nodes[work][Attribute.CANDIDATES]),
            )
            for work in works[:_ROWS]
        )
        yield from _table(("citation", "papers that fit"), rows)


def _lineage(graph: Graph) -> Iterator[str]:
    """Yield how many `builds_on` links the reference lists confirm, where these are known."""
    edges = [(a, b, key, data) for a, b, key, data in graph.edges(keys=True, data=True)]
    links = [(a, b) for a, b, key, _ in edges if key == Relation.BUILDS_ON]
    if links:
        cites = [(a, b, data) for a, b, key, data in edges if key == Relation.CITES]
        listed = {(a, b) for a, b, data in cites if any(map(_is_listed, _evidence(data)))}
        listing = {a for a, _ in listed}
        known = [link for link in links if link[0] in listing]
        yield "## Papers that build on others"
        yield ""
        yield (
            f"{counted(len(links), 'link')} from papers that name something to the paper that "
            f"introduces it. Reference lists are known for the naming paper of {len(known)}; "
            f"they confirm {sum(link in listed for link in known)}."
        )


def _evidence(data: dict[str, Any]) -> list[Evidence]:
    return [Evidence(**fields) for fields in data[Attribute.EVIDENCE]]


def _is_listed(item: Evidence) -> bool:
    """Tell whether evidence is an entry of a reference list, which has no place in the text."""
    return item.start == item.end


def _reached(graph: Graph, target: str) -> str:
    if graph.nodes[target][Attribute.KIND] == NodeKind.PAPER:
        return _REACHED[0]
    return _REACHED[2] if target.startswith("work:") else _REACHED[1]


def _repositories(graph: Graph) -> Iterator[str]:
    repositories = _nodes(graph, NodeKind.REPOSITORY)
    if repositories:
        yield "## Repositories"
        yield ""
        rows = (
            (_label(graph, node), "; ".join(_label(graph, p) for p in sorted(graph.pred[node])))
            for node in repositories
        )
        yield from _table(("repository", "linked by"), rows)


def _thin(graph: Graph) -> Iterator[str]:
    papers = _nodes(graph, NodeKind.PAPER)
    entities = Counter(a for a, _, key in graph.edges(keys=True) if key in ROLES)
    cases = (
        (
            "papers without an abstract",
            [p for p in papers if not graph.nodes[p][Attribute.ABSTRACT]],
        ),
        (f"papers with fewer than {_FEW} entities", [p for p in papers if entities[p] < _FEW]),
        (
            "ambiguous names",
            [e for e in _nodes(graph, NodeKind.ENTITY) if graph.nodes[e][Attribute.AMBIGUOUS]],
        ),
    )
    yield "## Where coverage is thin"
    yield ""
    rows = []
    for what, nodes in cases:
        more = f"; and {len(nodes) - _ROWS} more" if len(nodes) > _ROWS else ""
        rows.append((what, len(nodes), "; ".join(_label(graph, n) for n in nodes[:_ROWS]) + more))
    yield from _table(("what", "count", "which"), rows)
