"""What is installed, and what is not: the parts that citekg rests on."""

import platform
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, entry_points, requires, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import ClassVar, Final

from output.report import counted
from output.tables import Cell
from schemas import CitekgError, load, owner_of

_CITEKG: Final = "citekg"
_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
_MODELS: Final = "spacy_models"
_GROUPS: Final = {
    "citekg.readers": "reader",
    "citekg.exporters": "exporter",
    "spacy_factories": "component",
    _MODELS: "spaCy pipeline",
}
_REQUIREMENT: Final = re.compile(
    r"(?P<name>[\w.-]+)[^;]*(?:;.*extra\s*==\s*['\"](?P<extra>[\w-]+))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something that citekg uses: its version or size, and what to do if it is `missing`.

    >>> print(Part(name="pandas", extra="pandas", state="not installed", missing=True))
    pandas: not installed
    """

    columns: ClassVar[tuple[str, ...]] = ("part", "state", "for")
    details: ClassVar[tuple[str, ...]] = ("missing",)

    name: str
    state: str
    extra: str = ""
    missing: bool = False

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"

    def cells(self) -> tuple[Cell, ...]:
        """Return the row of a table."""
        return self.name, self.state, f"extra '{self.extra}'" if self.extra else "", self.missing


def own_version() -> str:
    """Return the version of citekg that is installed, or a word that none is."""
    try:
        return version(_CITEKG)
    except PackageNotFoundError:
        return "(not installed)"


def diagnose() -> list[Part]:
    """Return the parts of this installation: packages, those of extras, browser, model, words.

    What other distributions add comes last.
    """
    parts = [
        _package(_CITEKG),
        Part(name="Python", state=f"{platform.python_version()} on {platform.system()}"),
    ]
    return [*parts, *_packages(), _browser(), _model(), _vocabulary(), *_extensions()]


def _packages() -> Iterator[Part]:
    try:
        requirements = requires(_CITEKG) or ()
    except PackageNotFoundError:
        return
    found = [match for r in requirements if (match := _REQUIREMENT.match(r))]
    for match in sorted(found, key=lambda m: (m["extra"] or "", m["name"])):
        yield _package(match["name"], match["extra"] or "")


def _package(name: str, extra: str = "") -> Part:
    try:
        return Part(name=name, state=version(name), extra=extra)
    except PackageNotFoundError:
        wanted = f"{_CITEKG}[{extra}]" if extra else _CITEKG
        advice = f"not installed: pip install '{wanted}'"
        return Part(name=name, state=advice, extra=extra, missing=True)


def _browser() -> Part:
    path = next(filter(None, map(shutil.which, _BROWSERS)), None)
    return Part(name="Chromium", state=path or "not found; only tests of the page need it")


def _model() -> Part:
    inside = list(_leaves(files("extractors") / "ner" / "model"))
    size = sum(len(file.read_bytes()) for file in inside) / 1e6
    state = f"{counted(len(inside), 'file')}, {size:.1f} MB"
    return Part(name="model", state=state, missing=not inside)


def _leaves(folder: Traversable) -> Iterator[Traversable]:
    if folder.is_dir():
        for entry in folder.iterdir():
            yield from _leaves(entry)
    elif folder.is_file():
        yield folder


def _vocabulary() -> Part:
    from extractors.vocabulary import builtin_vocabulary

    entries = builtin_vocabulary()
    return Part(name="vocabulary", state=f"{len(entries):,} entries", missing=not entries)


def _extensions() -> Iterator[Part]:
    for group, what in _GROUPS.items():
        points = [point for point in entry_points(group=group) if owner_of(point) != _CITEKG]
        for point in sorted(points, key=lambda point: point.name):
            name = f"{what} {point.name}"
            try:
                if group != _MODELS:
                    load(point, what)
            except CitekgError as error:
                yield Part(name=name, state=f"{error}", missing=True)
            else:
                release = f" {point.dist.version}" if point.dist else ""
                yield Part(name=name, state=f"{owner_of(point)}{release}")
