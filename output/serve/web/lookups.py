"""The queries behind the pages and the data of single things; `?it` is bound to the thing."""

from typing import Final

_EVIDENCE: Final = """
  UNION {{ ?link {subject} ?it ; ?p ?v BIND(?link AS ?node) }}
  UNION {{ ?link {subject} ?it ; kg:evidence ?node . ?node ?p ?v }}
  UNION {{ ?link {subject} ?it ; kg:evidence ?span . ?span dcterms:isPartOf ?node . ?node ?p ?v }}
  UNION {{ ?link {target} ?it ; {subject} ?node . ?node ?p ?it BIND(?it AS ?v) }}
  UNION {{ ?link {target} ?it ; {subject} ?node .
    ?node dcterms:title ?v BIND(dcterms:title AS ?p) }}
  UNION {{ ?link {target} ?it ; {subject} ?node .
    ?node skos:prefLabel ?v BIND(skos:prefLabel AS ?p) }}"""
THING: Final = f"""CONSTRUCT {{ ?it ?property ?value . ?node ?p ?v . ?value ?label ?name }}
WHERE {{
  {{ ?it ?property ?value }}
  UNION {{ ?it ?any ?value . ?value skos:prefLabel ?name BIND(skos:prefLabel AS ?label) }}
  UNION {{ ?it ?any ?value . ?value dcterms:title ?name BIND(dcterms:title AS ?label) }}
  UNION {{ ?it ?any ?value . ?value rdfs:label ?name BIND(rdfs:label AS ?label) }}
  UNION {{ ?node kg:nameOf ?it ; ?p ?v }}
  UNION {{ ?it kg:evidence ?node . ?node ?p ?v }}
  UNION {{ ?it kg:evidence ?span . ?span dcterms:isPartOf ?node . ?node ?p ?v }}
{_EVIDENCE.format(subject="rdf:subject", target="rdf:object")}
{_EVIDENCE.format(subject="cito:hasCitingEntity", target="cito:hasCitedEntity")}
}}"""
"""All about a thing: its triples, labels, own links with evidence, and who has links to it."""

FACTS: Final = """SELECT ?it ?property ?value (isIRI(?value) AS ?linked) ?label WHERE {
  ?it ?property ?value .
  OPTIONAL { ?value skos:prefLabel|rdfs:label|dcterms:title|oa:exact ?label }
} ORDER BY ?property ?label ?value"""

COUNTS: Final = """SELECT ?it ?relation ?outward (COUNT(*) AS ?count) WHERE {
  { ?link rdf:subject ?it ; rdf:predicate ?relation BIND(1 AS ?outward) }
  UNION { ?link rdf:object ?it ; rdf:predicate ?relation BIND(0 AS ?outward) }
  UNION { ?link cito:hasCitingEntity ?it BIND(cito:cites AS ?relation) BIND(1 AS ?outward) }
  UNION { ?link cito:hasCitedEntity ?it BIND(cito:cites AS ?relation) BIND(0 AS ?outward) }
} GROUP BY ?it ?relation ?outward"""
"""How many links of each relation a thing has, from it (1) and to it (0)."""

_LINKS: Final = """SELECT ?it ?relation ?link ?other ?label ?year ?confidence WHERE {{
  {pattern}
  ?link kg:confidence ?confidence .
  OPTIONAL {{ ?other skos:prefLabel|rdfs:label|dcterms:title ?label }}
  OPTIONAL {{ ?other dcterms:issued ?year }}
}} ORDER BY DESC(?confidence) ?other LIMIT {limit}"""
_SENTENCES: Final = """SELECT ?it ?relation ?link ?paper ?start ?end ?from ?sentence WHERE {{
  {pattern}
  ?link kg:confidence ?confidence ; kg:evidence ?span .
  ?span oa:start ?start ; oa:end ?end ; dcterms:isPartOf ?place .
  ?place oa:start ?from ; oa:exact ?sentence ; dcterms:isPartOf ?text .
  ?text dcterms:isPartOf ?paper
}} ORDER BY DESC(?confidence) ?other ?start LIMIT {limit}"""
_OUTWARD: Final = "?link rdf:subject ?it ; rdf:predicate ?relation ; rdf:object ?other ."
_INWARD: Final = "?link rdf:object ?it ; rdf:predicate ?relation ; rdf:subject ?other ."
_CITING: Final = "?link cito:hasCitingEntity ?it ; cito:hasCitedEntity ?other ."
_CITED: Final = "?link cito:hasCitedEntity ?it ; cito:hasCitingEntity ?other ."

EVIDENCE: Final = """SELECT ?it ?span ?start ?end ?from ?sentence WHERE {
  ?it kg:evidence ?span .
  ?span oa:start ?start ; oa:end ?end ; dcterms:isPartOf ?place .
  ?place oa:start ?from ; oa:exact ?sentence
} ORDER BY ?place ?start LIMIT 100"""
"""The sentences of a link, with the place in them that is meant."""

BACKLINKS: Final = "SELECT ?it ?property ?other WHERE { ?other ?property ?it } LIMIT 101"

TOP: Final = """SELECT ?type ?entity ?label (COUNT(DISTINCT ?paper) AS ?count) WHERE {
  ?entity a ?type ; skos:prefLabel ?label . ?link rdf:object ?entity ; rdf:subject ?paper
} GROUP BY ?entity ?label ?type ORDER BY DESC(?count) ?label LIMIT 12"""

NEWEST: Final = """SELECT ?paper ?title ?year WHERE {
  ?paper a schema:ScholarlyArticle ; dcterms:title ?title .
  OPTIONAL { ?paper dcterms:issued ?year }
} ORDER BY DESC(?year) ?title LIMIT 12"""

_ALL_LINKS: Final = """SELECT ?other ?label ?confidence WHERE {{
  {pattern}
  ?link kg:confidence ?confidence .
  OPTIONAL {{ ?other skos:prefLabel|rdfs:label|dcterms:title ?label }}
}}
ORDER BY DESC(?confidence) ?label"""


def links(*, outward: bool, citation: bool, limit: int) -> str:
    """Return the query for the surest links of a thing.

    `?relation` is to be bound, too, unless the links are citations.
    """
    return _LINKS.format(pattern=_pattern(outward=outward, citation=citation), limit=limit)


def sentences(*, outward: bool, citation: bool, limit: int) -> str:
    """Return the query for the sentences behind the links that `links` finds, in their order."""
    return _SENTENCES.format(pattern=_pattern(outward=outward, citation=citation), limit=limit)


def all_links(thing: str, relation: str, *, outward: bool, citation: bool) -> str:
    """Return a query that a person can read for all links of a relation; both are names in it."""
    pattern = _pattern(outward=outward, citation=citation)
    return _ALL_LINKS.format(pattern=pattern.replace("?it", thing).replace("?relation", relation))


def _pattern(*, outward: bool, citation: bool) -> str:
    if citation:
        return _CITING if outward else _CITED
    return _OUTWARD if outward else _INWARD
