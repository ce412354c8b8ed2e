"""Which questions are tools, what they are for, and which sentences stand behind their answers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from inspect import signature
from typing import Any, Final, TypeAlias

from kg.assistant import cards, support, surveys
from kg.assistant.arguments import arguments_of
from kg.assistant.quotes import Pair, passage, quotes
from kg.assistant.replies import Findings, Found, Quote, some, to_reply
from kg.query import KnowledgeGraph
from kg.questions.advice import Missing, Recommendation
from kg.questions.card import EntityCard
from kg.questions.chains import Chain
from kg.questions.company import CoUse, Gap
from kg.questions.groups import Community
from kg.questions.influence import Influence
from kg.questions.similar import Related
from kg.questions.time import Trend
from kg.results import EntityInfo, Explanation, PaperInfo
from output.assistants import Reply, Tool

INSTRUCTIONS: Final = """\
This server answers questions about one collection of research papers: a graph of the papers, the \
methods, models, benchmarks, tasks, metrics and concepts that they name (entities), and what they \
cite. Start with `overview`. An answer holds ids and titles of papers and, as evidence, sentences \
of their abstracts with a confidence from 0 to 1: cite these, and say so where nothing was found. \
A paper stands to an entity in a role: introduces, uses, evaluates_on, compares_to, studies or \
mentions. Only titles and abstracts were read, so that a missing link proves nothing. Names may be \
spelled in any way; an error for an unknown name gives the nearest ones, so try again with one."""

Support: TypeAlias = Callable[[KnowledgeGraph, support.Given, Any], Iterable[Pair]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A tool: `ask` gives findings, or a method gives records and `links` those behind each.

    `counted` is False for a method that cannot tell how much there is: one more than `limit` is
    asked of it.
    """

    name: str
    title: str
    description: str
    record: type
    ask: Callable[..., Any]
    links: Support | None = None
    quoted: int = 2
    limit: int = 10
    counted: bool = True
    notes: dict[str, str] = field(default_factory=dict)


def tools(graph: KnowledgeGraph) -> list[Tool]:
    """Return the questions of a graph as tools."""
    return [_tool(graph, question) for question in QUESTIONS]


def _tool(graph: KnowledgeGraph, question: Question) -> Tool:
    def ask(**given: Any) -> Reply:
        if question.links is None:
            return to_reply(question.ask(graph, **given))
        return to_reply(_supported(graph, question, question.links, given))

    return Tool(
        name=question.name,
        title=question.title,
        description=question.description,
        arguments=arguments_of(question.ask, question.limit, question.notes),
        answer=Findings[question.record],  # type: ignore[name-defined]
        ask=ask,
    )


def _supported(
    graph: KnowledgeGraph, question: Question, links: Support, given: dict[str, Any]
) -> Findings[Any]:
    limit = given.pop("limit")
    if "limit" in signature(question.ask).parameters:
        answer = question.ask(graph, **given, limit=len(graph) if question.counted else limit + 1)
    else:
        answer = question.ask(graph, **given)
    items = []
    for record in answer[:limit]:
        said = quotes(graph.nx, links(graph, given, record), question.quoted)
        paper = record if isinstance(record, PaperInfo) else getattr(record, "paper", None)
        words = given.get("text") or given.get("topic")
        if paper and words and not said:
            said = passage(graph.nx, paper.id, words)
        items.append(Found(found=record, evidence=said))
    return some(items, len(answer))


_ANY_NAME: Final = "name of an entity (the papers that introduce it count) or of a paper"

QUESTIONS: Final = (
    Question(
        name="overview",
        title="What the collection holds",
        description="Counts of papers, entities, links and years, and what most papers name. Ask "
        "this first, to know what the collection is about. Takes no arguments.",
        record=cards.Overview,
        ask=cards.overview,
        limit=0,
    ),
    Question(
        name="search_papers",
        title="Search papers",
        description="Which papers meet all conditions: name an entity, in a role, in some years, "
        "with some words. By year and title, each with a sentence that shows why. Example: papers "
        'that evaluate on GSM8K since 2023: {"about": "GSM8K", "role": "evaluates_on", "since": '
        "2023}.",
        record=PaperInfo,
        ask=KnowledgeGraph.papers,
        links=support.of_paper,
        quoted=1,
        limit=20,
    ),
    Question(
        name="search_entities",
        title="Search methods, models, benchmarks, tasks, metrics and concepts",
        description="Which entities there are of a type, with some words in a name, or in a paper; "
        'those of most papers first. Example: benchmarks of a paper: {"of": "ORPO", "type": '
        '"benchmark"}; what is called preference something: {"text": "preference"}.',
        record=EntityInfo,
        ask=KnowledgeGraph.entities,
        links=support.of_entity,
        quoted=1,
        limit=20,
        notes={"text": "Words that stand exactly so, in any case, in a name of the entity."},
    ),
    Question(
        name="entity",
        title="All about an entity",
        description="The card of a method, model, benchmark, task, metric or concept: other names, "
        "who introduces it, the papers by role, years, variants, broader and narrower terms. "
        'Example: {"name": "TRPO"}.',
        record=EntityCard,
        ask=cards.card,
        limit=0,
    ),
    Question(
        name="paper",
        title="All about a paper",
        description="The card of a paper: abstract, authors, what it introduces, uses, evaluates "
        "on or compares to, what it builds on and cites, and what builds on it. Example: "
        '{"paper": "Direct Preference Optimization"}.',
        record=cards.PaperCard,
        ask=cards.paper_card,
        limit=0,
    ),
    Question(
        name="evidence",
        title="Sentences behind a link",
        description="All sentences in which a paper speaks of an entity or cites a work, with "
        "relation and confidence. Use it to check or to quote a claim. Example: "
        '{"paper": "SimPO", "entity": "ORPO"}.',
        record=Quote,
        ask=cards.evidence,
        limit=20,
        notes={"paper": "A paper (or an entity, for a link between two entities), by title or id."},
    ),
    Question(
        name="used_together",
        title="What goes together",
        description="What stands beside an entity in more papers than chance would give; the "
        "surest first. `papers` name both, `expected` is the number by chance, `lift` their ratio, "
        "`score` the log-likelihood ratio: below 3.84 it may be chance. Example: benchmarks used "
        'with MATH: {"name": "MATH", "type": "benchmark"}.',
        record=CoUse,
        ask=KnowledgeGraph.co_used,
        links=support.of_company,
    ),
    Question(
        name="coverage",
        title="Which methods met which benchmarks",
        description="Pairs of a method or model and a benchmark, with the papers that evaluate on "
        "the one and name the other. Example: "
        '{"methods": ["DPO", "PPO"], "benchmarks": ["GSM8K"]}.',
        record=surveys.Meeting,
        ask=surveys.coverage,
        limit=20,
    ),
    Question(
        name="coverage_gaps",
        title="Which methods met no paper on which benchmarks",
        description="Pairs of a method and a benchmark that no paper of the collection joins: what "
        "was perhaps never tried. First those that chance would have joined most (`expected` "
        'papers). Example: {"methods": ["DPO"]}.',
        record=Gap,
        ask=surveys.coverage_gaps,
    ),
    Question(
        name="similar_papers",
        title="Papers like a paper",
        description="The papers most like one, and what they share. By shared entities (rare ones "
        "weigh more), by shared references, by papers that cite both, or all of these. Example: "
        '{"paper": "SimPO", "by": "entities"}.',
        record=Related,
        ask=KnowledgeGraph.related,
        links=support.of_related,
        notes={"by": "What makes papers alike."},
    ),
    Question(
        name="connections",
        title="How two things hang together",
        description="Chains of links between two entities or papers; those that tell most first "
        '(short, and not by way of what everybody names). Example: {"start": "EWC", "end": '
        '"ImageNet"}.',
        record=Chain,
        ask=KnowledgeGraph.paths,
        links=support.of_chain,
        quoted=4,
        limit=3,
        counted=False,
    ),
    Question(
        name="lineage",
        title="Where a method comes from and what came of it",
        description="The papers that a method or paper builds on, and those that build on it, step "
        "by step; a paper builds on another if it names what that one introduces. Example: "
        '{"name": "DPO"}.',
        record=surveys.Step,
        ask=surveys.lineage,
        limit=20,
        notes={"name": f"Where to start: {_ANY_NAME}."},
    ),
    Question(
        name="reading_list",
        title="What to read on a topic",
        description="Papers on a topic in the order to read them in, and why: first those that "
        'introduce it and on which others rest. Example: {"topic": "continual learning"}.',
        record=Recommendation,
        ask=KnowledgeGraph.reading_list,
        links=support.of_recommendation,
        quoted=1,
    ),
    Question(
        name="trends",
        title="What rises and what fades",
        description="Entities whose share of papers rose or fell most surely from the early to the "
        "late years, with papers of each year; `limit` of each direction. Example: "
        '{"type": "benchmark"}.',
        record=Trend,
        ask=surveys.trends,
        limit=5,
    ),
    Question(
        name="influential",
        title="What others rest on most",
        description="Papers or entities of the highest PageRank or HITS authority over citations "
        'and lineage within the collection. Example: {"kind": "papers"}.',
        record=Influence,
        ask=KnowledgeGraph.influential,
        links=support.of_influence,
        notes={"kind": "Of what.", "by": "The measure."},
    ),
    Question(
        name="communities",
        title="Groups of papers",
        description="Groups of papers that speak of the same things, the largest first, each named "
        "by what sets it apart. Use it to map a field. Takes no required arguments.",
        record=Community,
        ask=KnowledgeGraph.communities,
        links=support.of_community,
        notes={"minimum": "Papers in a group, at least."},
    ),
    Question(
        name="missing_works",
        title="What is cited but not here",
        description="Works outside the collection that its papers cite, those that most cite "
        "first: what to add or to read next. Takes no required arguments.",
        record=Missing,
        ask=KnowledgeGraph.missing,
        links=support.of_missing,
    ),
    Question(
        name="explain_names",
        title="Why a name stands for an entity",
        description="Each entity that a name may mean, and why its names were taken for one: long "
        "and short form side by side, the same spelling, the vocabulary. Use it where a name is "
        'ambiguous. Example: {"name": "PRM"}.',
        record=Explanation,
        ask=KnowledgeGraph.explain,
        links=support.of_explanation,
    ),
)
"""The tools, in the order in which an assistant sees them."""
