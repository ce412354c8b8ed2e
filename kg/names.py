"""Find the node that a name means."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from kg.entities.spelling import spelling_key
from kg.graph import Graph
from kg.results import entity_info
from schemas import AmbiguousNameError, Attribute, NodeKind, UnknownNameError, fold, work_curie

_SHORTEST_PREFIX = 12
_MAIN_SHARE = 0.9


class NameIndex:
    """Names of the papers, entities and other nodes of one graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._keys: dict[str, dict[str, set[str]]] = {}

    @cached_property
    def _identifiers(self) -> dict[str, set[str]]:
        return _group(self._identifier_pairs())

    @cached_property
    def _titles(self) -> dict[str, set[str]]:
        return _group((fold(label), node) for node, label in self._labels(NodeKind.PAPER))

    @cached_property
    def _short_titles(self) -> dict[str, set[str]]:
        return _group(
            (fold(label.partition(":")[0]), node) for node, label in self._labels(NodeKind.PAPER)
        )

    @cached_property
    def _by_initial(self) -> dict[str, list[tuple[str, str]]]:
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for node, label in self._labels(NodeKind.ENTITY):
            for name in {label, *self._graph.nodes[node][Attribute.ALIASES]}:
                groups[_initial(name)].append((name, node))
        return dict(groups)

    def _called(self, key: str) -> set[str]:
        """Return the entities that have a name of this key, ambiguous ones too.

        Keys are worked out for the names of one initial when the first of them is asked for.
        """
        found: set[str] = set()
        for initial in {key[:1], ""}:
            if initial not in self._keys:
                names = self._by_initial.get(initial, ())
                self._keys[initial] = _group((spelling_key(name), node) for name, node in names)
            found |= self._keys[initial].get(key, set())
        return found

    def _named(self, key: str) -> set[str]:
        """Return the entities whose own name, not an alias, has this key; no ambiguous ones."""
        nodes = ((node, self._graph.nodes[node]) for node in self._called(key))
        return {
            node
            for node, data in nodes
            if not data[Attribute.AMBIGUOUS] and spelling_key(data[Attribute.LABEL]) == key
        }

    def _labels(self, *kinds: NodeKind) -> Iterator[tuple[str, str]]:
        for node, data in self._graph.nodes(data=True):
            if data[Attribute.KIND] in kinds:
                yield node, data[Attribute.LABEL]

    def _identifier_pairs(self) -> Iterator[tuple[str, str]]:
        for node, _ in self._labels(NodeKind.PAPER):
            data = self._graph.nodes[node]
            given = (data[Attribute.DOI], data[Attribute.ARXIV], *data[Attribute.IDENTIFIERS])
            for name in filter(None, given):
                yield work_curie(name) or name, node

    def _kind(self, node: str) -> NodeKind | None:
        return NodeKind(self._graph.nodes[node][Attribute.KIND]) if node in self._graph else None

    def _only(self, what: str, name: str, nodes: Iterable[str]) -> str | None:
        labels = {node: self._graph.nodes[node][Attribute.LABEL] for node in nodes}
        if len(labels) > 1:
            raise AmbiguousNameError(what, name, labels)
        return next(iter(labels), None)

    def entity(self, name: str) -> str:
        """Return the CURIE of an entity from its CURIE, its canonical name or any alias.

        Spelling is folded. A canonical name counts before aliases of others, except that of
        an ambiguous short form, which is one sense among those that have it as an alias. Of
        several senses, one of at least 90 % of their papers counts: the others are slips.

        Raises:
            UnknownNameError: if no entity has this name.
            AmbiguousNameError: if several have it.
        """
        if node := self.find_entity(name):
            return node
        raise UnknownNameError(NodeKind.ENTITY, name, self._spellings())

    def senses(self, name: str) -> list[str]:
        """Return the CURIEs of all entities that a CURIE, name or alias may mean, sorted.

        Raises:
            UnknownNameError: if no entity has this name.
        """
        if self._kind(name) is NodeKind.ENTITY:
            return [name]
        if nodes := self._called(spelling_key(name)):
            return sorted(nodes)
        raise UnknownNameError(NodeKind.ENTITY, name, self._spellings())

    def find_entity(self, name: str) -> str | None:
        """Return the CURIE of an entity as `entity` does, or None if there is none.

        Raises:
            AmbiguousNameError: if several entities have the name.
        """
        if self._kind(name) is NodeKind.ENTITY:
            return name
        key = spelling_key(name)
        named = self._named(key)
        exact = {node for node in named if self._graph.nodes[node][Attribute.LABEL] == name}
        nodes = exact or named or self._called(key)
        infos = [entity_info(self._graph, node) for node in sorted(nodes)]
        papers = sum(info.papers for info in infos)
        main = [info.id for info in infos if papers and info.papers >= _MAIN_SHARE * papers]
        return self._only(NodeKind.ENTITY, name, main or nodes)

    def _spellings(self) -> Iterator[str]:
        for node, label in self._labels(NodeKind.ENTITY):
            yield label
            yield from self._graph.nodes[node][Attribute.ALIASES]

    def paper(self, name: str) -> str:
        """Return the CURIE of a paper from an id, DOI, arXiv id or URL of one, or its title.

        The name before the colon of a title will do ("SimPO: Simple Preference ..."), and so
        will its first 12 characters or more, if they fit one paper.

        Raises:
            UnknownNameError: if no paper has this name.
            AmbiguousNameError: if several have it.
        """
        if node := self.find_paper(name):
            return node
        titles = (label for _, label in self._labels(NodeKind.PAPER))
        raise UnknownNameError(NodeKind.PAPER, name, titles)

    def find_paper(self, name: str) -> str | None:
        """Return the CURIE of a paper as `paper` does, or None if there is none.

        Raises:
            AmbiguousNameError: if several papers have the name.
        """
        identifier = work_curie(name) or name
        if self._kind(identifier) is NodeKind.PAPER:
            return identifier
        title = fold(name)
        nodes = (
            self._identifiers.get(identifier)
            or self._titles.get(title)
            or self._short_titles.get(title)
        )
        if not nodes and len(name) >= _SHORTEST_PREFIX:
            nodes = {
                node
                for whole, group in self._titles.items()
                if whole.startswith(title)
                for node in group
            }
        return self._only(NodeKind.PAPER, name, nodes or ())

    def work(self, name: str) -> str:
        """Return the CURIE of a paper, or of a cited work from its CURIE or label.

        Raises:
            UnknownNameError: if nothing has this name.
            AmbiguousNameError: if several have it.
        """
        return self._other(name, NodeKind.CITED_WORK) or self.paper(name)

    def node(self, name: str) -> str:
        """Return the CURIE of whatever carries this name: entity, paper, cited work, repository.

        Raises:
            UnknownNameError: if nothing has this name.
            AmbiguousNameError: if several have it.
        """
        others = (NodeKind.CITED_WORK, NodeKind.REPOSITORY)
        for node in (self.find_entity(name), self.find_paper(name), self._other(name, *others)):
            if node:
                return node
        labels = (label for _, label in self._labels(NodeKind.PAPER, *others))
        raise UnknownNameError("node", name, (*self._spellings(), *labels))

    def _other(self, name: str, *kinds: NodeKind) -> str | None:
        identifier = work_curie(name) or name
        if self._kind(identifier) in kinds:
            return identifier
        return self._only("node", name, [n for n, label in self._labels(*kinds) if label == name])


def _initial(name: str) -> str:
    """Return the first letter of the key of a name, or nothing where the key itself must tell.

    >>> _initial("DPO"), _initial("β-CROWN")
    ('d', '')
    """
    first = name[:1]
    return first.casefold() if first.isascii() and first.isalnum() else ""


def _group(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for name, node in pairs:
        groups[name].add(node)
    return dict(groups)
