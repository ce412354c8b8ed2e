"""Rows as text that is read on a terminal or in a notebook."""

from collections.abc import Sequence
from html import escape
from itertools import zip_longest
from typing import TypeAlias

Cell: TypeAlias = str | int | float | tuple[str, ...] | None

_PARTS = 4  # of a cell that are printed


def printable(text: str) -> str:
    r"""Return foreign text for one line of a terminal, without what could steer it.

    >>> printable("a\tb\x1b[31m")
    'a b[31m'
    """
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


def flat(value: Cell, separator: str = "; ") -> str | int | float:
    """Return a cell as one value: its parts joined, and nothing as no text.

    >>> flat(("a", "b")), flat(None), flat(2)
    ('a; b', '', 2)
    """
    if isinstance(value, tuple):
        return separator.join(value)
    return "" if value is None else value


def to_table(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Return rows under their headings, aligned for reading.

    >>> print(to_table(["name", "f1"], [["core", 2 / 3]]), end="")
    name  f1
    ----  -----
    core  0.667
    """
    cells = [[_text(cell) for cell in row] for row in (columns, *rows)]
    widths = [max(map(len, column)) for column in zip_longest(*cells, fillvalue="")]
    cells.insert(1, ["-" * width for width in widths])
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in cells)
    return "".join(f"{line}\n" for line in lines)


def to_html(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Return rows under their headings as an HTML table, escaped.

    >>> to_html(["a"], [["<b>"]])
    '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>&lt;b&gt;</td></tr></tbody></table>'
    """
    head = "".join(f"<th>{escape(_text(column))}</th>" for column in columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(_text(cell))}</td>' for cell in row)}</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _text(value: Cell) -> str:
    if isinstance(value, tuple) and len(value) > _PARTS:
        value = f"{', '.join(value[:_PARTS])} and {len(value) - _PARTS} more"
    return f"{value:.3f}" if isinstance(value, float) else printable(str(flat(value, ", ")))
