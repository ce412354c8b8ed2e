import json
import os
import re
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import networkx as nx
import pytest

from kg.graph import Graph, add_claim, add_entity, add_paper, empty_graph
from output.communities import communities_of, linked
from output.html import to_html, to_pyvis
from output.html.overview import (
    choose,
    choose_overview,
    hubs,
    name_topics,
)
from output.html.text import web_links
from output.html.view import OVERVIEW_SIZE, Link, View, make_view
from schemas import Attribute, Claim, Entity, EntityType, Paper, Relation
from tests.conftest import POT, TEA, claim

HOSTILE = [
    '</script><script>document.title="taken"</script>',
    "<img src=x onerror=\"document.title='taken'\"> href",
    "line\u2028separator \U0001f375 tea & 'quotes' \"double\"",
    "long " * 1000,
]


def data(page: str, name: str) -> object:
    match = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.S)
    assert match
    return json.loads(match[1])


def crowd(papers: int, own: int = 3) -> Graph:
    """Return papers that share entities in pairs, each with entities of its own."""
    graph = empty_graph()
    for i in range(papers):
        paper = Paper(id=f"c{i}", title=f"Cup {i}", abstract="We use X.")
        add_paper(graph, paper)
        for name in (f"shared {i // 2}", *(f"own {i} {j}" for j in range(own))):
            curie = f"entity:{name.replace(' ', '-')}"
            add_entity(graph, Entity(id=curie, name=name, type=EntityType.METHOD), {})
            add_claim(graph, claim(paper, Relation.USES, curie, "X"))
    return graph


def test_page_loads_nothing(small_graph: Graph) -> None:
    page = to_html(small_graph)
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.S)
    assert not re.search(r"<(link|img|iframe|base|object)\b|\b(src|href)=", markup)
    assert not re.search(r"<script[^>]*\bsrc=", page)
    assert "default-src 'none'" in page
    assert "unsafe" not in page.split("</head>")[0].split("<style>")[0]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_data(hostile: str, small_graph: Graph) -> None:
    small_graph.nodes[TEA.curie][Attribute.LABEL] = hostile
    small_graph.nodes["entity:oaknet"][Attribute.LABEL] = hostile
    page = to_html(small_graph, title=hostile)
    nodes = {node["id"]: node for node in data(page, "nodes")}  # type: ignore[attr-defined]
    expected = " ".join(hostile.split())
    label = nodes[TEA.curie]["label"]
    assert label == expected or (label.endswith("…") and expected.startswith(label[:-1]))
    assert len(label) <= 400
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.S)
    assert "<img" not in markup and "taken</" not in markup
    assert page.count("</script>") == 5


def test_direction_overrides_and_control_characters_are_blanked(small_graph: Graph) -> None:
    small_graph.nodes["entity:oaknet"][Attribute.LABEL] = "Oak\u202eteN\x00\u2066!"
    page = to_html(small_graph)
    assert "Oak teN !" in page
    assert not re.search(
        "[\u202a-\u202e\u2066-\u2069\x00]|\\\\u202e", page.rsplit("<script>", 2)[0]
    )


def test_marks_point_at_mentions_after_characters_outside_the_basic_plane() -> None:
    graph = empty_graph()
    paper = Paper(id="p", title="\U0001f375\x01\x01  and TeaNet")
    add_paper(graph, paper)
    add_entity(graph, Entity(id="entity:teanet", name="TeaNet", type=EntityType.MODEL), {})
    add_claim(graph, claim(paper, Relation.STUDIES, "entity:teanet", "TeaNet"))
    view = make_view(graph)
    [[source, number, [start, end]]] = view.links[0].evidence
    assert view.sentences[number][start:end] == "TeaNet"
    assert source is None


def link(view: View, subject: str, relation: Relation, target: str) -> Link:
    """Return the one link of this kind."""
    places = [node["id"] for node in view.nodes]
    wanted = (places.index(subject), relation, places.index(target))
    [found] = [link for link in view.links if (link.subject, link.relation, link.object) == wanted]
    return found


def test_mentions_in_one_sentence_are_marked_together(small_graph: Graph) -> None:
    add_claim(
        small_graph, claim(TEA, Relation.USES, "entity:convolutional-neural-network", "network")
    )
    view = make_view(small_graph)
    uses = link(view, TEA.curie, Relation.USES, "entity:convolutional-neural-network")
    [[_, number, *places]] = uses.evidence
    assert [view.sentences[number][a:b] for a, b in places] == ["network", "CNN"]


def test_a_link_between_papers_quotes_its_subject_first_and_names_the_other_paper(
    small_graph: Graph,
) -> None:
    naming = claim(POT, Relation.STUDIES, "entity:teanet", "TeaNet").evidence
    introducing = claim(TEA, Relation.INTRODUCES, "entity:teanet", "TeaNet").evidence
    add_claim(
        small_graph,
        Claim(
            subject=POT.curie,
            relation=Relation.BUILDS_ON,
            object=TEA.curie,
            evidence=(*introducing, *naming),
            confidence=0.8,
        ),
    )
    view = make_view(small_graph)
    builds_on = link(view, POT.curie, Relation.BUILDS_ON, TEA.curie)
    [[first, *_], [second, *_]] = builds_on.evidence
    assert (first, view.nodes[second]["id"]) == (None, TEA.curie)


def test_parallel_edges_are_kept(small_graph: Graph) -> None:
    add_claim(small_graph, claim(TEA, Relation.EVALUATES_ON, "entity:oaknet", "OakNet"))
    relations = [
        edge["relation"]
        for edge in to_pyvis(small_graph).edges
        if (edge["from"], edge["to"]) == (TEA.curie, "entity:oaknet")
    ]
    assert relations == [Relation.COMPARES_TO, Relation.EVALUATES_ON]


def test_entities_know_the_first_year_that_names_them(small_graph: Graph) -> None:
    first = {node["id"]: node.get("first") for node in make_view(small_graph).nodes}
    assert first["entity:teanet"] == 2023
    assert first[TEA.curie] is None
    small_graph.nodes[TEA.curie][Attribute.YEAR] = float("nan")
    assert {node.get("first") for node in make_view(small_graph).nodes} == {None, 2024}


def test_the_bare_network_has_places_and_is_at_rest(small_graph: Graph) -> None:
    network = to_pyvis(small_graph)
    assert len(network.nodes) == len(small_graph)
    assert all({"x", "y", "label", "shape", "color"} <= set(node) for node in network.nodes)
    assert not network.options.physics.enabled
    assert "convolutional neural network" in network.generate_html()


def test_graph_is_not_changed_and_bytes_are_the_same(small_graph: Graph) -> None:
    before = deepcopy(nx.node_link_data(small_graph, edges="edges"))
    first = to_html(small_graph, title="Tea")
    assert nx.node_link_data(small_graph, edges="edges") == before
    assert to_html(small_graph, title="Tea") == first
    assert "\r" not in first


def test_order_of_building_does_not_matter() -> None:
    graph = crowd(3)
    other = nx.MultiDiGraph(**graph.graph)
    other.add_nodes_from(reversed(list(graph.nodes(data=True))))
    other.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    assert to_html(graph) == to_html(other)


def test_hash_seed_does_not_matter() -> None:
    program = (
        "from hashlib import sha256; from output.html import to_html; "
        "from tests.test_html import crowd; "
        "print(sha256(to_html(crowd(20)).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=Path(__file__).parent.parent,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_graphs_without_edges_make_a_page() -> None:
    assert data(to_html(empty_graph()), "nodes") == []
    graph = empty_graph()
    add_paper(graph, Paper(id="p", title="Only tea"))
    [node] = data(to_html(graph), "nodes")  # type: ignore[misc]
    assert (node["label"], node["x"], node["y"]) == ("Only tea", 0, 0)


def test_overview_of_a_large_graph_holds_what_papers_share() -> None:
    graph = crowd(160)
    view = make_view(graph)
    assert len(graph) > OVERVIEW_SIZE
    shown = [str(node["id"]) for node in view.nodes if "x" in node]
    assert OVERVIEW_SIZE // 2 <= len(shown) <= OVERVIEW_SIZE
    assert {curie.split(":")[0] for curie in shown} == {"local", "entity"}
    assert all("all" in node for node in view.nodes)


def test_overview_of_papers_that_share_nothing_shows_their_own() -> None:
    graph = crowd(1, own=400)
    shown = choose(graph, linked(graph), size=20)
    assert len(shown) == 11
    assert sum(curie.startswith("local:") for curie in shown) == 1


def test_a_page_holds_no_more_than_it_can_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("output.html.view.LARGEST_PAGE", 40)
    monkeypatch.setattr("output.html.view.PART_OF_LARGER", 40)
    graph = crowd(60)
    view = make_view(graph)
    assert 20 < len(view.nodes) <= 40
    assert (view.totals["paper"], view.totals["method"], view.totals["links"]) == (60, 210, 240)
    assert all(link.object < len(view.nodes) for link in view.links)


def field(names: str, papers: int = 8) -> Graph:
    """Return papers that all use one thing; those of each field share three things besides."""
    graph = empty_graph()
    for name in names:
        for i in range(papers):
            paper = Paper(id=f"{name}{i}", title=f"{name} paper {i}", abstract="We use X.")
            add_paper(graph, paper)
            for shared in ("everything", *(f"{name} {j}" for j in range(3))):
                curie = f"entity:{shared.replace(' ', '-')}"
                kind = EntityType.BENCHMARK if shared.endswith("0") else EntityType.METHOD
                add_entity(graph, Entity(id=curie, name=shared, type=kind), {})
                add_claim(graph, claim(paper, Relation.USES, curie, "X"))
    return graph


def test_what_all_communities_name_stays_out_of_the_overview() -> None:
    graph = field("abc")
    simple = linked(graph)
    communities = communities_of(simple)
    assert hubs(graph, simple, communities) == ["entity:everything"]
    view = make_view(graph)
    assert view.hubs == ["entity:everything"]
    [hub] = [node for node in view.nodes if node["id"] == "entity:everything"]
    assert "x" not in hub
    assert "all" in hub


def test_overview_takes_from_every_large_community() -> None:
    graph = field("abcd", papers=20)
    simple = linked(graph)
    communities = communities_of(simple)
    chosen = choose_overview(graph, simple, communities, size=40)
    papers = [curie for curie in chosen if curie.startswith("local:")]
    assert {graph.nodes[curie][Attribute.LABEL][0] for curie in papers} == set("abcd")
    assert 20 <= len(chosen) <= 44


def test_topics_are_named_after_what_is_theirs_and_rather_methods_than_data() -> None:
    graph = field("ab")
    simple = linked(graph)
    communities = communities_of(simple)
    topics = name_topics(graph, simple, communities, without=["entity:everything"])
    assert [names for names, _ in topics] in (
        [[f"entity:{name}-{i}" for i in (1, 2, 0)] for name in order] for order in ("ab", "ba")
    )
    assert name_topics(graph, simple, communities[:1]) == []
    assert name_topics(graph, simple, [["entity:a-0"]] * 2) == []


def test_nodes_without_links_are_listed_and_not_placed(small_graph: Graph) -> None:
    alone = Paper(id="alone", title="Alone")
    add_paper(small_graph, alone)
    nodes = {node["id"]: node for node in make_view(small_graph).nodes}
    assert "x" not in nodes[alone.curie]
    assert "x" in nodes[TEA.curie]


def test_a_year_that_is_no_number_is_left_out(small_graph: Graph) -> None:
    for curie, year in ((TEA.curie, float("nan")), (POT.curie, "soon")):
        small_graph.nodes[curie][Attribute.YEAR] = year
    assert "NaN" not in to_html(small_graph)
    assert not any(
        "year" in node for node in make_view(small_graph).nodes if node["group"] == "paper"
    )


@pytest.mark.parametrize(
    ("arguments", "addresses"),
    [
        ({"curie": "doi:10.1000/a<b", "doi": "10.1000/a<b"}, ["https://doi.org/10.1000/a%3Cb"]),
        ({"curie": "local:1", "arxiv": "2301.00001"}, ["https://arxiv.org/abs/2301.00001"]),
        ({"curie": "local:1", "url": "javascript:alert(1)"}, []),
        ({"curie": "local:1", "url": "http://[broken"}, []),
        (
            {"curie": "repo:x", "url": "https://github.com/pots/study"},
            ["https://github.com/pots/study"],
        ),
        (
            {"curie": "acl:P19-1001", "url": "https://aclanthology.org/P19-1001"},
            ["https://aclanthology.org/P19-1001"],
        ),
    ],
)
def test_only_web_addresses_become_links(arguments: dict[str, str], addresses: list[str]) -> None:
    assert [address for _, address in web_links(**arguments)] == addresses
