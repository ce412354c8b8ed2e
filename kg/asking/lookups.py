"""Look up papers, entities and the sentences behind links."""

from kg.answers import Answers
from kg.asking.named import Named
from kg.conditions import entity_type_of, roles_of
from kg.questions import finding
from kg.questions.card import EntityCard, entity_card
from kg.questions.reading import objects, subjects, works
from kg.results import (
    EntityInfo,
    EvidenceItem,
    Explanation,
    PaperInfo,
    entity_info,
    evidence_items,
    explanation,
    paper_info,
)
from schemas import EntityType, Relation


class Lookups(Named):
    """Questions about single papers and entities."""

    def paper(self, name: str) -> PaperInfo:
        """Return the paper with this id, DOI, arXiv id or title (or a beginning of it).

        >>> print(graph.paper("SimPO"))
        SimPO: Simple Preference Optimization with a Reference-Free Reward (2024) <arxiv:2405.14734>
        """
        return paper_info(self._graph, self._names.paper(name))

    def entity(self, name: str) -> EntityInfo:
        """Return the entity with this id, name or alias.

        >>> print(graph.entity("DPO"))
        direct preference optimization (method, 15 papers)
        """
        return entity_info(self._graph, self._names.entity(name))

    def card(self, name: str) -> EntityCard:
        """Return all that is known of an entity: names, family, papers by role, years.

        >>> [paper.year for paper in graph.card("CROWN-IBP").introduced_by]
        [2019]
        """
        return entity_card(self._graph, self._names.entity(name))

    def explain(self, name: str) -> Answers[Explanation]:
        """Return why names stand for each entity with this id, name or alias.

        >>> [found.entity.name for found in graph.explain("A-GEM")]
        ['averaged gradient episodic memory']
        """
        found = (explanation(self._graph, node) for node in self._names.senses(name))
        return Answers(Explanation, found)

    def papers(
        self,
        about: str | None = None,
        *,
        role: Relation | str | None = None,
        variants: bool = False,
        since: int | None = None,
        until: int | None = None,
        text: str | None = None,
    ) -> Answers[PaperInfo]:
        """Return the papers that meet all conditions, by year and title.

        Args:
            about: name of an entity that they speak of.
            role: how they stand to it (or to any entity), for example "uses".
            variants: whether speaking of a variant of it counts, too.
            since: first year; papers without a year are left out.
            until: last year.
            text: words that stand so in title or abstract, in any case.

        >>> for paper in graph.papers(about="AlpacaEval 2", since=2024)[:2]:
        ...     print(paper)
        ORPO: Monolithic Preference Optimization without Reference Model (2024) <arxiv:2403.07691>
        Self-Rewarding Language Models (2024) <arxiv:2401.10020>
        """
        roles = roles_of(role)
        topic = None if about is None else self._topic(about, variants=variants)
        found = finding.papers(self._graph, topic, roles, since, until, text)
        return Answers(PaperInfo, found)

    def entities(
        self,
        *,
        type: EntityType | str | None = None,
        of: str | None = None,
        role: Relation | str | None = None,
        text: str | None = None,
    ) -> Answers[EntityInfo]:
        """Return the entities that meet all conditions, those of most papers first.

        Args:
            type: for example "benchmark".
            of: name of a paper that speaks of them.
            role: how that paper (or any paper) stands to them.
            text: words that stand so in one of their names, in any case.

        >>> [entity.name for entity in graph.entities(type="benchmark", of="Math-Shepherd")]
        ['GSM8K', 'MATH']
        """
        roles, kind = roles_of(role), entity_type_of(type)
        paper = None if of is None else self._names.paper(of)
        return Answers(EntityInfo, finding.entities(self._graph, kind, paper, roles, text))

    def evidence(self, paper: str, entity: str) -> Answers[EvidenceItem]:
        """Return the sentences in which `paper` speaks of `entity`, in the order of the text.

        In place of an entity, the name of a cited paper or work or a repository will do. If
        `paper` builds on another, the sentences of that one come after its own. Two entities give
        the sentences behind a link between them.

        >>> graph.evidence("SimPO", "Arena-Hard")[0].sentence[:57]
        'SimPO is consistently ahead on AlpacaEval 2 and Arena-Har'
        """
        source = self._names.find_paper(paper) or self._names.find_entity(paper)
        source, target = source or self._names.paper(paper), self._names.node(entity)
        return Answers(EvidenceItem, evidence_items(self._graph, source, target))

    def cites(self, paper: str) -> Answers[PaperInfo]:
        """Return what `paper` cites: papers of the graph and works outside it (see `kind`).

        >>> len(graph.cites("SimPO"))
        12
        """
        return self._works(objects(self._graph, self._names.paper(paper), Relation.CITES))

    def cited_by(self, paper: str) -> Answers[PaperInfo]:
        """Return the papers that cite `paper`, which may be a cited work outside the graph.

        >>> print(graph.cited_by("SimPO")[0])
        Tulu 3: Pushing Frontiers in Open Language Model Post-Training (2024) <arxiv:2411.15124>
        """
        return self._works(subjects(self._graph, self._names.work(paper), Relation.CITES))

    def builds_on(self, paper: str) -> Answers[PaperInfo]:
        """Return the papers that introduce what `paper` names; citations do not count here.

        >>> [paper.id for paper in graph.builds_on("SimPO")]
        ['arxiv:2305.18290', 'arxiv:2402.01306', 'arxiv:2403.07691']
        """
        return self._works(objects(self._graph, self._names.paper(paper), Relation.BUILDS_ON))

    def built_on_by(self, paper: str) -> Answers[PaperInfo]:
        """Return the papers that name what `paper` introduces.

        >>> print(graph.built_on_by("ORPO")[0])
        SimPO: Simple Preference Optimization with a Reference-Free Reward (2024) <arxiv:2405.14734>
        """
        return self._works(subjects(self._graph, self._names.paper(paper), Relation.BUILDS_ON))

    def _works(self, nodes: set[str]) -> Answers[PaperInfo]:
        return Answers(PaperInfo, works(self._graph, nodes))
