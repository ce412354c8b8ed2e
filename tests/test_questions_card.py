import pytest

from kg.query import KnowledgeGraph


@pytest.fixture
def graph(described):
    found = described(
        {
            "first": (2020, {"introduces": ["tea"], "uses": ["tea"]}),
            "second": (2021, {"uses": ["tea", "green", "drink"]}),
            "undated": (None, {"uses": ["tea"]}),
            **{f"m{n}": (2022, {"mentions": ["tea"]}) for n in range(7)},
        }
    )
    found.nodes["entity:tea"]["aliases"] = ["Tea", "tea"]
    edges = {"variant_of": ("green", "tea"), "broader": ("tea", "drink")}
    for relation, (one, other) in edges.items():
        evidence = [
            {
                "paper": "s2:second",
                "sentence": f"{one} is {other}.",
                "sentence_start": 0,
                "start": 0,
                "end": 3,
                "extractor": "names",
                "score": 1.0,
            }
        ]
        found.add_edge(
            f"entity:{one}", f"entity:{other}", relation, confidence=1.0, evidence=evidence
        )
    return KnowledgeGraph(found)


def test_a_card_has_names_family_and_papers_by_role(graph):
    card = graph.card("Tea")
    assert [entity.name for entity in card.variants] == ["green"]
    assert [entity.name for entity in card.broader] == ["drink"]
    assert [entity.name for entity in graph.card("green").variant_of] == ["tea"]
    assert [entity.name for entity in graph.card("drink").narrower] == ["tea"]
    assert [paper.id for paper in card.introduced_by] == ["s2:first"]
    assert {role: len(papers) for role, papers in card.papers.items()} == {
        "introduces": 1,
        "uses": 2,
        "mentions": 7,
    }
    assert card.years == {2020: 1, 2021: 1, 2022: 7}
    assert (card.first, card.latest) == (2020, 2022)


def test_a_card_prints_the_beginning_of_long_lists(graph):
    lines = str(graph.card("tea")).splitlines()
    assert lines[:5] == [
        "tea (method, 10 papers) <entity:tea>",
        "  also: Tea",
        "  variant: green",
        "  broader: drink",
        "  years: 2020 to 2022 (2020: 1, 2021: 1, 2022: 7)",
    ]
    assert lines[-1] == "    ... and 2 more"


def test_the_rows_of_a_card_have_all(graph):
    rows = graph.card("tea").to_dicts()
    assert len(rows) == 1 + 1 + 2 + 10
    assert rows[0] == {"what": "method", "name": "tea", "year": 2020, "id": "entity:tea"}
    assert {row["what"] for row in rows} == {
        *("method", "alias", "variant", "broader", "introduces", "uses", "mentions")
    }


def test_links_between_entities_have_evidence(graph):
    (item,) = graph.evidence("green", "tea")
    assert (item.relation, item.sentence) == ("variant_of", "green is tea.")
