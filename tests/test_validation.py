import gzip
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.graph import Graph
from output.rdf import to_turtle
from output.rdf.terms import Names
from output.sparql import parse_dataset
from output.validation import Engine, checking, validate
from output.validation.engines import Finding, by_shacl, by_sparql
from output.validation.shapes import Shapes, skolemized
from schemas import BASE_IRI, CitekgError, InputError

PREFIXES = Names(BASE_IRI).prefixes() | {"sh": "http://www.w3.org/ns/shacl#", "ex": "http://e.org/"}
HEADER = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())

BROKEN = """
paper:a a schema:ScholarlyArticle ; dcterms:title "x", "y"@en, "z"@en ; kg:uses entity:gone, "lit" ;
    dcterms:issued "20x4"^^xsd:gYear, 2024 ; kg:buildsOn entity:x ; kg:linksTo paper:a .
entity:x a skos:Concept, kg:Tea ; skos:prefLabel "A"@en, "B"@en ; skos:altLabel "A"@en ;
    skos:inScheme kg:other .
entity:y a skos:Concept .
link:x a kg:Link ; rdf:subject paper:a ; rdf:predicate kg:drinks ; rdf:object "e" ;
    kg:confidence 1.7 , "x"^^xsd:decimal ; kg:evidence span:a .
link:y a cito:Citation ; cito:hasCitingEntity entity:x ; kg:confidence 0.0 .
span:a oa:start 5, -1 ; oa:end 3 ; oa:exact "x"@en ; dcterms:isPartOf paper:a .
span:b oa:start 1 ; oa:end 4 ; oa:exact "tea" ; dcterms:isPartOf sentence:a .
sentence:a a doco:Sentence ; oa:start 0 ; oa:end 3 ; oa:exact "atea" ; dcterms:isPartOf text:a .
span:c oa:start 2 ; oa:end 5 ; oa:exact "tea" ; dcterms:isPartOf sentence:a .
text:a a kg:Text ; dcterms:isPartOf paper:a ; kg:textDigest "md5" .
ex:reason a kg:NameReason ; kg:nameOf entity:x .
"""


def turtle(body: str) -> str:
    return HEADER + body


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    file = tmp_path / "broken.ttl"
    file.write_text(turtle(BROKEN), "utf-8")
    return file


@pytest.fixture
def export(shelf_graph: Graph, tmp_path: Path) -> Path:
    file = tmp_path / "graph.ttl"
    file.write_text(to_turtle(shelf_graph), "utf-8")
    return file


@pytest.mark.parametrize("by", Engine)
def test_an_export_conforms(export: Path, by: Engine) -> None:
    report = validate([export], by=by)
    assert (report.findings, report.by) == ((), by)
    assert report.triples == len(to_ntriples_lines(export))


def to_ntriples_lines(file: Path) -> set[str]:
    return {str(quad) for quad in parse_dataset(file.read_text("utf-8")).store}


def test_both_engines_find_the_same_in_broken_data(broken: Path) -> None:
    by_engine = [set(validate([broken], by=engine).findings) for engine in Engine]
    assert by_engine[0] == by_engine[1]
    store = skolemized((files("schemas") / "shapes.ttl").read_text("utf-8"))
    components = {rule.component for rule in Shapes(store, PREFIXES).rules()}
    checks = {file.name for file in (files("schemas") / "checks").iterdir()}
    found = {finding.rule for finding in by_engine[0]}
    assert {rule.component for rule in found} == components | {""}
    assert {rule.shape for rule in found if not rule.component} == checks


def test_each_violation_is_told_once_with_its_paper_and_sentence(broken: Path) -> None:
    lines = list(validate([broken]).lines())
    assert len(lines) == len(set(lines))
    for line in (
        'paper:a: link:x kg:confidence "1.7"^^xsd:decimal is not less than 1',
        'paper:a: link:x kg:confidence "x"^^xsd:decimal is no xsd:decimal',
        "paper:a: link:x prov:wasAttributedTo is missing",
        'paper:a: link:x rdf:object "e" is no IRI',
        "paper:a: dcterms:title has several values",
        "paper:a: kg:uses entity:gone is no skos:Concept",
        'paper:a: dcterms:issued "20x4"^^xsd:gYear is no year of four digits',
        "paper:a: span:a dcterms:isPartOf paper:a is no doco:Sentence or kg:Text",
        'paper:a: span:a oa:start "5"^^xsd:integer is not less than oa:end',
        'paper:a: sentence:a oa:exact "atea" is not as long as its bounds say in "atea"',
        'paper:a: span:c oa:exact "tea" does not stand in its sentence where its bounds say'
        ' in "atea"',
        'paper:a: text:a kg:textDigest "md5" does not match ^sha256:[0-9a-f]{64}$',
        "no paper: entity:y skos:prefLabel is missing",
        "no paper: entity:x skos:inScheme lacks kg:entities",
        'no paper: entity:x skos:altLabel "A"@en is a value of skos:prefLabel, too',
        "no paper: entity:x skos:prefLabel has several values in one language",
    ):
        assert line in lines
    assert not [line for line in lines if " span:b " in line]


def test_an_entity_is_told_with_a_paper_that_speaks_of_it(export: Path) -> None:
    text = export.read_text("utf-8").replace('skos:prefLabel "OakNet"@en', "a skos:Concept")
    export.write_text(text, "utf-8")
    assert list(validate([export]).lines()) == [
        "paper:arxiv.2301.00001: entity:oaknet skos:prefLabel is missing "
        'in "On LeafBench it beats OakNet."'
    ]


def test_a_link_is_told_with_its_sentence_under_any_base(
    shelf_graph: Graph, tmp_path: Path
) -> None:
    turtle = to_turtle(shelf_graph, base="https://example.org/shelf/")
    file = tmp_path / "graph.ttl"
    file.write_text(turtle.replace("kg:confidence 0.85", "kg:confidence 85.0"), "utf-8")
    for by in Engine:
        assert list(validate([file], by=by).lines()) == [
            "paper:arxiv.2401.00003: link:arxiv.2401.00003.comparesTo.teanet kg:confidence "
            '"85.0"^^xsd:decimal is not less than 1 in "On LeafBench and PodBench it beats TeaNet '
            'in leaf recognition."'.replace("85.0", "85")
        ]


def test_several_files_are_checked_together(export: Path, tmp_path: Path) -> None:
    lines = to_ntriples_lines(export)
    layers = [
        {line for line in lines if ("/link/" in line.split()[0]) is chosen}
        for chosen in (True, False)
    ]
    paths = [tmp_path / "links.nt.gz", tmp_path / "rest.nt"]
    for path, layer in zip(paths, layers, strict=True):
        data = "".join(f"{line} .\n" for line in sorted(layer)).encode()
        path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    assert validate(paths).findings == ()
    assert {finding.rule.path for finding in validate(paths[:1]).findings} >= {
        "http://www.w3.org/ns/prov#wasAttributedTo"
    }


SHAPE = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; {} ."
CASES = [
    ("sh:property [ sh:path ex:p ; sh:minCount 2 ]", "ex:p 1", 1),
    ("sh:property [ sh:path ex:p ; sh:minCount 2 ]", "ex:p 1, 2", 0),
    ("sh:property [ sh:path ex:p ; sh:maxCount 2 ]", "ex:p 1, 2", 0),
    ("sh:property [ sh:path ex:p ; sh:maxCount 2 ]", "ex:p 1, 2, 3", 1),
    ("sh:property [ sh:path ex:p ; sh:maxCount 0 ]", "ex:p 1", 1),
    ("sh:property [ sh:path ex:p ; sh:datatype xsd:integer ]", 'ex:p 1, "x"^^xsd:integer, ex:a', 2),
    ("sh:property [ sh:path ex:p ; sh:datatype rdf:langString ]", 'ex:p "a"@en, "b"', 1),
    ("sh:property [ sh:path ex:p ; sh:class ex:C ]", "ex:p ex:c, ex:a, 1", 2),
    ("sh:property [ sh:path ex:p ; sh:nodeKind sh:Literal ]", "ex:p ex:c, 1", 1),
    ("sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ]", "ex:p ex:c, 1", 1),
    ("sh:property [ sh:path ex:p ; sh:in ( ex:c true ) ]", "ex:p ex:c, true, false, ex:a", 2),
    ("sh:property [ sh:path ex:p ; sh:hasValue ex:c ]", "ex:p ex:c, ex:a", 0),
    ("sh:property [ sh:path ex:p ; sh:hasValue ex:c ]", "ex:p ex:a", 1),
    ("sh:property [ sh:path ex:p ; sh:minExclusive 0 ; sh:maxExclusive 1 ]", "ex:p 0, 0.5, 1", 2),
    ("sh:property [ sh:path ex:p ; sh:minInclusive 0 ; sh:maxInclusive 1 ]", "ex:p -1, 0, 1, 2", 2),
    ("sh:property [ sh:path ex:p ; sh:minInclusive 0 ]", 'ex:p "a", ex:a', 2),
    ("sh:property [ sh:path ex:p ; sh:lessThan ex:q ]", "ex:p 1, 5 ; ex:q 4", 1),
    ("sh:property [ sh:path ex:p ; sh:disjoint ex:q ]", "ex:p 1, 2 ; ex:q 2, 3", 1),
    ("sh:property [ sh:path ex:p ; sh:uniqueLang true ]", 'ex:p "a"@en, "b"@en, "c"@de, "d"', 1),
    ("sh:property [ sh:path ex:p ; sh:uniqueLang true ]", 'ex:p "a"@en, "c"@de, "d", "e"', 0),
    ('sh:property [ sh:path ex:p ; sh:pattern "^a+\\\\.$" ]', 'ex:p "aa.", "b"', 1),
    (
        "sh:property [ sh:path ex:p ; sh:or ( [ sh:class ex:C ] [ sh:class ex:D ] ) ]",
        "ex:p ex:c, ex:d, ex:a",
        1,
    ),
    (
        "sh:property [ sh:path ex:p ; sh:node [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ] ]",
        "ex:p ex:c, ex:d",
        1,
    ),
    ("sh:node [ sh:property [ sh:path ex:p ; sh:minCount 1 ] ; sh:nodeKind sh:IRI ]", "a ex:T", 1),
    (
        "sh:xone ( [ sh:property [ sh:path ex:p ; sh:minCount 1 ] ]"
        " [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ] )",
        "ex:p 1 ; ex:q 1",
        1,
    ),
    (
        "sh:xone ( [ sh:property [ sh:path ex:p ; sh:minCount 1 ] ]"
        " [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ] )",
        "ex:q 1",
        0,
    ),
    ("sh:targetSubjectsOf ex:q ; sh:property [ sh:path ex:p ; sh:minCount 1 ]", "ex:r 1", 2),
]


@pytest.mark.parametrize(("shape", "data", "number"), CASES)
def test_every_constraint_is_read_as_shacl_reads_it(shape: str, data: str, number: int) -> None:
    shapes = skolemized(turtle(SHAPE.format(shape)))
    rules = Shapes(shapes, PREFIXES).rules()
    store = parse_dataset(
        turtle(f"ex:t a ex:T ; {data} . ex:c a ex:C ; ex:q 7 . ex:d a ex:D .")
    ).store
    found = by_sparql(store, rules)
    assert len(found) == number
    assert found == by_shacl(store, shapes, rules)


@pytest.mark.parametrize(
    "shape",
    ["sh:closed true", "sh:property [ sh:path ex:p ; sh:qualifiedMinCount 1 ]", "sh:not ex:S"],
)
def test_a_constraint_without_a_pattern_is_an_error(shape: str) -> None:
    with pytest.raises(ValueError, match=r"^no pattern for sh:\w+; add one to output"):
        Shapes(skolemized(turtle(SHAPE.format(shape))), PREFIXES).rules()


def test_large_data_and_machines_without_pyshacl_take_sparql(
    broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert validate([broken]).by is Engine.SHACL
    with monkeypatch.context() as patch:
        patch.setattr(checking, "LARGEST_FOR_SHACL", 10)
        assert validate([broken]).by is Engine.SPARQL
    monkeypatch.setattr(checking, "find_spec", lambda name: None)
    assert validate([broken]).by is Engine.SPARQL
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    with pytest.raises(CitekgError) as caught:
        validate([broken], by=Engine.SHACL)
    assert str(caught.value) == (
        "validation by SHACL (not `--by sparql`) needs the extra 'validate'; "
        "install it with: pip install 'citekg[validate]'"
    )


def test_findings_are_sorted(broken: Path) -> None:
    findings = validate([broken]).findings
    assert all(isinstance(finding, Finding) for finding in findings)
    assert [finding.focus for finding in findings] == sorted(f.focus for f in findings)


def run(*arguments: str | Path):
    return CliRunner().invoke(app, ["validate", *map(str, arguments)])


@pytest.mark.parametrize("by", Engine)
def test_the_command_says_that_all_is_well(export: Path, by: Engine) -> None:
    triples = len(to_ntriples_lines(export))
    result = run(export.parent, "--by", by)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{triples} triples by {by.upper()}: conforms to the shapes\n"


def test_the_command_prints_violations_up_to_a_number(broken: Path) -> None:
    whole = run(broken, "--limit", "1000")
    assert (whole.exit_code, whole.stderr) == (1, "")
    *lines, verdict = whole.stdout.splitlines()
    assert verdict == f"50 triples by SHACL: {len(lines)} violations"
    cut = run(broken, "--limit", "3").stdout.splitlines()
    assert cut == [*lines[:3], f"... and {len(lines) - 3} more", verdict]


def test_files_that_cannot_be_read_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "x.nt").write_text("<a> <b>", "utf-8")
    for source, start in (
        (tmp_path / "x.nt", f"citekg: {tmp_path / 'x.nt'}: is no N-Triples ("),
        (tmp_path / "gone", f"citekg: {tmp_path / 'gone' / 'graph.ttl'}: no such file; make it"),
    ):
        result = run(source)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith(start)
        assert result.stderr.count("\n") == 1
    with pytest.raises(InputError, match="is no N-Triples"):
        validate([tmp_path / "x.nt"])
