from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from extractors.ner.features import Clues, Seen, see, tokenize
from extractors.ner.network import Network
from extractors.ner.network.encoding import UNKNOWN, encode, encode_forms
from extractors.ner.network.layers import Tape, body, joined, new_weights, top
from extractors.ner.network.pretraining import begin
from extractors.ner.network.slopes import body_slopes, top_slopes
from extractors.ner.network.tagging import softmax, write_network
from extractors.ner.network.threads import one_thread
from extractors.ner.network.training import Lesson, train_network

WORDS = ["we", "brew", "tea"]
NUMBERS = {word: row for row, word in enumerate(WORDS, start=1)}
TEXTS = ("On tea\n\nWe brew Tea, tea and GreenNet.", "Tea brewed twice")
LABELS = (5, 3)


def seen(text: str) -> Seen:
    return see(text, tokenize(text), Clues())


def vectors(rows: int) -> np.ndarray:
    return np.random.default_rng(3).normal(size=(rows, 6)).astype(np.float32)


def test_a_token_is_its_word_its_form_and_its_place() -> None:
    encoded = encode(seen(TEXTS[0]), NUMBERS)
    assert encoded.words.tolist() == [UNKNOWN, 3, 1, 2, 3, UNKNOWN, 3, *[UNKNOWN] * 3]
    assert encoded.groups[1] == encoded.groups[4] == encoded.groups[6] != encoded.groups[0]
    assert encoded.flags[1].tolist() == [1, 0, 0, 0, 0]
    assert (encoded.hashed > UNKNOWN).all()
    alone = encode_forms(["tea"], NUMBERS)
    assert alone.words.tolist() == [3]
    assert alone.hashed[0].tolist() == encoded.hashed[1].tolist()


def test_texts_of_a_batch_do_not_see_one_another() -> None:
    weights = new_weights(6, LABELS, np.random.default_rng(0))
    encoded = [encode(seen(text), NUMBERS) for text in TEXTS]
    together, apart = (
        np.vstack(
            [
                np.hstack(top(body(batch, vectors(4), weights), weights)[0])[batch.texts > 0]
                for batch in batches
            ]
        )
        for batches in ([joined(encoded)], [joined([one]) for one in encoded])
    )
    assert together == pytest.approx(apart, abs=1e-5)


def test_slopes_are_those_of_the_loss() -> None:
    rng = np.random.default_rng(0)
    batch = joined(encode(seen(text), NUMBERS) for text in TEXTS)
    weights = {name: v.astype(np.float64) for name, v in new_weights(6, LABELS, rng).items()}
    inside = np.flatnonzero(batch.inside[:, 0])
    labels = [rng.integers(count, size=len(inside)) for count in LABELS]

    def tape_of() -> tuple[list[np.ndarray], Tape]:
        return top(body(batch, vectors(4), weights), weights)

    def loss() -> float:
        chosen = [
            softmax(scores[inside])[np.arange(len(inside)), right]
            for scores, right in zip(tape_of()[0], labels, strict=True)
        ]
        return -float(np.log(chosen).sum())

    scores, tape = tape_of()
    wrong = [np.zeros_like(by_head) for by_head in scores]
    for by_head, found, right in zip(wrong, scores, labels, strict=True):
        by_head[inside] = softmax(found[inside])
        by_head[inside, right] -= 1
    back, slopes = top_slopes(tape, weights, wrong)
    slopes |= body_slopes(tape, weights, back, 6)
    assert slopes.keys() == weights.keys()
    for name, slope in slopes.items():
        assert slope.shape == weights[name].shape
        place = np.unravel_index(np.abs(slope).argmax(), slope.shape)
        before = weights[name][place]
        losses = []
        for step in (1e-5, -1e-5):
            weights[name][place] = before + step
            losses.append(loss())
        weights[name][place] = before
        assert (losses[0] - losses[1]) / 2e-5 == pytest.approx(slope[place], rel=1e-4)


def test_a_network_learns_the_labels_it_is_shown(tmp_path: Path) -> None:
    start = begin([], WORDS, vectors(3), LABELS)
    encoded = encode(seen(TEXTS[0]), NUMBERS)
    tags = np.arange(len(encoded.words)) % LABELS[0]
    roles = np.arange(len(encoded.words)) % (LABELS[1] + 1) - 1
    train_network(tmp_path / "network.npz", [Lesson(encoded, [tags, roles])], start)
    by_tag, by_role = Network(tmp_path / "network.npz").probabilities(seen(TEXTS[0]))
    assert by_tag.argmax(axis=1).tolist() == tags.tolist()
    assert by_role.argmax(axis=1)[roles >= 0].tolist() == roles[roles >= 0].tolist()
    assert by_tag.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_hidden_words_teach_the_body_and_not_the_top() -> None:
    plain = begin([], WORDS, vectors(3), LABELS)
    taught = begin([*TEXTS] * 20, WORDS, vectors(3), LABELS)
    assert (plain.weights["block 0"] != taught.weights["block 0"]).any()
    assert (plain.weights["tag output"] == taught.weights["tag output"]).all()
    assert (plain.vectors == taught.vectors).all()


def test_a_file_holds_words_and_weights(tmp_path: Path) -> None:
    weights = new_weights(6, LABELS, np.random.default_rng(0))
    write_network(tmp_path / "network.npz", WORDS, vectors(4), weights)
    network = Network(tmp_path / "network.npz")
    assert network.numbers == NUMBERS
    scores, _ = top(body(joined([encode(seen("we"), NUMBERS)]), vectors(4), weights), weights)
    for found, by_head in zip(network.probabilities(seen("we")), scores, strict=True):
        assert found == pytest.approx(softmax(by_head[-1:]), abs=0.01)


def test_matrices_are_multiplied_in_one_thread() -> None:
    with one_thread():
        threads = [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]
    assert set(threads) <= {1}
