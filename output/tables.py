"""Rows as text that is read on a terminal."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import TypeAlias

Cell: TypeAlias = str | int | float


def printable(text: str) -> str:
    r"""Return foreign text for one line of a terminal, without what could steer it.

    >>> printable("a\tb\x1b[31m")
    'a b[31m'
    """
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


def to_table(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Return rows under their headings, aligned for reading.

    >>> print(to_table(["name", "f1"], [["core", 2 / 3]]), end="")
    name  f1
    ----  -----
    core  0.667
    """
    cells = [[_cell(cell) for cell in row] for row in (columns, *rows)]
    widths = [max(map(len, column)) for column in zip_longest(*cells, fillvalue="")]
    cells.insert(1, ["-" * width for width in widths])
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in cells)
    return "".join(f"{line}\n" for line in lines)


def _cell(value: Cell) -> str:
    return f"{value:.3f}" if isinstance(value, float) else printable(str(value))
