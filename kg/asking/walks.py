"""Walk from one thing to others: alike, along chains of links, down a line of descent."""

from functools import cached_property

from kg.answers import Answers
from kg.asking.named import Named
from kg.conditions import choice_of
from kg.questions import advice, chains, finding
from kg.questions.descent import Lineage, lineage
from kg.questions.reading import family, papers_of
from kg.questions.similar import Likeness, Related, related
from kg.results import Link
from schemas import Attribute, CitekgError, Relation


class Walks(Named):
    """Questions that start from a paper or an entity."""

    def related(
        self, paper: str, *, by: Likeness | str = Likeness.ENTITIES, limit: int = 10
    ) -> Answers[Related]:
        """Return the papers most like `paper`, and what they share.

        Args:
            paper: its name.
            by: "entities" (rare ones weigh more), "references" (bibliographic coupling, Kessler
                1963), "citations" (co-citation, Small 1973), or "all" (the three rankings fused).
            limit: length of the answer at most.

        >>> print(graph.related("SimPO", limit=1)[0].paper)
        ORPO: Monolithic Preference Optimization without Reference Model (2024) <arxiv:2403.07691>
        """
        likeness = choice_of(Likeness, "likeness", by)
        return Answers(Related, related(self._graph, self._names.paper(paper), likeness, limit))

    def path(self, start: str, end: str) -> Answers[Link]:
        """Return a shortest chain of links between two nodes, in either direction of each.

        It is empty if nothing joins them. Among chains of one length, that whose nodes come
        first by id is taken.

        >>> [link.relation.value for link in graph.path("SimPO", "PPO")]
        ['introduces', 'cites', 'introduces']
        """
        source, target = self._names.node(start), self._names.node(end)
        return Answers(Link, chains.shortest(self._graph, source, target))

    def paths(self, start: str, end: str, *, limit: int = 3) -> Answers[chains.Chain]:
        """Return the chains of links between two nodes that tell most, the best first.

        A chain costs 1 for each link and log2(1 + neighbours) for each node between: what few
        papers speak of tells more than what all do. They are the cheapest without loops (Yen
        1971).

        >>> print(graph.paths("SimPO", "DPO", limit=1)[0])
        SimPO -broader-> preference optimization <-broader- direct preference optimization
        """
        source, target = self._names.node(start), self._names.node(end)
        found = chains.most_telling(self._graph, self._weighted, source, target, limit)
        return Answers(chains.Chain, found)

    @cached_property
    def _weighted(self) -> chains.Weighted:
        return chains.weighted(self._graph)

    def lineage(self, name: str) -> Lineage:
        """Return what the papers behind a name build on, and what builds on them, as trees.

        Args:
            name: of an entity, whose introducing papers count, or of a paper.

        Raises:
            UnknownNameError: if nothing has this name.
            CitekgError: if no paper introduces the entity.

        >>> [step.paper.year for step in graph.lineage("PPO").earlier[0].steps]
        [2015]
        """
        return lineage(self._graph, self._behind(name))

    def _behind(self, name: str) -> set[str]:
        entity, paper = self._names.find_entity(name), self._names.find_paper(name)
        if entity and (introducing := papers_of(self._graph, entity, (Relation.INTRODUCES,))):
            return introducing
        if paper:
            return {paper}
        label = self._graph.nodes[self._names.node(name)][Attribute.LABEL]
        raise CitekgError(f"no paper introduces '{label}'; give the name of a paper to start from")

    def reading_list(self, topic: str, *, limit: int = 10) -> Answers[advice.Recommendation]:
        """Return what to read on a topic, in order, and why.

        Papers on the topic are those that speak of the entity of this name, of its variants or of
        what lies below it, or, if there is no such entity, whose text has these words. Those that
        introduce it come first, then those on which others on the topic rest, then those that
        have it in their title, then those that name it often; of equal ones, the earlier. The
        score is 1 + linking papers / most + ½ + ¼ · places / most, each part where it holds.

        >>> graph.reading_list("DPO", limit=1)[0].paper.id
        'arxiv:2305.18290'
        """
        node = self._names.find_entity(topic)
        if node is None and (found := finding.papers(self._graph, None, None, None, None, topic)):
            return self._recommend({paper.id for paper in found}, set(), limit)
        node = node or self._names.entity(topic)
        about = family(self._graph, node, Relation.VARIANT_OF, Relation.BROADER)
        papers = {paper for entity in about for paper in papers_of(self._graph, entity)}
        return self._recommend(papers, about, limit)

    def _recommend(
        self, papers: set[str], about: set[str], limit: int
    ) -> Answers[advice.Recommendation]:
        found = advice.reading_list(self._graph, papers, about, limit)
        return Answers(advice.Recommendation, found)
