"""What the network learns before it sees labels: to tell words that are hidden in texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from extractors.ner.features import TOKEN
from extractors.ner.network.adam import Adam, shuffled
from extractors.ner.network.encoding import FORM_SLOTS, UNKNOWN, Floats, encode_forms
from extractors.ner.network.layers import (
    WIDTH,
    Batch,
    Weights,
    body,
    joined,
    new_layer,
    new_weights,
)
from extractors.ner.network.slopes import body_slopes, layer_slopes
from extractors.ner.network.tagging import softmax
from extractors.ner.network.threads import one_thread

_SEED: Final = 1
_WORDS: Final = 16000
_LENGTH: Final = 3.0
_HIDDEN: Final = 0.15
_TEXTS: Final = 16
_GUESSES: Final = 8000
_FREQUENT: Final = 60
_FREQUENT_SHARE: Final = 0.3
_LONGEST: Final = 400
_GUESS: Final = "guess"


@dataclass(frozen=True, slots=True)
class Start:
    """What is known without labels: the words, their vectors, and weights of the layers.

    `vectors` has shape (words + 1, dimensions); its first row is that of unknown words. `numbers`
    has the row of each word.
    """

    numbers: Mapping[str, int]
    vectors: Floats
    weights: Weights


def begin(
    texts: Sequence[str], words: Sequence[str], vectors: Floats, labels: Sequence[int]
) -> Start:
    """Train the body on the words of texts: each text once, some of its words hidden.

    A hidden word is to be told from the others (Taylor 1953; Devlin et al. 2019).

    Args:
        texts: the texts.
        words: words, the most frequent first.
        vectors: of the words, shape (words, dimensions).
        labels: the number of labels that each head shall tell afterwards.
    """
    numbers = {word: row for row, word in enumerate(words[:_WORDS], start=UNKNOWN + 1)}
    vectors = _first_unknown(vectors[:_WORDS])
    rng = np.random.default_rng(_SEED)
    weights = new_weights(vectors.shape[1], labels, rng)
    known = min(_GUESSES, len(vectors) - 1)
    learned = {name: values for name, values in weights.items() if _of_body(name)}
    learned |= new_layer(_GUESS, WIDTH, known + 1, rng)
    groups = shuffled([text for text in texts if TOKEN.search(text)], _TEXTS, rng)
    adam = Adam(learned, len(groups))
    with one_thread():
        for group in groups:
            batch = joined(encode_forms(TOKEN.findall(text)[:_LONGEST], numbers) for text in group)
            chosen = _chosen(batch.encoded.words, known, rng)
            if chosen.any():
                adam.descend(_slopes(batch, chosen, vectors, learned))
    return Start(numbers, vectors, weights)


def _chosen(words: NDArray[np.int64], known: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Choose words to hide, very frequent ones less often."""
    chosen = (rng.random(len(words)) < _HIDDEN) & (words != UNKNOWN) & (words <= known)
    chosen &= (words > _FREQUENT) | (rng.random(len(words)) < _FREQUENT_SHARE)
    return np.asarray(chosen)


def _slopes(batch: Batch, hidden: NDArray[np.bool_], vectors: Floats, weights: Weights) -> Weights:
    """Return the slope of the loss of telling hidden words."""
    tape = body(_without(batch, hidden), vectors, weights)
    seen = tape.body[hidden]
    wrong = softmax(seen @ weights[_GUESS] + weights[f"{_GUESS} bias"])
    wrong[np.arange(len(seen)), batch.encoded.words[hidden]] -= 1
    wrong /= np.float32(len(seen))
    back = np.zeros_like(tape.body)
    back[hidden] = wrong @ weights[_GUESS].T
    slopes = body_slopes(tape, weights, back, vectors.shape[1])
    return slopes | layer_slopes(_GUESS, seen, wrong)


def _without(batch: Batch, hidden: NDArray[np.bool_]) -> Batch:
    """Return a batch in which nothing is known of the form of some words."""
    words, hashed = batch.encoded.words.copy(), batch.encoded.hashed.copy()
    words[hidden] = UNKNOWN
    hashed[hidden, :FORM_SLOTS] = UNKNOWN
    return replace(batch, encoded=replace(batch.encoded, words=words, hashed=hashed))


def _first_unknown(vectors: Floats) -> Floats:
    """Return vectors of one length, after one of zeros."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled = vectors / (norms + 1e-9) * _LENGTH
    return np.vstack([np.zeros_like(scaled, shape=(1, scaled.shape[1])), scaled])


def _of_body(name: str) -> bool:
    return name.startswith(("table", "input", "block"))
