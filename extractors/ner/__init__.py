"""The trained part: a tagger of tokens, a judge of what all extractors found, and its review."""

from extractors.ner.classifier import Classifier
from extractors.ner.judge import Verdict, judge_features
from extractors.ner.model import Model, load_model
from extractors.ner.tagger import NO_TAGGING, Tagger, Tagging, tagger_mentions

__all__ = [
    "NO_TAGGING",
    "Classifier",
    "Model",
    "Tagger",
    "Tagging",
    "Verdict",
    "judge_features",
    "load_model",
    "tagger_mentions",
]
