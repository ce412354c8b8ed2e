"""Tables of nodes, links and evidence, as CSV and Parquet; nothing of the links is left out."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from output.interchange.flat import (
    EVIDENCE_COLUMNS,
    LINK_COLUMNS,
    NODE_COLUMNS,
    Graph,
    Row,
    evidence_rows,
    link_rows,
    node_rows,
)
from schemas import MissingExtraError

Columns = dict[str, type]

_TABLES: Final[dict[str, tuple[Columns, Callable[[Graph], Iterator[Row]]]]] = {
    "nodes": (NODE_COLUMNS, node_rows),
    "links": (LINK_COLUMNS, link_rows),
    "evidence": (EVIDENCE_COLUMNS, evidence_rows),
}


def to_csv_tables(graph: Graph) -> dict[str, str]:
    """Return `nodes.csv`, `links.csv` and `evidence.csv`; lists are joined by "; "."""
    return {
        f"{name}.csv": csv_text(columns, rows(graph)) for name, (columns, rows) in _TABLES.items()
    }


def to_parquet_tables(graph: Graph) -> dict[str, bytes]:
    """Return `nodes.parquet`, `links.parquet` and `evidence.parquet`; lists are joined by "; ".

    Raises:
        MissingExtraError: if pyarrow is missing.
    """
    return {
        f"{name}.parquet": parquet(columns, rows(graph))
        for name, (columns, rows) in _TABLES.items()
    }


def csv_text(columns: Iterable[str], rows: Iterable[dict[str, Any]]) -> str:
    """Return rows as CSV under their headings."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [*columns], lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def parquet(columns: dict[str, Any], rows: Iterable[dict[str, Any]]) -> bytes:
    """Return rows as Parquet; a column is of a Python type, or of `list[str]`.

    Raises:
        MissingExtraError: if pyarrow is missing.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingExtraError("Parquet", "parquet") from error
    types = {
        str: pa.string(),
        int: pa.int64(),
        float: pa.float64(),
        bool: pa.bool_(),
        list[str]: pa.list_(pa.string()),
    }
    schema = pa.schema([(name, types[kind]) for name, kind in columns.items()])
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([*rows], schema=schema), stream)
    return stream.getvalue()
