"""What the page shows of a graph, as plain JSON values: nodes, links, sentences and topics."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any, Final, TypeAlias
from urllib.parse import quote, urlsplit

import networkx as nx

from output.html.layout import Layout, lay_out
from output.html.overview import choose, linked, topic_names
from schemas import WORK_PAGES, Attribute, EntityType, NodeKind, Relation, fold

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"
Record: TypeAlias = "dict[str, Json]"
Graph: TypeAlias = "nx.MultiDiGraph[str]"

OVERVIEW_SIZE: Final = 300
LARGEST_MAP: Final = 2000
_TOPICS: Final = 8
_LINK_LENGTH: Final = 46
_LONGEST_LINE: Final = 400

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

_PAGE_NAMES: Final = {
    "doi": "DOI",
    "arxiv": "arXiv",
    "acl": "ACL Anthology",
    "openalex": "OpenAlex",
    "s2": "Semantic Scholar",
    "corpusid": "Semantic Scholar",
}
_BIDI_MARKS: Final = frozenset(
    map(chr, (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)


@dataclass(frozen=True, slots=True)
class View:
    """Nodes, links, the sentences that links point into, and three entities for each topic."""

    nodes: list[Record]
    links: list[Record]
    sentences: list[str]
    topics: list[list[str]]


def masked(text: str) -> str:
    r"""Return text of the same length with blanks for control characters and bidi marks.

    >>> masked("a\u202eb\nc")
    'a b c'
    """
    return "".join(
        " " if c in _BIDI_MARKS or unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c
        for c in text
    )


def one_line(text: str) -> str:
    r"""Return text masked, composed, with single blanks, and cut where it is very long.

    >>> one_line(" Tea\u202e \n Net ")
    'Tea Net'
    """
    line = unicodedata.normalize("NFC", " ".join(masked(text).split()))
    return line if len(line) <= _LONGEST_LINE else line[: _LONGEST_LINE - 1] + "…"


def web_links(
    curie: str, *, doi: str | None = None, arxiv: str | None = None, url: str | None = None
) -> list[list[str]]:
    """Return [name, address] of the pages of a work: by its identifiers, and an http(s) `url`.

    >>> web_links("arxiv:2301.00001", url="javascript:alert(1)")
    [['arXiv', 'https://arxiv.org/abs/2301.00001']]
    """
    scheme, _, reference = curie.partition(":")
    identifiers = {"doi": doi, "arxiv": arxiv} | {scheme: reference}
    links = [
        [name, WORK_PAGES[key] + quote(masked(identifier).strip(), safe="/.()_-;:")]
        for key, name in _PAGE_NAMES.items()
        if (identifier := identifiers.get(key))
    ]
    target = masked(url or "").strip()
    if _is_web(target) and target not in (address for _, address in links):
        links.append([one_line(target.split("://", 1)[1]), target])
    return links


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def make_view(graph: Graph) -> View:
    """Return what the page shows of a graph, which is not changed.

    The nodes that `overview.choose` gives for `OVERVIEW_SIZE` have a place (`x`, `y`) in the
    overview; in a larger graph they and those for `LARGEST_MAP` have one in the whole map (`all`).
    """
    simple = linked(graph)
    chosen = choose(graph, simple, size=OVERVIEW_SIZE)
    overview = lay_out(simple.subgraph(chosen))
    whole = Layout({}, [])
    if len(chosen) < len(graph):
        wider = {*chosen, *choose(graph, simple, size=LARGEST_MAP)}
        whole = lay_out(simple.subgraph(wider), iterations=80)
    topics = topic_names(graph, simple, communities=overview.communities[:_TOPICS])
    topic_of = {node: i for i, (_, community) in enumerate(topics) for node in community}
    nodes = [
        _node(curie, graph.nodes[curie], simple.degree(curie))
        | _places(curie, overview, whole)
        | ({"topic": topic_of[curie]} if curie in topic_of else {})
        for curie in simple
    ]
    numbers: dict[str, int] = {}
    links = [_link(claim, graph.edges[claim], numbers) for claim in sorted(graph.edges(keys=True))]
    return View(nodes, links, list(numbers), [names for names, _ in topics])


def _places(curie: str, overview: Layout, whole: Layout) -> Record:
    places: Record = {}
    if curie in overview.positions:
        x, y = overview.positions[curie]
        places |= {"x": round(x * _LINK_LENGTH), "y": round(y * _LINK_LENGTH)}
    if curie in whole.positions:
        places["all"] = [round(value * _LINK_LENGTH) for value in whole.positions[curie]]
    return places


def _node(curie: str, attributes: Mapping[str, Any], degree: int) -> Record:
    kind = attributes[Attribute.KIND]
    group = attributes.get(Attribute.TYPE, kind)
    _, shape, color = STYLES[group]
    label = one_line(attributes[Attribute.LABEL]) or curie
    work = {key: attributes.get(key) for key in (Attribute.DOI, Attribute.ARXIV, Attribute.URL)}
    details = {
        Attribute.AUTHORS: [one_line(name) for name in attributes.get(Attribute.AUTHORS, ())],
        Attribute.ALIASES: _distinct(attributes.get(Attribute.ALIASES, ()), label),
        Attribute.YEAR: attributes.get(Attribute.YEAR),
        Attribute.VENUE: one_line(attributes.get(Attribute.VENUE) or ""),
        "links": web_links(curie, **work),
    }
    return {
        "id": curie,
        "label": label,
        "group": group,
        "shape": shape,
        "color": color,
        "size": 5 if kind == NodeKind.PAPER else round(3 + 3.2 * log(1 + degree), 1),
    } | {key: value for key, value in details.items() if value}


def _distinct(names: Iterable[str], label: str) -> list[str]:
    """Return the names that differ from the label and each other in more than spelling."""
    by_folded = {fold(label): label}
    for name in names:
        by_folded.setdefault(fold(name), one_line(name))
    return list(by_folded.values())[1:]


def _link(
    claim: tuple[str, str, str], attributes: Mapping[str, Any], numbers: dict[str, int]
) -> Record:
    """Return a link; its evidence is [paper, sentence, [start, end], ...], and `numbers` grows.

    The paper is None where it is the subject; what the subject says comes first.
    """
    subject, target, relation = claim
    places: dict[tuple[str | None, int], list[list[int]]] = {}
    evidence = attributes[Attribute.EVIDENCE]
    for item in sorted(
        evidence, key=lambda item: (item["paper"] != subject, item["paper"], item["start"])
    ):
        number = numbers.setdefault(masked(item["sentence"]), len(numbers))
        paper = None if item["paper"] == subject else item["paper"]
        offset = item["sentence_start"]
        places.setdefault((paper, number), []).append(
            [item["start"] - offset, item["end"] - offset]
        )
    return {
        "from": subject,
        "to": target,
        "relation": relation,
        "confidence": attributes[Attribute.CONFIDENCE],
        "evidence": [[*key, *spans] for key, spans in places.items()],
    }
