"""Ask a graph: who uses what, with which evidence, and what lies near."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import output
from kg import store
from kg.answers import Answers
from kg.asking import Lookups, Surveys, Walks
from kg.basis import Basis, write_basis
from kg.changes import Change, compare
from kg.conditions import types_of
from kg.garbage import uncollected
from kg.graph import Graph
from kg.questions.advice import part
from kg.results import PaperInfo
from output.report import Intake, counted
from schemas import BASE_IRI, Attribute, EntityType, Failure, NodeKind, Relation

if TYPE_CHECKING:
    from output.html import Frame
    from output.sparql import Answer, Dataset, Value


class KnowledgeGraph(Lookups, Surveys, Walks):
    """A graph with its questions; nothing here changes it. `len` counts its nodes.

    Papers are found by id, DOI, arXiv id or title, entities by id, name or alias in any
    spelling. A name that nothing carries raises `UnknownNameError`, one that several nodes
    carry `AmbiguousNameError`.

    Names, centralities, communities and weights of chains are worked out once and kept: after a
    change of `nx`, ask a new `KnowledgeGraph(graph.nx)`.

    >>> len(graph.papers(about="Llama")), len(graph.papers(about="Llama", variants=True))
    (3, 15)
    """

    def __init__(
        self, graph: Graph, *, intake: Intake | None = None, basis: Basis | None = None
    ) -> None:
        self._graph = graph
        self._intake = intake
        self._basis = basis
        self._centralities = {}
        self._communities = {}

    @classmethod
    def load(cls, path: Path | str) -> "KnowledgeGraph":
        """Read the graph from a folder that `save` or `citekg build` wrote, or its `graph.json`.

        Raises:
            InputError: if there is no such file.
            GraphFormatError: if it is no graph of this version.

        >>> import kg
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     _ = graph.save(folder)
        ...     again = kg.load(folder)
        >>> len(again) == len(graph)
        True
        """
        return cls(store.load(path))

    @uncollected()
    def save(self, folder: Path | str, *, base: str | None = None) -> tuple[Path, ...]:
        """Write graph.html, graph.ttl, report.md and graph.json into `folder`; return their paths.

        A graph that was built here also leaves what it is built from, so that it can grow.

        Args:
            folder: made if it is not there.
            base: start of every IRI in the RDF; by default that of the graph that this one grew
                from, if there is one.

        Raises:
            OSError: if a file cannot be written.

        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     [path.name for path in graph.save(folder)]
        ['graph.html', 'graph.ttl', 'report.md', 'graph.json']
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
        """Return the page as a notebook displays it, `height` pixels high.

        >>> type(graph.show(height=500)).__name__
        'Frame'
        """
        from output.html import Frame

        return Frame(str(output.render(self._graph, ".html", title=title)), height)

    @property
    def nx(self) -> Graph:
        """The NetworkX graph itself; `kg.graph` describes its nodes and edges.

        >>> graph.nx.nodes["arxiv:2405.14734"]["year"]
        2024
        """
        return self._graph

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What could not be read when this graph was built; a loaded graph has none.

        >>> graph.failures
        ()
        """
        return self._intake.failures if self._intake else ()

    def __len__(self) -> int:
        return len(self._graph)

    def __repr__(self) -> str:
        kinds = [data[Attribute.KIND] for _, data in self._graph.nodes(data=True)]
        counts = [counted(kinds.count(kind), kind.replace("_", " ")) for kind in NodeKind]
        links = counted(self._graph.number_of_edges(), "link")
        return f"<KnowledgeGraph: {', '.join(counts)}, {links}>"

    def changes(self, *, since: "KnowledgeGraph") -> Answers[Change]:
        """Return what came, went or changed since an earlier graph: nodes first, then links.

        >>> len(graph.changes(since=graph))
        0
        """
        return Answers(Change, compare(since.nx, self._graph))

    def subgraph(
        self,
        papers: Iterable[PaperInfo | str] | None = None,
        *,
        about: str | None = None,
        role: Relation | str | None = None,
        variants: bool = False,
        since: int | None = None,
        until: int | None = None,
        text: str | None = None,
        types: Iterable[EntityType | str] = (),
    ) -> "KnowledgeGraph":
        """Return a graph of some papers, what they name and cite, and the links between these.

        Args:
            papers: any answer with papers, or their names; by default those that meet all
                conditions, which are those of `papers`.
            about: name of an entity that they speak of.
            role: how they stand to it (or to any entity).
            variants: whether speaking of a variant of it counts, too.
            since: first year.
            until: last year.
            text: words that stand so in title or abstract.
            types: of the entities that are kept; by default all.

        >>> part = graph.subgraph(about="DPO")
        >>> len(part.papers()) == len(graph.papers(about="DPO"))
        True
        """
        conditions = {
            paper.id
            for paper in self.papers(
                about, role=role, variants=variants, since=since, until=until, text=text
            )
        }
        if papers is not None:
            conditions &= {
                p.id if isinstance(p, PaperInfo) else self._names.paper(p) for p in papers
            }
        return KnowledgeGraph(part(self._graph, conditions, types_of(types)))

    def sparql(self, query: str, /, **values: "Value") -> "Answer":
        """Answer a SPARQL query over the RDF of the graph, or a query of the library.

        Args:
            query: SPARQL 1.1, or a name that `citekg query --list` prints.
            values: what the parameters of the query stand for, for example `entity="DPO"`.

        Raises:
            UnknownNameError: if there is no such query, parameter, entity or paper.
            CitekgError: if the query is no SPARQL, would change or fetch data, or lacks a value.

        >>> graph.sparql("introduced-by", entity="DPO").rows[0][-1]
        'paper:arxiv.2305.18290'
        """
        return self._dataset.query(query, values)

    @cached_property
    def _dataset(self) -> "Dataset":
        from output.sparql import parse_dataset

        return parse_dataset(output.render(self._graph, ".nt"))
