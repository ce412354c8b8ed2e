"""The network of the tagger: small, convolutional, pre-trained on texts without annotations."""

from extractors.ner.network.tagging import Network, Probabilities

__all__ = ["Network", "Probabilities"]
