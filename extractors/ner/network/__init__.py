"""A second tagger: a small convolutional network, pre-trained on texts without annotations."""

from extractors.ner.network.tagging import Network, Probabilities

__all__ = ["Network", "Probabilities"]
