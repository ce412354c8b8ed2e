from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

import extractors
from schemas import EntityType, InputError, Paper, Relation

PAPER = Paper(
    id="p1",
    title="BrewNet: certified robust tea",
    abstract=(
        "We introduce BrewNet, trained by interval bound propagation (IBP). It beats DPO on "
        "CIFAR-10 (Lee et al., 2020). IBP helps. Code: https://github.com/tea/brew."
    ),
)


@pytest.fixture(scope="module")
def pipeline() -> Language:
    return extractors.load_pipeline()


def test_a_paper_gives_entities_citations_and_claims_with_evidence(pipeline: Language) -> None:
    (extraction,) = extractors.extract([PAPER], pipeline)
    roles = {claim.object: claim.relation for claim in extraction.claims}
    assert roles["entity:brewnet"] is Relation.INTRODUCES
    assert roles["entity:interval-bound-propagation"] is Relation.USES
    assert roles["entity:direct-preference-optimization"] is Relation.COMPARES_TO
    assert roles["entity:cifar-10"] is Relation.EVALUATES_ON
    assert roles["repo:github.com/tea/brew"] is Relation.LINKS_TO
    assert [(c.authors, c.year) for c in extraction.citations] == [(("Lee",), 2020)]
    for claim in extraction.claims:
        assert claim.subject == PAPER.curie
        for item in claim.evidence:
            start = item.start - item.sentence_start
            surface = PAPER.text[item.start : item.end]
            assert item.sentence[start : start + len(surface)] == surface
            assert 0 < item.score < 1


def test_spans_of_the_doc_show_the_entities(pipeline: Language) -> None:
    doc = pipeline(PAPER.text)
    shown = {(span.text, span.label_, span.id_) for span in doc.spans["entities"]}
    assert ("IBP", "method", "entity:interval-bound-propagation") in shown
    assert ("CIFAR-10", "benchmark", "entity:cifar-10") in shown


def test_a_vocabulary_of_ones_own_is_heard(tmp_path: Path) -> None:
    path = tmp_path / "tea.jsonl"
    path.write_text('{"name": "gong fu brewing", "type": "method"}\n')
    pipeline = extractors.load_pipeline(extractors.Options(vocabularies=(path,)))
    paper = Paper(id="p", title="On tea", abstract="We use gong-fu brewing.")
    (extraction,) = extractors.extract([paper], pipeline)
    assert [entity.name for entity in extraction.entities] == ["gong fu brewing"]


def test_an_entry_with_a_built_in_name_gives_it_name_and_type(tmp_path: Path) -> None:
    path = tmp_path / "tea.jsonl"
    path.write_text('{"name": "Direct Preference Optimization", "type": "concept"}\n')
    paper = Paper(id="p", title="On tea", abstract="We compare with DPO.")
    options = extractors.Options(vocabularies=(path,))
    (extraction,) = extractors.extract([paper], extractors.load_pipeline(options))
    (entity,) = extraction.entities
    assert (entity.name, entity.aliases) == ("Direct Preference Optimization", ("DPO",))
    path.write_text('{"name": "gong fu brewing", "type": "method"}\n')
    (extraction,) = extractors.extract([paper], extractors.load_pipeline(options))
    assert [entity.name for entity in extraction.entities] == ["direct preference optimization"]


def test_a_vocabulary_can_stand_for_the_built_in_one(tmp_path: Path) -> None:
    path = tmp_path / "tea.jsonl"
    path.write_text('{"name": "gong fu brewing", "type": "method"}\n')
    options = extractors.Options(vocabularies=(path,), builtin_vocabulary=False)
    paper = Paper(id="p", title="On tea", abstract="We use gong fu brewing and DPO.")
    (extraction,) = extractors.extract([paper], extractors.load_pipeline(options))
    found = {entity.name: entity.known for entity in extraction.entities}
    assert found["gong fu brewing"]
    assert "direct preference optimization" not in found


def test_a_component_of_ones_own_is_heard() -> None:
    @Language.component("tea_finder")
    def find_tea(doc: Doc) -> Doc:
        start = doc.text.index("assam")
        doc.spans["tea"] = [doc.char_span(start, start + 5, label="concept")]
        return doc

    pipeline = extractors.load_pipeline(extractors.Options(components=("tea_finder",)))
    paper = Paper(id="p", title="On leaves", abstract="We drink assam.")
    (extraction,) = extractors.extract([paper], pipeline)
    (entity,) = extraction.entities
    assert (entity.name, entity.type) == ("assam", EntityType.CONCEPT)
    assert entity.mentions[0].extractor == "tea_finder"
    assert entity.mentions[0].score == 0.7


def test_a_missing_vocabulary_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none.jsonl: no such vocabulary file; give a JSONL"):
        extractors.load_pipeline(extractors.Options(vocabularies=(tmp_path / "none.jsonl",)))


def test_an_extraction_depends_on_its_paper_alone(pipeline: Language) -> None:
    other = Paper(id="p2", title="BrewNet again", abstract="BrewNet and IBP.")
    alone = list(extractors.extract([PAPER], pipeline))
    assert list(extractors.extract([other, PAPER], pipeline))[1:] == alone
