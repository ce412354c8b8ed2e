from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from extractors.abbreviations import find_definitions
from extractors.gold import GoldEntity, GoldPaper
from extractors.ner import load_model, tagger_mentions
from extractors.ner.classifier import Classifier
from extractors.ner.clusters import find_clusters, learn_vectors
from extractors.ner.features import Clues, see, tokenize
from extractors.ner.fitting import train_classifier
from extractors.ner.model import MODEL_FILES
from extractors.ner.train import train_model
from extractors.vocabulary import Entry, Vocabulary
from schemas import EntityType, Extractor, InputError, Paper, Relation
from tests.taggings import tagged

VOCABULARY = Vocabulary([Entry(name="leaf pooling", type=EntityType.METHOD)])
PLACES = ("Assam", "Ceylon", "Darjeeling", "Kenya", "Nilgiri", "Yunnan")
PAPERS = [
    Paper(id=f"p{n}", title=f"On {place}", abstract=f"We brew {place}Net on TeaBench with {place}.")
    for n, place in enumerate(PLACES)
]
GOLD = {
    f"p{n}": GoldPaper(
        entities=(
            GoldEntity(type=EntityType.MODEL, role=Relation.USES, forms=(f"{place}Net",)),
            GoldEntity(type=EntityType.BENCHMARK, role=Relation.EVALUATES_ON, forms=("TeaBench",)),
        )
    )
    for n, place in enumerate(PLACES)
}


def test_what_is_seen_of_tokens() -> None:
    text = "On tea\n\nWe use leaf pooling (LP)."
    clues = Clues(matches=VOCABULARY.find(text), definitions=find_definitions(text))
    seen = see(text, tokenize(text), clues)
    leaf, short = seen.words.index("leaf"), seen.words.index("LP")
    assert [seen.tags[kind][leaf] for kind in "vdn"] == ["Bmethod", "BL", ""]
    assert [seen.tags[kind][leaf + 1] for kind in "vdn"] == ["Imethod", "IL", ""]
    assert [seen.tags[kind][short] for kind in "vdn"] == ["", "BS", ""]
    assert seen.places[:3] == [["title", "begins"], ["title"], ["begins"]]
    assert seen.places[short] == ["joined"]


def test_spans_and_probabilities_of_a_tagging() -> None:
    tagging = tagged(
        tokens=((0, 4), (5, 8), (9, 12)),
        labels=("B-model", "I-model", "O"),
        probabilities=(
            {"B-model": 0.9, "B-method": 0.05},
            {"I-model": 0.7, "I-method": 0.01},
            {"I-model": 0.2, "B-task": 0.3},
        ),
    )
    assert tagging.spans == [(0, 8, EntityType.MODEL)]
    assert tagging.likely_spans() == [(0, 4), (0, 8), (9, 12)]
    assert tagging.probabilities(0, 8)[EntityType.MODEL] == 0.7
    assert tagging.probabilities(0, 8)[EntityType.METHOD] == 0.01
    assert tagging.probabilities(1, 8) == {}
    mentions = tagger_mentions("Leaf Net won", tagging)
    assert [(m.surface, m.type, m.extractor) for m in mentions] == [
        ("Leaf", EntityType.MODEL, Extractor.NER),
        ("Leaf Net", EntityType.MODEL, Extractor.NER),
        ("won", EntityType.TASK, Extractor.NER),
    ]


def test_the_role_of_an_entity_is_the_mean_over_its_places() -> None:
    tagging = replace(
        tagged(tokens=((0, 4), (5, 8)), labels=("B-model", "B-model"), probabilities=({}, {})),
        roles=np.array([[0.8, 0.2, 0, 0, 0, 0], [0.2, 0.8, 0, 0, 0, 0]], dtype=np.float32),
    )
    first, second, *others = tagging.role_probabilities([(0, 4), (5, 8)])
    assert first == pytest.approx(second) == pytest.approx(0.5, abs=1e-4)
    assert max(others) < 1e-4
    assert tagging.role_probabilities([(0, 4)])[0] == pytest.approx(0.8, abs=1e-4)
    assert tagging.role_probabilities([]) == []


def test_a_mention_ends_with_the_title() -> None:
    text = "On Leaf Nets\n\nLeaves"
    tagging = tagged(
        tokens=((0, 2), (3, 7), (8, 12), (14, 20)),
        labels=("O", "B-model", "I-model", "I-model"),
        probabilities=({}, {"B-model": 0.9}, {"I-model": 0.9}, {"I-model": 0.9}),
    )
    assert [mention.surface for mention in tagger_mentions(text, tagging)] == ["Leaf Nets"]


def test_an_empty_text_has_no_tags() -> None:
    assert load_model().tagger.tag("", Clues()).labels == ()


@pytest.mark.usefixtures("trees")
def test_training_writes_a_model_that_knows_what_it_was_shown(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    held_out: list[str] = []
    count = train_model(
        PAPERS,
        GOLD,
        tmp_path / "model",
        vocabulary=VOCABULARY,
        progress=lambda done, total: steps.append((done, total)),
        try_out=lambda folder, papers: held_out.extend(
            paper.id for paper in papers if load_model(str(folder)).tagger.tag(paper.text, Clues())
        ),
    )
    assert count == len(PAPERS)
    assert steps[-1] == (10, 10)
    assert sorted(held_out) == sorted(GOLD)
    assert sorted(file.name for file in (tmp_path / "model").iterdir()) == [
        "clusters.json",
        "judge.npz",
        "review.npz",
        "roles.npz",
        "tagger.npz",
    ]
    model = load_model(str(tmp_path / "model"))
    text = "On Uva\n\nWe brew UvaNet on TeaBench with Uva."
    tagging = model.tagger.tag(text, Clues())
    assert [(text[a:b], kind) for a, b, kind in tagging.spans] == [
        ("UvaNet", EntityType.MODEL),
        ("TeaBench", EntityType.BENCHMARK),
    ]
    assert {"benchmark", "model"} <= set(model.judge.probabilities([]))
    assert set(model.roles.probabilities([])) == {"evaluates_on", "uses"}


@pytest.mark.usefixtures("trees")
def test_training_twice_gives_the_same_model(tmp_path: Path) -> None:
    for name in ("one", "two"):
        train_model(PAPERS, GOLD, tmp_path / name, vocabulary=VOCABULARY)
    for file in MODEL_FILES:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_too_little_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="gold: annotates 1 of the papers; annotate two or more"):
        train_model(PAPERS[:1], GOLD, tmp_path, vocabulary=VOCABULARY)


def test_a_folder_that_is_no_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"has no tagger.npz, so it is no model; give a fold"):
        load_model(str(tmp_path))


def test_a_classifier_weighs_features_and_knows_how_frequent_labels_are(tmp_path: Path) -> None:
    path = tmp_path / "tea.npz"
    items = [(["green", "naïve"], "tea")] * 6 + [(["black"], "coffee")] * 3 + [(["rare"], "coffee")]
    train_classifier(path, items, penalty=0.1, least=3)
    classifier = Classifier(path)
    prior = classifier.probabilities(["rare", "never seen"])
    assert prior == classifier.probabilities([])
    assert sum(prior.values()) == pytest.approx(1)
    assert classifier.probabilities(["green", "naïve"])["tea"] > 0.9
    assert classifier.probabilities(["black"])["coffee"] > 0.9


def test_a_classifier_without_penalty_on_its_bias_learns_the_shares_of_labels(
    tmp_path: Path,
) -> None:
    path = tmp_path / "tea.npz"
    train_classifier(path, [([], "tea")] * 3 + [([], "coffee")], penalty=100, least=1)
    assert Classifier(path).probabilities([]) == pytest.approx(
        {"coffee": 0.25, "tea": 0.75}, abs=1e-3
    )


def test_words_of_like_contexts_share_a_cluster() -> None:
    nouns = [f"noun{chr(97 + n)}" for n in range(20)]
    texts = [
        f"the {color} {noun} brews and we drink {verb} tea in {place} today {n} {n % 7}"
        for n, noun in enumerate(nouns * 12)
        for color in ("red", "green")
        for verb in ("hot", "cold")
        for place in (f"town{chr(97 + n % 26)}", f"city{chr(97 + n * 7 % 26)}")
    ] + [f"filler{chr(97 + a)}{chr(97 + b)} stands" for a in range(8) for b in range(8)] * 10
    clusters = find_clusters(*learn_vectors(texts))
    fillers = {codes[0] for word, codes in clusters.items() if word.startswith("filler")}
    assert fillers
    assert fillers.isdisjoint(clusters[noun][0] for noun in nouns)
    assert all(fine.startswith(coarse) for coarse, fine, _ in clusters.values())


def test_a_bracket_that_opens_belongs_to_what_follows():
    tagging = tagged(
        tokens=((0, 4), (5, 8), (9, 10), (10, 12)),
        labels=("B-method", "I-method", "I-method", "O"),
        probabilities=(
            {"B-method": 0.9},
            {"I-method": 0.9},
            {"I-method": 0.6, "B-method": 0.3},
            {},
        ),
    )
    mentions = tagger_mentions("Leaf Net (LN)", tagging)
    assert [(mention.surface, mention.score) for mention in mentions] == [("Leaf Net", 0.4)]


def test_a_bracket_that_closes_what_a_name_did_not_open_is_no_part_of_it():
    tagging = tagged(
        tokens=((0, 4), (5, 6), (6, 8), (8, 9), (10, 14)),
        labels=("O", "O", "B-method", "I-method", "I-method"),
        probabilities=({}, {}, {"B-method": 0.9}, {"I-method": 0.8}, {"I-method": 0.8}),
    )
    assert "LN" in {mention.surface for mention in tagger_mentions("Leaf (LN) nets", tagging)}
    assert all(")" not in mention.surface for mention in tagger_mentions("Leaf (LN) nets", tagging))
