"""Survey a collection: what stands together, what rises, who matters, which groups there are."""

from collections.abc import Iterable

from kg.answers import Answers
from kg.asking.named import Named
from kg.conditions import choice_of, entity_type_of, types_of
from kg.questions import advice
from kg.questions.company import CoUse, Coverage, co_used, coverage
from kg.questions.groups import Community, communities
from kg.questions.influence import Centrality, Influence, Influential, influential, network, scores
from kg.questions.time import Trends, trends
from schemas import EntityType

_METHODS = (EntityType.METHOD, EntityType.MODEL)


class Surveys(Named):
    """Questions about the collection as a whole."""

    _centralities: dict[tuple[Influential, Centrality], dict[str, float]]
    _communities: dict[tuple[float, int], Answers[Community]]

    def co_used(
        self,
        name: str,
        *,
        type: EntityType | str | None = None,
        minimum: int = 2,
        limit: int = 20,
    ) -> Answers[CoUse]:
        """Return what stands beside an entity in more papers than chance would give.

        What is surest comes first: the order is that of the log-likelihood ratio (Dunning 1993),
        which does not favour what was seen once or twice, as lift does.

        Args:
            name: of the entity.
            type: of what stands beside it, for example "method".
            minimum: papers that name both, at least.
            limit: length of the answer at most.

        >>> print(graph.co_used("GSM8K", type="benchmark")[0])
        MATH: 7 papers, 3.5 times as many as by chance
        """
        node, kind = self._names.entity(name), entity_type_of(type)
        return Answers(CoUse, co_used(self._graph, node, kind, minimum=minimum, limit=limit))

    def coverage(
        self,
        methods: Iterable[str] | None = None,
        benchmarks: Iterable[str] | None = None,
        *,
        types: Iterable[EntityType | str] = _METHODS,
        top: int = 10,
    ) -> Coverage:
        """Return how many papers bring each method to each benchmark; its `gaps()` are none.

        A paper counts if it evaluates on the one and names the other in any role.

        Args:
            methods: names; by default those of most papers that evaluate.
            benchmarks: names; by default those on which most papers evaluate.
            types: of the methods if none are named.
            top: rows and columns if none are named.

        >>> graph.coverage(["DPO", "PPO"], ["AlpacaEval 2", "TL;DR"])
        method                          AlpacaEval 2  TL;DR
        ------------------------------  ------------  -----
        direct preference optimization  2             3
        proximal policy optimization                  3
        """
        return coverage(
            self._graph, self._entities(methods), self._entities(benchmarks), types_of(types), top
        )

    def trends(
        self,
        type: EntityType | str | None = None,
        *,
        window: int | None = None,
        minimum: int = 3,
        limit: int = 10,
    ) -> Trends:
        """Return the entities whose share of papers rose or fell most surely.

        The papers of the last `window` years are compared with those before. The order is that of
        the difference of log odds in standard errors, with ½ added to each count (Monroe et al.
        2008).

        Args:
            type: of the entities.
            window: years of the late period; by default half of the years there are.
            minimum: papers that speak of an entity, at least.
            limit: length of each of the two answers at most.

        >>> print(graph.trends(type="benchmark").fading[0].entity.name)
        MNIST
        """
        kind = entity_type_of(type)
        types = (kind,) if kind else ()
        return trends(self._graph, types, window=window, minimum=minimum, limit=limit)

    def influential(
        self,
        kind: Influential | str = Influential.PAPERS,
        *,
        by: Centrality | str = Centrality.PAGERANK,
        limit: int = 10,
    ) -> Answers[Influence]:
        """Return the papers or entities that others rest on most, by `cites` and `builds_on`.

        Args:
            kind: "papers" or "entities".
            by: "pagerank" (Brin and Page 1998) or "hits" (authorities of Kleinberg 1999).
            limit: length of the answer at most.

        >>> print(graph.influential(limit=1)[0])
        9.06 Language Models are Few-Shot Learners (20 papers)
        """
        of = choice_of(Influential, "kind", kind)
        measure = choice_of(Centrality, "measure", by)
        if (of, measure) not in self._centralities:
            self._centralities[of, measure] = scores(network(self._graph, of), measure)
        values = self._centralities[of, measure]
        return Answers(Influence, influential(self._graph, values, of, limit))

    def communities(self, *, resolution: float = 1.0, minimum: int = 3) -> Answers[Community]:
        """Return groups of papers that speak of the same things, the largest first.

        Each is named by the three entities that set it most apart (log-likelihood ratio).

        Args:
            resolution: above 1 gives more and smaller groups (Louvain, Blondel et al. 2008).
            minimum: papers in a group, at least.

        >>> [len(group.papers) for group in graph.communities()[:3]]
        [30, 25, 24]
        """
        key = (resolution, minimum)
        if key not in self._communities:
            found = communities(self._graph, resolution, minimum)
            self._communities[key] = Answers(Community, found)
        return self._communities[key]

    def missing(self, *, limit: int = 20) -> Answers[advice.Missing]:
        """Return the works that most papers cite but that are not in the collection.

        >>> print(graph.missing()[0].work)
        Bai et al. (2022) <work:bai-2022>
        """
        return Answers(advice.Missing, advice.missing(self._graph, limit))
