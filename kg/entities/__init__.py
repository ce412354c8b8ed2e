"""One entity across papers: what is one thing, what are its names and variants, and why."""

from kg.entities.merging import Merged, Node, merge_entities

__all__ = ["Merged", "Node", "merge_entities"]
