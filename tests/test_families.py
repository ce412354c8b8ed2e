import itertools

import pytest

from kg.entities.families import find_variants, parse_name
from schemas import Claim, Entity, EntityType, Evidence, Relation, entity_curie

MODEL, BENCHMARK, METHOD = EntityType.MODEL, EntityType.BENCHMARK, EntityType.METHOD


def entity(name: str, kind: EntityType, **fields) -> Entity:
    return Entity(id=entity_curie(name), name=name, type=kind, **fields)


def names(entity: Entity, paper: str = "local:p", start: int = 4, score: float = 0.9) -> Claim:
    evidence = Evidence(
        paper=paper,
        sentence=f"Use {entity.name}.",
        sentence_start=0,
        start=start,
        end=start + len(entity.name),
        extractor="names",
        score=score,
    )
    return Claim(
        subject=paper,
        relation=Relation.USES,
        object=entity.id,
        evidence=(evidence,),
        confidence=score,
    )


def variants(kind: EntityType, *given: str) -> dict[str, str]:
    """Return variant -> parent among names of one kind, each named by one paper of its own."""
    entities = [entity(name, kind) for name in given]
    claims = [names(one, paper=f"local:{one.name}") for one in entities]
    labels = {one.id: one.name for one in entities}
    return {labels[c.subject]: labels[c.object] for c in find_variants(entities, claims)}


@pytest.mark.parametrize(
    ("variant", "parent"),
    [
        ("Llama 2", "Llama"),
        ("Llama-2-13B", "Llama 2"),
        ("Llama-3-8B-Instruct", "Llama-3-8B"),
        ("Llama-3-8B-Instruct", "Llama 3"),
        ("Meta-Llama-3.1-8B-Instruct", "Llama 3.1"),
        ("Llama-2-Chat-7B", "Llama-2-7B"),
        ("Llama-2-7b-hf", "Llama-2-7B"),
        ("LLaMA 7B", "Llama"),
        ("Llama Guard", "Llama"),
        ("Llama Guard 2", "Llama Guard"),
        ("GPT-2", "GPT"),
        ("GPT-4o", "GPT"),
        ("GPT-4o-mini-2024-07-18", "GPT-4o mini"),
        ("gpt-3.5-turbo-16k-0613", "GPT-3.5 Turbo"),
        ("GPT-4 Turbo", "GPT-4"),
        ("Claude-3-5-Sonnet-20241022", "Claude 3.5 Sonnet"),
        ("Claude 3.5 Sonnet", "Claude 3.5"),
        ("Claude Sonnet 4.5", "Claude 4.5"),
        ("Gemini 1.5 Pro", "Gemini 1.5"),
        ("gemini-1.5-flash-8b-001", "Gemini 1.5 Flash"),
        ("Qwen2.5-Math-7B-Instruct", "Qwen2.5-Math"),
        ("Qwen2.5-Math-7B", "Qwen2.5"),
        ("Qwen2.5-7B-Instruct-1M", "Qwen2.5-7B-Instruct"),
        ("Qwen3-30B-A3B", "Qwen3"),
        ("Qwen-VL-Chat", "Qwen-VL"),
        ("Mixtral-8x22B-Instruct-v0.1", "Mixtral-8x22B-Instruct"),
        ("DeepSeek-R1", "DeepSeek"),
        ("DeepSeek-R1-Zero", "DeepSeek-R1"),
        ("DeepSeek-R1-Distill-Qwen-14B", "DeepSeek-R1"),
        ("DeepSeek-Coder-V2", "DeepSeek-Coder"),
        ("Vicuna-13B-v1.5", "Vicuna-v1.5"),
        ("o1-mini", "o1"),
        ("BLOOM-7B1", "BLOOM"),
        ("Flan-T5-XXL", "Flan-T5"),
        ("BERT-large", "BERT"),
        ("DeBERTaV3", "DeBERTa"),
        ("DeBERTa-v3-base", "DeBERTaV3"),
        ("wav2vec 2.0", "wav2vec"),
        ("Wav2Vec2", "wav2vec"),
        ("ResNet-50", "ResNet"),
        ("ResNeXt-101-32x8d", "ResNeXt-101"),
        ("EfficientNet-B5", "EfficientNet"),
        ("ViT-L/14", "ViT-L"),
        ("ViT-L/14@336px", "ViT-L/14"),
        ("Swin-T", "Swin"),
        ("YOLOv8", "YOLO"),
        ("YOLOv8n", "YOLOv8"),
        ("DINOv2", "DINO"),
        ("PointNet++", "PointNet"),
        ("Stable Diffusion 2.1", "Stable Diffusion"),
    ],
)
def test_a_model_is_a_variant_of_its_ancestor(variant, parent):
    assert variants(MODEL, variant, parent) == {variant: parent}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GPT-4o", "GPT-4"),
        ("GPT-4V", "GPT-4"),
        ("GPT-4", "GPT-3.5"),
        ("Llama 3.1", "Llama 3"),
        ("Llama-7B", "Llama-2-7B"),
        ("Llama Guard 2", "Llama 2"),
        ("Qwen2-VL", "Qwen-VL"),
        ("Qwen2.5", "Qwen2"),
        ("ResNet-101", "ResNet-50"),
        ("BERT-large", "BERT-base"),
        ("LLaMA-Adapter", "Llama"),
        ("TinyLlama", "Llama"),
        ("MiniGPT-4", "GPT-4"),
        ("RoBERTa", "BERT"),
        ("DistilBERT", "BERT"),
        ("GPT-Neo", "GPT"),
        ("GPT-NeoX-20B", "GPT"),
        ("Flan-T5", "Flan"),
        ("T5", "T"),
        ("OPT-13B", "OPT-1.3B"),
        ("LLaMA-7B/13B", "LLaMA-7B"),
        ("MetaMath-Mistral-7B", "Mistral-7B"),
        ("CLIP-Adapter", "CLIP"),
    ],
)
def test_these_models_are_no_variants(one, other):
    assert variants(MODEL, one, other) == {}


@pytest.mark.parametrize(
    ("variant", "parent"),
    [
        ("MMLU-Pro", "MMLU"),
        ("ImageNet-100", "ImageNet"),
        ("ImageNet-1k", "ImageNet"),
        ("ImageNet-C", "ImageNet"),
        ("Tiny ImageNet", "ImageNet"),
        ("CIFAR-100", "CIFAR"),
        ("CIFAR-10-C", "CIFAR-10"),
        ("Split CIFAR-100", "CIFAR-100"),
        ("Permuted MNIST", "MNIST"),
        ("AlpacaEval 2.0", "AlpacaEval"),
        ("SQuAD v1.1", "SQuAD"),
        ("HumanEval+", "HumanEval"),
        ("SWE-bench Lite", "SWE-bench"),
        ("GPQA Diamond", "GPQA"),
        ("BIG-Bench Hard", "BIG-Bench"),
        ("AIME 2024", "AIME"),
        ("AIME24", "AIME"),
        ("MATH-500", "MATH"),
        ("PASCAL VOC 2012", "PASCAL VOC"),
        ("WMT14", "WMT"),
        ("MIMIC-III", "MIMIC"),
        ("LAION-400M", "LAION"),
    ],
)
def test_a_benchmark_is_a_variant_of_its_ancestor(variant, parent):
    assert variants(BENCHMARK, variant, parent) == {variant: parent}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CIFAR-100", "CIFAR-10"),
        ("CIFAR-10/100", "CIFAR-10"),
        ("PASCAL VOC 2007 & 2012", "PASCAL VOC 2007"),
        ("C-Eval", "Eval"),
        ("Fashion-MNIST", "MNIST"),
        ("COCO-Stuff", "COCO"),
        ("WMT16", "WMT14"),
        ("ACE 2005", "ACES"),
        ("Dota 2", "DOTA"),
        ("GSM-Hard", "GSM8K"),
        ("ImageNet-1k", "ImageNet-100"),
        ("OfficeHome", "Office"),
    ],
)
def test_these_benchmarks_are_no_variants(one, other):
    assert variants(BENCHMARK, one, other) == {}


@pytest.mark.parametrize(
    ("variant", "parent", "is_variant"),
    [
        ("MoCo v2", "MoCo", True),
        ("k-means++", "k-means", True),
        ("TD3", "TD", False),
        ("A2C", "A", False),
        ("Q-learning", "Q", False),
        ("PPO-Max", "PPO", False),
    ],
)
def test_methods_have_versions_only(variant, parent, is_variant):
    assert variants(METHOD, variant, parent) == ({variant: parent} if is_variant else {})


def test_each_is_a_variant_of_its_nearest_ancestor():
    assert variants(MODEL, "Llama", "Llama-3-8B-Instruct", "Llama 3", "Llama-3-Instruct") == {
        "Llama 3": "Llama",
        "Llama-3-Instruct": "Llama 3",
        "Llama-3-8B-Instruct": "Llama-3-Instruct",
    }


def test_two_types_or_other_types_make_no_family():
    llama = entity("Llama", MODEL)
    for one in (entity("Llama 2", BENCHMARK), entity("Llama 2", METHOD)):
        assert find_variants([llama, one], [names(llama), names(one)]) == ()
    assert variants(EntityType.CONCEPT, "Llama", "Llama 2") == {}


def test_ambiguous_names_and_names_that_no_paper_gives_have_no_family():
    mae = entity("MAE", MODEL, ambiguous=True)
    large = entity("MAE-Large", MODEL)
    assert find_variants([mae, large], [names(mae), names(large)]) == ()
    llama, second = entity("Llama", MODEL), entity("Llama 2", MODEL)
    assert find_variants([llama, second], [names(llama)]) == ()


def test_an_alias_leads_to_an_ancestor_of_known_variants_or_in_a_paper_that_names_both():
    long = entity("masked autoencoder", METHOD, aliases=("MAE",))
    variant, known = entity("MAE v2", METHOD), entity("MAE v2", METHOD, known=True)
    apart = [names(long, paper="local:a"), names(variant, paper="local:b")]
    assert find_variants([long, variant], apart) == ()
    assert find_variants([long, known], apart)[0].object == long.id
    assert find_variants([long, variant], [names(long), names(variant)])[0].object == long.id


def test_an_edition_is_no_family_even_if_it_is_called_by_the_bare_name():
    old = entity("ClueWeb09", BENCHMARK, aliases=("ClueWeb",))
    new = entity("ClueWeb12", BENCHMARK, known=True)
    assert find_variants([old, new], [names(old), names(new)]) == ()


def test_evidence_is_the_first_place_in_each_paper_that_names_the_variant():
    llama, second = entity("Llama", MODEL), entity("Llama 2", MODEL)
    claims = [
        names(llama, paper="local:a"),
        names(second, paper="local:b", score=0.6),
        names(second, paper="local:a", score=0.8),
    ]
    (claim,) = find_variants([second, llama], claims)
    assert (claim.subject, claim.relation, claim.object) == (second.id, "variant_of", llama.id)
    assert [(item.paper, item.score) for item in claim.evidence] == [
        ("local:a", 0.8),
        ("local:b", 0.6),
    ]
    assert claim.confidence == 0.8


def test_the_order_of_entities_does_not_matter():
    entities = [entity(name, MODEL) for name in ("Llama", "Llama 2", "Meta Llama 2", "Llama-2-7B")]
    claims = [names(one) for one in entities]
    assert len({find_variants(order, claims) for order in itertools.permutations(entities)}) == 1


def test_a_version_that_a_hyphen_cuts_is_one_number():
    assert parse_name("Claude-3-5-Sonnet", MODEL) == parse_name("Claude 3.5 Sonnet", MODEL)
    assert parse_name("Llama 2.0", MODEL) == parse_name("Llama-v2", MODEL)
