"""Neo4j: CSV for `neo4j-admin database import`, and a Cypher script for a running database."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from output.interchange.flat import (
    LINK_COLUMNS,
    NODE_COLUMNS,
    Graph,
    Row,
    Value,
    link_rows,
    node_rows,
)
from output.interchange.tables import csv_text
from schemas import EntityType, NodeKind, Relation

_LABELS: Final = {
    NodeKind.PAPER: "Paper",
    NodeKind.ENTITY: "Entity",
    NodeKind.CITED_WORK: "CitedWork",
    NodeKind.REPOSITORY: "Repository",
}
_TYPES: Final = {str: "", int: ":int", float: ":double", bool: ":boolean"}
_BATCH: Final = 500
_README: Final = """Import with Neo4j 5 or later, while the database is stopped:

    neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv \\
        --multiline-fields=true --overwrite-destination neo4j

Labels are {labels}; relationship types are {types}.
Of the evidence, the first sentence of each link is here.
"""


def to_neo4j(graph: Graph) -> dict[str, str]:
    """Return `nodes.csv`, `relationships.csv` and how to import them.

    Of the evidence only the first sentence of a link is kept.
    """
    headings = {name: f"{name}{_TYPES[kind]}" for name, kind in NODE_COLUMNS.items()}
    headings |= {"id": "id:ID", "kind": ":LABEL"}
    ends = {"source": ":START_ID", "target": ":END_ID", "relation": ":TYPE"}
    links = {name: f"{name}{_TYPES[kind]}" for name, kind in LINK_COLUMNS.items()} | ends
    nodes = ({**row, "kind": _label(row, ";"), "ambiguous": _word(row)} for row in node_rows(graph))
    relations = ({**row, "relation": str(row["relation"]).upper()} for row in link_rows(graph))
    return {
        "nodes.csv": _csv(headings, nodes),
        "relationships.csv": _csv(links, relations),
        "README.txt": _README.format(
            labels=", ".join((*_LABELS.values(), *(kind.title() for kind in EntityType))),
            types=", ".join(relation.upper() for relation in Relation),
        ),
    }


def _csv(headings: dict[str, str], rows: Iterable[Row]) -> str:
    renamed = ({headings[name]: value for name, value in row.items()} for row in rows)
    return csv_text(headings.values(), renamed)


def _word(row: Row) -> str:
    return "" if row["ambiguous"] is None else str(row["ambiguous"]).lower()


def _label(row: Row, separator: str) -> str:
    kind = _LABELS[NodeKind(str(row["kind"]))]
    return f"{kind}{separator}{str(row['type']).title()}" if row["type"] else kind


def to_cypher(graph: Graph) -> str:
    """Return a Cypher script that adds a graph to a database; running it twice changes nothing.

    It is for `cypher-shell` and Neo4j 5. Of the evidence only the first sentence of a link is kept.
    """
    lines = [
        f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS "
        f"FOR (n:{label}) REQUIRE n.id IS UNIQUE;"
        for label in _LABELS.values()
    ]
    by_label: defaultdict[str, list[Row]] = defaultdict(list)
    kinds: dict[Value, str] = {}
    for row in node_rows(graph):
        kind = _LABELS[NodeKind(str(row["kind"]))]
        kinds[row["id"]] = kind
        further = f":{str(row['type']).title()}" if row["type"] else ""
        by_label[f"{kind} {further}"].append(row)
    for labels in sorted(by_label):
        kind, further = labels.split(" ")
        more = f" SET n{further}" if further else ""
        for batch in _batches(by_label[labels]):
            lines.append(
                f"UNWIND {batch} AS row MERGE (n:{kind} {{id: row.id}}) SET n += row{more};"
            )
    by_ends: defaultdict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in link_rows(graph):
        relation = str(row.pop("relation")).upper()
        by_ends[kinds[row["source"]], relation, kinds[row["target"]]].append(row)
    for (one, relation, other), rows in sorted(by_ends.items()):
        for batch in _batches(rows):
            lines.append(
                f"UNWIND {batch} AS row MATCH (a:{one} {{id: row.source}}), "
                f"(b:{other} {{id: row.target}}) MERGE (a)-[r:{relation}]->(b) "
                "SET r.confidence = row.confidence, r.mentions = row.mentions, "
                "r.sentence = row.sentence;"
            )
    return "\n".join(lines) + "\n"


def _batches(rows: list[Row]) -> Iterator[str]:
    remaining = iter(rows)
    while batch := [*islice(remaining, _BATCH)]:
        yield f"[{', '.join(map(_map, batch))}]"


def _map(row: Row) -> str:
    given = {name: value for name, value in row.items() if value is not None and name != "kind"}
    return "{" + ", ".join(f"{name}: {literal(value)}" for name, value in given.items()) + "}"


def literal(value: Value) -> str:
    r"""Return a value as a literal of Cypher, whatever text it holds.

    >>> print(literal("it's \\ a\nline"), literal(True), literal(0.5))
    'it\'s \\ a\nline' true 0.5
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    escaped = str(value).replace("\\", "\\\\").replace("'", "\\'")
    return "'" + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + "'"
