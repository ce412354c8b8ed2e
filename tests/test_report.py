import copy
from dataclasses import replace

import networkx as nx
import pytest

from kg.graph import Graph, add_cited_work, add_claim, add_entity, add_paper, empty_graph
from output.report import Intake, plain, to_report
from schemas import Attribute, Claim, Entity, EntityType, Evidence, Failure, Paper, Relation

INTAKE = Intake(
    records=3,
    citations=4,
    failures=(
        Failure(source="a.jsonl", line=3, reason="no title | none", raw="{}"),
        Failure(source="b.csv", line=0, reason="no such file", raw=""),
    ),
)


def section(report: str, heading: str) -> list[str]:
    (found,) = (part for part in report.split("\n\n## ") if part.startswith(heading))
    return found.splitlines()[1:]


def test_the_size_of_the_graph_stands_first(small_graph):
    report = to_report(small_graph, INTAKE)
    assert report.startswith(
        "# Knowledge graph\n\n| what | count |\n| --- | --- |\n| paper | 2 |\n"
    )
    assert "| link: evaluates on | 2 |" in report
    assert "builds on" not in report
    assert "3 records read, 1 of them for a paper that had one; 2 skipped." in report


def test_what_was_skipped_is_listed_with_its_place(small_graph):
    assert section(to_report(small_graph, INTAKE), "Skipped")[3:] == [
        r"| a.jsonl line 3 | no title \| none |",
        "| b.csv | no such file |",
    ]


def test_decisions_are_listed_with_what_they_touch(small_graph):
    assert "## Decisions" not in to_report(small_graph)
    small_graph.graph[Attribute.DECISIONS] = [["drop: a", 2], ["same_as: b | c", 0]]
    report = to_report(small_graph)
    assert "| drop: a | 2 |\n| same\\_as: b \\| c | 0: nothing to change |" in report


def test_a_loaded_graph_says_nothing_of_its_sources(small_graph):
    report = to_report(small_graph)
    assert "Skipped" not in report
    assert "read" not in report


def test_entities_are_counted_by_type_and_links(small_graph):
    report = to_report(small_graph)
    assert "| model | 2 | 3 |" in section(report, "Entities by type")
    assert section(report, "Most linked entities")[3:6] == [
        "| convolutional neural network | method | 2 | uses 1, mentions 1 |",
        "| LeafBench | benchmark | 2 | evaluates on 2 |",
        "| TeaNet | model | 2 | introduces 1, studies 1 |",
    ]


def test_papers_are_listed_with_their_links(small_graph):
    assert section(to_report(small_graph), "Most linked papers")[3:] == [
        "| TeaNet: steeping networks for leaf recognition | 2023 | 5 | 1 | 1 |",
        "| A study of TeaNet & CNNs | 2024 | 3 | 1 | 0 |",
    ]


def cites(paper: Paper, target: str, start: int, end: int) -> Claim:
    evidence = Evidence(
        paper=paper.curie,
        sentence="s",
        sentence_start=0,
        start=start,
        end=end,
        extractor="references" if start == end else "citations",
        score=0.9,
    )
    return Claim(
        subject=paper.curie,
        relation=Relation.CITES,
        object=target,
        evidence=(evidence,),
        confidence=0.9,
    )


@pytest.fixture
def thin() -> Graph:
    graph = empty_graph()
    papers = [Paper(id=f"p{n}", title=f"T{n} <b>|", source="a.bib") for n in range(25)]
    papers[2] = replace(papers[2], origins=(("references", "b|.csv"), ("references", "c.csv")))
    for paper in papers:
        add_paper(graph, paper)
    add_entity(
        graph,
        Entity(id="entity:prm", name="PRM", type=EntityType.METHOD, ambiguous=True),
        {EntityType.METHOD: 1},
    )
    add_cited_work(graph, "doi:10.1/x", "x")
    add_cited_work(graph, "work:doe-2019", "Doe (2019)")
    for claim in (
        cites(papers[0], papers[1].curie, 0, 0),
        cites(papers[0], "doi:10.1/x", 0, 0),
        cites(papers[0], "work:doe-2019", 3, 9),
        cites(papers[2], "work:doe-2019", 3, 9),
        cites(papers[2], papers[1].curie, 0, 0),
    ):
        add_claim(graph, claim)
    return graph


def test_links_between_papers_are_held_against_reference_lists(thin):
    ids = [Paper(id=f"p{n}", title=f"T{n} <b>|").curie for n in range(4)]
    for a, b in ((0, 1), (0, 3), (2, 1), (3, 1)):
        cited = cites(Paper(id=f"p{a}", title=f"T{a} <b>|"), ids[b], 3, 9)
        add_claim(thin, replace(cited, relation=Relation.BUILDS_ON))
    assert section(to_report(thin), "Papers that build on others")[1:] == [
        "4 links from papers that name something to the paper that introduces it. "
        "Reference lists are known for the naming paper of 3; they confirm 2."
    ]


def test_a_graph_without_such_links_says_nothing_of_them(thin):
    assert "build on" not in to_report(thin)


def test_citations_are_counted_by_where_they_lead(thin):
    assert section(to_report(thin, INTAKE), "Citations")[1:] == [
        "| what they lead to | from reference lists | in the text |",
        "| --- | --- | --- |",
        "| a paper of the graph | 2 | 0 |",
        "| a work with an identifier | 1 | 0 |",
        "| a work without one | 0 | 2 |",
        "",
        "In-text citations found: 4; bare numbers lead nowhere.",
        "",
        "Reference lists are known for 2 of 25 papers; a missing list is unknown, not empty.",
        "",
        "| source | papers with a reference list |",
        "| --- | --- |",
        "| a.bib | 1 |",
        r"| b\|.csv | 1 |",
        "| c.csv | 1 |",
    ]


def test_citations_that_fit_several_papers_are_told(thin):
    candidates = tuple(sorted(node for node in thin if node.startswith("local:"))[:2])
    add_cited_work(thin, "work:lee-2020", "Lee (2020)", candidates=candidates)
    assert section(to_report(thin), "Citations")[-5:] == [
        "Fits several papers, so it stays unresolved: 1 citation.",
        "",
        "| citation | papers that fit |",
        "| --- | --- |",
        f"| Lee (2020) | {'; '.join(plain(thin.nodes[node]['label']) for node in candidates)} |",
    ]


def test_thin_coverage_is_counted_and_shown_in_part(thin):
    lines = section(to_report(thin), "Where coverage is thin")
    assert lines[3].startswith("| papers without an abstract | 25 | ")
    assert lines[3].endswith("; and 5 more |")
    assert lines[4].startswith("| papers with fewer than 3 entities | 25 | ")
    assert lines[5] == "| ambiguous names | 1 | PRM |"


def test_papers_without_a_year_are_counted(thin):
    assert section(to_report(thin), "Years")[3:] == ["| unknown | 25 |"]


def test_repositories_are_listed_with_their_papers(small_graph):
    assert section(to_report(small_graph), "Repositories")[3:] == [
        "| github.com/pots/study | A study of TeaNet & CNNs |"
    ]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a|b", r"a\|b"),
        ("`x` *y* _z_", r"\`x\` \*y\* \_z\_"),
        ("<script>", r"\<script\>"),
        ("[a](b)", r"\[a\](b)"),
        ("http://x.org www.y.org", r"http\://x.org www\.y.org"),
        ("&lt;b&gt; R&D", r"\&lt;b\&gt; R&D"),
        ("a\n\n# b", r"a \# b"),
        ("a\\|b", r"a\\\|b"),
        ("\x1b[31m\u202ered", r"\[31mred"),
    ],
)
def test_foreign_text_is_never_markup(text, safe):
    assert plain(text) == safe


def test_titles_are_escaped_everywhere(thin):
    report = to_report(thin)
    assert "<b>" not in report
    assert r"T0 \<b\>\|" in report


def test_the_graph_is_not_changed_and_the_order_does_not_matter(small_graph):
    before = copy.deepcopy(small_graph)
    report = to_report(small_graph)
    assert nx.utils.graphs_equal(before, small_graph)
    other = nx.MultiDiGraph(**small_graph.graph)
    other.add_nodes_from(reversed(list(small_graph.nodes(data=True))))
    other.add_edges_from(reversed(list(small_graph.edges(data=True, keys=True))))
    assert to_report(other) == report
