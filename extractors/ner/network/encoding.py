"""What the network sees of each token, as numbers.

A word is the row of its vector. Its affixes and shape, and what other extractors say of the token,
are hashed to rows of one table (Weinberger et al. 2009).
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, repeat
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from extractors.ner.features import Seen, word_key, word_shape

Floats: TypeAlias = NDArray[np.float32]
Rows: TypeAlias = NDArray[np.int64]

UNKNOWN: Final = 0
"""The row of words without a vector, and of hidden strings."""

TABLE_ROWS: Final = 8192
FORM_SLOTS: Final = 4
CLUES: Final = ("v", "d", "n")
SLOTS: Final = FORM_SLOTS + len(CLUES)
FLAGS: Final = ("title", "in title", "repeated", "begins", "joined")
_FLAG_NUMBERS: Final = {name: number for number, name in enumerate(FLAGS)}


@dataclass(frozen=True, slots=True)
class Encoded:
    """The tokens of a text as numbers.

    `words` has the row of each token's vector, shape (tokens,); `hashed` the rows of its strings,
    (tokens, SLOTS); `flags` what holds of its place, (tokens, FLAGS); `groups` one number for all
    tokens that are the same word, (tokens,).
    """

    words: Rows
    hashed: Rows
    flags: Floats
    groups: Rows


def encode(seen: Seen, numbers: Mapping[str, int]) -> Encoded:
    """Return the tokens of a text as numbers.

    Args:
        seen: what is seen of the tokens.
        numbers: the row of the vector of each word, by its `word_key`.
    """
    flags = np.zeros((len(seen.words), len(FLAGS)), dtype=np.float32)
    for i, found in enumerate(seen.places):
        for name in found:
            flags[i, _FLAG_NUMBERS[name]] = 1
    by_clue = zip(*(seen.tags[kind] for kind in CLUES), strict=True)
    hashed = _hashed(seen.words, (_clue_rows(*found) for found in by_clue))
    return Encoded(_word_rows(seen.words, numbers), hashed, flags, _groups(seen.words))


def encode_forms(words: Sequence[str], numbers: Mapping[str, int]) -> Encoded:
    """Return words as numbers, of which nothing is known but their forms."""
    hashed = _hashed(words, repeat(_clue_rows("", "", "")))
    flags = np.zeros((len(words), len(FLAGS)), dtype=np.float32)
    return Encoded(_word_rows(words, numbers), hashed, flags, _groups(words))


def _word_rows(words: Iterable[str], numbers: Mapping[str, int]) -> Rows:
    return np.array([numbers.get(word_key(word), UNKNOWN) for word in words])


def _hashed(words: Sequence[str], clues: Iterable[tuple[int, ...]]) -> Rows:
    rows = chain.from_iterable(
        chain.from_iterable(zip(map(_form_rows, words), clues, strict=False))
    )
    return np.fromiter(rows, dtype=np.int64, count=len(words) * SLOTS).reshape(-1, SLOTS)


def _groups(words: Iterable[str]) -> Rows:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(word.lower(), len(numbers)) for word in words])


@lru_cache(maxsize=1 << 16)
def _form_rows(word: str) -> tuple[int, ...]:
    lower = word.lower()
    return (
        _row(f"p={lower[:3]}"),
        _row(f"x3={lower[-3:]}"),
        _row(f"x4={lower[-4:]}"),
        _row(f"s={word_shape(word)}"),
    )


@lru_cache(maxsize=1 << 12)
def _clue_rows(known: str, defined: str, named: str) -> tuple[int, ...]:
    return _row(f"v={known}"), _row(f"d={defined}"), _row(f"n={named}")


def _row(string: str) -> int:
    return 1 + zlib.crc32(string.encode()) % (TABLE_ROWS - 1)
