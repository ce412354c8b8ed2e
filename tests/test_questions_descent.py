import pytest

from kg.query import KnowledgeGraph
from schemas import CitekgError, UnknownNameError


@pytest.fixture
def graph(described):
    return KnowledgeGraph(
        described(
            {
                "trpo": (2015, {"introduces": ["TRPO"]}),
                "ppo": (2017, {"introduces": ["PPO"], "builds_on": ["trpo"]}),
                "dpo": (2023, {"introduces": ["DPO"], "builds_on": ["ppo", "trpo"]}),
                "ipo": (2023, {"introduces": ["IPO"], "builds_on": ["dpo"]}),
                "simpo": (2024, {"builds_on": ["dpo", "ipo"], "uses": ["DPO"]}),
                "later": (2030, {"uses": ["PPO"], "mentions": ["unclaimed"]}),
            }
        )
    )


def test_a_lineage_goes_both_ways_through_the_nearest(graph):
    assert str(graph.lineage("DPO")) == (
        "DPO: Paper dpo (2023) <s2:dpo>\n"
        "  builds on\n"
        "    PPO: Paper ppo (2017) <s2:ppo>\n"
        "      TRPO: Paper trpo (2015) <s2:trpo>\n"
        "  built on by\n"
        "    IPO: Paper ipo (2023) <s2:ipo>\n"
        "      Paper simpo (2024) <s2:simpo>"
    )


def test_the_rows_of_a_lineage_have_side_and_depth(graph):
    rows = graph.lineage("s2:ipo").rows()
    assert [row[:2] for row in rows] == [
        ("start", 0),
        ("builds on", 1),
        ("builds on", 2),
        ("builds on", 3),
        ("built on by", 1),
    ]
    assert rows[1] == ("builds on", 1, 2023, ("DPO",), "Paper dpo", "s2:dpo")
    assert graph.lineage("s2:ipo").to_dicts()[1]["introduces"] == ["DPO"]


def test_a_paper_stands_once_in_a_tree(graph, described):
    diamond = described(
        {
            "a": (2010, {}),
            "b": (2011, {"builds_on": ["a"]}),
            "c": (2012, {"builds_on": ["a"]}),
            "d": (2013, {"builds_on": ["b", "c"]}),
        }
    )
    rows = KnowledgeGraph(diamond).lineage("s2:d").rows()
    assert [row[-1] for row in rows] == ["s2:d", "s2:c", "s2:a", "s2:b"]


def test_a_loop_without_dates_ends(described):
    loop = described({"a": (None, {"builds_on": ["b"]}), "b": (None, {"builds_on": ["a"]})})
    rows = KnowledgeGraph(loop).lineage("s2:b").rows()
    assert [row[-1] for row in rows] == ["s2:b", "s2:a"]


def test_a_lineage_needs_a_paper(graph):
    assert repr(graph.lineage("s2:later")) == "Paper later (2030) <s2:later>"
    with pytest.raises(UnknownNameError, match="no node is named 'DPPO'; nearest: PPO, DPO"):
        graph.lineage("DPPO")
    with pytest.raises(CitekgError, match="no paper introduces 'unclaimed'; give the name of a"):
        graph.lineage("unclaimed")
