"""What other tools get, read back by their own readers where these can be had."""

import csv
import importlib
import io
import json
import re
from pathlib import Path
from typing import Any

import bibtexparser
import networkx as nx
import pyarrow.parquet as pq
import pytest
import rispy
from lxml import etree, html
from ndex2.cx2 import RawCX2NetworkFactory

import output
from kg.graph import Graph, add_entity, add_paper
from output.interchange import neo4j
from schemas import CitekgError, Entity, EntityType, NodeKind, Paper

HOSTILE = 'He said "it\'s" \\ {x} </b>\n[[a|b]] \t; é \x07 | end'
ONE_LINE = " ".join(HOSTILE.replace("\x07", "").split())
SINGLE = [".graphml", ".gexf", ".net", ".cyjs", ".cx2", ".cypher", ".bib", ".ris", ".csl"]
SINGLE += [".lightrag", ".report"]
FOLDERS = [".neo4j", ".csv", ".parquet", ".vosviewer", ".obsidian", ".graphrag"]


@pytest.fixture
def graph(small_graph: Graph) -> Graph:
    """Return a small graph with a paper and an entity that no format likes."""
    paper = Paper(
        id="p9", title=HOSTILE, abstract=HOSTILE, authors=(HOSTILE,), year=2024, venue=HOSTILE
    )
    entity = Entity(id="entity:hostile", name=HOSTILE, type=EntityType.METRIC, aliases=(HOSTILE,))
    add_paper(small_graph, paper)
    add_entity(small_graph, entity, {EntityType.METRIC: 1})
    evidence = {
        "paper": paper.curie,
        "sentence": HOSTILE,
        "sentence_start": 0,
        "start": 0,
        "end": 2,
        "extractor": "names",
        "score": 0.5,
    }
    small_graph.add_edge(paper.curie, entity.id, "uses", confidence=0.5, evidence=[evidence])
    return small_graph


def text(graph: Graph, ending: str) -> str:
    content = output.render(graph, ending)
    assert isinstance(content, str)
    return content


def files(graph: Graph, ending: str) -> dict[str, Any]:
    module, _, name = output.EXPORTERS[ending].partition(":")
    return getattr(importlib.import_module(module), name)(graph)


def rows(content: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(content))]


@pytest.mark.parametrize("ending", SINGLE + FOLDERS)
def test_equal_graphs_give_equal_bytes_and_an_empty_one_gives_something(graph, ending):
    assert files(graph, ending) == files(nx.MultiDiGraph(graph), ending)
    assert files(nx.MultiDiGraph(format=3), ending) is not None


@pytest.mark.parametrize(
    ("ending", "read"), [(".graphml", nx.parse_graphml), (".gexf", nx.read_gexf)]
)
def test_networkx_reads_graphml_and_gexf_back(graph, ending, read):
    content = text(graph, ending)
    again = read(io.BytesIO(content.encode()) if ending == ".gexf" else content)
    curies = {data.get("curie", node) for node, data in again.nodes(data=True)}
    assert curies == set(graph)
    assert again.number_of_edges() == graph.number_of_edges()
    assert {data["label"] for _, data in again.nodes(data=True)} >= {ONE_LINE, "TeaNet"}
    assert {data["year"] for _, data in again.nodes(data=True) if "year" in data} >= {2019, 2024}
    assert {data["relation"] for *_, data in again.edges(data=True)} >= {"uses", "cites"}
    etree.fromstring(content.encode())


def test_gexf_has_colours_sizes_and_places_but_no_date(graph):
    content = text(graph, ".gexf")
    assert "lastmodified" not in content
    tree = etree.fromstring(content.encode())
    for name in ("color", "size", "position"):
        found = tree.findall(f".//{{*}}{name}")
        assert len(found) == len(graph), name
    assert len({e.get("x") for e in tree.findall(".//{*}position")}) > 3


def test_pajek_numbers_its_vertices(graph):
    lines = text(graph, ".net").splitlines()
    assert lines[0] == f"*Vertices {len(graph)}"
    arcs = lines[lines.index("*Arcs") + 1 :]
    assert len(arcs) == graph.number_of_edges()
    vertices = lines[1 : lines.index("*Arcs")]
    assert all(re.fullmatch(r'\d+ "[^"]*"', line) for line in vertices)
    assert {int(n) for arc in arcs for n in arc.split()[:2]} <= set(range(1, len(graph) + 1))


def test_cytoscape_holds_elements_of_all_nodes_and_links(graph):
    data = json.loads(text(graph, ".cyjs"))
    nodes = {node["data"]["id"]: node for node in data["elements"]["nodes"]}
    assert set(nodes) == set(graph)
    assert all({"x", "y"} == set(node["position"]) for node in nodes.values())
    edges = [edge["data"] for edge in data["elements"]["edges"]]
    assert len({edge["id"] for edge in edges}) == graph.number_of_edges()
    assert {edge["source"] for edge in edges} <= set(nodes)


def test_the_reader_of_ndex_reads_cx2_back(graph):
    network = RawCX2NetworkFactory().get_cx2network(json.loads(text(graph, ".cx2")))
    assert len(network.get_nodes()) == len(graph)
    assert len(network.get_edges()) == graph.number_of_edges()
    labels = {node["v"]["label"] for node in network.get_nodes().values()}
    assert ONE_LINE in labels


def test_cypher_quotes_all_text_and_names_all_nodes(graph):
    script = text(graph, ".cypher")
    bare = re.sub(r"'(?:\\.|[^'\\])*'", "''", script)
    assert "said" not in bare
    assert bare.count("'") % 2 == 0
    assert all(line.endswith(";") for line in script.splitlines())
    assert script.count("{id: '") == len(graph)
    assert "MERGE (a)-[r:EVALUATES_ON]->(b)" in script
    assert neo4j.literal("a\r\t") == r"'a\r\t'"


def test_neo4j_gets_headers_labels_and_types(graph):
    made = files(graph, ".neo4j")
    nodes, links = rows(made["nodes.csv"]), rows(made["relationships.csv"])
    assert {row["id:ID"] for row in nodes} == set(graph)
    assert {"Paper", "Entity;Model", "CitedWork", "Repository"} <= {r[":LABEL"] for r in nodes}
    assert {row["ambiguous:boolean"] for row in nodes} == {"", "false"}
    assert {row[":START_ID"] for row in links} <= set(graph)
    assert "INTRODUCES" in {row[":TYPE"] for row in links}
    assert all(0 <= float(row["confidence:double"]) <= 1 for row in links)
    assert "neo4j-admin database import full" in made["README.txt"]


def test_tables_hold_every_node_link_and_sentence(graph):
    made = files(graph, ".csv")
    sentences = sum(len(data["evidence"]) for *_, data in graph.edges(data=True))
    counts = {name: len(rows(content)) for name, content in made.items()}
    assert counts == {
        "nodes.csv": len(graph),
        "links.csv": graph.number_of_edges(),
        "evidence.csv": sentences,
    }
    tables = {name: pq.read_table(io.BytesIO(c)) for name, c in files(graph, ".parquet").items()}
    assert {name.replace("parquet", "csv"): t.num_rows for name, t in tables.items()} == counts
    assert tables["nodes.parquet"].schema.field("year").type == "int64"
    again = tables["evidence.parquet"].to_pylist()
    assert {row["extractor"] for row in again} >= {"names"}


@pytest.mark.parametrize("ending", [".bib", ".ris", ".csl"])
def test_reference_managers_get_the_papers_with_keywords(graph, ending):
    content = text(graph, ending)
    papers = [data for _, data in graph.nodes(data=True) if data["kind"] == NodeKind.PAPER]
    if ending == ".bib":
        library = bibtexparser.parse_string(
            content, append_middleware=[bibtexparser.middlewares.LatexDecodingMiddleware()]
        )
        assert not library.failed_blocks
        entries = [{f.key: f.value for f in entry.fields} for entry in library.entries]
        keywords, titles = "keywords", [e["title"].strip("{}") for e in entries]
        authors = {entry.get("author") for entry in entries}
    elif ending == ".ris":
        entries = rispy.loads(content)
        keywords, titles = "keywords", [e["title"] for e in entries]
        authors = {" and ".join(entry.get("authors", ())) for entry in entries}
    else:
        entries = json.loads(content)
        keywords, titles = "keyword", [e["title"] for e in entries]
        authors = {
            " and ".join(f"{a.get('given', '')} {a['family']}" for a in e.get("author", ()))
            for e in entries
        }
    assert len(entries) == len(papers)
    assert any("TeaNet" in str(entry[keywords]) for entry in entries)
    assert any("TeaNet" in title for title in titles)
    assert any("it's" in title and "end" in title for title in titles)
    assert len(authors) == len(papers)


def test_vosviewer_gets_entities_linked_by_papers(graph):
    made = files(graph, ".vosviewer")
    lines = [line.split("\t") for line in made["map.txt"].splitlines()]
    assert lines[0] == ["id", "label", "description", "weight<Papers>", "score<Mean year>"]
    labels = {line[0]: line[1] for line in lines[1:]}
    pairs = {
        frozenset((labels[a], labels[b])): int(count)
        for a, b, count in (line.split("\t") for line in made["network.txt"].splitlines())
    }
    assert pairs[frozenset(("TeaNet", "LeafBench"))] == 2


def test_every_wikilink_of_the_vault_leads_to_a_note(graph):
    for number in range(3):
        add_paper(graph, Paper(id=f"local:{number}", title="Tea: a/b?"))
    notes = files(graph, ".obsidian")
    stems = {path.rpartition("/")[2].removesuffix(".md") for path in notes}
    assert len(stems) == len({stem.lower() for stem in stems}) == len(notes)
    assert not [path for path in notes if re.search(r'[\\:*?"<>|#^\[\]]', path)]
    bodies = [note.split("---\n")[-1] for note in notes.values()]
    links = {link for body in bodies for link in re.findall(r"(?<!\\)\[\[([^\]|]+)", body)}
    assert links
    assert links <= stems
    assert {"Tea a b", "Tea a b (2)", "Tea a b (3)"} <= stems


def test_notes_have_properties_sentences_and_no_foreign_markup(graph):
    notes = files(graph, ".obsidian")
    note = next(content for content in notes.values() if "# TeaNet" in content)
    head = note.split("---\n")[1]
    values = {k: json.loads(v) for k, v in (line.split(": ", 1) for line in head.splitlines())}
    assert (values["kind"], values["tags"]) == ("paper", ["paper"])
    assert "## Evaluates on\n\n- [[LeafBench]]\n    > " in note
    hostile = next(content for content in notes.values() if "2024" in content[:300])
    assert "</b>" not in hostile.split("---\n")[2]


def test_graphrag_and_lightrag_get_texts_entities_and_relations(graph):
    tables = {
        name.partition(".")[0]: pq.read_table(io.BytesIO(content)).to_pylist()
        for name, content in files(graph, ".graphrag").items()
    }
    titles = {row["title"] for row in tables["entities"]}
    assert len(titles) == len(tables["entities"])
    assert all({r["source"], r["target"]} <= titles for r in tables["relationships"])
    units = {row["id"] for row in tables["text_units"]}
    assert all(set(row["text_unit_ids"]) <= units for row in tables["relationships"])
    whole = json.loads(text(graph, ".lightrag"))
    names = {entity["entity_name"] for entity in whole["entities"]}
    assert names == titles
    assert all({r["src_id"], r["tgt_id"]} <= names for r in whole["relationships"])
    pairs = [frozenset((r["src_id"], r["tgt_id"])) for r in whole["relationships"]]
    assert len(set(pairs)) == len(pairs)
    assert all(r["weight"] >= 1 for r in whole["relationships"])
    assert any(
        "uses" in r["keywords"] and " uses " in r["description"] for r in whole["relationships"]
    )
    chunks = {chunk["source_id"] for chunk in whole["chunks"]}
    assert {entity["source_id"] for entity in whole["entities"] if entity["source_id"] in chunks}


def test_a_folder_of_files_is_saved_and_not_rendered(graph, tmp_path: Path):
    output.save(graph, tmp_path / "vault", format="obsidian")
    assert (tmp_path / "vault" / "Map of content.md").is_file()
    output.save(graph, tmp_path / "out.neo4j")
    assert (tmp_path / "out.neo4j" / "nodes.csv").is_file()
    with pytest.raises(CitekgError, match="stands for a folder of files; write it with `save`"):
        output.render(graph, ".neo4j")


def test_the_report_as_a_page_is_the_report_without_foreign_markup(graph):
    tree = html.fromstring(text(graph, ".report"))
    assert tree.findtext(".//h1") == "Knowledge graph"
    assert len(tree.findall(".//h2")) == text(graph, ".md").count("\n## ")
    assert any("</b>" in cell.text_content() for cell in tree.findall(".//td"))
    assert "default-src 'none'" in tree.find(".//meta[@http-equiv]").get("content")


def test_what_is_lossy_says_so():
    whole = {".html", ".md", ".report", ".csv", ".parquet"} | {
        ending for ending, target in output.EXPORTERS.items() if ".rdf:" in target
    }
    assert output.LOSSES.keys() == output.EXPORTERS.keys() - whole
