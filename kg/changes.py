"""What changed between two graphs: papers, entities, works and links that came, went or differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Final, TypeAlias

from kg.graph import Graph
from output.tables import Cell
from schemas import ROLES, Attribute, NodeKind

_Key: TypeAlias = tuple[str, str, str]
_Link: TypeAlias = tuple[str, dict[str, Any]]

_ROLE: Final = "role"
_COMPARED: Final = {
    NodeKind.PAPER: (
        Attribute.TITLE,
        Attribute.ABSTRACT,
        Attribute.AUTHORS,
        Attribute.YEAR,
        Attribute.VENUE,
        Attribute.DOI,
        Attribute.ARXIV,
        Attribute.URL,
    ),
    NodeKind.ENTITY: (
        Attribute.LABEL,
        Attribute.TYPE,
        Attribute.ALIASES,
        Attribute.AMBIGUOUS,
    ),
    NodeKind.CITED_WORK: (Attribute.LABEL,),
    NodeKind.REPOSITORY: (),
}


class ChangeKind(StrEnum):
    """Whether a thing came, went or became another.

    >>> ChangeKind.NEW == "new"
    True
    """

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference: `what` is the kind of a node or the relation of a link, `how` the details.

    >>> print(Change(change=ChangeKind.NEW, what="uses", id="local:1 entity:tea",
    ...              name="On Tea -> tea"))
    new uses: On Tea -> tea
    """

    columns: ClassVar[tuple[str, ...]] = ("change", "what", "name", "how", "id")
    details: ClassVar[tuple[str, ...]] = ()

    change: ChangeKind
    what: str
    id: str
    name: str
    how: str = ""

    def __str__(self) -> str:
        return f"{self.change} {self.what}: {self.name}{f' ({self.how})' if self.how else ''}"

    def cells(self) -> tuple[Cell, ...]:
        """Return the row of a table."""
        return self.change, self.what, self.name, self.how, self.id


def compare(old: Graph, new: Graph) -> Iterator[Change]:
    """Yield what changed from one graph to another: nodes by kind, then links, each by id.

    A paper that got a better id is the same paper. Of one paper and one entity another role is
    a change, not a link that went and one that came.
    """
    renamed = _renamed(old, new)
    before = {renamed.get(node, node): data for node, data in old.nodes(data=True)}
    for kind in NodeKind:
        nodes = {*_of_kind(before, kind), *_of_kind(dict(new.nodes(data=True)), kind)}
        for node in sorted(nodes):
            yield from _node_change(kind, node, before.get(node), new.nodes.get(node))
        yield from (
            Change(
                change=ChangeKind.CHANGED,
                what=kind.value,
                id=known,
                name=str(new.nodes[known][Attribute.LABEL]),
                how=f"id: {node} -> {known}",
            )
            for node, known in sorted(renamed.items())
            if old.nodes[node][Attribute.KIND] == kind
        )
    yield from _link_changes(old, new, renamed)


def _of_kind(nodes: Mapping[str, dict[str, Any]], kind: NodeKind) -> set[str]:
    return {node for node, data in nodes.items() if data[Attribute.KIND] == kind}


def _renamed(old: Graph, new: Graph) -> dict[str, str]:
    """Map the CURIEs of papers and works that are gone to those that took their ids."""
    names = {
        name: node
        for node, data in sorted(new.nodes(data=True), reverse=True)
        for name in data.get(Attribute.IDENTIFIERS, ())
    }
    gone = [node for node in old if node not in new and Attribute.IDENTIFIERS in old.nodes[node]]
    return {node: names[node] for node in gone if node in names and names[node] not in old}


def _node_change(
    kind: NodeKind, node: str, old: dict[str, Any] | None, new: dict[str, Any] | None
) -> Iterator[Change]:
    def change(what: ChangeKind, label: str, how: str = "") -> Change:
        return Change(change=what, what=kind.value, id=node, name=label, how=how)

    if old is None and new is not None:
        yield change(ChangeKind.NEW, new[Attribute.LABEL])
    elif new is None and old is not None:
        yield change(ChangeKind.GONE, old[Attribute.LABEL])
    elif old and new and (how := "; ".join(_differences(old, new, kind))):
        yield change(ChangeKind.CHANGED, new[Attribute.LABEL], how)


def _differences(old: dict[str, Any], new: dict[str, Any], kind: NodeKind) -> Iterator[str]:
    for name in _COMPARED[kind]:
        one, other = old.get(name), new.get(name)
        if one == other:
            continue
        if name == Attribute.ALIASES:
            gone = [f"-{alias}" for alias in one or () if alias not in (other or ())]
            came = [f"+{alias}" for alias in other or () if alias not in (one or ())]
            yield f"{name}: {' '.join(gone + came)}"
        elif name == Attribute.ABSTRACT:
            yield f"{name}: {len(one or '')} -> {len(other or '')} characters"
        else:
            yield f"{name}: {_shown(one)} -> {_shown(other)}"


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "none")


def _link_changes(old: Graph, new: Graph, renamed: Mapping[str, str]) -> Iterator[Change]:
    before, after = _links(old, renamed), _links(new, {})
    for key in sorted(before.keys() | after.keys()):
        source, target, _ = key
        graph = new if key in after else old
        name = " -> ".join(_label(graph, node, renamed) for node in (source, target))
        curies = f"{source} {target}"
        if key not in before:
            yield Change(change=ChangeKind.NEW, what=after[key][0], id=curies, name=name)
        elif key not in after:
            yield Change(change=ChangeKind.GONE, what=before[key][0], id=curies, name=name)
        elif how := "; ".join(_link_differences(before[key], after[key])):
            what = after[key][0]
            yield Change(change=ChangeKind.CHANGED, what=what, id=curies, name=name, how=how)


def _links(graph: Graph, renamed: Mapping[str, str]) -> dict[_Key, _Link]:
    """Map the ends of each link, and its relation unless that is a role, to what it says."""
    return {
        (renamed.get(a, a), renamed.get(b, b), _ROLE if key in ROLES else key): (key, data)
        for a, b, key, data in graph.edges(keys=True, data=True)
    }


def _label(graph: Graph, node: str, renamed: Mapping[str, str]) -> str:
    if node not in graph:
        node = next(old for old, known in renamed.items() if known == node)
    return str(graph.nodes[node][Attribute.LABEL])


def _link_differences(old: _Link, new: _Link) -> Iterator[str]:
    if old[0] != new[0]:
        yield f"role: {old[0]} -> {new[0]}"
    confidences = [data[Attribute.CONFIDENCE] for _, data in (old, new)]
    if confidences[0] != confidences[1]:
        yield f"confidence: {confidences[0]:.2f} -> {confidences[1]:.2f}"
    sentences = [{item["sentence"] for item in data[Attribute.EVIDENCE]} for _, data in (old, new)]
    if sentences[0] != sentences[1]:
        gone, came = len(sentences[0] - sentences[1]), len(sentences[1] - sentences[0])
        yield f"evidence: -{gone} +{came}"
