import math

import pytest

from kg.query import KnowledgeGraph
from schemas import UnknownNameError


@pytest.fixture
def graph(described):
    return KnowledgeGraph(
        described(
            {
                "a": (2020, {"cites": ["old", "work:w"], "uses": ["X"]}),
                "b": (2020, {"cites": ["old", "work:w", "work:v"], "uses": ["X"]}),
                "c": (2020, {"cites": ["old"]}),
                "old": (2010, {"introduces": ["X"]}),
                "review": (2022, {"cites": ["a", "c", "work:w"]}),
            }
        )
    )


def titles(found):
    return [item.paper.title for item in found]


def test_bibliographic_coupling_counts_shared_references(graph):
    first, second, third = graph.related("s2:a", by="references")
    assert titles([first, second]) == ["Paper b", "Paper c"]
    assert first.score == pytest.approx(2 / math.sqrt(2 * 3))
    assert first.shared == ("Paper old", "w")
    assert second.shared == ("Paper old",)
    assert (third.paper.title, third.shared) == ("Paper review", ("w",))


def test_co_citation_counts_papers_that_cite_both(graph):
    (found,) = graph.related("s2:a", by="citations")
    assert (found.paper.title, found.score, found.shared) == ("Paper c", 1.0, ("Paper review",))


def test_all_three_rankings_are_fused(graph):
    found = graph.related("s2:a", by="all")
    assert titles(found)[:2] == ["Paper b", "Paper c"]
    assert found[0].score == pytest.approx(1 / 61 + 1 / 61)
    assert found[1].score == pytest.approx(1 / 62 + 1 / 61)
    assert set(found[0].shared) == {"X", "Paper old", "w"}
    assert {item.by for item in found} == {"all"}


def test_what_nothing_cites_is_like_nothing(graph):
    assert graph.related("s2:review", by="citations") == []
    assert graph.related("s2:old", by="references") == []


def test_the_measure_must_be_known(graph):
    with pytest.raises(UnknownNameError, match="no likeness is named 'reference'"):
        graph.related("s2:a", by="reference")
