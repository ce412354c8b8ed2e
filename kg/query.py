"""Ask a graph: who uses what, with which evidence, and what lies near."""

import math
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

import output
from kg import store
from kg.basis import Basis, write_basis
from kg.changes import Change, compare
from kg.conditions import entity_type_of, is_within, roles_of
from kg.graph import Graph
from kg.names import NameIndex
from kg.results import (
    EntityInfo,
    EvidenceItem,
    Explanation,
    Link,
    PaperInfo,
    Related,
    entity_info,
    evidence_items,
    explanation,
    link,
    paper_info,
)
from output.report import Intake, counted
from schemas import (
    BASE_IRI,
    ROLES,
    Attribute,
    EntityType,
    Failure,
    NodeKind,
    Relation,
)

if TYPE_CHECKING:
    from output.html import Frame
    from output.sparql import Answer, Dataset, Value


class KnowledgeGraph:
    """A graph with its questions; nothing here changes it. `len` counts its nodes.

    Papers are found by id, DOI, arXiv id or title, entities by id, name or alias in any
    spelling. A name that nothing carries raises `UnknownNameError`, one that several nodes
    carry `AmbiguousNameError`.
    """

    def __init__(
        self, graph: Graph, *, intake: Intake | None = None, basis: Basis | None = None
    ) -> None:
        self._graph = graph
        self._intake = intake
        self._basis = basis

    @classmethod
    def load(cls, path: Path | str) -> "KnowledgeGraph":
        """Read the graph from a folder that `save` or `citekg build` wrote, or its `graph.json`.

        Raises:
            InputError: if there is no such file.
            GraphFormatError: if it is no graph of this version.
        """
        return cls(store.load(path))

    def save(self, folder: Path | str, *, base: str | None = None) -> tuple[Path, ...]:
        """Write graph.html, graph.ttl, report.md and graph.json into `folder`; return their paths.

        A graph that was built here also leaves what it is built from, so that it can grow.

        Args:
            folder: made if it is not there.
            base: start of every IRI in the RDF; by default that of the graph that this one grew
                from, if there is one.

        Raises:
            OSError: if a file cannot be written.
        """
        iri = base or (self._basis.settings.base_iri if self._basis else BASE_IRI)
        options: dict[str, dict[str, object]] = {
            "graph.html": {},
            "graph.ttl": {"base": iri},
            "report.md": {"intake": self._intake},
        }
        contents = {
            Path(folder, name): output.render(self._graph, Path(name).suffix, **given)
            for name, given in options.items()
        }
        contents[store.graph_file(Path(folder))] = store.dumps(self._graph)
        for path, content in contents.items():
            output.write_whole(path, content)
        if self._basis:
            write_basis(Path(folder), self._basis.with_base(iri))
        return tuple(contents)

    def show(self, *, title: str = "Knowledge graph", height: int = 720) -> "Frame":
        """Return the page as a notebook displays it, `height` pixels high."""
        from output.html import Frame

        return Frame(str(output.render(self._graph, ".html", title=title)), height)

    @property
    def nx(self) -> Graph:
        """The NetworkX graph itself; `kg.graph` describes its nodes and edges."""
        return self._graph

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What could not be read when this graph was built; a loaded graph has none."""
        return self._intake.failures if self._intake else ()

    @cached_property
    def _names(self) -> NameIndex:
        return NameIndex(self._graph)

    def __len__(self) -> int:
        return len(self._graph)

    def __repr__(self) -> str:
        kinds = [data[Attribute.KIND] for _, data in self._graph.nodes(data=True)]
        counts = [counted(kinds.count(kind), kind.replace("_", " ")) for kind in NodeKind]
        links = counted(self._graph.number_of_edges(), "link")
        return f"<KnowledgeGraph: {', '.join(counts)}, {links}>"

    def paper(self, name: str) -> PaperInfo:
        """Return the paper with this id, DOI, arXiv id or title (or a beginning of it)."""
        return paper_info(self._graph, self._names.paper(name))

    def entity(self, name: str) -> EntityInfo:
        """Return the entity with this id, name or alias."""
        return entity_info(self._graph, self._names.entity(name))

    def explain(self, name: str) -> list[Explanation]:
        """Return why names stand for each entity with this id, name or alias."""
        return [explanation(self._graph, node) for node in self._names.senses(name)]

    def changes(self, *, since: "KnowledgeGraph") -> list[Change]:
        """Return what came, went or changed since an earlier graph: nodes first, then links."""
        return list(compare(since.nx, self._graph))

    def papers(
        self,
        about: str | None = None,
        *,
        role: Relation | str | None = None,
        variants: bool = False,
        since: int | None = None,
        until: int | None = None,
        text: str | None = None,
    ) -> list[PaperInfo]:
        """Return the papers that meet all conditions, by year and title.

        Args:
            about: name of an entity that they speak of.
            role: how they stand to it (or to any entity), for example "uses".
            variants: whether speaking of a variant of it counts, too.
            since: first year; papers without a year are left out.
            until: last year.
            text: words that stand so in title or abstract, in any case.
        """
        roles = roles_of(role)
        if about is not None:
            node = self._names.entity(about)
            nodes = {node, *self._variants(node)} if variants else {node}
            found = {paper for n in nodes for paper, _, key in self._in(n) if key in roles}
        else:
            found = {
                paper
                for paper in self._nodes(NodeKind.PAPER)
                if role is None or any(key in roles for _, _, key in self._out(paper))
            }
        return [
            paper
            for paper in self._works(found)
            if is_within(paper.year, since, until)
            and (text is None or text.casefold() in f"{paper.title}\n{paper.abstract}".casefold())
        ]

    def entities(
        self,
        *,
        type: EntityType | str | None = None,
        of: str | None = None,
        role: Relation | str | None = None,
    ) -> list[EntityInfo]:
        """Return the entities that meet all conditions, those of most papers first.

        Args:
            type: for example "benchmark".
            of: name of a paper that speaks of them.
            role: how that paper (or any paper) stands to them.
        """
        roles, kind = roles_of(role), entity_type_of(type)
        if of is not None:
            found = {node for _, node, key in self._out(self._names.paper(of)) if key in roles}
        else:
            found = {
                node
                for node in self._nodes(NodeKind.ENTITY)
                if role is None or any(key in roles for _, _, key in self._in(node))
            }
        infos = (entity_info(self._graph, node) for node in found)
        chosen = (info for info in infos if kind is None or info.type is kind)
        return sorted(chosen, key=lambda info: (-info.papers, info.name.casefold(), info.id))

    def evidence(self, paper: str, entity: str) -> list[EvidenceItem]:
        """Return the sentences in which `paper` speaks of `entity`, in the order of the text.

        In place of an entity, the name of a cited paper or work or a repository will do. If
        `paper` builds on another, the sentences of that one come after its own.
        """
        return evidence_items(self._graph, self._names.paper(paper), self._names.node(entity))

    def related(self, paper: str, *, limit: int = 10) -> list[Related]:
        """Return the papers that share most entities with `paper`, rare ones weighing more.

        An entity of `d` among `n` papers weighs log(1 + n/d), after the inverse document
        frequency of Spärck Jones (1972).
        """
        source = self._names.paper(paper)
        total = sum(1 for _ in self._nodes(NodeKind.PAPER))
        shared: dict[str, list[tuple[float, str]]] = {}
        for entity in sorted({node for _, node, key in self._out(source) if key in ROLES}):
            papers = {other for other, _, key in self._in(entity) if key in ROLES}
            weight = math.log(1 + total / len(papers))
            for other in papers - {source}:
                shared.setdefault(other, []).append((-weight, self._label(entity)))
        scores = {
            other: -math.fsum(weight for weight, _ in found) for other, found in shared.items()
        }
        best = sorted(scores, key=lambda other: (-scores[other], other))[:limit]
        return [
            Related(
                paper=paper_info(self._graph, other),
                score=scores[other],
                shared=tuple(name for _, name in sorted(shared[other])),
            )
            for other in best
        ]

    def cites(self, paper: str) -> list[PaperInfo]:
        """Return what `paper` cites: papers of the graph and works outside it (see `kind`)."""
        return self._objects(self._names.paper(paper), Relation.CITES)

    def cited_by(self, paper: str) -> list[PaperInfo]:
        """Return the papers that cite `paper`, which may be a cited work outside the graph."""
        return self._subjects(self._names.work(paper), Relation.CITES)

    def builds_on(self, paper: str) -> list[PaperInfo]:
        """Return the papers that introduce what `paper` names; citations do not count here."""
        return self._objects(self._names.paper(paper), Relation.BUILDS_ON)

    def built_on_by(self, paper: str) -> list[PaperInfo]:
        """Return the papers that name what `paper` introduces."""
        return self._subjects(self._names.paper(paper), Relation.BUILDS_ON)

    def path(self, start: str, end: str) -> list[Link]:
        """Return a shortest chain of links between two nodes, in either direction of each.

        It is empty if nothing joins them. Among chains of one length, that whose nodes come
        first by id is taken.
        """
        source, target = self._names.node(start), self._names.node(end)
        view = self._graph.to_undirected(as_view=True)
        before = {node: via for via, node in nx.bfs_edges(view, source, sort_neighbors=sorted)}
        nodes = [target]
        while nodes[-1] in before:
            nodes.append(before[nodes[-1]])
        if nodes[-1] != source:
            return []
        nodes.reverse()
        return [link(self._graph, a, b) for a, b in pairwise(nodes)]

    def sparql(self, query: str, /, **values: "Value") -> "Answer":
        """Answer a SPARQL query over the RDF of the graph, or a query of the library.

        Args:
            query: SPARQL 1.1, or a name that `citekg query --list` prints.
            values: what the parameters of the query stand for, for example `entity="DPO"`.

        Raises:
            UnknownNameError: if there is no such query, parameter, entity or paper.
            CitekgError: if the query is no SPARQL, would change or fetch data, or lacks a value.
        """
        return self._dataset.query(query, values)

    @cached_property
    def _dataset(self) -> "Dataset":
        from output.sparql import parse_dataset

        return parse_dataset(output.render(self._graph, ".nt"))

    def _nodes(self, kind: NodeKind) -> Iterator[str]:
        return (n for n, data in self._graph.nodes(data=True) if data[Attribute.KIND] == kind)

    def _out(self, node: str) -> Iterable[tuple[str, str, str]]:
        edges: Iterable[tuple[str, str, str]] = self._graph.out_edges(node, keys=True)
        return edges

    def _in(self, node: str) -> Iterable[tuple[str, str, str]]:
        edges: Iterable[tuple[str, str, str]] = self._graph.in_edges(node, keys=True)
        return edges

    def _objects(self, node: str, relation: Relation) -> list[PaperInfo]:
        return self._works({other for _, other, key in self._out(node) if key == relation})

    def _subjects(self, node: str, relation: Relation) -> list[PaperInfo]:
        return self._works({other for other, _, key in self._in(node) if key == relation})

    def _variants(self, node: str) -> set[str]:
        """Return all that is a variant of an entity, or a variant of its variants."""
        family = nx.subgraph_view(self._graph, filter_edge=_is_variant)
        return {str(other) for other in nx.ancestors(family, node)}

    def _label(self, node: str) -> str:
        return str(self._graph.nodes[node][Attribute.LABEL])

    def _works(self, nodes: Iterable[str]) -> list[PaperInfo]:
        infos = (paper_info(self._graph, node) for node in nodes)
        return sorted(infos, key=lambda p: (p.year or math.inf, p.title.casefold(), p.id))


def _is_variant(_: str, __: str, key: str) -> bool:
    return key == Relation.VARIANT_OF
