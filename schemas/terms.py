"""The words of the graph: entity types, relations, node kinds and attribute names."""

from enum import StrEnum
from typing import Final

FORMAT_VERSION: Final = 3


class EntityType(StrEnum):
    """What an entity is; `docs/` and the ontology define each.

    >>> [kind.value for kind in EntityType]
    ['method', 'model', 'benchmark', 'task', 'metric', 'concept']
    """

    METHOD = "method"
    MODEL = "model"
    BENCHMARK = "benchmark"
    TASK = "task"
    METRIC = "metric"
    CONCEPT = "concept"


class Relation(StrEnum):
    """How two nodes stand to each other; the key of an edge.

    The first six are roles (paper -> entity), in the order of precedence: a paper has one role
    for an entity, the first that holds.

    >>> Relation("uses") == Relation.USES == "uses"
    True
    """

    INTRODUCES = "introduces"
    USES = "uses"
    EVALUATES_ON = "evaluates_on"
    COMPARES_TO = "compares_to"
    STUDIES = "studies"
    MENTIONS = "mentions"
    CITES = "cites"
    BUILDS_ON = "builds_on"
    VARIANT_OF = "variant_of"
    BROADER = "broader"
    LINKS_TO = "links_to"


ENTITY_TYPES: Final = tuple(EntityType)
CORE_TYPES: Final = (EntityType.METHOD, EntityType.MODEL, EntityType.BENCHMARK)

ROLES: Final = (
    Relation.INTRODUCES,
    Relation.USES,
    Relation.EVALUATES_ON,
    Relation.COMPARES_TO,
    Relation.STUDIES,
    Relation.MENTIONS,
)


class NodeKind(StrEnum):
    """What a node of the graph stands for.

    >>> NodeKind("paper") == NodeKind.PAPER == "paper"
    True
    """

    PAPER = "paper"
    ENTITY = "entity"
    CITED_WORK = "cited_work"
    REPOSITORY = "repository"


class Extractor(StrEnum):
    """The built-in sources of evidence; a component of anybody's goes by the name of its group."""

    VOCABULARY = "vocabulary"
    ABBREVIATIONS = "abbreviations"
    NAMES = "names"
    NER = "ner"
    CITATIONS = "citations"
    REFERENCES = "references"
    LINKS = "links"


class MergeReason(StrEnum):
    """Why a name that papers use stands for an entity; the strongest reason comes first."""

    DECISION = "decision"
    VOCABULARY = "vocabulary"
    DEFINITION = "definition"
    SPELLING = "spelling"
    WORDING = "wording"
    CONTEXT = "context"
    OPEN = "open"


class Attribute:
    """Names of node and edge attributes of the graph, beside the field names of the records."""

    KIND: Final = "kind"
    LABEL: Final = "label"
    TYPE: Final = "type"
    TYPES: Final = "types"
    ALIASES: Final = "aliases"
    AMBIGUOUS: Final = "ambiguous"
    REASONS: Final = "reasons"
    DECISIONS: Final = "decisions"
    EXTRACTORS: Final = "extractors"
    URL: Final = "url"
    TITLE: Final = "title"
    ABSTRACT: Final = "abstract"
    AUTHORS: Final = "authors"
    YEAR: Final = "year"
    VENUE: Final = "venue"
    DOI: Final = "doi"
    ARXIV: Final = "arxiv"
    SOURCE: Final = "source"
    IDENTIFIERS: Final = "identifiers"
    REFERENCES: Final = "references"
    ORIGINS: Final = "origins"
    CANDIDATES: Final = "candidates"
    CONFIDENCE: Final = "confidence"
    EVIDENCE: Final = "evidence"
    EXTRACTOR: Final = "extractor"


BASE_IRI: Final = "https://w3id.org/citekg/"

# Local name under the ontology namespace, or a full IRI of another vocabulary.
RELATION_IRIS: Final[dict[Relation, str]] = {
    Relation.INTRODUCES: "introduces",
    Relation.USES: "uses",
    Relation.EVALUATES_ON: "evaluatesOn",
    Relation.COMPARES_TO: "comparesTo",
    Relation.STUDIES: "studies",
    Relation.MENTIONS: "mentions",
    Relation.CITES: "http://purl.org/spar/cito/cites",
    Relation.BUILDS_ON: "buildsOn",
    Relation.VARIANT_OF: "variantOf",
    Relation.BROADER: "http://www.w3.org/2004/02/skos/core#broader",
    Relation.LINKS_TO: "linksTo",
}
