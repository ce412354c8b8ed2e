from dataclasses import replace
from itertools import permutations

import pytest

from kg.entities import Merged, merge_entities
from kg.entities.decisions import Decision, Verb, parse_decisions, read_decisions
from schemas import (
    Entity,
    EntityType,
    Extraction,
    InputError,
    MergeReason,
    NameReason,
    Paper,
    entity_curie,
)


def entity(name: str, *aliases: str, **fields: bool) -> Entity:
    return Entity(
        id=entity_curie(name),
        name=name,
        type=EntityType.METHOD,
        aliases=tuple(sorted(aliases or (name,))),
        **fields,
    )


GROUPS = (
    (entity("brew"), entity("tea steeping", "TS", "tea steeping")),
    (entity("brewing"), entity("tea steeping", "TS", known=True)),
    (entity("steep"), entity("TS", ambiguous=True)),
)
CORPUS = tuple(
    Extraction(paper=Paper(id=f"local:a{number}", title=f"Paper {number}"), entities=group)
    for number, group in enumerate(GROUPS)
)


def decided(*lines: str) -> Merged:
    decisions, failures = parse_decisions("\n".join(lines))
    assert not failures
    return merge_entities(CORPUS, decisions)


def places(merged: Merged, name: str) -> list[str | None]:
    """Return the node of the entity with this name in each paper that names it."""
    curie = entity_curie(name)
    pairs = ((x.paper.curie, e.id) for x in CORPUS for e in x.entities)
    return [merged.places.get(pair) for pair in pairs if pair[1] == curie]


def test_a_file_has_one_decision_a_line_and_comments(tmp_path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text(
        "\ufeff# what we know\r\n\r\nsame_as: C# tea |  brew\r\ntype:brew|model # sure\r\n"
        "drop: brew\r\ndrop: brew\r\nnot_same_as: a | b\r\n",
        "utf-8",
        newline="",
    )
    decisions, failures = read_decisions(file)
    assert [str(decision) for decision in decisions] == [
        "same_as: C# tea | brew",
        "type: brew | model",
        "drop: brew",
        "not_same_as: a | b",
    ]
    assert failures == ()


def test_a_file_that_is_not_there_is_an_error(tmp_path) -> None:
    with pytest.raises(InputError, match=r"gone\.txt: no such file; give a text file of decision"):
        read_decisions(tmp_path / "gone.txt")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("merge: a | b", "no decision is called 'merge'; write one of not_same_as, same_as, type"),
        ("same_as a | b", "no decision is called 'same_as a | b'; write one of"),
        ("same_as: a", "expected 'same_as: NAME | OTHER', found 1 of the names"),
        ("same_as: a | ", "expected 'same_as: NAME | OTHER', found 1 of the names"),
        ("not_same_as: a | b | c", "expected 'not_same_as: NAME | OTHER', found 3 of the names"),
        ("drop:", "expected 'drop: NAME', found 0 of the names"),
        ("type: a | thing", "no entity type is called 'thing'; write one of method, model"),
        ("same_as: a | a", "'a' stands on both sides; give two names"),
        ("<html>", "no decision is called '<html>'; write one of"),
        ("\x00\x01", "no decision is called"),
    ],
)
def test_a_line_that_is_none_is_told_and_the_rest_is_read(line: str, reason: str) -> None:
    decisions, (failure,) = parse_decisions(f"drop: x\n{line}\ndrop: y", "mine.txt")
    assert decisions == (Decision(Verb.DROP, ("x",)), Decision(Verb.DROP, ("y",)))
    assert (failure.source, failure.line, failure.raw) == ("mine.txt", 2, line)
    assert failure.reason.startswith(reason)


def test_same_as_makes_the_first_a_part_of_the_second() -> None:
    merged = decided("same_as: Brew | brewing")
    assert places(merged, "brew") == places(merged, "brewing") == ["entity:brewing"]
    (node,) = (node for node in merged.nodes if node.entity.id == "entity:brewing")
    assert (node.entity.name, node.entity.aliases) == ("brewing", ("brew", "brewing"))
    assert node.reasons[0] == NameReason(
        name="brew", reason=MergeReason.DECISION, source="same_as: Brew | brewing", papers=1
    )
    assert [*merged.decisions.values()] == [1]


def test_decisions_that_join_follow_each_other() -> None:
    chain = ("same_as: brew | brewing", "same_as: brewing | steep", "same_as: steep | brew")
    for lines in permutations(chain[:2]):
        merged = decided(*lines)
        assert places(merged, "brew") == ["entity:steep"]
        assert places(merged, "brewing") == ["entity:steep"]
    assert len(set(places(decided(*chain), "brew") + places(decided(*chain), "steep"))) == 1


def test_an_open_short_form_is_joined_by_its_name_or_id() -> None:
    assert places(decided(), "TS") == ["entity:ts-ambiguous"]
    for name in ("TS", "entity:ts-ambiguous"):
        merged = decided(f"same_as: {name} | tea steeping")
        assert places(merged, "TS") == ["entity:tea-steeping"]
        assert not any(node.entity.ambiguous for node in merged.nodes)


def test_not_same_as_sets_apart_what_papers_call_by_one_name_alone() -> None:
    assert places(decided(), "tea steeping") == ["entity:tea-steeping"] * 2
    line = "not_same_as: TS | tea steeping"
    for given in (line, "not_same_as: tea steeping | TS"):
        merged = decided(given)
        assert places(merged, "tea steeping") == ["entity:tea-steeping", "entity:ts"]
        assert places(merged, "TS") == ["entity:ts-ambiguous"]
    merged = decided(line, "same_as: entity:ts-ambiguous | entity:ts")
    assert places(merged, "TS") == ["entity:ts"]
    assert merged.decisions[Decision(Verb.NOT_SAME_AS, ("TS", "tea steeping"))] == 1


def test_a_type_is_as_decided_and_the_papers_are_still_counted() -> None:
    merged = decided("type: brew | benchmark")
    (node,) = (node for node in merged.nodes if node.entity.id == "entity:brew")
    assert node.entity.type is EntityType.BENCHMARK
    assert node.types == {EntityType.METHOD: 1}


def test_what_is_dropped_is_no_node() -> None:
    merged = decided("drop: brew")
    assert "entity:brew" not in {node.entity.id for node in merged.nodes}
    assert places(merged, "brew") == [None]


def test_a_decision_on_what_no_paper_names_touches_nothing() -> None:
    lines = ("drop: pot", "type: pot | model", "same_as: pot | brew", "same_as: brew | pot")
    merged = decided(*lines, "not_same_as: brew | pot")
    assert [*merged.decisions.values()] == [0] * 5
    assert replace(merged, decisions={}) == decided()


def test_the_order_of_decisions_and_papers_does_not_matter() -> None:
    lines = ["not_same_as: TS | tea steeping", "same_as: brew | steep", "drop: brewing"]
    expected = decided(*lines)
    for order in permutations(lines):
        assert decided(*order) == expected
        decisions, _ = parse_decisions("\n".join(order))
        assert merge_entities(CORPUS[::-1], decisions) == expected
