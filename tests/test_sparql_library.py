import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
import rdflib

import kg
from kg.graph import Graph
from output.push.pushing import push
from output.rdf import to_ntriples, to_turtle
from output.sparql import Dataset, Value, library, parse_dataset, stored
from output.sparql.library import parse_query
from output.sparql.naming import ParameterType
from schemas import AmbiguousNameError, CitekgError, UnknownNameError

TEA_TITLE = "TeaNet: steeping networks for leaf recognition"
CUP_TITLE = "CupNet: smaller networks for leaves"
POT_TITLE = "A study of TeaNet & CNNs"
TEA, CUP, MUG = "paper:arxiv.2301.00001", "paper:arxiv.2401.00003", "paper:arxiv.2501.00004"
POT = "paper:doi.10.1000_pot_2024.3ba367"
CNN = "convolutional neural network"

ROWS: dict[str, tuple[dict[str, Value], list[tuple[str, ...]]]] = {
    "benchmarks-by-year": (
        {"since": 2024, "minimum": 1},
        [
            ("2025", "LeafBench", "1", "entity:leafbench"),
            ("2024", "LeafBench", "2", "entity:leafbench"),
            ("2024", "PodBench", "1", "entity:podbench"),
        ],
    ),
    "benchmarks-of-task": (
        {"task": "Leaf-Recognition"},
        [
            ("LeafBench", "2", "2023", "2024", "entity:leafbench"),
            ("PodBench", "1", "2024", "2024", "entity:podbench"),
        ],
    ),
    "builds-on": (
        {"paper": "MugNet"},
        [(CUP_TITLE, TEA_TITLE, "TeaNet", CUP, TEA), ("MugNet", CUP_TITLE, "CupNet", MUG, CUP)],
    ),
    "citation-contexts": (
        {"paper": "arXiv:2301.00001v2"},
        [("2024", POT_TITLE, "0.7", "We study TeaNet on LeafBench.", POT)],
    ),
    "compared-with": (
        {"entity": "TeaNet"},
        [
            ("2025", "MugNet", "MugNet", "0.7", "entity:mugnet", MUG),
            ("2024", "CupNet", CUP_TITLE, "0.85", "entity:cupnet", CUP),
        ],
    ),
    "doubtful-links": (
        {},
        [
            (
                *("0.4", POT_TITLE, "kg:mentions", CNN, "CNNs", POT_TITLE),
                "link:doi.10.1000_pot_2024.3ba367.mentions.convolutional-neural-network",
            )
        ],
    ),
    "evaluated-together-with": (
        {"benchmark": "LeafBench"},
        [("PodBench", "1", "entity:podbench")],
    ),
    "evidence": (
        {"paper": "TeaNet", "entity": "OakNet"},
        [("kg:comparesTo", "0.8", "150", "OakNet", "On LeafBench it beats OakNet.")],
    ),
    "introduced-by": (
        {"entity": "tea-net"},
        [("2023", TEA_TITLE, "Ann Lee; Bo Roe", "0.95", TEA)],
    ),
    "introductions": (
        {"since": "2024", "until": 2024, "type": ["model", "benchmark"]},
        [("2024", "CupNet", "kg:Model", CUP_TITLE, "Bo Roe", "entity:cupnet", CUP)],
    ),
    "methods-by-year": (
        {"until": 2024, "type": "method"},
        [
            ("2024", CNN, "kg:Method", "1", "entity:convolutional-neural-network"),
            ("2024", "dropout", "kg:Method", "1", "entity:dropout"),
            ("2023", CNN, "kg:Method", "1", "entity:convolutional-neural-network"),
        ],
    ),
    "most-cited": (
        {},
        [
            ("2024", POT_TITLE, "1", POT),
            ("2024", CUP_TITLE, "1", CUP),
            ("2023", TEA_TITLE, "1", TEA),
        ],
    ),
    "papers-about": (
        {"entity": "TeaNet", "role": ["compares_to", "introduces"]},
        [
            ("2025", "MugNet", "kg:comparesTo", MUG),
            ("2024", CUP_TITLE, "kg:comparesTo", CUP),
            ("2023", TEA_TITLE, "kg:introduces", TEA),
        ],
    ),
    "papers-of-author": (
        {"author": "Ann Lee"},
        [("2025", "MugNet", "Di Moe; Ann Lee", MUG), ("2023", TEA_TITLE, "Ann Lee; Bo Roe", TEA)],
    ),
    "papers-using-and-evaluating-on": (
        {"method": "CNN", "benchmark": "entity:leafbench"},
        [("2024", CUP_TITLE, CUP), ("2023", TEA_TITLE, TEA)],
    ),
    "repositories": (
        {"entity": "TeaNet"},
        [("2024", POT_TITLE, "https://github.com/pots/study", POT)],
    ),
    "similar-papers": (
        {"paper": "https://doi.org/10.1000/pot_2024"},
        [
            ("2024", CUP_TITLE, "2", CUP),
            ("2025", "MugNet", "2", MUG),
            ("2023", TEA_TITLE, "2", TEA),
        ],
    ),
    "two-hop-citations": ({"paper": "MugNet"}, [(POT_TITLE, "1", POT)]),
    "unresolved-citations": (
        {"minimum": 2},
        [("Doe and Ray (2019)", "2019", "2", "paper:work.doe-ray-2019")],
    ),
    "used-together-with": (
        {"entity": "CNNs"},
        [
            ("CupNet-S", "kg:Model", "1", "entity:cupnet-s"),
            ("dropout", "kg:Method", "1", "entity:dropout"),
        ],
    ),
    "variants-of": (
        {"entity": "TeaNet"},
        [
            ("CupNet", "TeaNet", "2", "entity:cupnet"),
            ("CupNet-S", "CupNet", "1", "entity:cupnet-s"),
        ],
    ),
}
NAMES = sorted(ROWS)


@pytest.fixture
def dataset(shelf_graph: Graph) -> Dataset:
    return parse_dataset(to_turtle(shelf_graph))


def test_every_query_has_its_rows_here() -> None:
    assert [query.name for query in library()] == NAMES
    assert len(NAMES) > 15


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_those_counted_by_hand(dataset: Dataset, name: str) -> None:
    values, rows = ROWS[name]
    assert list(dataset.query(name, values).rows) == rows


@pytest.mark.parametrize("name", NAMES)
def test_another_base_changes_nothing(shelf_graph: Graph, name: str) -> None:
    values, rows = ROWS[name]
    moved = parse_dataset(to_ntriples(shelf_graph, base="https://example.org/shelf/"))
    assert list(moved.query(name, values).rows) == rows


@pytest.mark.parametrize("name", NAMES)
def test_rdflib_finds_the_same(dataset: Dataset, shelf_graph: Graph, name: str) -> None:
    values, _ = ROWS[name]
    graph = rdflib.Graph().parse(data=to_turtle(shelf_graph))
    found = graph.query(dataset.bound(name, values))
    expected = ox.parse_query_results(
        dataset.query(name, values).json, format=ox.QueryResultsFormat.JSON
    )
    assert [[None if value is None else str(value) for value in row] for row in found] == [
        [None if value is None else value.value for value in row] for row in expected
    ]


STORE_GRAPH = "https://example.org/shelf"


@pytest.fixture(params=["oxigraph", "virtuoso"])
def loaded(
    request: pytest.FixtureRequest,
    shelf_graph: Graph,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    """A store that a push has filled: where it answers queries over that graph."""
    store = request.getfixturevalue(request.param)
    for name, value in store.environment.items():
        monkeypatch.setenv(name, value)
    file = tmp_path / "graph.ttl"
    file.write_text(to_turtle(shelf_graph), "utf-8")
    push(file, store.gsp, graph=STORE_GRAPH, replace=True)
    return str(store.query)


def test_stores_find_the_same_after_a_push(dataset: Dataset, loaded: str) -> None:
    for name, (values, rows) in ROWS.items():
        answer = httpx.post(
            loaded,
            params={"default-graph-uri": STORE_GRAPH},
            data={"query": dataset.bound(name, values)},
            headers={"Accept": "application/sparql-results+json"},
            timeout=60,
        )
        assert answer.status_code == 200, f"{name}: {answer.text}"
        found = ox.parse_query_results(answer.text, format=ox.QueryResultsFormat.JSON)
        local = dataset.query(name, values)
        expected = ox.parse_query_results(local.json, format=ox.QueryResultsFormat.JSON)
        assert [variable.value for variable in found.variables] == list(local.columns)
        assert sorted(map(plain, found)) == sorted(map(plain, expected)), name
        assert len(local.rows) == len(rows)


def plain(row: ox.QuerySolution) -> list[str]:
    return ["" if value is None else value.value for value in row]


LAYERS = {
    "link": "links",
    "extractor": "links",
    "text": "evidence",
    "sentence": "evidence",
    "span": "evidence",
}


@pytest.mark.parametrize("name", NAMES)
def test_the_layers_that_a_query_names_are_enough(shelf_graph: Graph, name: str) -> None:
    values, rows = ROWS[name]
    kept = {"core", *stored(name).layers}
    lines = [
        line
        for line in to_ntriples(shelf_graph).splitlines()
        if LAYERS.get(line.split("/")[4], "core") in kept
    ]
    assert list(parse_dataset("\n".join(lines)).query(name, values).rows) == rows


@pytest.mark.parametrize("query", library(), ids=lambda query: query.name)
def test_a_file_runs_as_it_is_and_says_what_it_is(query: object) -> None:
    text = (files("schemas") / "queries" / f"{query.name}.rq").read_text("utf-8")
    assert query.text == text
    ox.Store().query(text)
    rdflib.Graph().query(text)
    assert query.title and query.description.endswith(".")
    assert set(query.layers) <= {"core", "links", "evidence"} and query.layers
    for parameter in query.parameters:
        assert parameter.example and parameter.description


def test_defaults_are_what_the_files_hold(dataset: Dataset) -> None:
    count = 0
    for query in library():
        given, _ = ROWS[query.name]
        needed = {p.name: given[p.name] for p in query.parameters if p.default is None}
        for parameter in query.parameters:
            if parameter.default is not None:
                count += 1
                default = parameter.default.split(", ")
                said = dataset.query(query.name, needed | {parameter.name: default})
                assert said == dataset.query(query.name, needed)
    assert count > 8


HOSTILE = (
    '" } } # ',
    "x\\",
    "} SERVICE <http://127.0.0.1:9/> {",
    "VALUES ?author { ?x }",
    "' \n ?s",
    "\\1 \\g<0>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_value_is_never_read_as_sparql(text: str) -> None:
    author = ox.Literal(text.strip())
    triples = (
        f'<http://e.org/p> <http://purl.org/dc/terms/title> "T"@en ; '
        f'<http://purl.org/dc/elements/1.1/creator> {author} ; kg:byline "B" .'
    )
    dataset = parse_dataset(f"@prefix kg: <https://w3id.org/citekg/ns#> . {triples}")
    assert len(dataset.query("papers-of-author", {"author": text}).rows) == 1
    assert not dataset.query("papers-of-author", {"author": text + "?"}).rows


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_is_an_unknown_name(dataset: Dataset, text: str) -> None:
    with pytest.raises(UnknownNameError, match="no entity is named"):
        dataset.query("variants-of", {"entity": text})
    with pytest.raises(UnknownNameError, match="no paper is named"):
        dataset.query("builds-on", {"paper": f"https://e.org/{text}"})


@pytest.mark.parametrize(
    "name",
    ["TeaNet", "teanet", "Tea net", "entity:teanet", "https://w3id.org/citekg/entity/teanet"],
)
def test_an_entity_goes_by_all_its_names(dataset: Dataset, name: str) -> None:
    assert dataset.query("introduced-by", {"entity": name}).rows[0][1] == TEA_TITLE


@pytest.mark.parametrize(
    "name",
    [
        *("10.1000/pot_2024", "doi:10.1000/pot_2024", "p2", POT),
        *("A study of TeaNet & CNNs", "a study of tea", "https://doi.org/10.1000/POT_2024"),
    ],
)
def test_a_paper_goes_by_ids_and_titles(dataset: Dataset, name: str) -> None:
    rows = dataset.query("evidence", {"paper": name, "entity": "TeaNet"}).rows
    assert [row[0] for row in rows] == ["kg:studies"]


def test_a_name_of_two_entities_is_told(dataset: Dataset, shelf_graph: Graph) -> None:
    turtle = to_turtle(shelf_graph).replace('"dropout"@en ', '"Cup Net"@en ')
    changed = parse_dataset(turtle)
    assert changed.query("variants-of", {"entity": "CupNet"}).rows
    with pytest.raises(AmbiguousNameError) as caught:
        changed.query("variants-of", {"entity": "cupnet"})
    assert str(caught.value) == (
        "'cupnet' names more than one entity; give the id of one: "
        "entity:cupnet (CupNet), entity:dropout (Cup Net)"
    )


@pytest.mark.parametrize(
    ("name", "values", "error", "message"),
    [
        ("builds-onn", {}, UnknownNameError, "no query is named 'builds-onn'; nearest: builds-on"),
        (
            "variants-of",
            {"entities": "x"},
            UnknownNameError,
            "no parameter of query 'variants-of' is named 'entities'; nearest: entity",
        ),
        (
            "variants-of",
            {},
            CitekgError,
            "query 'variants-of' lacks a value: entity (entity, for example Llama): the thing; "
            "give it as entity=Llama",
        ),
        (
            "variants-of",
            {"entity": ["TeaNet", "CupNet"]},
            CitekgError,
            "entity takes one value, and 2 came; give it as entity=Llama",
        ),
        (
            "papers-about",
            {"entity": []},
            CitekgError,
            "entity takes a value, and none came; give it as entity=DPO",
        ),
        (
            "papers-about",
            {"entity": "TeaNet", "role": "using"},
            UnknownNameError,
            "no role is named 'using'; nearest: uses",
        ),
        (
            "introductions",
            {"type": "Metrik"},
            UnknownNameError,
            "no type is named 'Metrik'; nearest: metric",
        ),
        (
            "introductions",
            {"since": "MMXX"},
            CitekgError,
            "'MMXX' is no year; give a whole number such as 2024",
        ),
        (
            "most-cited",
            {"minimum": -1},
            CitekgError,
            "'-1' is no number; give a whole number such as 3",
        ),
        (
            "doubtful-links",
            {"below": "NaN"},
            CitekgError,
            "'NaN' is no probability; give a number from 0 to 1 such as 0.5",
        ),
        (
            "variants-of",
            {"entity": "TeaNte"},
            UnknownNameError,
            "no entity is named 'TeaNte'; nearest: TeaNet",
        ),
        (
            "builds-on",
            {"paper": "CupNe"},
            UnknownNameError,
            "no paper is named 'CupNe'; nearest: MugNet",
        ),
    ],
)
def test_wrong_use_is_told(
    dataset: Dataset, name: str, values: Mapping[str, Value], error: type, message: str
) -> None:
    with pytest.raises(error) as caught:
        dataset.query(name, values)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(("below", "rows"), [(0, 0), ("0.40", 0), (0.41, 1), (0.61, 2)])
def test_probabilities_are_decimals(dataset: Dataset, below: Value, rows: int) -> None:
    assert len(dataset.query("doubtful-links", {"below": below}).rows) == rows


OWN = """# parameter: who (text; example: Bo Roe): an author
# parameter: kind (type; default: model, method; example: model): what
SELECT DISTINCT ?name { VALUES ?who { "Nobody" } BIND(kg:Model AS ?kind)
  ?paper dc:creator ?who ; kg:introduces ?x . ?x a ?kind ; skos:prefLabel ?name } ORDER BY ?name"""


def test_a_query_of_ones_own_takes_values(dataset: Dataset) -> None:
    assert dataset.query(OWN, {"who": "Bo Roe"}).rows == (("CupNet",), ("TeaNet",))
    assert dataset.query(OWN, {"who": ["Di Moe", "Bo Roe"]}).rows[1:] == (("MugNet",), ("TeaNet",))
    with pytest.raises(UnknownNameError, match="no parameter is named 'x'"):
        dataset.query(OWN, {"x": "y"})
    with pytest.raises(UnknownNameError, match="nothing there is close to it"):
        dataset.query("ASK {}", {"x": "y"})


def test_the_text_of_ones_own_query_is_checked(dataset: Dataset) -> None:
    with pytest.raises(CitekgError, match="SPARQL SERVICE is refused"):
        dataset.query(OWN.replace("}", "SERVICE <http://127.0.0.1:9/> {} }"), {"who": "x"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# parameter: who: an author", "cannot read the parameter 'who: an author'; write it as"),
        (
            "# parameter: who (tex; example: x): an author",
            "no type of parameter is named 'tex'; nearest: text",
        ),
        (
            "# parameter: who (text; example: x): an author\nASK { ?who ?p ?o }",
            "parameter 'who' has no place in the query, or several; write "
            "VALUES ?who { ... } or BIND(... AS ?who) once",
        ),
    ],
)
def test_a_parameter_that_cannot_be_bound_is_told(text: str, message: str) -> None:
    with pytest.raises(CitekgError) as caught:
        parse_query("", text)
    assert str(caught.value).startswith(message)


def test_every_type_of_parameter_occurs() -> None:
    used = {parameter.type for query in library() for parameter in query.parameters}
    assert used == set(ParameterType)


def test_a_knowledge_graph_answers(shelf_graph: Graph) -> None:
    graph = kg.KnowledgeGraph(shelf_graph)
    assert graph.sparql("variants-of", entity="CupNet").rows == (
        ("CupNet-S", "CupNet", "1", "entity:cupnet-s"),
    )
    assert graph.sparql("ASK { entity:cupnet a kg:Model }").rows == (("true",),)
    assert re.fullmatch(r"answer\n-+\ntrue", str(graph.sparql("ASK {}")))
