"""What the page holds of a graph, as plain JSON values: nodes, links, sentences and topics."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import networkx as nx

from output.communities import communities_of, linked
from output.html.layout import lay_out
from output.html.overview import choose, choose_overview, hubs, name_topics, part_of
from output.html.text import distinct, masked, one_line, web_links
from output.html.years import first_years, whole_year
from schemas import Attribute, NodeKind, fold

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"
Record: TypeAlias = "dict[str, Json]"
Graph: TypeAlias = "nx.MultiDiGraph[str]"
Positions: TypeAlias = "dict[str, tuple[float, float]]"

OVERVIEW_SIZE: Final = 300
LARGEST_PAGE: Final = 10_000
PART_OF_LARGER: Final = 5_000  # such nodes have many links, so the file is as large
_LINK_LENGTH: Final = 46
_LONG_SETTLING: Final = 120
_SHORT_SETTLING: Final = 60
_MOST_REASONS: Final = 12


@dataclass(frozen=True, slots=True)
class Link:
    """A claim between two nodes, which are places in `View.nodes`.

    `evidence` is a list of [paper, place of a sentence in `View.sentences`, [start, end], ...];
    the paper is None where it is the subject, a place of a node, or the title of a paper that
    the page leaves out; the sentence is -1 where it is the title of that paper.
    """

    subject: int
    object: int
    relation: str
    confidence: float
    evidence: list[list[Json]]


@dataclass(frozen=True, slots=True)
class View:
    """What a page holds.

    Attributes:
        nodes: records with `id`, `label`, `group` and what else is known; `x` and `y` are a place
            in the overview, `all` is one in the whole map, `topic` an index of `topics`,
            `first` the year in which an entity comes up.
        links: the claims between them.
        sentences: what evidence points into.
        topics: three entities (CURIEs) for each community.
        hubs: entities that are kept out of the overview, since all communities name them.
        totals: how many nodes of each kind or type, and how many links, the whole graph has.
    """

    nodes: list[Record]
    links: list[Link]
    sentences: list[str]
    topics: list[list[str]]
    hubs: list[str]
    totals: dict[str, int]


def make_view(graph: Graph) -> View:
    """Return what the page shows of a graph, which is not changed.

    Of a graph with more than `LARGEST_PAGE` nodes it holds `PART_OF_LARGER`, those that
    `overview.choose` gives.
    About `OVERVIEW_SIZE` of them have a place in the overview; if there are more, all have one
    in the whole map. Nodes without links have no place beside others that have some.
    """
    whole = linked(graph)
    size = LARGEST_PAGE if len(graph) <= LARGEST_PAGE else PART_OF_LARGER
    simple = part_of(whole, choose(graph, whole, size=size))
    communities = communities_of(simple)
    held = hubs(graph, simple, communities)
    alone = [node for node, degree in simple.degree() if not degree]
    out = {*held, *alone} if len(alone) < len(simple) else set(held)
    chosen = choose_overview(graph, simple, communities, size=OVERVIEW_SIZE, without=out)
    overview = lay_out(part_of(simple, chosen), communities, iterations=_LONG_SETTLING)
    everything: Positions = {}
    if len(chosen) < len(simple):
        map_of_all = part_of(simple, set(simple).difference(alone))
        everything = lay_out(map_of_all, communities, iterations=_SHORT_SETTLING)
    topics = name_topics(graph, simple, communities, without=held)
    first = first_years(graph)
    topic_of = {node: i for i, (_, community) in enumerate(topics) for node in community}
    nodes = [
        _node(curie, graph.nodes[curie])
        | _places(curie, overview, everything)
        | ({"topic": topic_of[curie]} if curie in topic_of else {})
        | ({"first": first[curie]} if curie in first else {})
        for curie in simple
    ]
    sentences, links = _links(graph, simple)
    return View(nodes, links, sentences, [names for names, _ in topics], held, _totals(graph))


def _totals(graph: Graph) -> dict[str, int]:
    groups = Counter(str(_group(attributes)) for _, attributes in graph.nodes(data=True))
    return dict(sorted(groups.items())) | {"links": graph.number_of_edges()}


def _places(curie: str, overview: Positions, everything: Positions) -> Record:
    places: Record = {}
    if curie in overview:
        x, y = overview[curie]
        places |= {"x": round(x * _LINK_LENGTH), "y": round(y * _LINK_LENGTH)}
    if curie in everything:
        places["all"] = [round(value * _LINK_LENGTH) for value in everything[curie]]
    return places


def _group(attributes: Mapping[str, Any]) -> str:
    """Return the type of an entity, and the kind of anything else."""
    return str(attributes.get(Attribute.TYPE, attributes[Attribute.KIND]))


def _node(curie: str, attributes: Mapping[str, Any]) -> Record:
    label = one_line(attributes[Attribute.LABEL]) or curie
    work = {key: attributes.get(key) for key in (Attribute.DOI, Attribute.ARXIV, Attribute.URL)}
    details = {
        Attribute.AUTHORS: [one_line(name) for name in attributes.get(Attribute.AUTHORS, ())],
        Attribute.ALIASES: distinct(attributes.get(Attribute.ALIASES, ()), label),
        Attribute.YEAR: whole_year(attributes.get(Attribute.YEAR)),
        Attribute.VENUE: one_line(attributes.get(Attribute.VENUE) or ""),
        Attribute.SOURCE: one_line(attributes.get(Attribute.SOURCE) or ""),
        Attribute.AMBIGUOUS: attributes.get(Attribute.AMBIGUOUS, False),
        Attribute.REASONS: _reasons(attributes.get(Attribute.REASONS, ()), label),
        "links": web_links(curie, **work),
    }
    return {"id": curie, "label": label, "group": _group(attributes)} | {
        key: value for key, value in details.items() if value
    }


def _reasons(reasons: Sequence[Sequence[Any]], label: str) -> list[Json]:
    """Return [name, reason, source, papers] of the names that are more than a spelling."""
    other = [
        [one_line(name), reason, one_line(source), papers]
        for name, reason, source, papers in reasons
        if fold(name) != fold(label)
    ]
    return list(other[:_MOST_REASONS])


def _links(graph: Graph, simple: "nx.Graph[str]") -> tuple[list[str], list[Link]]:
    """Return the sentences and the links between nodes of `simple`, which point into them."""
    places = {curie: i for i, curie in enumerate(simple)}
    titles = {
        curie: one_line(attributes[Attribute.LABEL])
        for curie, attributes in graph.nodes(data=True)
        if attributes[Attribute.KIND] == NodeKind.PAPER
    }
    sentences: dict[str, int] = {}
    links = []
    for claim in sorted(graph.edges(keys=True)):
        subject, target, relation = claim
        if subject in places and target in places:
            edge = graph.edges[claim]
            evidence = _evidence(subject, edge[Attribute.EVIDENCE], places, titles, sentences)
            confidence = edge[Attribute.CONFIDENCE]
            links.append(Link(places[subject], places[target], relation, confidence, evidence))
    return list(sentences), links


def _evidence(
    subject: str,
    evidence: Sequence[Mapping[str, Any]],
    places: Mapping[str, int],
    titles: Mapping[str, str],
    sentences: dict[str, int],
) -> list[list[Json]]:
    """Return the evidence of a link, what the subject says first; `sentences` grows."""
    spans: dict[tuple[int | str | None, int], list[Json]] = {}
    for item in sorted(
        evidence, key=lambda item: (item["paper"] != subject, item["paper"], item["start"])
    ):
        source, sentence = item["paper"], masked(item["sentence"])
        is_title = source in places and titles.get(source) == sentence
        number = -1 if is_title else sentences.setdefault(sentence, len(sentences))
        paper = None if source == subject else places.get(source, titles.get(source, source))
        offset = item["sentence_start"]
        spans.setdefault((paper, number), []).append([item["start"] - offset, item["end"] - offset])
    return [[*key, *marked] for key, marked in spans.items()]
