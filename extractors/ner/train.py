"""Train the tagger, the judge with its review, and the roles on annotated papers.

The judge learns from what taggers say of papers that they were not trained on (folds), so
that it trusts them as much as they deserve.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeAlias, TypeVar

import numpy as np

from extractors.abbreviations import find_definitions
from extractors.gold import GoldEntity, GoldPaper
from extractors.names import find_names
from extractors.ner.clusters import find_clusters, learn_vectors
from extractors.ner.features import Clues, Clusters, see, tokenize
from extractors.ner.fitting import train_classifier
from extractors.ner.model import (
    CLUSTERS_FILE,
    MODEL_FILES,
    ROLES_FILE,
    TAGGER_FILE,
)
from extractors.ner.network.encoding import Encoded, Rows, encode
from extractors.ner.network.pretraining import Start, begin
from extractors.ner.network.training import Lesson, train_network
from extractors.ner.review.boosting import need_boosting
from extractors.ner.tagger import LABELS, Tagger
from extractors.ner.trials import Trial, make_trial, train_judge
from extractors.roles.features import stances
from extractors.vocabulary import Vocabulary
from schemas import (
    ROLES,
    Entity,
    Extractor,
    InputError,
    Mention,
    Paper,
    Relation,
    entity_curie,
    fold,
)

_FOLDS: Final = 4
_ROLES_PENALTY: Final = 8.0
_LEAST_COUNT: Final = 3


_Item: TypeAlias = tuple[list[str], str]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Example:
    text: str
    gold: Sequence[GoldEntity]
    clues: Clues
    encoded: Encoded
    labels: list[Rows]


def train_model(
    papers: Iterable[Paper],
    gold: Mapping[str, GoldPaper],
    folder: Path,
    *,
    vocabulary: Vocabulary,
    unlabelled: Iterable[str] = (),
    progress: Callable[[int, int], None] | None = None,
    try_out: Callable[[Path, Sequence[Paper]], None] | None = None,
) -> int:
    """Train on the papers that `gold` annotates, write the model, and return how many they are.

    Args:
        papers: the papers; those without annotation are left out.
        gold: the annotation of each paper by its id.
        folder: where the model is written.
        vocabulary: the vocabulary that the model will be used with.
        unlabelled: further texts of the field, to learn which words are alike and where they stand.
        progress: called with the number of steps done and of all.
        try_out: called for each fold of the papers with the folder of a model that was trained
            on the others, and with the papers of the fold.

    Raises:
        InputError: if fewer than two papers are annotated.
        MissingExtraError: if LightGBM is not installed.
    """
    need_boosting()
    annotated = [paper for paper in papers if paper.id in gold]
    if len(annotated) < 2:
        problem = f"annotates {len(annotated)} of the papers; annotate two or more, by their ids"
        raise InputError("gold", problem)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent) as beside:
        _write_model(
            annotated,
            gold,
            Path(beside),
            vocabulary=vocabulary,
            unlabelled=unlabelled,
            progress=progress or (lambda done, total: None),
            try_out=try_out or (lambda model, unseen: None),
        )
        folder.mkdir(exist_ok=True)
        for name in MODEL_FILES:
            (Path(beside) / name).replace(folder / name)
    return len(annotated)


def _write_model(
    papers: Sequence[Paper],
    gold: Mapping[str, GoldPaper],
    folder: Path,
    *,
    vocabulary: Vocabulary,
    unlabelled: Iterable[str],
    progress: Callable[[int, int], None],
    try_out: Callable[[Path, Sequence[Paper]], None],
) -> None:
    further = list(unlabelled)
    words, vectors = learn_vectors([*(paper.text for paper in papers), *further])
    clusters = find_clusters(words, vectors)
    (folder / CLUSTERS_FILE).write_text(_clusters_json(clusters), encoding="utf-8")
    folds = min(_FOLDS, len(papers))
    steps = 2 * folds + 2
    start = begin(further, words, vectors, (len(LABELS), len(ROLES)))
    progress(1, steps)
    examples = [_example(p.text, gold[p.id].entities, vocabulary, start.numbers) for p in papers]
    trials: dict[int, list[Trial]] = {}
    for number in range(folds):
        beside = folder / f"fold-{number}"
        beside.mkdir()
        tagger = _train_tagger(_others(examples, number, folds), beside, start)
        make = partial(make_trial, tagger=tagger, vocabulary=vocabulary, clusters=clusters)
        trials[number] = [make(e.text, e.gold, e.clues) for e in examples[number::folds]]
        progress(number + 2, steps)
    roles = {n: list(_role_examples(examples[n::folds], trials[n], clusters)) for n in range(folds)}
    for number in range(folds):
        beside = folder / f"fold-{number}"
        shutil.copyfile(folder / CLUSTERS_FILE, beside / CLUSTERS_FILE)
        train_judge(beside, _without(trials, number), vocabulary)
        _train_roles(beside, chain(*_without(roles, number).values()))
        try_out(beside, papers[number::folds])
        progress(folds + number + 2, steps)
    train_judge(folder, trials, vocabulary)
    _train_roles(folder, chain(*roles.values()))
    _train_tagger(examples, folder, start)
    progress(steps, steps)


def _without(folds: Mapping[int, _T], number: int) -> dict[int, _T]:
    return {i: fold for i, fold in folds.items() if i != number}


def _train_roles(folder: Path, roles: Iterable[_Item]) -> None:
    train_classifier(folder / ROLES_FILE, roles, penalty=_ROLES_PENALTY, least=_LEAST_COUNT)


def _clusters_json(clusters: Clusters) -> str:
    rows = (f"{json.dumps(word)}: {json.dumps(clusters[word])}" for word in sorted(clusters))
    return "{\n" + ",\n".join(rows) + "\n}\n"


def _others(examples: Sequence[_Example], fold_number: int, folds: int) -> list[_Example]:
    return [example for i, example in enumerate(examples) if i % folds != fold_number]


def _example(
    text: str,
    gold: Sequence[GoldEntity],
    vocabulary: Vocabulary,
    numbers: Mapping[str, int],
) -> _Example:
    clues = Clues(
        matches=vocabulary.find(text),
        definitions=find_definitions(text),
        names=find_names(text),
    )
    tokens = tokenize(text)
    return _Example(
        text,
        gold,
        clues,
        encode(see(text, tokens, clues), numbers),
        _labels(text, tokens, gold),
    )


def _labels(text: str, tokens: Sequence[tuple[int, int]], gold: Iterable[GoldEntity]) -> list[Rows]:
    """Number the label and the role (below 0: none) of each token.

    An entity is every whole-word occurrence of each of its forms, long ones before short ones.
    """
    labels = np.zeros(len(tokens), dtype=np.int64)
    roles = np.full(len(tokens), -1)
    number = {start: i for i, (start, _) in enumerate(tokens)}
    places = {(*place, e.type, e.role) for e in gold for place in _occurrences(text, e.forms)}
    for start, end, _, kind, role in sorted(places, key=lambda p: (p[0] - p[1], p)):
        first = last = number.get(start, len(tokens))
        while last < len(tokens) and tokens[last][1] <= end:
            last += 1
        if first < last and not labels[first:last].any():
            labels[first:last] = LABELS.index(f"I-{kind}")
            labels[first] = LABELS.index(f"B-{kind}")
            roles[first:last] = ROLES.index(role)
    return [labels, roles]


def _train_tagger(examples: Iterable[_Example], folder: Path, start: Start) -> Tagger:
    path = folder / TAGGER_FILE
    train_network(
        path, [Lesson(e.encoded, e.labels) for e in examples if len(e.encoded.words)], start
    )
    return Tagger(path)


def _entities(example: _Example) -> Iterator[tuple[Entity, Relation]]:
    """Yield the annotated entities as the resolver would make them, and their roles."""
    clues = example.clues
    known = {fold(example.text[m.start : m.end]) for m in clues.matches if not m.ambiguous}
    defined = {fold(form) for d in clues.definitions for form in (d.short, d.long)}
    for gold in example.gold:
        mentions = tuple(
            Mention(
                start=start,
                end=end,
                surface=example.text[start:end],
                type=gold.type,
                extractor=Extractor.ABBREVIATIONS if fold(form) in defined else Extractor.NER,
                score=1.0,
            )
            for start, end, form in sorted(_occurrences(example.text, gold.forms))
        )
        if mentions:
            name = gold.forms[0]
            entity = Entity(
                id=entity_curie(name),
                name=name,
                type=gold.type,
                mentions=mentions,
                known=any(fold(form) in known for form in gold.forms),
            )
            yield entity, gold.role


def _occurrences(text: str, forms: Iterable[str]) -> set[tuple[int, int, str]]:
    return {
        (*match.span(), form)
        for form in forms
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text)
    }


def _role_examples(
    examples: Iterable[_Example], trials: Iterable[Trial], clusters: Clusters
) -> Iterator[_Item]:
    for example, trial in zip(examples, trials, strict=True):
        annotated = list(_entities(example))
        entities = (entity for entity, _ in annotated)
        found = stances(example.text, entities, trial.tagging, clusters)
        for stance, (_, role) in zip(found, annotated, strict=True):
            yield stance.features, role.value
