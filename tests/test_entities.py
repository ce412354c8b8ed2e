import random

import pytest

from kg.entities import Merged, Node, merge_entities
from kg.entities.grouping import spelled_out
from kg.entities.spelling import spelling_key
from schemas import Entity, EntityType, Extraction, MergeReason, NameReason, Paper, entity_curie

METHOD, MODEL, BENCHMARK = EntityType.METHOD, EntityType.MODEL, EntityType.BENCHMARK


def entity(
    name: str,
    *aliases: str,
    kind: EntityType = METHOD,
    known: bool = False,
    ambiguous: bool = False,
) -> Entity:
    return Entity(
        id=entity_curie(name),
        name=name,
        type=kind,
        known=known,
        ambiguous=ambiguous,
        aliases=tuple(sorted(aliases or (name,))),
    )


def known(name: str, *aliases: str) -> Entity:
    return entity(name, *aliases, known=True)


def undefined(short: str) -> Entity:
    return entity(short, ambiguous=True)


def papers(*groups: tuple[Entity, ...]) -> list[Extraction]:
    """Return one extraction for each group of entities, of the papers local:a0, a1, ..."""
    return [
        Extraction(paper=Paper(id=f"local:a{number}", title=f"Paper {number}"), entities=group)
        for number, group in enumerate(groups)
    ]


def merge(*groups: tuple[Entity, ...]) -> Merged:
    return merge_entities(papers(*groups))


def nodes(*groups: tuple[Entity, ...]) -> dict[str, Node]:
    return {node.entity.id: node for node in merge(*groups).nodes}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("direct preference optimization", "Direct Preference Optimisation"),
        ("Leaf-Pooling", "leaf pooling"),
        ("TeaNet", "Tea-Net"),
        ("behaviour cloning", "behavior cloning"),
        ("labelled centre", "labeled center"),
        ("tea policy", "tea policies"),
        ("GAN", "GANs"),
        ("β-VAE", "beta-VAE"),
        ("naïve Bayes", "naive Bayes"),
        ("Steiner's tree", "Steiner tree"),
    ],
)
def test_spellings_of_a_name_are_one_node(one: str, other: str) -> None:
    merged = merge((entity(one),), (entity(other),))
    (node,) = merged.nodes
    assert node.entity.aliases == tuple(sorted({one, other}))
    assert node.types == {METHOD: 2}
    assert set(merged.places.values()) == {node.entity.id}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("OPT-1.3B", "OPT-13B"),
        ("CIFAR-10", "CIFAR-100"),
        ("Qwen2-7B", "Qwen27B"),
        ("C", "C++"),
        ("seed", "SEED"),
        ("A", "A*"),
    ],
)
def test_other_names_are_other_nodes(one: str, other: str) -> None:
    assert len(nodes((entity(one),), (entity(other),))) == 2


def test_a_word_and_a_short_form_are_one_if_a_name_between_them_is_seen() -> None:
    assert len(nodes((entity("mamba"),), (entity("MAMBA"),), (entity("Mamba"),))) == 1


def test_names_that_would_share_an_id_have_two() -> None:
    first, second = nodes((entity("seed"),), (entity("SEED"),))
    assert first == "entity:seed"
    assert second.startswith("entity:seed-")


def test_the_name_is_the_one_that_most_papers_use() -> None:
    (node,) = merge((entity("tea-net"),), (entity("TeaNet"),), (entity("TeaNet"),)).nodes
    assert (node.entity.id, node.entity.name) == ("entity:teanet", "TeaNet")


def test_a_spelling_of_a_vocabulary_name_or_of_its_long_form_is_that_entry() -> None:
    found = nodes(
        (known("preference optimization", "preference tuning"),),
        (entity("Preference Optimisation"),),
        (entity("preference-tuning"),),
    )
    (node,) = found.values()
    assert (node.entity.name, node.entity.known) == ("preference optimization", True)


def test_close_wordings_of_one_short_form_are_one() -> None:
    found = nodes(
        (entity("neural tea search", "NTS", "neural tea search"),),
        (entity("neural tea searching", "NTS", "neural tea searching"),),
        (entity("neural tea searching", "NTS", "neural tea searching"),),
        (entity("nested tree sums", "NTS", "nested tree sums"),),
        (entity("neural teas search"),),
    )
    assert [*found] == [
        "entity:nested-tree-sums",
        "entity:neural-tea-searching",
        "entity:neural-teas-search",
    ]
    reason = next(
        r for r in found["entity:neural-tea-searching"].reasons if r.reason is MergeReason.WORDING
    )
    assert (reason.name, reason.source) == ("neural tea search", "neural tea searching")


def test_entries_of_the_vocabulary_stay_two_whatever_their_wording() -> None:
    assert len(nodes((known("tea graph", "TGR"),), (known("tea graphing", "TGR"),))) == 2


def test_a_short_form_within_a_name_counts_as_what_it_means() -> None:
    found = nodes(
        (known("gradient tea memory", "GTM"),),
        (known("averaged gradient tea memory", "A-GTM"),),
        (entity("averaged GTM", "Averaged GTM", "A-GTM"),),
    )
    assert [*found] == ["entity:averaged-gradient-tea-memory", "entity:gradient-tea-memory"]


def test_what_a_vocabulary_name_with_capitals_inside_stands_for_is_that_entry() -> None:
    long = entity("incremental tea learner", "iTeaL", "incremental tea learner")
    assert [*nodes((known("iTeaL"),), (long,))] == ["entity:iteal"]
    shouted = entity("incremental tea learner", "ITEAL", "incremental tea learner")
    assert len(nodes((known("ITEAL"),), (shouted,))) == 2


SENSES = [
    ("IBP", "interval bound propagation", "Indian buffet process"),
    ("PRM", "process reward model", "probabilistic roadmap"),
    ("SSL", "self-supervised learning", "semi-supervised learning"),
    ("CL", "continual learning", "contrastive learning"),
]


@pytest.mark.parametrize(("short", "one", "other"), SENSES)
@pytest.mark.parametrize("listed", [False, True])
def test_what_a_paper_spells_out_it_means(short: str, one: str, other: str, listed: bool) -> None:
    groups = [(entity(name, short, name, known=listed),) for name in (one, other)]
    found = nodes(*groups)
    assert sorted(node.entity.name for node in found.values()) == sorted((one, other))
    assert all(short in node.entity.aliases for node in found.values())


@pytest.mark.parametrize(("short", "one", "other"), SENSES)
@pytest.mark.parametrize("bare", [undefined, entity])
def test_an_undefined_short_form_takes_the_sense_of_papers_on_the_same_things(
    short: str, one: str, other: str, bare
) -> None:
    leaf, pot = entity("leaf bench"), entity("pot bench")
    merged = merge(
        (entity(one, short, one), leaf),
        (entity(one, short, one), leaf),
        (entity(other, short, other), pot),
        (entity(other, short, other), pot),
        (bare(short), leaf),
    )
    place = merged.places["local:a4", entity_curie(short)]
    assert place == entity_curie(one)
    (node,) = (node for node in merged.nodes if node.entity.id == place)
    assert NameReason(name=short, reason=MergeReason.CONTEXT, source="local:a0", papers=1) in (
        node.reasons
    )
    assert node.entity.name == one


@pytest.mark.parametrize("bare", [undefined, entity])
@pytest.mark.parametrize(
    "beside", [("leaf bench", "pot bench"), ("spoon",), ()], ids=["both", "neither", "nothing"]
)
def test_without_a_dominating_sense_it_stays_apart_as_ambiguous(bare, beside) -> None:
    one, other = "interval bound propagation", "Indian buffet process"
    leaf, pot = entity("leaf bench"), entity("pot bench")
    found = nodes(
        (entity(one, "IBP", one), leaf),
        (entity(one, "IBP", one), leaf),
        (entity(other, "IBP", other), pot),
        (entity(other, "IBP", other), pot),
        (bare("IBP"), *map(entity, beside)),
    )
    node = found["entity:ibp-ambiguous"]
    assert node.entity.ambiguous
    assert node.reasons == (
        NameReason(name="IBP", reason=MergeReason.OPEN, source="local:a4", papers=1),
    )


def test_one_paper_is_enough_for_the_only_sense_but_not_for_one_of_two() -> None:
    one, other = "interval bound propagation", "Indian buffet process"
    leaf = entity("leaf bench")
    sense = (entity(one, "IBP", one), leaf)
    bare = (undefined("IBP"), leaf)
    assert "entity:ibp-ambiguous" not in nodes(sense, bare)
    assert "entity:ibp-ambiguous" in nodes(sense, bare, (entity(other, "IBP", other),))


def test_a_short_form_that_nobody_spells_out_is_a_name() -> None:
    (node,) = merge((entity("DPO", "DPOs"),), (entity("DPO"),)).nodes
    assert (node.entity.id, node.entity.ambiguous) == ("entity:dpo", False)


def test_a_vocabulary_name_stays_known_beside_an_open_short_form() -> None:
    merged = merge((known("SAM"), entity("tea")), (undefined("SAM"),))
    assert [(n.entity.id, n.entity.ambiguous) for n in merged.nodes] == [
        ("entity:sam", False),
        ("entity:sam-ambiguous", True),
        ("entity:tea", False),
    ]
    assert merged.places["local:a1", "entity:sam"] == "entity:sam-ambiguous"


def test_the_type_of_most_papers_counts_and_the_others_are_kept() -> None:
    (node,) = merge(
        (entity("Brew", kind=MODEL),), (entity("Brew"),), (entity("Brew", kind=MODEL),)
    ).nodes
    assert node.entity.type is MODEL
    assert node.types == {METHOD: 1, MODEL: 2}


def test_of_types_with_as_many_papers_that_of_the_vocabulary_counts() -> None:
    (node,) = merge(
        (entity("Brew", kind=METHOD),), (entity("Brew", kind=BENCHMARK, known=True),)
    ).nodes
    assert node.entity.type is BENCHMARK


def test_every_name_has_a_reason_the_strongest_first() -> None:
    name = "direct preference optimization"
    (node,) = merge(
        (known(name, name),),
        (known(name, "DPO", "Direct Preference Optimization"),),
        (known(name, "DPO", "DPOs", name),),
        (entity("direct-preference optimisation"),),
    ).nodes
    long, short = MergeReason.VOCABULARY, MergeReason.DEFINITION
    assert node.reasons == (
        NameReason(name=name, reason=long, source=name, papers=3),
        NameReason(name="DPO", reason=short, source="local:a1", papers=2),
        NameReason(
            name="direct-preference optimisation",
            reason=MergeReason.SPELLING,
            source="local:a3",
            papers=1,
        ),
    )


def random_corpus(seed: int) -> list[Extraction]:
    """Return papers of names, senses, spellings and short forms in all combinations."""
    choose = random.Random(seed)
    pool = [
        *(entity(name) for name in ("TeaNet", "tea-net", "seed", "SEED", "Leaf Bench", "Pots")),
        *(entity(long, short, long) for short, *longs in SENSES for long in longs),
        *(entity(f"{long}s", short, f"{long}s") for short, _, long in SENSES),
        *(known(one, short) for short, one, _ in SENSES),
        *(undefined(short) for short, *_ in SENSES),
        *(entity(short, kind=MODEL) for short, *_ in SENSES),
    ]
    groups = []
    for _ in range(30):
        chosen = {item.id: item for item in choose.sample(pool, choose.randint(1, 6))}
        groups.append(tuple(chosen.values()))
    return papers(*groups)


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_papers_does_not_matter(seed: int) -> None:
    corpus = random_corpus(seed)
    merged = merge_entities(corpus)
    for _ in range(3):
        random.Random(seed).shuffle(corpus)
        assert merge_entities(corpus) == merged


@pytest.mark.parametrize("seed", range(12))
def test_every_entity_of_a_paper_is_in_one_node_that_gives_reasons_for_its_names(
    seed: int,
) -> None:
    corpus = random_corpus(seed)
    merged = merge_entities(corpus)
    by_id = {node.entity.id: node for node in merged.nodes}
    assert len(by_id) == len(merged.nodes)
    assert set(merged.places) == {(x.paper.curie, e.id) for x in corpus for e in x.entities}
    for extraction in corpus:
        for item in extraction.entities:
            node = by_id[merged.places[extraction.paper.curie, item.id]]
            reasons = {spelling_key(reason.name) for reason in node.reasons}
            assert {spelling_key(alias) for alias in item.aliases} <= reasons
            assert not (node.entity.ambiguous and any(spelled_out(item)))
