"""Which type an unknown name has, from the words around it and from its own shape."""

import re
from typing import Final

from extractors.words import occurrences
from schemas import EntityType

_HEADS: Final = {
    EntityType.BENCHMARK: (
        r"(?:datasets?|data sets?|benchmarks?|corpus|corpora|test ?sets?|test suite|challenge"
        r"|treebank|testbed|leaderboard|simulators?|simulation|environments?|competition"
        r"|collection|tasks?|evaluation)\b"
    ),
    EntityType.MODEL: (
        r"(?:models?|architectures?|networks?|LLMs?|transformers?|encoders?|language models?"
        r"|VLMs?|MLLMs?|backbones?|checkpoints?|foundation models?)\b"
    ),
    EntityType.METHOD: (
        r"(?:methods?|frameworks?|algorithms?|approach(?:es)?|techniques?|strateg(?:y|ies)"
        r"|loss(?:es)?|optimi[sz]ers?|modules?|systems?|procedures?|pipelines?|toolkits?"
        r"|librar(?:y|ies)|agents?|paradigms?|schemes?|mechanisms?|attacks?|prompting|training"
        r"|tuning|learning|optimization|estimators?|sampl(?:er|ing)|regulari[sz]\w+|solvers?"
        r"|polic(?:y|ies)|protocols?|decoding|plugins?|tools?|layers?|search|planners?"
        r"|controllers?|defen[cs]es?|pretraining)\b"
    ),
}
_SUFFIXES: Final = {
    EntityType.BENCHMARK: re.compile(
        r"(?:[Bb]ench|QA|Eval|Set|NLI|Corpus|Gym|Arena|Wiki|World|Data|DB|Bank|\d+[KM]|Sim|SQL"
        r"|MMLU|Math|IMDB|Test|Instruct|Exam|Play|Hub)(?:[-_ ]?\w{0,4})?$"
    ),
    EntityType.MODEL: re.compile(
        r"(?:[Nn]et|NET|BERT|BERTa|GPT|[Ff]ormer|LM|LLaMA|[Ll]lama|CLIP|T5|ViT|VLA|VL|\d+[BM]|SAM"
        r"|CNN|LSTM|MLP|RNN|BART|Mamba)(?:[-_ ]?[\w.]{0,4})?$"
    ),
    EntityType.METHOD: re.compile(
        r"(?:GAN|VAE|PO|RAG|SGD|GD|RL|Opt|Prompt|Tuning|LoRA|Agent|CoT|Mix|Search|Prune|Flow|Attack"
        r"|Adam|KD|Q|Attention|Boost|Distill|MCTS|TTA|DA|Aug)s?$"
    ),
}
_PRIOR: Final = {EntityType.METHOD: 1.0, EntityType.MODEL: 0.0, EntityType.BENCHMARK: 0.0}
_AFTER: Final = {EntityType.METHOD: 2.0, EntityType.MODEL: 0.6, EntityType.BENCHMARK: 2.5}
_BEFORE: Final = {EntityType.METHOD: 3.0, EntityType.MODEL: 1.6, EntityType.BENCHMARK: 2.2}
_APPOSITION: Final = {EntityType.METHOD: 3.0, EntityType.MODEL: 1.6, EntityType.BENCHMARK: 3.0}
_SUFFIX: Final = {EntityType.METHOD: 1.5, EntityType.MODEL: 1.8, EntityType.BENCHMARK: 1.8}
_WINDOW: Final = 90
_LONGEST_CUE: Final = 45
_NEXT = {kind: re.compile(rf"\)?\s+{heads}") for kind, heads in _HEADS.items()}
_LAST = {
    kind: re.compile(
        rf"\b{heads}[,:]?\s+(?:(?:called|named|dubbed|termed|coined|namely|that we call"
        rf"|which we call|the|as|of)\s+)?[\"“'‘(]?$"
    )
    for kind, heads in _HEADS.items()
}
_EQUAL = re.compile(r"\)?(?:,| is| as|:| [-–—]|, which is)\s+(?:an?|the|our)\s+")
_ON = re.compile(r"\bon\s+(?:the\s+)?$", re.IGNORECASE)
_WITH = re.compile(r"\b(?:with|by|using|use|via|apply|applying)\s+(?:the\s+)?$")


def guess_type(name: str, text: str) -> tuple[EntityType, float]:
    """Return the type for which most speaks where `name` stands in `text`, and how much does.

    Without any cue it is a method, with support 0; one clear cue gives a support of 2 to 3.

    >>> guess_type("LeafBench", "On LeafBench we see gains.")
    (<EntityType.BENCHMARK: 'benchmark'>, 3.8)
    >>> guess_type("Assam", "We drink Assam.")
    (<EntityType.METHOD: 'method'>, 0.0)
    """
    votes = dict(_PRIOR)
    for kind, pattern in _SUFFIXES.items():
        if pattern.search(name):
            votes[kind] += _SUFFIX[kind]
    seen: set[tuple[str, EntityType]] = set()
    for start, end in occurrences(text, name, exact=True):
        before = text[max(0, start - _WINDOW) : start]
        after = text[end : end + _WINDOW]
        for cue, kind, weight in _cues(before, after):
            if (cue, kind) not in seen:
                seen.add((cue, kind))
                votes[kind] += weight
    best = max(votes, key=lambda kind: (votes[kind], kind))
    return best, round(votes[best] - _PRIOR[best], 1)


def _cues(before: str, after: str) -> list[tuple[str, EntityType, float]]:
    found = []
    tail = len(before) - _LONGEST_CUE
    for kind in _HEADS:
        if _NEXT[kind].match(after):
            found.append(("after", kind, _AFTER[kind]))
        if _LAST[kind].search(before, tail):
            found.append(("before", kind, _BEFORE[kind]))
    if equal := _EQUAL.match(after):
        rest = re.split(r"[.;]", after[equal.end() :])[0]
        heads = [
            (m.start(), kind) for kind, h in _HEADS.items() if (m := re.search(rf"\b{h}", rest))
        ]
        if heads:
            kind = min(heads)[1]
            found.append(("apposition", kind, _APPOSITION[kind]))
    if _ON.search(before, tail):
        found.append(("on", EntityType.BENCHMARK, 2.0))
    if _WITH.search(before, tail):
        found.append(("with", EntityType.METHOD, 0.8))
    return found
