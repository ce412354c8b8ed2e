import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

import extractors
import kg
from kg.basis import Settings, from_line, load_basis, to_line
from kg.basis.codec import from_record, to_record
from kg.build import read
from schemas import Failure, GraphFormatError, InputError, Paper, Supplement

PAPERS = [
    {
        "id": "p1",
        "title": "TeaNet: a model of tea",
        "abstract": "We propose TeaNet, a convolutional neural network (CNN), after Doe (2019). "
        "It is evaluated on ImageNet. Code is at github.com/tea/net.",
        "year": 2020,
    },
    {
        "id": "p2",
        "title": "Steeping with a transformer",
        "abstract": "We compare BERT and the CNN on ImageNet.",
        "year": 2021,
        "references": ["p1"],
    },
    {"id": "p3", "title": "Pots", "abstract": "We train BERT on SQuAD.", "year": 2022},
]


def write(path: Path, papers: list[dict[str, object]], *, more: str = "") -> Path:
    path.write_text("".join(json.dumps(paper) + "\n" for paper in papers) + more, encoding="utf-8")
    return path


def made(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_graph_that_grew_equals_one_from_all_sources_byte_for_byte() -> None:
    one = write(Path("one.jsonl"), PAPERS[:2], more="{}\n")
    other = write(Path("other.jsonl"), PAPERS[1:], more='{"abstract": "No title."}\n')
    kg.build([one, other]).save("whole")
    kg.build(one).save("grown")
    kg.build(other, into="grown").save("grown")
    assert len(made(Path("whole"))) == 6
    assert made(Path("grown")) == made(Path("whole"))


def test_only_what_is_new_or_changed_is_extracted(monkeypatch: pytest.MonkeyPatch) -> None:
    source = write(Path("papers.jsonl"), PAPERS[:2])
    kg.build(source).save("out")
    seen: list[str] = []

    def spy(papers, pipeline=None):
        for extraction in real(papers, pipeline):
            seen.append(extraction.paper.id)
            yield extraction

    real = extractors.extract
    monkeypatch.setitem(vars(extractors), "extract", spy)
    changed = PAPERS[1] | {"abstract": "We compare BERT and GPT-4 on ImageNet."}
    write(source, [PAPERS[0], changed, PAPERS[2]])
    grown = kg.build(source, into="out")
    assert seen == ["p2", "p3"]
    assert [paper.id for paper in grown.papers(about="GPT-4")] == [grown.paper("p2").id]
    assert len(grown.papers()) == 3


def test_a_paper_that_a_source_no_longer_holds_stays() -> None:
    source = write(Path("papers.jsonl"), PAPERS[:2])
    kg.build(source).save("out")
    write(source, PAPERS[2:])
    assert len(kg.build(source, into="out").papers()) == 3


def test_another_pipeline_extracts_all_again() -> None:
    source = write(Path("papers.jsonl"), PAPERS)
    kg.build(source).save("out")
    kg.build(source, threshold=0.95).save("strict")
    grown = kg.build(source, into="out", threshold=0.95)
    grown.save("out")
    assert made(Path("out")) == made(Path("strict"))


def test_options_hold_for_what_is_added_later(tmp_path: Path) -> None:
    decisions = tmp_path / "decisions.txt"
    decisions.write_text("drop: ImageNet\n")
    source = write(Path("papers.jsonl"), PAPERS[:2])
    graph = kg.build(source, decisions=decisions)
    graph.save("out", base="https://tea.example/")
    grown = kg.build(write(Path("later.jsonl"), PAPERS[2:]), into="out")
    grown.save("out")
    assert [e.name for e in grown.entities(type="benchmark")] == ["SQuAD"]
    assert "https://tea.example/" in Path("out/graph.ttl").read_text()


def test_a_citation_table_may_come_later() -> None:
    kg.build(write(Path("papers.jsonl"), PAPERS)).save("out")
    table = Path("table.csv")
    table.write_text("citing,cited\n10.1000/x,10.1000/y\n")
    assert kg.build(table, into="out").failures[0].reason.startswith("none of the works")


@pytest.mark.parametrize(
    "record",
    [
        Paper(
            id="p", title="On Tea", authors=("Ann Lee",), references=("a",), origins=(("doi", "x"),)
        ),
        Supplement(works=("a",), references=("b", "c"), source="t.csv"),
        Failure(source="a.csv", line=3, reason="no title", raw=""),
    ],
)
def test_records_come_back_as_they_went(record) -> None:
    assert to_record(json.loads(json.dumps(from_record(record)))) == record


def test_what_a_text_gave_comes_back_for_any_paper_with_this_text() -> None:
    papers, _ = read(write(Path("papers.jsonl"), PAPERS))
    for extraction in extractors.extract(papers):
        assert from_line(to_line(extraction), extraction.paper) == extraction
        other = replace(extraction.paper, doi="10.1000/tea")
        again = from_line(to_line(extraction), other)
        assert {claim.subject for claim in again.claims} == {"doi:10.1000/tea"}


def test_settings_of_a_later_build_count_before_those_of_an_earlier_one() -> None:
    early = Settings(threshold=0.5, base_iri="https://tea.example/")
    assert early.changed(Settings(model=Path("m"))) == replace(early, model=Path("m"))
    assert early.changed(Settings(threshold=0.7)).threshold == 0.7
    values = Settings(vocabularies=(Path("v.jsonl"),), model=Path("m")).to_json()
    again = Settings.from_json(json.loads(json.dumps(values)))
    assert again.vocabularies == (Path("v.jsonl").resolve(),)
    assert again.model == Path("m").resolve()


def test_nothing_can_be_added_where_no_sources_are() -> None:
    source = write(Path("papers.jsonl"), PAPERS[2:])
    with pytest.raises(InputError, match=r"sources.jsonl.gz: no such file, so nothing can be"):
        kg.build(source, into="nowhere")


@pytest.mark.parametrize(
    "content", [b"tea", gzip.compress(b"{}\n"), gzip.compress(b'{"format": 1}\n')]
)
def test_damaged_sources_are_told(content: bytes) -> None:
    kg.build(write(Path("papers.jsonl"), PAPERS[2:])).save("out")
    Path("out/sources.jsonl.gz").write_bytes(content)
    with pytest.raises(GraphFormatError, match=r"out: what the graph is built from cannot be read"):
        load_basis(Path("out"))
