"""Components and pipelines that are not ours: heard, checked, named, told when they break."""

import json
import logging
import sys
import warnings
from dataclasses import replace
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.training import Example
from typer.testing import CliRunner

import extractors
import kg
from extractors import Options, pipeline_version
from extractors.outside.components import check_factories
from extractors.outside.naming import _source_of
from kg.cli import app
from kg.labels import read_labels
from schemas import CitekgError, Entity, EntityType, Extraction, InputError, Paper, UnknownNameError

PAPER = Paper(
    id="p1",
    title="On tea",
    abstract="We steep assam by the gong fu way. Then we pour keemun.",
    source="t",
)
METHOD = (("WAY", EntityType.METHOD),)


def give(doc: Doc, key: str, form: str, label: str = "concept", scores: Any = None) -> Doc:
    start = doc.text.index(form)
    span = doc.char_span(start, start + len(form), label=label)
    attributes = {} if scores is None else {"scores": scores}
    doc.spans[key] = SpanGroup(doc, spans=[span], attrs=attributes)
    return doc


@Language.component("leaf")
def leaf(doc: Doc) -> Doc:
    return leaf.function(doc)  # type: ignore[attr-defined, no-any-return]


@pytest.fixture
def component(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let a function be what the component `leaf` does."""

    def use(function: Any) -> Options:
        monkeypatch.setattr(leaf, "function", function, raising=False)
        return Options(components=("leaf",))

    return use


@pytest.fixture
def ruler(tmp_path: Path) -> Path:
    return make_ruler(tmp_path / "tea_ner")


def make_ruler(folder: Path, way: str = "gong fu") -> Path:
    nlp = spacy.blank("en")
    patterns = [
        {"label": "WAY", "pattern": way},
        {"label": "LEAF", "pattern": "assam"},
        {"label": "Task", "pattern": "pour keemun"},
    ]
    nlp.add_pipe("entity_ruler").add_patterns(patterns)
    nlp.meta.update(name="tea", version="1.2.0")
    nlp.to_disk(folder)
    return folder


def found(options: Options, paper: Paper = PAPER) -> Extraction:
    (extraction,) = extractors.extract([paper], extractors.load_pipeline(options))
    return extraction


def named(extraction: Extraction) -> dict[str, Entity]:
    return {entity.name: entity for entity in extraction.entities}


def test_spans_and_entities_that_a_component_adds_are_heard(component: Any) -> None:
    def find(doc: Doc) -> Doc:
        assert "names" in doc.spans
        give(doc, "any", "assam", scores=[0.875])
        start = doc.text.index("gong fu")
        doc.ents = [doc.char_span(start, start + 7, label="Method")]
        return doc

    entities = named(found(component(find)))
    assert entities["assam"].mentions[0].extractor == "leaf"
    assert entities["assam"].mentions[0].score == 0.88
    way = entities["gong fu"]
    assert (way.type, way.mentions[0].score) == (EntityType.METHOD, 0.7)


def test_a_score_for_all_and_labels_of_ones_own(component: Any) -> None:
    options = component(lambda doc: give(doc, "leaf", "gong fu", "WAY"))
    (entity,) = found(replace(options, labels=METHOD, score=0.6)).entities
    assert (entity.type, entity.mentions[0].score) == (EntityType.METHOD, 0.6)


@pytest.mark.parametrize(
    ("function", "problem"),
    [
        (lambda doc: 1 / 0, "ZeroDivisionError: division by zero"),
        (lambda doc: None, "TypeError: gave NoneType, expected the Doc"),
        (
            lambda doc: give(doc, "a", "assam", scores=[87]),
            "ValueError: gave the score 87.0, expected 0 to 1",
        ),
        (
            lambda doc: give(doc, "a", "assam", scores=[0.5, 0.5]),
            "ValueError: gave 2 scores for 1 spans",
        ),
    ],
)
def test_what_breaks_a_component_is_told_of_the_paper(
    component: Any, function: Any, problem: str
) -> None:
    paper = replace(PAPER, abstract="We steep assam by DPO.")
    extraction = found(component(function), paper)
    assert [*named(extraction)] == ["direct preference optimization"]
    (failure,) = extraction.failures
    assert (failure.source, failure.line) == ("t", 0)
    assert failure.reason == (
        f"paper p1: 'leaf' broke ({problem}); what the other extractors found counts"
    )


def test_a_label_without_a_type_is_left_out_and_told_once(
    component: Any, caplog: pytest.LogCaptureFixture
) -> None:
    nlp = extractors.load_pipeline(component(lambda doc: give(doc, "a", "assam", "LEAF")))
    assert [e.entities for e in extractors.extract([PAPER, PAPER], nlp)] == [(), ()]
    assert caplog.messages == [
        "citekg: leaf: what it labels 'LEAF' is left out; give --labels LEAF=TYPE, where TYPE is "
        "one of method, model, benchmark, task, metric, concept"
    ]


def test_white_space_around_a_span_is_no_part_of_it(component: Any) -> None:
    def find(doc: Doc) -> Doc:
        start = next(token.i for token in doc if token.is_space)
        doc.spans["a"] = [Span(doc, start, start + 2, label="concept")]
        return doc

    (entity,) = found(component(find), replace(PAPER, abstract="Gyokuro is brewed.")).entities
    (mention,) = entity.mentions
    assert (mention.start, mention.surface) == (8, "Gyokuro")


def test_a_pipeline_is_heard_by_folder(ruler: Path, caplog: pytest.LogCaptureFixture) -> None:
    entities = named(found(Options(spacy_models=(str(ruler),), labels=METHOD)))
    assert entities["gong fu"].mentions[0].extractor == "tea_ner"
    assert entities["pour keemun"].type is EntityType.TASK
    assert "assam" not in entities
    assert caplog.messages == [
        "citekg: tea_ner: what it labels LEAF is left out; --labels can give it a type"
    ]


def test_a_pipeline_is_heard_by_package(
    ruler: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "en_tea_test"
    package.mkdir()
    ruler.rename(package / "en_tea_test-1.2.0")
    meta = (package / "en_tea_test-1.2.0" / "meta.json").read_text("utf-8")
    (package / "meta.json").write_text(meta.replace('"tea"', '"tea_test"'), "utf-8")
    (package / "__init__.py").write_text(
        "from spacy.util import load_model_from_init_py\n"
        "def load(**options):\n    return load_model_from_init_py(__file__, **options)\n"
    )
    (tmp_path / "en_tea_test-1.2.0.dist-info").mkdir()
    (tmp_path / "en_tea_test-1.2.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: en_tea_test\nVersion: 1.2.0\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    options = Options(spacy_models=("en_tea_test",), labels=METHOD)
    assert named(found(options))["gong fu"].mentions[0].extractor == "en_tea_test"
    assert extractors.describe_others(options) == {
        "en_tea_test": "spaCy pipeline en_tea_test 1.2.0; WAY = method"
    }
    monkeypatch.delitem(sys.modules, "en_tea_test")


def test_a_trained_pipeline_gives_the_same_alone_and_among_others(tmp_path: Path) -> None:
    spacy.util.fix_random_seed(0)
    nlp = spacy.blank("en")
    nlp.add_pipe("ner").add_label("WAY")
    examples = [
        Example.from_dict(nlp.make_doc(text), {"entities": [(start, end, "WAY")]})
        for text, start, end in (
            ("We steep it by the gong fu way.", 19, 26),
            ("They pour by the gong fu way.", 17, 24),
        )
    ]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(40):
        nlp.update(examples, sgd=optimizer)
    nlp.to_disk(tmp_path / "way_ner")
    options = Options(spacy_models=(str(tmp_path / "way_ner"),), labels=METHOD)
    pipeline = extractors.load_pipeline(options)
    other = replace(PAPER, id="p2", title="A long title about something else entirely")
    (alone,) = extractors.extract([PAPER], pipeline)
    assert "gong fu" in named(alone)
    assert [*extractors.extract([other, PAPER], pipeline)][1] == alone


def test_a_pipeline_of_spans_states_its_scores(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("span_ruler").add_patterns([{"label": "WAY", "pattern": "gong fu"}])
    nlp.to_disk(tmp_path / "spans")
    (entity,) = found(Options(spacy_models=(str(tmp_path / "spans"),), labels=METHOD)).entities
    assert (entity.name, entity.mentions[0].score) == ("gong fu", 0.7)


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ({}, "tea_ner: none of its labels has a type: give --labels LEAF=TYPE,WAY=TYPE, where"),
        ({"WAYS": "method", "WAY": "task"}, "no label is named 'WAYS'; nearest: WAY"),
        ({"WAY": "methd"}, "no entity type is named 'methd'; nearest: method"),
    ],
)
def test_labels_that_fit_nothing_are_told(
    tmp_path: Path, labels: dict[str, str], message: str
) -> None:
    nlp = spacy.blank("en")
    patterns = [{"label": label, "pattern": "gong fu"} for label in ("WAY", "LEAF")]
    nlp.add_pipe("entity_ruler").add_patterns(patterns)
    nlp.to_disk(tmp_path / "tea_ner")
    source = write_papers(tmp_path)
    with pytest.raises(CitekgError, match=message):
        kg.build(source, spacy_models=tmp_path / "tea_ner", labels=labels)


def test_labels_without_anybody_who_gives_them_are_told(tmp_path: Path) -> None:
    with pytest.raises(CitekgError, match="give one of these, too"):
        kg.build(write_papers(tmp_path), labels={"WAY": "method"})


def test_what_is_no_pipeline_is_told(
    tmp_path: Path, ruler: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"empty: has no config.cfg, so it is no spaCy pipeline;"):
        found(Options(spacy_models=(str(tmp_path / "empty"),)))
    point = EntryPoint("en_tea", "en_tea", "spacy_models")
    monkeypatch.setattr(
        "extractors.outside.naming.entry_points", lambda group: EntryPoints([point])
    )
    for name in ("en_te", "json", "a/b"):
        with pytest.raises(UnknownNameError, match=f"installed spaCy pipeline is named '{name}'"):
            found(Options(spacy_models=(name,)))
    config = (ruler / "config.cfg").read_text("utf-8")
    (ruler / "config.cfg").write_text(config.replace('"entity_ruler"', '"entity_rules"'), "utf-8")
    with pytest.raises(InputError, match=r"tea_ner: this spaCy pipeline cannot be loaded \(Val"):
        found(Options(spacy_models=(str(ruler),)))


def test_a_pipeline_that_finds_nothing_is_told(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path / "dull")
    with pytest.raises(CitekgError, match=r"dull: it finds no entities \(.*: sentencizer\)"):
        found(Options(spacy_models=(str(tmp_path / "dull"),)))


def test_what_spacy_warns_of_is_told_in_a_line(
    ruler: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = spacy.load

    def warn(folder: Path) -> Language:
        warnings.warn("[W095] another version\nof spaCy", stacklevel=1)
        return load(folder)

    monkeypatch.setattr(spacy, "load", warn)
    found(Options(spacy_models=(str(ruler),), labels=(*METHOD, ("LEAF", EntityType.CONCEPT))))
    assert caplog.messages == ["citekg: tea_ner: [W095] another version"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"components": ("entity_rular",)}, "no spaCy component is named 'entity_rular'; nearest:"),
        ({"components": ("citekg_names",)}, "'citekg_names' is a component of citekg; leave it"),
        ({"components": ("span_ruler", "span_ruler")}, "'span_ruler' is named twice; leave one"),
        ({"components": ("none.cfg",)}, "none.cfg: no such configuration file; give one in spaCy"),
        ({"vocabularies": (Path("x/ner"),)}, "'ner' is the name of an extractor of citekg; rename"),
        ({"spacy_models": ("a/tea", "b/tea")}, "two extractors go by the name 'tea'; rename one"),
    ],
)
def test_wrong_names_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("a", "b"):
        Path(folder).mkdir()
        make_ruler(Path(folder, "tea"))
    with pytest.raises(CitekgError, match=message):
        found(Options(**options))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tea", "own.cfg: is no configuration of spaCy"),
        ("[components]\n", "own.cfg: names no components; give"),
        ("[components]\n[components.a]\nx = 1\n", "own.cfg: names no components; give"),
        (
            '[components]\n[components.a]\nfactory = "span_ruler"\nspans_key = 5\nx = 2\n',
            "the spaCy component 'a' cannot be made .*unexpected argument",
        ),
    ],
)
def test_a_wrong_configuration_is_told(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "own.cfg").write_text(text)
    with pytest.raises(CitekgError, match=message):
        found(Options(components=(str(tmp_path / "own.cfg"),)))


def test_an_installed_component_that_cannot_be_imported_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    point = EntryPoint("tea", "teapots:make_tea", "spacy_factories")
    monkeypatch.setattr(
        "extractors.outside.naming.entry_points", lambda group: EntryPoints([point])
    )
    with pytest.raises(CitekgError, match=r"spaCy component 'tea' of \? cannot be loaded from 'te"):
        check_factories()

    def fail(*_: Any, **__: Any) -> None:
        raise ImportError("teapots")

    monkeypatch.setattr("extractors.pipeline.load_model_from_config", fail)
    with pytest.raises(CitekgError, match="spaCy component 'tea'"):
        extractors.load_pipeline()


def test_an_entry_point_that_registers_another_name_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    point = EntryPoint("leaves", "tests:leaf", "spacy_factories")
    monkeypatch.setattr(
        "extractors.outside.components.factories", lambda: {"leaves": point, "leaf": point}
    )
    with pytest.raises(CitekgError, match=r"'tests:leaf' of \? registers no component 'leaves';"):
        found(Options(components=("leaves",)))


def write_papers(folder: Path, *papers: Paper) -> Path:
    path = folder / "papers.jsonl"
    rows = [{"id": p.id, "title": p.title, "abstract": p.abstract} for p in papers or (PAPER,)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_the_version_changes_with_all_that_matters(tmp_path: Path, ruler: Path) -> None:
    words = tmp_path / "words.jsonl"
    words.write_text('{"name": "gong fu", "type": "method"}\n')
    config = tmp_path / "own.cfg"
    config.write_text('[components]\n[components.a]\nfactory = "span_ruler"\n')
    model = Options(spacy_models=(str(ruler),))
    chosen = [
        Options(),
        Options(builtin_vocabulary=False),
        Options(vocabularies=(words,)),
        Options(components=(str(config),)),
        Options(components=("span_ruler",)),
        model,
        replace(model, labels=METHOD),
        replace(model, score=0.6),
    ]
    versions = [pipeline_version(options) for options in chosen]
    assert len({*versions}) == len(versions)
    assert versions == [pipeline_version(options) for options in chosen]
    config.write_text('[components]\n[components.a]\nfactory = "span_ruler"\nspans_key = "x"\n')
    make_ruler(ruler, "oriental way")
    again = [pipeline_version(options) for options in chosen]
    assert [a == b for a, b in zip(versions, again, strict=True)] == [True] * 3 + [
        False,
        True,
        False,
        False,
        False,
    ]


def test_the_version_changes_with_the_code_of_a_component(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = tmp_path / "teapot_finder.py"
    module.write_text("def make(nlp, name): ...\n")
    monkeypatch.syspath_prepend(tmp_path)
    point = EntryPoint("teapot", "teapot_finder:make", "spacy_factories")
    monkeypatch.setattr(
        "extractors.outside.naming.entry_points", lambda group: EntryPoints([point])
    )
    options = Options(components=("teapot",))
    before = pipeline_version(options)
    module.write_text("def make(nlp, name): return None\n")
    assert pipeline_version(options) != before
    assert extractors.describe_others(options) == {"teapot": "spaCy component teapot of ? ?"}


def test_a_graph_grows_as_if_built_at_once_and_names_its_extractors(
    tmp_path: Path, ruler: Path, component: Any
) -> None:
    def find(doc: Doc) -> Doc:
        return give(doc, "leaf", "keemun") if "keemun" in doc.text else None  # type: ignore[return-value]

    component(find)
    other = replace(PAPER, id="p2", title="No tea", abstract="We steep by the gong fu way.")
    given: dict[str, Any] = {
        "components": ["leaf"],
        "spacy_models": [ruler],
        "labels": {"WAY": "method", "LEAF": "concept"},
    }
    second = write_papers(tmp_path, other).rename(tmp_path / "second.jsonl")
    first = write_papers(tmp_path)
    kg.build(first, **given).save(tmp_path / "grown")
    grown = kg.build(second, into=tmp_path / "grown")
    grown.save(tmp_path / "grown")
    whole = kg.build([first, second], **given)
    whole.save(tmp_path / "whole")
    names = sorted(path.name for path in (tmp_path / "whole").iterdir())
    for name in names:
        assert (tmp_path / "grown" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    assert [failure.reason.partition(";")[0] for failure in grown.failures] == [
        "paper p2: 'leaf' broke (TypeError: gave NoneType, expected the Doc)"
    ]
    assert grown.nx.graph["extractors"] == [
        ["leaf", "spaCy component leaf; LEAF = concept, WAY = method"],
        ["tea_ner", "spaCy pipeline en_tea 1.2.0; LEAF = concept, WAY = method"],
    ]
    assert "spaCy pipeline en\\_tea 1.2.0" in (tmp_path / "whole" / "report.md").read_text("utf-8")
    assert grown.evidence("p1", "gong fu")[0].extractor == "tea_ner"
    make_ruler(ruler, "assam by")
    assert "gong fu" not in {e.name for e in kg.build(second, into=tmp_path / "grown").entities()}


def test_a_name_stays_a_name_beside_a_folder_that_is_called_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, component: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("leaf").mkdir()
    options = component(lambda doc: give(doc, "leaf", "assam"))
    (tmp_path / "own.cfg").write_text('[components]\n[components.a]\nfactory = "leaf"\n')
    source = write_papers(tmp_path)
    kg.build(source, components=[*options.components, "own.cfg"]).save("out")
    monkeypatch.chdir(tmp_path.parent)
    grown = kg.build(source, into=tmp_path / "out")
    assert [name for name, _ in grown.nx.graph["extractors"]] == ["a", "leaf"]


def test_the_version_knows_what_a_program_defines_and_what_settings_name(
    tmp_path: Path, component: Any
) -> None:
    component(lambda doc: doc)
    assert _source_of("leaf") == Path(__file__).read_text("utf-8")
    assert _source_of("span_ruler") == _source_of("nobody") == ""
    words, config = tmp_path / "words.txt", tmp_path / "own.cfg"
    words.write_text("assam")
    config.write_text(f'[components]\n[components.a]\nfactory = "leaf"\nwords = "{words}"\n')
    before = pipeline_version(Options(components=(str(config),)))
    words.write_text("keemun")
    assert pipeline_version(Options(components=(str(config),))) != before


def test_a_score_that_is_none_and_a_broken_meta_are_told(ruler: Path) -> None:
    with pytest.raises(CitekgError, match="the score 7 is none; give one from 0 to 1"):
        found(Options(spacy_models=(str(ruler),), score=7))
    (ruler / "meta.json").write_text("[1]")
    with pytest.raises(InputError, match=r"tea_ner: its meta.json cannot be read \(TypeError"):
        pipeline_version(Options(spacy_models=(str(ruler),)))


def test_all_commands_of_extraction_take_them(tmp_path: Path, ruler: Path) -> None:
    source = write_papers(tmp_path)
    (tmp_path / "labels.txt").write_text("# tea\nWAY=method\n\nLEAF = concept\n")
    options = ["--spacy-model", str(ruler), "--labels", str(tmp_path / "labels.txt")]
    runner = CliRunner()
    extracted = runner.invoke(app, ["extract", str(source), *options])
    assert (extracted.exit_code, extracted.stderr) == (0, "")
    entities = {e["name"]: e["type"] for e in json.loads(extracted.stdout)["entities"]}
    assert entities == {"assam": "concept", "gong fu": "method", "pour keemun": "task"}
    gold = tmp_path / "gold.jsonl"
    gold.write_text(extracted.stdout)
    scored = runner.invoke(
        app, ["evaluate", str(gold), str(source), *options, "--by", "extractor", "--format", "json"]
    )
    assert {row["extractor"]: row["F1"] for row in json.loads(scored.stdout)} == {"tea_ner": 1.0}


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ("none.txt", "citekg: none.txt: no such file of labels, and no pair; write LABEL=TYPE"),
        ("WAY=method,LEAF=", "citekg: --labels: 'LEAF=' is no pair; write LABEL=TYPE: DATASET="),
        ("WAY=methd", "citekg: no entity type is named 'methd'; nearest: method"),
    ],
)
def test_labels_that_cannot_be_read_are_told(tmp_path: Path, labels: str, message: str) -> None:
    result = CliRunner().invoke(app, ["extract", str(write_papers(tmp_path)), "--labels", labels])
    assert result.exit_code in (1, 2)
    assert result.stderr.startswith(message)
    assert result.stderr.count("\n") == 1


def test_labels_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "labels.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match=r"labels.txt: is not UTF-8; write LABEL=TYPE, one a line"):
        read_labels(str(tmp_path / "labels.txt"))


def test_without_others_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "citekg.extraction"):
        found(Options())
    assert caplog.messages == []
