"""How kinds of nodes look on the page and how links read."""

from typing import Final

from schemas import EntityType, NodeKind, Relation

# Name, shape and colour; the colours of Okabe and Ito (2008) differ for every kind of eye.
STYLES: Final[dict[str, tuple[str, str, str]]] = {
    NodeKind.PAPER: ("Paper", "dot", "#7a8594"),
    EntityType.METHOD: ("Method", "square", "#0072b2"),
    EntityType.MODEL: ("Model", "triangle", "#d55e00"),
    EntityType.BENCHMARK: ("Benchmark", "diamond", "#009e73"),
    EntityType.TASK: ("Task", "triangleDown", "#cc79a7"),
    EntityType.METRIC: ("Metric", "star", "#e69f00"),
    EntityType.CONCEPT: ("Concept", "hexagon", "#56b4e9"),
    NodeKind.CITED_WORK: ("Cited work", "ellipse", "#b9c0ca"),
    NodeKind.REPOSITORY: ("Code or data", "box", "#f0e442"),
}

# How a link reads from its subject and from its object, in the order of the details.
READINGS: Final[dict[str, tuple[str, str]]] = {
    Relation.INTRODUCES: ("introduces", "introduced by"),
    Relation.USES: ("uses", "used by"),
    Relation.EVALUATES_ON: ("evaluates on", "evaluated on by"),
    Relation.COMPARES_TO: ("compares to", "compared to by"),
    Relation.STUDIES: ("studies", "studied by"),
    Relation.MENTIONS: ("mentions", "mentioned by"),
    Relation.BUILDS_ON: ("builds on", "built on by"),
    Relation.CITES: ("cites", "cited by"),
    Relation.VARIANT_OF: ("variant of", "has variant"),
    Relation.BROADER: ("is a kind of", "has kind"),
    Relation.LINKS_TO: ("links to", "linked from"),
}

# Types that the rows and the columns of the matrix may have, the first of each to begin with, and
# those that a paper has to evaluate on to count.
MATRIX: Final[dict[str, list[EntityType]]] = {
    "rows": [EntityType.METHOD, EntityType.MODEL, EntityType.TASK, EntityType.CONCEPT],
    "columns": [EntityType.BENCHMARK, EntityType.METRIC, EntityType.TASK, EntityType.MODEL],
    "measured": [EntityType.BENCHMARK, EntityType.METRIC],
}
