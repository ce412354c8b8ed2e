import re
from pathlib import Path

import pytest

from extractors.vocabulary import (
    Entry,
    Vocabulary,
    builtin_vocabulary,
    is_short_form,
    read_vocabulary,
    vocabulary_failures,
)
from schemas import EntityType, Failure, fold

ENTRIES = (
    Entry(name="leaf pooling", type=EntityType.METHOD, aliases=("LP",)),
    Entry(name="deep leaf pooling", type=EntityType.METHOD),
    Entry(name="MATH", type=EntityType.BENCHMARK),
    Entry(name="interval bound propagation", type=EntityType.METHOD, ambiguous_aliases=("IBP",)),
    Entry(name="Indian buffet process", type=EntityType.METHOD, ambiguous_aliases=("IBP",)),
    Entry(name="Rose", type=EntityType.MODEL, case_sensitive=True),
)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(ENTRIES)


def surfaces(vocabulary: Vocabulary, text: str) -> list[str]:
    return list(dict.fromkeys(text[m.start : m.end] for m in vocabulary.find(text)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Leaf-Pooling and leaf poolings", ["Leaf-Pooling", "leaf poolings"]),
        ("we use leaf\npooling", ["leaf\npooling"]),
        ("deep leaf pooling", ["deep leaf pooling"]),
        ("the math of MATH", ["MATH"]),
        ("LPs and lp", ["LPs"]),
        ("a rose is Rose", ["Rose"]),
        ("cleaf poolingx", []),
        ("leaf, pooling", []),
    ],
)
def test_find_folds_names_but_not_the_case_of_short_forms(
    vocabulary: Vocabulary, text: str, found: list[str]
) -> None:
    assert surfaces(vocabulary, text) == found


def test_find_returns_every_meaning_of_an_ambiguous_form(vocabulary: Vocabulary) -> None:
    matches = vocabulary.find("IBP")
    assert [(m.entry.name, m.ambiguous) for m in matches] == [
        ("interval bound propagation", True),
        ("Indian buffet process", True),
    ]


def test_sure_and_head_type(vocabulary: Vocabulary) -> None:
    assert [entry.name for entry in vocabulary.sure("Leaf pooling")] == ["leaf pooling"]
    assert vocabulary.sure("IBP") == []
    assert vocabulary.head_type("poolings") is EntityType.METHOD
    assert vocabulary.head_type("teapot") is None


def test_a_line_that_is_no_entry_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text('{"name": "x", "type": "method"}\n{"name": "y", "type": "recipe"}\n')
    entry, failure = read_vocabulary(path)
    assert isinstance(entry, Entry)
    assert isinstance(failure, Failure)
    assert (failure.source, failure.line) == ("mine.jsonl", 2)
    assert re.match("no vocabulary entry .*'recipe'.*method", failure.reason)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("tea", "no vocabulary entry (Expecting value"),
        ("[1]", "no vocabulary entry (it is list); each line is a JSON object"),
        ('{"type": "method"}', "no vocabulary entry (it has no 'name')"),
        ('{"name": "--", "type": "method"}', "no vocabulary entry (the name '--' is no text)"),
        ('{"name": "x", "type": ["method"]}', "(no type is named ['method']); each line is a JSON"),
        ('{"name": "x", "type": "task", "aliases": "PRM"}', "('aliases' is no list of names)"),
        ('{"name": "x", "type": "task", "ambiguous_aliases": [1]}', "('ambiguous_aliases' is no"),
        ('{"name": "x", "type": "task", "broader": 1}', "('broader' is a name, 'case_sensitive'"),
        ('{"name": "caf\udce9", "type": "task"}', "no vocabulary entry ('utf-8' codec can't"),
    ],
)
def test_what_is_no_entry_is_told_and_the_rest_is_used(
    tmp_path: Path, line: str, reason: str
) -> None:
    path = tmp_path / "mine.jsonl"
    good = '\ufeff{"name": "caf\u2028e", "type": "method"}\n\n'
    path.write_bytes((good + line).encode(errors="surrogateescape"))
    entry, failure = read_vocabulary(path)
    assert isinstance(entry, Entry)
    assert entry.name == "caf\u2028e"
    assert vocabulary_failures([path]) == (failure,)
    assert isinstance(failure, Failure)
    assert (failure.source, failure.line) == ("mine.jsonl", 3)
    assert reason in failure.reason


def test_builtin_vocabulary_finds_each_of_its_names() -> None:
    entries = builtin_vocabulary()
    vocabulary = Vocabulary(entries)
    assert len(entries) > 10_000
    lost = [
        entry.name
        for entry in entries
        if not re.search(r"[,(]|\*\w", entry.name)
        and entry.name not in {match.entry.name for match in vocabulary.find(entry.name)}
    ]
    assert not lost


def test_builtin_vocabulary_is_sorted_and_has_each_name_once_a_file() -> None:
    by_type: dict[EntityType, list[str]] = {}
    for entry in builtin_vocabulary():
        by_type.setdefault(entry.type, []).append(entry.name)
    for names in by_type.values():
        assert names == sorted(names, key=lambda name: (fold(name), name))
        assert len(names) == len(set(names))


def test_builtin_vocabulary_names_one_thing_by_each_form_that_is_not_ambiguous() -> None:
    entries = builtin_vocabulary()
    vocabulary = Vocabulary(entries)
    shared = {
        form: sorted(names)
        for entry in entries
        for form in {entry.name, *entry.aliases} - set(entry.ambiguous_aliases)
        if len(names := {found.name for found in vocabulary.sure(form)}) > 1
    }
    assert not shared


def test_builtin_vocabulary_has_nothing_broader_than_itself() -> None:
    broader = {entry.name: entry.broader for entry in builtin_vocabulary() if entry.broader}
    for name in broader:
        above = [name]
        while (wider := broader.get(above[-1])) is not None:
            assert wider not in above
            above.append(wider)


@pytest.mark.parametrize("word", ["GANs", "k-NN", "DPO"])
def test_short_forms(word: str) -> None:
    assert is_short_form(word)
