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
from output.html import to_html, to_pyvis
from output.html.overview import choose, linked, topic_names
from output.html.view import LARGEST_MAP, OVERVIEW_SIZE, make_view, web_links
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


def test_own_scripts_write_text_only(small_graph: Graph) -> None:
    own = to_html(small_graph).rsplit('"use strict";', 1)[1]
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", own)


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
    assert page.count("</script>") == 4


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
    [[source, number, [start, end]]] = view.links[0]["evidence"]  # type: ignore[misc]
    assert view.sentences[number][start:end] == "TeaNet"
    assert source is None


def test_mentions_in_one_sentence_are_marked_together(small_graph: Graph) -> None:
    add_claim(
        small_graph, claim(TEA, Relation.USES, "entity:convolutional-neural-network", "network")
    )
    view = make_view(small_graph)
    [link] = [
        link
        for link in view.links
        if (link["from"], link["relation"]) == (TEA.curie, Relation.USES)
    ]
    [[_, number, *places]] = link["evidence"]  # type: ignore[misc]
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
    [link] = [link for link in view.links if link["relation"] == Relation.BUILDS_ON]
    [[first, *_], [second, *_]] = link["evidence"]  # type: ignore[misc]
    assert (first, second) == (None, TEA.curie)


def test_parallel_edges_are_kept(small_graph: Graph) -> None:
    add_claim(small_graph, claim(TEA, Relation.EVALUATES_ON, "entity:oaknet", "OakNet"))
    relations = [
        edge["relation"]
        for edge in to_pyvis(small_graph).edges
        if (edge["from"], edge["to"]) == (TEA.curie, "entity:oaknet")
    ]
    assert relations == [Relation.COMPARES_TO, Relation.EVALUATES_ON]


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
    assert len(shown) <= OVERVIEW_SIZE
    assert {curie.split(":")[0] for curie in shown} == {"local", "entity"}
    assert not [curie for curie in shown if curie.startswith("entity:own")]
    assert sum("all" in node for node in view.nodes) == min(len(graph), LARGEST_MAP)


def test_overview_of_papers_that_share_nothing_shows_their_own() -> None:
    graph = empty_graph()
    graph.update(nx.compose_all([crowd(1, own=400)]))
    shown = choose(graph, linked(graph), size=20)
    assert len(shown) == 11
    assert sum(curie.startswith("local:") for curie in shown) == 1


def test_topics_are_named_after_what_is_theirs() -> None:
    graph = crowd(4, own=2)
    simple = linked(graph)
    communities = [sorted(group) for group in nx.connected_components(simple)]
    topics = topic_names(graph, simple, communities=communities)
    assert {names[0] for names, _ in topics} == {"entity:shared-0", "entity:shared-1"}
    assert topic_names(graph, simple, communities=communities[:1]) == []
    assert topic_names(graph, simple, communities=[["entity:shared-0"]] * 2) == []


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
