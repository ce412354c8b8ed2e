import time

import pytest

from extractors.abbreviations import find_definitions


def pairs(text):
    return [(definition.long, definition.short) for definition in find_definitions(text)]


@pytest.mark.parametrize(
    ("text", "long", "short"),
    [
        ("We train process reward models (PRMs) here.", "process reward models", "PRMs"),
        ("we propose the continual learning (CL) task", "continual learning", "CL"),
        ("a Mixture-of-Experts (MoE) layer", "Mixture-of-Experts", "MoE"),
        (
            "called Reasoning Elicitation in Alignment (REALIGN).",
            "Reasoning Elicitation in Alignment",
            "REALIGN",
        ),
        ("impressive in-context learning (ICL)", "in-context learning", "ICL"),
        ("Robust Conformal Training [RCT] holds", "Robust Conformal Training", "RCT"),
        ("graph tea network (GTN; Ott, 2020) is", "graph tea network", "GTN"),
        ("graph tea network (GTN, Ott 2020) is", "graph tea network", "GTN"),
        ("graph tea networks (henceforth GTN) are", "graph tea networks", "GTN"),
        ("reinforcement learning (RL)-based tuning", "reinforcement learning", "RL"),
        ("the pairwise proximal policy optimization (P3O)", None, "P3O"),
        ("image-to-image (I2I) models", "image-to-image", "I2I"),
        ("cross-lingual summarization (XLS)", "cross-lingual summarization", "XLS"),
        ("variational inference (VI) is", "variational inference", "VI"),
        ("electroencephalography (EEG) signals", "electroencephalography", "EEG"),
        ("Direct Preference Optimization, or DPO, is", "Direct Preference Optimization", "DPO"),
        ("BASIS (Brewing And Steeping In Silence) is", "Brewing And Steeping In Silence", "BASIS"),
        ("DPO, short for direct preference optimization, is", None, "DPO"),
        ("the named entity recognition (NER) task", "named entity recognition", "NER"),
        ("token-Pruned Pose Transformer (PPT)", "token-Pruned Pose Transformer", "PPT"),
        ("a reinforcement learning framework (RL)", "reinforcement learning", "RL"),
    ],
)
def test_a_definition_is_found(text, long, short):
    ((found_long, found_short),) = pairs(text)
    assert found_short == short
    assert long is None or found_long == long


def test_a_title_defines_with_a_colon():
    text = "DPO: Direct Preference Optimization for Teapots\n\nWe brew."
    assert pairs(text) == [("Direct Preference Optimization", "DPO")]


def test_definitions_come_in_order_with_their_offsets():
    text = "A (deep tea network (DTN)) and PTA (pot temperature aware) with a leaf net (LN)."
    found = find_definitions(text)
    assert [d.short for d in found] == ["DTN", "PTA", "LN"]
    for d in found:
        assert text[d.long_start : d.long_end] == d.long
        assert text[d.short_start : d.short_end] == d.short


@pytest.mark.parametrize(
    "text",
    [
        "tea leaves (e.g., Assam) and pots (see below)",
        "brewed in teapots (2019) and (3) cups",
        "as shown before (Tan et al., 2020)",
        "as shown in two trials (II) and (iv)",
        "results on cups (ImageNet) rise",
        "the PCEE-BERT (BERT) and the KGQA (KG)",
        "We like oolong. Green (OG) is fine",
        "trains of tea (xyz) and (ABCDEFGHIJKL)",
    ],
)
def test_other_brackets_define_nothing(text):
    assert find_definitions(text) == ()


@pytest.mark.parametrize("piece", ["(", "(AB ", "AB (", "a ", "aa-", "AB (ab ", ", or AB", "A-"])
def test_long_lines_take_no_time(piece):
    start = time.process_time()
    find_definitions(piece * (50_000 // len(piece)) + "(AB)")
    assert time.process_time() - start < 5
