"""A knowledge graph of papers, the concepts they name and the works they cite.

import kg

graph = kg.build(["papers.jsonl"])
graph.papers(about="DPO", role="uses")
graph.save("out")
"""

try:
    from kg.answers import Answers
    from kg.build import build
    from kg.changes import Change, ChangeKind
    from kg.query import KnowledgeGraph
    from kg.questions.advice import Missing, Recommendation
    from kg.questions.card import EntityCard
    from kg.questions.chains import Chain
    from kg.questions.company import CoUse, Coverage, Gap
    from kg.questions.descent import Descendant, Lineage
    from kg.questions.groups import Community
    from kg.questions.influence import Influence
    from kg.questions.similar import Related
    from kg.questions.time import Trend, Trends
    from kg.results import EntityInfo, EvidenceItem, Explanation, Link, PaperInfo
    from schemas import (
        AmbiguousNameError,
        CitekgError,
        EntityType,
        Failure,
        GraphFormatError,
        InputError,
        MissingExtraError,
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
    "Answers",
    "Chain",
    "Change",
    "ChangeKind",
    "CitekgError",
    "CoUse",
    "Community",
    "Coverage",
    "Descendant",
    "EntityCard",
    "EntityInfo",
    "EntityType",
    "EvidenceItem",
    "Explanation",
    "Failure",
    "Gap",
    "GraphFormatError",
    "Influence",
    "InputError",
    "KnowledgeGraph",
    "Lineage",
    "Link",
    "Missing",
    "MissingExtraError",
    "NodeKind",
    "PaperInfo",
    "Recommendation",
    "Related",
    "Relation",
    "Trend",
    "Trends",
    "UnknownNameError",
    "build",
    "load",
    "save",
]
