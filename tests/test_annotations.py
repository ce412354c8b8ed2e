import json

from kg.annotations import to_annotation, to_line
from schemas import (
    Citation,
    Claim,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Mention,
    Paper,
    Relation,
)

PAPER = Paper(id="given id", title="Tea Ψ", abstract="TeaNet at github.com/a/b (Doe 2019).")


def claim(relation: Relation, target: str, confidence: float) -> Claim:
    evidence = Evidence(
        paper=PAPER.curie,
        sentence="TeaNet",
        sentence_start=7,
        start=7,
        end=13,
        extractor="names",
        score=confidence,
    )
    return Claim(
        subject=PAPER.curie,
        relation=relation,
        object=target,
        evidence=(evidence,),
        confidence=confidence,
    )


EXTRACTION = Extraction(
    paper=PAPER,
    entities=(
        Entity(
            id="entity:teanet",
            name="TeaNet",
            type=EntityType.MODEL,
            mentions=(
                Mention(
                    start=7,
                    end=13,
                    surface="TeaNet",
                    type=EntityType.MODEL,
                    extractor="names",
                    score=0.8,
                ),
            ),
        ),
    ),
    citations=(Citation(start=31, end=39, surface="Doe 2019", authors=("Doe",), year=2019),),
    claims=(
        claim(Relation.MENTIONS, "entity:teanet", 0.9),
        claim(Relation.USES, "entity:teanet", 0.8),
        claim(Relation.LINKS_TO, "repo:github.com/a/b", 0.9),
    ),
)


def test_the_record_holds_all_that_a_paper_gave():
    assert to_annotation(EXTRACTION) == {
        "id": "given id",
        "title": "Tea Ψ",
        "entities": [
            {
                "name": "TeaNet",
                "type": "model",
                "role": "uses",
                "confidence": 0.8,
                "mentions": [{"start": 7, "end": 13, "text": "TeaNet"}],
            }
        ],
        "citations": [
            {"start": 31, "end": 39, "surface": "Doe 2019", "authors": ["Doe"], "year": 2019}
        ],
        "repositories": ["https://github.com/a/b"],
    }


def test_a_record_is_one_line_of_readable_json():
    line = to_line(EXTRACTION)
    assert line.count("\n") == 1
    assert "Ψ" in line
    assert json.loads(line) == to_annotation(EXTRACTION)


def test_a_paper_that_gave_nothing_has_empty_lists():
    record = to_annotation(Extraction(paper=PAPER))
    assert (record["entities"], record["citations"], record["repositories"]) == ([], [], [])
