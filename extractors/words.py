"""Word lists that the rules for names and roles share."""

import re
from functools import lru_cache
from typing import Final

DETERMINERS: Final = frozenset(
    "a an the our its their this these those that such some several any each every one two three "
    "both another other many various".split()
)
QUALIFIERS: Final = frozenset(
    "novel new simple effective efficient general generic principled powerful unified flexible "
    "scalable robust practical lightweight fast faster elegant innovative improved better "
    "alternative additional different comprehensive extensive systematic end-to-end "
    "end-to-end-trainable first-of-its-kind state-of-the-art open-source large-scale first "
    "easy-to-use plug-and-play data-driven rigorous versatile yet more very straightforward "
    "promising accurate complete full dedicated special specific particular so-called well-known "
    "popular widely-used common standard current existing recent previous proposed competitive "
    "general-purpose holistic compact strong stronger two-stage three-stage two-step three-step "
    "multi-stage".split()
)
GENERIC_HEADS: Final = frozenset(
    "method methods approach approaches framework frameworks technique techniques algorithm "
    "algorithms model models system systems architecture architectures strategy strategies "
    "paradigm paradigms pipeline procedure procedures scheme schemes mechanism mechanisms solution "
    "solutions formulation tool tools toolkit library benchmark benchmarks dataset datasets corpus "
    "corpora data set collection suite task tasks problem concept notion idea way analysis study "
    "theory perspective process design setting variant variants extension version family class "
    "methodology platform environment environments resource resources testbed challenge metric "
    "metrics measure score scores evaluation".split()
)
BREAKS: Final = frozenset(
    "of for to that which by with in on using based where and or as at from into over under "
    "between via through is are was were be been being can could will would may might should must "
    "has have had do does did not no than then when while whose who what how why if because since "
    "so but however also thus we it they them there here i.e e.g such towards toward upon against "
    "without within across during after before about like called named termed dubbed coined "
    "denoted referred known designed able capable aimed aiming allows allowing enables enabling "
    "leverages leveraging combines combining consists consisting uses use used achieves achieving "
    "learns exploits exploiting produces producing provides providing requires makes shows "
    "demonstrate demonstrates extends improve improves outperform outperforms incorporate "
    "incorporates integrates integrating".split()
)
NOT_NAMES: Final = frozenset(
    "AI ML NLP CV DL AGI NLG NLU CS IT HCI STEM SOTA SoTA GPU GPUs CPU CPUs TPU TPUs RAM ROM FPGA "
    "FPGAs ASIC API APIs URL HTTP HTTPS HTML XML JSON PDF CSV SQL OS PC USA US UK EU UN COVID "
    "COVID-19 FAQ DNA RNA RGB RGB-D 2D 3D 4D 1D 6D 6DoF 6-DoF 6-DOF DoF DOF FLOPs FLOPS MHz GHz "
    "II III IV NeurIPS ICLR ICML ACL EMNLP NAACL AAAI IJCAI CVPR ICCV ECCV ICRA IROS COLT AISTATS "
    "UAI KDD NIPS COLING INTERSPEECH ACM IEEE MIT i.i.d IID OpenAI DeepMind PhD arXiv GitHub "
    "HuggingFace YouTube LaTeX Python IoT".split()
)

NOT_ENTITIES: Final = frozenset(
    "state-of-the-art;state of the art;machine learning;deep learning;artificial intelligence;"
    "natural language processing;computer vision;natural language generation;key-value;"
    "natural language understanding;human-computer interaction;data science;robotics".split(";")
)

TOKEN: Final = re.compile(r"[^\W_]+(?:[-‐–’'/.+*@&][^\W_]+)*(?:\+{1,2}|\*(?![*\w]))?")
_REMEMBERED: Final = 1 << 16
_JOINED_BEFORE: Final = re.compile(r"[\w-]")
_GOES_ON: Final = re.compile(r"\w")
_GOES_ON_NAME: Final = re.compile(r"\w|-[A-Z0-9]")
_NAME_SHAPE: Final = re.compile(
    r"[^\W\d_]*[A-ZΑ-Ω].*[A-ZΑ-Ω]|[a-zα-ω][A-ZΑ-Ω]|[^\W\d_].*\d|\d.*[A-Z]"
)
_SINGULARS: Final = frozenset("bias alias atlas canvas gas lens chaos perhaps".split())
_TITLE_CASE: Final = re.compile(r"[A-Z]?[a-z]+(?:[-‐–][A-Z]?[a-z]+)+")
_QUANTITY: Final = re.compile(
    r"[~<>]?\d[\d.,]*\s?(?:[kKMBxX%×]|GB|MB|TB|ms|nd|rd|st|th|s|B-\w+|D|d)*"
)


@lru_cache(_REMEMBERED)
def has_name_shape(word: str) -> bool:
    """Tell whether a word is written like a proper name: inner capitals, or letters and digits.

    >>> [has_name_shape(word) for word in ("DVERGE", "HyperNet", "GSM8K", "PRMs")]
    [True, True, True, True]
    >>> [has_name_shape(word) for word in ("Adam", "7B", "Real-World", "AI")]
    [False, False, False, False]
    """
    stem = word.removesuffix("s")
    return (
        _NAME_SHAPE.search(stem) is not None
        and _QUANTITY.fullmatch(word) is None
        and _TITLE_CASE.fullmatch(word) is None
        and word not in NOT_NAMES
    )


def singular(word: str) -> str:
    """Return the singular of an English noun by its ending; short forms lose their plural s.

    >>> [singular(word) for word in ("losses", "policies", "PRMs", "analysis", "bias")]
    ['loss', 'policy', 'PRM', 'analysis', 'bias']
    """
    if word in _SINGULARS:
        return word
    if re.search(r"[A-Z0-9]s$", word):
        return word[:-1]
    if re.search(r"[a-z]{2}ies$", word):
        return word[:-3] + "y"
    if re.search(r"(?:ss|sh|ch|x)es$", word):
        return word[:-2]
    return re.sub(r"(?<=[a-z]{2})(?<![sui])s$", "", word)


def occurrences(text: str, surface: str, *, exact: bool = False) -> list[tuple[int, int]]:
    """Return where a surface stands as whole words.

    Unless `exact`, it may be in singular or plural, and is no part of a name with a hyphen.

    >>> occurrences("A PRM, PRMs and PRM-X", "PRMs")
    [(2, 5), (7, 11)]
    >>> occurrences("A PRM, PRMs and PRM-X", "PRM", exact=True)
    [(2, 5), (16, 19)]
    """
    stem = surface if exact else surface.removesuffix("s")
    goes_on = _GOES_ON if exact else _GOES_ON_NAME
    found = []
    start = text.find(stem)
    while start >= 0:
        end = start + len(stem)
        end += not exact and text.startswith("s", end)
        if not (_JOINED_BEFORE.search(text, max(0, start - 1), start) or goes_on.match(text, end)):
            found.append((start, end))
        start = text.find(stem, end)
    return found
