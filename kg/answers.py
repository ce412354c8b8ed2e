"""What every answer can do: print as a table, show in a notebook, become dicts or a DataFrame."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Final, Generic, Protocol, TypeAlias, TypeVar, overload

from output.tables import Cell, to_html, to_table
from schemas import MissingExtraError

if TYPE_CHECKING:
    import pandas

_SHOWN: Final = 20
_SHOWN_IN_HTML: Final = 200

Plain: TypeAlias = str | int | float | list[str] | None


class Record(Protocol):
    """A value that is one row of a table."""

    columns: ClassVar[tuple[str, ...]]
    details: ClassVar[tuple[str, ...]]

    def cells(self) -> tuple[Cell, ...]:
        """Return the row: what stands under `columns`, then under `details`."""
        ...


Item = TypeVar("Item", bound=Record, covariant=True)


class Tabular:
    """An answer with rows under `columns`, and under `details` that are not printed."""

    __slots__ = ()

    @property
    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """The headings of what is printed."""

    @property
    def details(self) -> tuple[str, ...]:
        """The headings of what the rows hold beside it."""
        return ()

    @abstractmethod
    def rows(self) -> list[tuple[Cell, ...]]:
        """Return the rows: what stands under `columns`, then under `details`."""

    def to_table(self) -> str:
        """Return what is printed of the rows, under headings and aligned.

        >>> print(graph.papers(about="SimPO").to_table())
        year  title                                                               id
        ----  ------------------------------------------------------------------  ----------------
        2024  SimPO: Simple Preference Optimization with a Reference-Free Reward  arxiv:2405.14734
        """
        return to_table(self.columns, self._printed()).rstrip("\n")

    def to_dicts(self) -> list[dict[str, Plain]]:
        """Return each row as a dict of plain values: the keys are columns and details.

        >>> graph.papers(about="SimPO").to_dicts()[0]["year"]
        2024
        """
        names = (*self.columns, *self.details)
        return [dict(zip(names, map(_plain, row), strict=True)) for row in self.rows()]

    def to_pandas(self) -> "pandas.DataFrame":
        """Return the rows as a pandas DataFrame; needs the extra `pandas`.

        Raises:
            MissingExtraError: if pandas is not installed.

        >>> graph.papers(about="SimPO").to_pandas().shape
        (1, 7)
        """
        try:
            import pandas
        except ImportError as error:
            raise MissingExtraError("to_pandas()", "pandas") from error
        return pandas.DataFrame(self.to_dicts(), columns=[*self.columns, *self.details])

    def __repr__(self) -> str:
        return str(self)

    def _printed(self) -> list[tuple[Cell, ...]]:
        return [row[: len(self.columns)] for row in self.rows()]

    def _repr_html_(self) -> str:
        rows = self._printed()
        return to_html(self.columns, rows[:_SHOWN_IN_HTML]) + _more(
            rows, _SHOWN_IN_HTML, "<p>{}</p>"
        )


class Answers(Tabular, Sequence[Item], Generic[Item]):
    """Records in order, which cannot be changed; equal to any list or tuple of the same records.

    >>> from kg.results import PaperInfo
    >>> found = Answers(PaperInfo, [PaperInfo(id="local:1", title="On Tea", year=2023)])
    >>> print(found)
    year  title   id
    ----  ------  -------
    2023  On Tea  local:1
    >>> found.to_dicts()[0]["authors"]
    []
    >>> found[0].title, len(found), found[1:] == []
    ('On Tea', 1, True)
    """

    __slots__ = ("_items", "_of")

    def __init__(self, of: type[Item], items: Iterable[Item] = ()) -> None:
        self._of = of
        self._items = tuple(items)

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of what is printed."""
        return self._of.columns

    @property
    def details(self) -> tuple[str, ...]:
        """The headings of what the rows hold beside it."""
        return self._of.details

    def rows(self) -> list[tuple[Cell, ...]]:
        """Return one row a record."""
        return [item.cells() for item in self._items]

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> "Answers[Item]": ...
    def __getitem__(self, index: int | slice) -> "Item | Answers[Item]":
        if isinstance(index, slice):
            return Answers(self._of, self._items[index])
        return self._items[index]

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Answers):
            return self._items == other._items
        return self._items == tuple(other) if isinstance(other, list | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._items)

    def __str__(self) -> str:
        return self.to_table()

    def __repr__(self) -> str:
        return self[:_SHOWN].to_table() + _more(self._items, _SHOWN, "\n{}")


def _plain(value: Cell) -> Plain:
    if isinstance(value, tuple):
        return [str(part) for part in value]
    return str(value) if isinstance(value, str) else value


def _more(rows: Sequence[object], shown: int, pattern: str) -> str:
    more = len(rows) - shown
    return pattern.format(f"... and {more} more") if more > 0 else ""
