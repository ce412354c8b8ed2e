"""The names of the field: what the vocabulary files hold, and where a text names them.

A vocabulary is a JSONL file, one entry a line: `name`, `type`, and optionally `aliases`,
`ambiguous_aliases`, `case_sensitive` and `broader`. Names match whatever their case, hyphens,
spaces and plural s; a `case_sensitive` entry and every short form in capitals match as written.
A form in `ambiguous_aliases` counts only where the paper gives it a meaning.
"""

import json
import re
from bisect import bisect_left
from codecs import BOM_UTF8
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, NamedTuple

from schemas import EntityType, Failure, InputError, fold

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?(?:\+{1,2}|\*(?![*\w]))?")
_JOINT = re.compile(r"[@&*^!; \n\-‐-―_/.:'’]{0,2}| & ")
_MAX_WORDS = 9
_REMEMBERED: Final = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entity that the vocabulary knows; `source` names a file that is not ours."""

    name: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    ambiguous_aliases: tuple[str, ...] = ()
    case_sensitive: bool = False
    broader: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A place that reads like the form of an entry; `ambiguous` if it may mean something else."""

    start: int
    end: int
    entry: Entry
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class _Form:
    text: str
    entry: Entry
    as_written: bool
    ambiguous: bool


def read_vocabulary(path: Path) -> Iterator[Entry | Failure]:
    """Yield the entries of a vocabulary file, and a failure for each line that is none.

    Raises:
        InputError: if there is no such file.
    """
    if not path.is_file():
        raise InputError(str(path), "no such vocabulary file; give a JSONL file of names")
    for number, line in enumerate(path.read_bytes().removeprefix(BOM_UTF8).split(b"\n"), 1):
        if line.strip():
            try:
                yield _entry(json.loads(line.decode()))
            except ValueError as error:
                reason = (
                    f"no vocabulary entry ({error}); each line is a JSON object with 'name' and "
                    f"'type', one of {', '.join(EntityType)}"
                )
                raw = line.decode(errors="replace").strip()
                yield Failure(source=path.name, line=number, reason=reason, raw=raw)


def vocabulary_failures(paths: Iterable[Path]) -> tuple[Failure, ...]:
    """Return what is no entry in vocabulary files.

    Raises:
        InputError: if there is no such file.
    """
    records = (record for path in paths for record in read_vocabulary(path))
    return tuple(record for record in records if isinstance(record, Failure))


def builtin_vocabulary() -> tuple[Entry, ...]:
    """Return all entries that ship with citekg, sorted by file and line."""
    folder = files("extractors") / "vocabulary"
    paths = sorted((p for p in folder.iterdir() if p.name.endswith(".jsonl")), key=lambda p: p.name)
    lines = (line for path in paths for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(_entry(json.loads(line)) for line in lines)


def _entry(record: Any) -> Entry:
    """Return the entry that a line holds.

    Raises:
        ValueError: if it holds none.
    """
    if not isinstance(record, dict):
        raise ValueError(f"it is {type(record).__name__}")
    if missing := [key for key in ("name", "type") if key not in record]:
        raise ValueError(f"it has no '{missing[0]}'")
    if record["type"] not in list(EntityType):
        raise ValueError(f"no type is named {record['type']!r}")
    name, broader, strict = record["name"], record.get("broader"), record.get("case_sensitive")
    if not (isinstance(name, str) and fold(name)):
        raise ValueError(f"the name {name!r} is no text")
    if not isinstance(broader, str | None) or not isinstance(strict, bool | None):
        raise ValueError("'broader' is a name, 'case_sensitive' is true or false")
    return Entry(
        name=name,
        type=EntityType(record["type"]),
        aliases=_forms(record, "aliases"),
        ambiguous_aliases=_forms(record, "ambiguous_aliases"),
        case_sensitive=bool(strict),
        broader=broader,
    )


def _forms(record: dict[str, Any], key: str) -> tuple[str, ...]:
    forms = record.get(key, [])
    if not isinstance(forms, list) or not all(isinstance(f, str) and fold(f) for f in forms):
        raise ValueError(f"'{key}' is no list of names")
    return tuple(forms)


def merged(own: Sequence[Entry], builtin: Iterable[Entry]) -> list[Entry]:
    """Return the entries of both, those of one's own first.

    A built-in entry whose name, in any spelling, is that of one's own takes its name and type.
    What it knows beside that stays.

    >>> mine = Entry(name="Dropout", type=EntityType.CONCEPT)
    >>> both = merged([mine], [Entry(name="dropout", type=EntityType.METHOD, aliases=("DO",))])
    >>> [(entry.name, entry.type.value, entry.aliases) for entry in both]
    [('Dropout', 'concept', ()), ('Dropout', 'concept', ('DO', 'dropout'))]
    """
    mine = {fold(entry.name): entry for entry in reversed(own)}

    def adapted(entry: Entry) -> Entry:
        if not (same := mine.get(fold(entry.name)) if mine else None):
            return entry
        return replace(
            entry,
            name=same.name,
            type=same.type,
            aliases=(*entry.aliases, entry.name),
            broader=same.broader or entry.broader,
        )

    return [*own, *map(adapted, builtin)]


def is_short_form(form: str) -> bool:
    """Tell whether a form is written in capitals, so that its case is what names it.

    >>> [is_short_form(form) for form in ("MATH", "RoPE", "k-NN", "GANs", "Adam", "dropout")]
    [True, True, True, True, False, False]
    """
    stem = form.removesuffix("s")
    return " " not in form and len(stem) <= 8 and sum(c.isupper() for c in stem) >= 2


class _Word(NamedTuple):
    start: int
    end: int
    last_key: str
    key: str


@lru_cache(_REMEMBERED)
def _keys(word: str) -> tuple[str, str]:
    """Return the folded word as the last one of a name and as an inner one (plural s kept)."""
    return fold(word), fold(f"{word} x")[:-1]


class Vocabulary:
    """Entries by every form of their names, to be found in text.

    >>> entry = Entry(name="process reward model", type=EntityType.METHOD, aliases=("PRM",))
    >>> vocabulary = Vocabulary([entry])
    >>> [text[m.start:m.end] for text in ["Process-reward models (PRMs)"]
    ...  for m in vocabulary.find(text)]
    ['Process-reward models', 'PRMs']
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        forms: defaultdict[str, list[_Form]] = defaultdict(list)
        for entry in entries:
            unsure = set(entry.ambiguous_aliases)
            for text in dict.fromkeys((entry.name, *entry.aliases, *entry.ambiguous_aliases)):
                as_written = entry.case_sensitive or is_short_form(text)
                form = _Form(text, entry, as_written, text in unsure)
                forms[fold(text)].append(form)
                if len(text) == 2 and as_written:
                    forms[fold(text) + "s"].append(form)
        self._forms = dict(forms)
        self._keys = sorted(forms)
        self._heads = _head_types(form for group in forms.values() for form in group)
        self._begins = lru_cache(_REMEMBERED)(self._is_prefix)

    def sure(self, name: str) -> list[Entry]:
        """Return the entries that `name` is an unambiguous form of."""
        return [f.entry for f in self._fitting(name, fold(name)) if not f.ambiguous]

    def head_type(self, head: str) -> EntityType | None:
        """Return the type of most names of several words that end in `head`, if there are any."""
        return self._heads.get(fold(head))

    def find(self, text: str) -> list[Match]:
        """Return where `text` names entries, sorted; of nested names only the longest.

        A place that several entries share gives one match for each.
        """
        words = [_Word(m.start(), m.end(), *_keys(m.group())) for m in _WORD.finditer(text)]
        matches: list[Match] = []
        reach = 0
        for first, word in enumerate(words):
            end, forms = self._longest(text, words, first)
            if forms and end > reach:
                matches += [
                    Match(start=word.start, end=end, entry=form.entry, ambiguous=form.ambiguous)
                    for form in forms
                ]
                reach = end
        return matches

    def _longest(self, text: str, words: Sequence[_Word], first: int) -> tuple[int, list[_Form]]:
        start = words[first].start
        best: tuple[int, list[_Form]] = (start, [])
        prefix = ""
        for last in range(first, min(first + _MAX_WORDS, len(words))):
            word = words[last]
            key = prefix + word.last_key
            if key in self._forms and (fitting := self._fitting(text[start : word.end], key)):
                best = (word.end, fitting)
            prefix += word.key
            if last + 1 == len(words) or not self._begins(prefix):
                break
            if not _JOINT.fullmatch(text, word.end, words[last + 1].start):
                break
        return best

    def _is_prefix(self, prefix: str) -> bool:
        place = bisect_left(self._keys, prefix)
        return place < len(self._keys) and self._keys[place].startswith(prefix)

    def _fitting(self, surface: str, key: str) -> list[_Form]:
        return [
            form
            for form in self._forms.get(key, ())
            if not form.as_written or _same_case(surface, form.text)
        ]


def _head_types(forms: Iterable[_Form]) -> dict[str, EntityType]:
    counts: defaultdict[str, Counter[EntityType]] = defaultdict(Counter)
    for form in forms:
        words = _WORD.findall(form.text)
        if len(words) > 1:
            counts[fold(words[-1])][form.entry.type] += 1
    return {
        head: max(types, key=lambda kind: (types[kind], kind)) for head, types in counts.items()
    }


def _same_case(surface: str, form: str) -> bool:
    letters = re.sub(r"[\W_]", "", surface)
    wanted = re.sub(r"[\W_]", "", form)
    return letters in (wanted, wanted + "s") or letters + "s" == wanted
