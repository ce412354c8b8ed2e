"""A knowledge graph of papers, the concepts they name and the works they cite.

import kg

graph = kg.build(["papers.jsonl"])
graph.papers(about="DPO", role="uses")
graph.save("out")
"""

try:
    from kg.build import build
    from kg.changes import Change, ChangeKind
    from kg.query import KnowledgeGraph
    from kg.results import EntityInfo, EvidenceItem, Explanation, Link, PaperInfo, Related
    from schemas import (
        AmbiguousNameError,
        CitekgError,
        EntityType,
        Failure,
        GraphFormatError,
        InputError,
        NodeKind,
        Relation,
        UnknownNameError,
    )
except ImportError as error:
    from pathlib import Path

    from kg.shadow import in_the_way

    if message := in_the_way(Path(__file__).parents[1]):
        raise ImportError(message) from error
    raise

load = KnowledgeGraph.load
save = KnowledgeGraph.save

__all__ = [
    "AmbiguousNameError",
    "Change",
    "ChangeKind",
    "CitekgError",
    "EntityInfo",
    "EntityType",
    "EvidenceItem",
    "Explanation",
    "Failure",
    "GraphFormatError",
    "InputError",
    "KnowledgeGraph",
    "Link",
    "NodeKind",
    "PaperInfo",
    "Related",
    "Relation",
    "UnknownNameError",
    "build",
    "load",
    "save",
]
