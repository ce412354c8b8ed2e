import json

import networkx as nx
import pytest

from kg import store
from schemas import GraphFormatError, InputError


@pytest.mark.parametrize("name", ["", "graph.json", "new/folder", "own.json"])
def test_a_graph_comes_back_equal(small_graph, tmp_path, name):
    store.save(small_graph, tmp_path / name)
    again = store.load(tmp_path / name)
    assert nx.utils.graphs_equal(again, small_graph)
    assert again.graph == small_graph.graph


def test_the_text_does_not_depend_on_the_order_of_insertion(small_graph):
    other = nx.MultiDiGraph(**small_graph.graph)
    other.add_nodes_from(reversed(list(small_graph.nodes(data=True))))
    for source, target, key, data in reversed(list(small_graph.edges(data=True, keys=True))):
        other.add_edge(source, target, key, **dict(reversed(data.items())))
    assert store.dumps(other) == store.dumps(small_graph)


def test_the_file_has_one_node_or_edge_a_line_in_utf8(small_graph, tmp_path):
    small_graph.nodes["entity:teanet"]["label"] = "Tea-Ψ"
    store.save(small_graph, tmp_path)
    data = (tmp_path / "graph.json").read_bytes()
    assert "Tea-Ψ".encode() in data
    assert b"\r" not in data
    assert data.count(b"\n") == len(small_graph) + small_graph.number_of_edges() + 5
    assert list(tmp_path.iterdir()) == [tmp_path / "graph.json"]


def test_a_loaded_graph_is_written_with_the_same_bytes(small_graph, tmp_path):
    store.save(small_graph, tmp_path)
    assert store.dumps(store.load(tmp_path)) == (tmp_path / "graph.json").read_text("utf-8")


def test_a_missing_file_says_how_to_make_one(tmp_path):
    with pytest.raises(InputError, match=r"graph.json: no such file; make one with `citekg build"):
        store.load(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "expected a graph as JSON, but Expecting"),
        ("\udcff", "expected a graph as JSON, but 'utf-8' codec"),
        ("[1]", "expected a citekg graph of format 3, found none; build it again"),
        ('{"graph": {"format": 99}}', "expected a citekg graph of format 3, found 99"),
        ('{"graph": {"format": 3}}', "its nodes and edges cannot be read"),
        (
            '{"graph": {"format": 3}, "multigraph": true, "nodes": [3], "edges": []}',
            "its nodes and edges cannot be read",
        ),
    ],
)
def test_another_file_is_refused(tmp_path, text, message):
    (tmp_path / "graph.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(GraphFormatError, match=message):
        store.load(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"), [('"kind": "paper"', '"kind": "pamphlet"'), ('"key": "uses"', '"key": "eats"')]
)
def test_a_graph_of_other_words_is_refused(small_graph, tmp_path, old, new):
    text = store.dumps(small_graph)
    (tmp_path / "graph.json").write_text(text.replace(old, new), "utf-8")
    with pytest.raises(GraphFormatError, match="its nodes and edges cannot be read"):
        store.load(tmp_path)


def test_numbers_that_json_lacks_are_refused(small_graph):
    small_graph.nodes["entity:teanet"]["weight"] = float("nan")
    with pytest.raises(ValueError, match="not JSON compliant"):
        store.dumps(small_graph)


def test_the_file_is_standard_node_link_json(small_graph, tmp_path):
    store.save(small_graph, tmp_path)
    data = json.loads((tmp_path / "graph.json").read_text("utf-8"))
    assert sorted(data) == ["directed", "edges", "graph", "multigraph", "nodes"]
