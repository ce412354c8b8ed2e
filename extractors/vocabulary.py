"""The names of the field: what the vocabulary files hold, and where a text names them.

A vocabulary is a JSONL file, one entry a line: `name`, `type`, and optionally `aliases`,
`ambiguous_aliases`, `case_sensitive` and `broader`. Names match whatever their case, hyphens,
spaces and plural s; a `case_sensitive` entry and every short form in capitals match as written.
A form in `ambiguous_aliases` counts only where the paper gives it a meaning.
"""

import json
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise

from schemas import EntityType, InputError, fold

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?(?:\+{1,2}|\*(?![*\w]))?")
_JOINT = re.compile(r"[@&*^!; \n\-‐-―_/.:'’]{0,2}| & ")
_MAX_WORDS = 9


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


def read_vocabulary(path: Traversable) -> Iterator[Entry]:
    """Yield the entries of a vocabulary file.

    Raises:
        InputError: if a line is no entry, naming the line.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            yield Entry(
                name=record["name"],
                type=EntityType(record["type"]),
                aliases=tuple(record.get("aliases", ())),
                ambiguous_aliases=tuple(record.get("ambiguous_aliases", ())),
                case_sensitive=record.get("case_sensitive", False),
                broader=record.get("broader"),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            types = ", ".join(EntityType)
            raise InputError(
                f"{path.name}:{number}",
                f"no vocabulary entry ({error}); each line is a JSON object with 'name' "
                f"and 'type', one of {types}",
            ) from error


def builtin_vocabulary() -> tuple[Entry, ...]:
    """Return all entries that ship with citekg, sorted by file and line."""
    folder = files("extractors") / "vocabulary"
    paths = sorted((p for p in folder.iterdir() if p.name.endswith(".jsonl")), key=lambda p: p.name)
    return tuple(entry for path in paths for entry in read_vocabulary(path))


def is_short_form(form: str) -> bool:
    """Tell whether a form is written in capitals, so that its case is what names it.

    >>> [is_short_form(form) for form in ("MATH", "RoPE", "k-NN", "GANs", "Adam", "dropout")]
    [True, True, True, True, False, False]
    """
    stem = form.removesuffix("s")
    return " " not in form and len(stem) <= 8 and sum(c.isupper() for c in stem) >= 2


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    last_key: str
    key: str


@lru_cache(maxsize=65536)
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
        joined = [
            _JOINT.fullmatch(text, left.end, right.start) is not None
            for left, right in pairwise(words)
        ]
        matches: list[Match] = []
        reach = 0
        for first, word in enumerate(words):
            end, forms = self._longest(text, words, joined, first)
            if forms and end > reach:
                matches += [
                    Match(start=word.start, end=end, entry=form.entry, ambiguous=form.ambiguous)
                    for form in forms
                ]
                reach = end
        return matches

    def _longest(
        self, text: str, words: Sequence[_Word], joined: Sequence[bool], first: int
    ) -> tuple[int, list[_Form]]:
        start = words[first].start
        best: tuple[int, list[_Form]] = (start, [])
        prefix = ""
        for last in range(first, min(first + _MAX_WORDS, len(words))):
            word = words[last]
            key = prefix + word.last_key
            if key in self._forms and (fitting := self._fitting(text[start : word.end], key)):
                best = (word.end, fitting)
            prefix += word.key
            if last >= len(joined) or not joined[last] or not self._begins(prefix):
                break
        return best

    def _begins(self, prefix: str) -> bool:
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
