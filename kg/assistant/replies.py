"""What a tool answers: what was found, the sentences behind it, and how much was left out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Any, Final, Generic, TypeVar

from kg.results import PaperInfo
from output.assistants import Reply
from output.tables import printable
from schemas import Attribute, Relation

Record = TypeVar("Record")

_PARTS: Final = 10
_LEFT_OUT: Final = "_left_out"
_DIGITS: Final = 4
_ID: Final = "id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence of a paper, and what it is evidence of: `relation` to the thing `name`.

    Without a relation it is a passage that holds the words that were asked for; `listed` tells
    that it is an entry of the reference list, not a sentence.

    >>> print(Quote(paper="local:1", title="On Tea", year=2023, sentence="We use TeaNet.",
    ...             relation=Relation.USES, name="TeaNet", confidence=0.9))
    "We use TeaNet." (uses TeaNet, 0.90; On Tea, 2023, local:1)
    """

    paper: str
    title: str
    year: int | None = None
    sentence: str
    relation: Relation | None = None
    name: str = ""
    confidence: float | None = None
    listed: bool = False

    def __str__(self) -> str:
        return self.line()

    def line(self, *, within: bool = False) -> str:
        """Return the sentence and what it shows; `within` what names its paper already."""
        sure = "" if self.confidence is None else f", {self.confidence:.2f}"
        year = f", {self.year}" if self.year else ""
        parts = (
            f"{self.relation} {self.name}{sure}" if self.relation else "",
            "" if within else f"{self.title}{year}, {self.paper}",
        )
        said = f"in the reference list: {self.sentence}" if self.listed else f'"{self.sentence}"'
        why = "; ".join(filter(None, parts))
        return f"{said} ({why})" if why else said


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[Record]):
    """One thing that was found, and the sentences of papers that show it."""

    found: Record
    evidence: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings(Generic[Record]):
    """What was found, best first: `total` in all, `left_out` of them not shown (see `limit`).

    Fields with their default value are not written. A list inside an item that is longer than ten
    is cut; a number beside it, named after it with `_left_out`, tells how many are missing.
    """

    total: int
    left_out: int
    items: tuple[Found[Record], ...]
    note: str = ""


def to_reply(findings: Findings[Record]) -> Reply:
    """Return findings as text to read and as plain values."""
    return Reply(text="\n".join(_lines(findings)), data=_plain(findings))


def _lines(findings: Findings[Record]) -> Iterator[str]:
    if not findings.items:
        yield "nothing found"
    for item in findings.items:
        lines = list(_of_record(item.found))
        yield from lines
        for quote in item.evidence:
            within = any(f"<{quote.paper}>" in line for line in lines[:1])
            yield f"    {printable(quote.line(within=within))}"
    if findings.left_out:
        yield f"... and {findings.left_out} more: raise `limit` or narrow the question"
    if findings.note:
        yield findings.note


def _of_record(record: Any) -> Iterator[str]:
    """Yield what a record prints as, with its id and the first of its papers."""
    node = getattr(getattr(record, "entity", record), _ID, "")
    for number, line in enumerate(str(record).split("\n")):
        indent = line[: len(line) - len(line.lstrip())]
        own = f" <{node}>" if number == 0 and node and node not in line else ""
        yield f"{indent}{printable(line)}{own}"
    papers = getattr(record, "papers", ())
    if isinstance(papers, tuple):
        yield from (f"  {printable(str(paper))}" for paper in papers[:_PARTS])
        if len(papers) > _PARTS:
            yield f"  ... and {len(papers) - _PARTS} more papers"


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return _plain_record(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, float):
        return round(value, _DIGITS)
    return str(value) if isinstance(value, str) else value


def _plain_record(record: Any) -> dict[str, Any]:
    """Return the fields of a record that say something; abstracts of papers that are listed don't.

    The items of the findings themselves are not cut: their number is that of `limit`.
    """
    kept = {
        field.name: getattr(record, field.name)
        for field in fields(record)
        if not _is_default(record, field)
        and not (isinstance(record, PaperInfo) and field.name == Attribute.ABSTRACT)
    }
    if isinstance(record, Findings):
        return {name: _plain(value) for name, value in kept.items()}
    return _cut(kept)


def _is_default(record: Any, field: Any) -> bool:
    return field.default is not MISSING and getattr(record, field.name) == field.default


def _cut(values: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            plain[name] = {str(key): _plain(_first(part)) for key, part in value.items()}
            missing: Any = {str(k): n for k, part in value.items() if (n := _rest(part))}
        else:
            plain[name], missing = _plain(_first(value)), _rest(value)
        if missing:
            plain[f"{name}{_LEFT_OUT}"] = missing
    return plain


def _first(value: Any) -> Any:
    return value[:_PARTS] if isinstance(value, tuple) else value


def _rest(value: Any) -> int:
    return max(len(value) - _PARTS, 0) if isinstance(value, tuple) else 0


def some(items: Iterable[Found[Record]], total: int, note: str = "") -> Findings[Record]:
    """Return findings of which there are `total`, though only some are shown."""
    shown = tuple(items)
    return Findings(total=total, left_out=total - len(shown), items=shown, note=note)
