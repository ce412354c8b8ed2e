from kg.entities.broader import find_broader
from schemas import Claim, Entity, EntityType, Evidence, Relation, entity_curie


def entity(name: str, *, broader: str | None = None, known: bool = True) -> Entity:
    return Entity(
        id=entity_curie(name), name=name, type=EntityType.METHOD, known=known, broader=broader
    )


def claim(target: Entity, paper: str, relation: Relation = Relation.USES) -> Claim:
    evidence = Evidence(
        paper=paper,
        sentence=f"Use {target.name}.",
        sentence_start=0,
        start=4,
        end=4 + len(target.name),
        extractor="vocabulary",
        score=0.9,
    )
    return Claim(
        subject=paper, relation=relation, object=target.id, evidence=(evidence,), confidence=0.9
    )


FLOW = entity("normalizing flow")
REAL_NVP = entity("RealNVP", broader="normalizing flow")


def test_what_the_vocabulary_puts_above_an_entity_is_broader():
    (found,) = find_broader([FLOW, REAL_NVP], [claim(REAL_NVP, "local:b"), claim(FLOW, "p")], ())
    assert (found.subject, found.relation, found.object) == (REAL_NVP.id, "broader", FLOW.id)
    assert [item.paper for item in found.evidence] == ["local:b"]


def test_nothing_is_broader_that_the_graph_lacks_or_the_vocabulary_does_not_know():
    claims = [claim(REAL_NVP, "local:b")]
    assert find_broader([REAL_NVP], claims, ()) == ()
    assert find_broader([REAL_NVP, entity("normalizing flow", known=False)], claims, ()) == ()


def test_a_variant_is_not_said_twice():
    claims = [claim(REAL_NVP, "local:b")]
    (found,) = find_broader([FLOW, REAL_NVP], claims, ())
    assert find_broader([FLOW, REAL_NVP], claims, [found]) == ()
