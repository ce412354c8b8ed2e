import itertools
from dataclasses import replace

import pytest

from kg.entities import merge_entities
from kg.works.lineage import trace_lineage
from schemas import Claim, Entity, EntityType, Evidence, Extraction, Paper, Relation, entity_curie

INTRODUCES, USES = Relation.INTRODUCES, Relation.USES
TEA = Paper(
    id="tea",
    title="Leaves and time",
    abstract="We propose TeaNet, a network for leaves.",
    year=2019,
)
POT = Paper(id="pot", title="Pots", abstract="Our pot is tested with TeaNet.", year=2020)


def evidence(paper: Paper, surface: str) -> tuple[Evidence, ...]:
    """Return every place of a surface; title and abstract are a sentence each."""
    items = []
    start = paper.text.find(surface)
    while start >= 0:
        in_title = start < len(paper.title)
        items.append(
            Evidence(
                paper=paper.curie,
                sentence=paper.title if in_title else paper.abstract,
                sentence_start=0 if in_title else len(paper.title) + 2,
                start=start,
                end=start + len(surface),
                extractor="names",
                score=0.9,
            )
        )
        start = paper.text.find(surface, start + 1)
    return tuple(items)


def gives(paper, *surfaces, role=USES, kind=EntityType.MODEL, score=0.9, name=None, **fields):
    """Return the extraction of a paper that names one thing, by default by its first surface."""
    name = name or surfaces[0]
    entity = Entity(id=entity_curie(name), name=name, type=kind, **fields)
    claim = Claim(
        subject=paper.curie,
        relation=role,
        object=entity.id,
        evidence=tuple(item for surface in surfaces for item in evidence(paper, surface)),
        confidence=score,
    )
    return Extraction(paper=paper, entities=(entity,), claims=(claim,))


def lineage(*extractions: Extraction) -> tuple[Claim, ...]:
    merged = merge_entities(extractions)
    claims = [
        replace(claim, object=merged.places[claim.subject, claim.object])
        for extraction in extractions
        for claim in extraction.claims
    ]
    return trace_lineage(extractions, merged.places, [node.entity for node in merged.nodes], claims)


def pairs(*extractions: Extraction) -> list[tuple[str, str]]:
    return [(claim.subject, claim.object) for claim in lineage(*extractions)]


FROM_TEA = gives(TEA, "TeaNet", role=INTRODUCES)


def test_a_paper_builds_on_the_one_that_introduces_what_it_names():
    (claim,) = lineage(FROM_TEA, gives(POT, "TeaNet", score=0.8))
    assert (claim.subject, claim.relation, claim.object) == (POT.curie, "builds_on", TEA.curie)
    assert claim.confidence == 0.72
    assert [item.sentence for item in claim.evidence] == [POT.abstract, TEA.abstract]


@pytest.mark.parametrize(
    "role", [r for r in Relation if r in ("studies", "compares_to", "mentions", "evaluates_on")]
)
def test_any_other_role_builds_on_it(role):
    assert pairs(FROM_TEA, gives(POT, "TeaNet", role=role)) == [(POT.curie, TEA.curie)]


def test_papers_that_share_several_things_have_one_link_with_the_evidence_of_all():
    tea = replace(TEA, abstract="We propose TeaNet. We release LeafBench.")
    pot = replace(POT, abstract="TeaNet leads on LeafBench.")
    both = [
        replace(one, entities=one.entities + two.entities, claims=one.claims + two.claims)
        for one, two in [
            (
                gives(tea, "TeaNet", role=INTRODUCES, score=0.5),
                gives(tea, "LeafBench", role=INTRODUCES, score=0.9),
            ),
            (gives(pot, "TeaNet", score=0.5), gives(pot, "LeafBench", score=0.8)),
        ]
    ]
    (claim,) = lineage(*both)
    assert claim.confidence == 0.72
    surfaces = [
        item.sentence[item.start - item.sentence_start : item.end - item.sentence_start]
        for item in claim.evidence
    ]
    assert surfaces == ["LeafBench", "TeaNet", "LeafBench", "TeaNet"]


@pytest.mark.parametrize(
    ("tea", "pot", "links"),
    [
        ({"year": 2019}, {"year": 2019}, True),
        ({"year": 2020}, {"year": 2019}, False),
        ({"year": None}, {"year": 2019}, True),
        ({"year": 2019}, {"year": None}, True),
        ({"arxiv": "1905.00001"}, {"arxiv": "1904.00001"}, False),
        ({"arxiv": "1905.00001"}, {"arxiv": "1905.00002"}, True),
        ({"arxiv": "1805.00001", "year": 2021}, {"arxiv": "1904.00001", "year": 2019}, True),
        ({"arxiv": "cs/9905001"}, {"arxiv": "0001.00001"}, True),
        ({"identifiers": ("arxiv:2005.00001",)}, {"arxiv": "1904.00001", "year": 2021}, False),
        ({"arxiv": "2005.00001", "year": 2020}, {"year": 2019}, False),
    ],
)
def test_no_paper_builds_on_a_later_one(tea, pot, links):
    first, second = replace(TEA, **tea), replace(POT, **pot)
    found = pairs(gives(first, "TeaNet", role=INTRODUCES), gives(second, "TeaNet"))
    assert found == ([(second.curie, first.curie)] if links else [])


def test_what_an_earlier_paper_names_has_no_origin():
    old = replace(POT, id="old", title="Old pots", year=2018)
    assert pairs(FROM_TEA, gives(POT, "TeaNet"), gives(old, "TeaNet")) == []


def test_what_two_papers_introduce_has_no_origin():
    rival = Paper(id="rival", title="Trees", abstract="We propose TeaNet for trees.", year=2020)
    assert pairs(FROM_TEA, gives(POT, "TeaNet"), gives(rival, "TeaNet", role=INTRODUCES)) == []


def test_an_ambiguous_short_form_has_no_origin():
    tea = replace(TEA, abstract="We propose PRM, a network.")
    pot = replace(POT, abstract="We use PRM.")
    origin = gives(tea, "PRM", role=INTRODUCES, ambiguous=True)
    assert pairs(origin, gives(pot, "PRM", ambiguous=True)) == []


@pytest.mark.parametrize(
    ("title", "abstract", "surfaces"),
    [
        ("Leaves", "We propose TeaNet.", ("TeaNet",)),
        ("Leaves", "A data set called “TeaNet” is released.", ("TeaNet",)),
        ("Leaves", "The labels are released as TeaNet.", ("TeaNet",)),
        ("Leaves", "We present a simple baseline, TeaNet.", ("TeaNet",)),
        ("Leaves", "We introduce a new fast network TeaNet.", ("TeaNet",)),
        ("TeaNet: a network", "It knows leaves.", ("TeaNet",)),
        ("TeaNet", "It knows leaves.", ("TeaNet",)),
        ("Leaves", "We propose tea brewing network (TeaNet).", ("tea brewing network", "TeaNet")),
        ("Tea-Brewing: leaves", "We propose tea-brewing.", ("tea-brewing", "Tea-Brewing")),
    ],
)
def test_a_paper_says_that_it_gives_a_thing_its_name(title, abstract, surfaces):
    tea = replace(TEA, title=title, abstract=abstract)
    pot = replace(POT, abstract=f"We use {surfaces[-1]}.")
    used = gives(pot, surfaces[-1], name=surfaces[0])
    assert pairs(gives(tea, *surfaces, role=INTRODUCES), used) == [(pot.curie, tea.curie)]


@pytest.mark.parametrize(
    ("title", "abstract", "surface"),
    [
        ("Leaves", "TeaNet is a network.", "TeaNet"),
        ("Leaves", "We propose a TeaNet-like network.", "TeaNet"),
        ("Leaves", "The proposed TeaNet is a network.", "TeaNet"),
        ("Leaves", "We propose a network for TeaNet.", "TeaNet"),
        ("Leaves", "We propose a new tea brewing scheme.", "tea brewing"),
        ("Leaves", "We propose tea brewing.", "tea brewing"),
        ("Tea Brewing: leaves and pots", "It is known that tea brewing is slow.", "tea brewing"),
        ("Tea Brewing for Pots", "It is slow.", "Tea Brewing"),
    ],
)
def test_a_role_alone_makes_no_origin(title, abstract, surface):
    tea = replace(TEA, title=title, abstract=abstract)
    pot = replace(POT, abstract=f"We use {surface}.")
    assert pairs(gives(tea, surface, role=INTRODUCES), gives(pot, surface)) == []


def test_data_and_a_model_of_one_name_are_two_things():
    pot = gives(POT, "TeaNet", kind=EntityType.BENCHMARK)
    assert pairs(FROM_TEA, pot) == []
    data = replace(TEA, title="TeaNet: A New Dataset of Leaves")
    assert pairs(gives(data, "TeaNet", role=INTRODUCES), gives(POT, "TeaNet")) == []
    other = replace(TEA, title="LeafBench: A New Dataset of Leaves")
    assert pairs(gives(other, "TeaNet", role=INTRODUCES), gives(POT, "TeaNet"))


def test_known_names_are_no_names_in_capitals():
    tea = replace(TEA, abstract="We propose TEANET, a network.")
    known = gives(replace(POT, abstract="TeaNet brews."), "TeaNet", known=True)
    assert pairs(gives(tea, "TEANET", role=INTRODUCES), known) == []


def test_the_order_of_papers_does_not_matter():
    cup = replace(POT, id="cup", title="Cups")
    extractions = [FROM_TEA, gives(POT, "TeaNet"), gives(cup, "TeaNet")]
    results = {lineage(*order) for order in itertools.permutations(extractions)}
    assert len(results) == 1
    assert len(results.pop()) == 2
