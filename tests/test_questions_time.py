import math

import pytest

from kg.query import KnowledgeGraph
from schemas import EntityType


@pytest.fixture
def graph(described):
    papers = {
        **{f"old{n}": (2018 + n % 2, {"uses": ["steam", "both"]}) for n in range(6)},
        **{f"new{n}": (2020 + n % 2, {"uses": ["power", "both"]}) for n in range(6)},
        "undated": (None, {"uses": ["power"]}),
    }
    return KnowledgeGraph(described(papers, {"power": EntityType.MODEL}))


def test_what_rises_and_what_fades(graph):
    found = graph.trends()
    assert [trend.entity.name for trend in found.rising] == ["power"]
    fading = {trend.entity.name: trend for trend in found.fading}
    assert fading["steam"].score == pytest.approx(-found.rising[0].score)
    assert (found.early, found.late) == ((2018, 2019), (2020, 2021))
    assert found.papers == {2018: 3, 2019: 3, 2020: 3, 2021: 3}
    assert str(found).startswith("2018 to 2019 against 2020 to 2021\ndirection  name")


def test_a_trend_counts_and_smooths(graph):
    (power,) = graph.trends().rising
    assert (power.early, power.late) == (0, 6)
    assert power.change == pytest.approx(math.log2((6.5 / 7) / (0.5 / 7)))
    assert power.years == {2020: 3, 2021: 3}
    assert power.shares == {2020: 1.0, 2021: 1.0}
    assert str(power) == "power (rising: 0 papers, then 6, 13.0 times)"


def test_the_window_and_the_type_can_be_chosen(graph):
    assert graph.trends(window=1).early == (2018, 2020)
    assert graph.trends(window=99).early == (2018, 2018)
    assert [t.entity.name for t in graph.trends("model").rising] == ["power"]
    assert graph.trends("model").fading == []
    assert graph.trends(minimum=7).rising == []


def test_one_year_shows_no_trend(described):
    found = KnowledgeGraph(described({"a": (2020, {"uses": ["X"]})})).trends()
    assert (found.rows(), found.rising, found.early) == ([], [], None)
    assert str(found) == "papers of at least two years are needed to see a trend"
