import pytest

from kg.graph import add_paper
from kg.query import KnowledgeGraph
from schemas import Paper, UnknownNameError


@pytest.fixture
def graph(described):
    found = described(
        {
            "first": (2020, {"introduces": ["tea"]}),
            "second": (2021, {"uses": ["tea"], "cites": ["first", "work:w"]}),
            "third": (2022, {"uses": ["green"], "builds_on": ["first", "second"]}),
            "fourth": (2019, {"mentions": ["tea"], "cites": ["work:w", "work:v"]}),
            "other": (2022, {"uses": ["coffee"], "cites": ["fourth"]}),
        }
    )
    found.add_edge("entity:green", "entity:tea", "variant_of", confidence=1, evidence=[])
    found.edges["s2:second", "entity:tea", "uses"]["evidence"] *= 2
    add_paper(found, Paper(id="s2:titled", title="More tea", abstract="Hot water.", year=2023))
    found.add_edge("s2:titled", "entity:tea", "uses", confidence=1, evidence=[])
    return KnowledgeGraph(found)


def test_a_reading_list_says_why(graph):
    found = graph.reading_list("tea")
    assert [(item.paper.id, item.why) for item in found] == [
        ("s2:first", ("introduces tea", "cited or built on by 2 papers on it", "named 1 time")),
        ("s2:second", ("cited or built on by 1 paper on it", "named 2 times")),
        ("s2:titled", ("in its title",)),
        ("s2:fourth", ("named 1 time",)),
        ("s2:third", ("named 1 time",)),
    ]
    assert [item.score for item in found] == [2.125, 0.75, 0.5, 0.125, 0.125]
    assert str(found[2]) == "More tea (2023) <s2:titled>: in its title"
    assert len(graph.reading_list("tea", limit=2)) == 2


def test_words_will_do_where_no_entity_has_the_name(graph):
    (found,) = graph.reading_list("hot water")
    assert (found.paper.id, found.why) == ("s2:titled", ("in its text",))
    with pytest.raises(UnknownNameError, match="no entity is named 'teas and so'"):
        graph.reading_list("teas and so")


def test_missing_works_are_those_of_most_citing_papers(graph):
    first, second = graph.missing()
    assert (first.work.id, [paper.id for paper in first.papers]) == (
        "work:w",
        ["s2:fourth", "s2:second"],
    )
    assert str(second) == "v <work:v>: cited by 1 paper"
    assert graph.missing(limit=1) == [first]
    assert first.cells()[0] == 2


def test_a_part_is_a_graph_again(graph):
    part = graph.subgraph(about="tea", since=2020)
    assert [paper.id for paper in part.papers()] == ["s2:first", "s2:second", "s2:titled"]
    assert part.cites("s2:second") == graph.cites("s2:second")
    assert [entity.name for entity in part.entities()] == ["tea"]
    assert part.entity("tea").papers == 3
    assert graph.subgraph(about="tea", variants=True).entity("green").papers == 1
    assert len(graph.nx) > len(part.nx)


def test_a_part_may_be_made_of_an_answer_or_of_names(graph):
    papers = graph.papers(about="tea", role="uses")
    assert graph.subgraph(papers).papers() == papers
    assert [p.id for p in graph.subgraph(["s2:other", "s2:first"], since=2021).papers()] == [
        "s2:other"
    ]
    assert graph.subgraph(types=["model"]).entities() == []
    with pytest.raises(UnknownNameError, match="no entity type is named 'models'"):
        graph.subgraph(types=["models"])
