"""The records that flow through citekg: values, never changed after they are made."""

from dataclasses import dataclass
from typing import TypeAlias

from schemas.ids import paper_curie
from schemas.terms import EntityType, MergeReason, Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    r"""One paper as a source gave it; `id` is kept as given, `curie` identifies it in the graph.

    `identifiers` are the CURIEs of all ids that the source gives beside `id`, `doi` and `arxiv`.
    A paper united from several records has one of them as its base; `origins` holds the pairs of
    a field that another record gave and the source of that, and of `references` all sources.

    >>> paper = Paper(id="p1", title="On Tea", abstract="We brew.", arxiv="2401.00001v2")
    >>> paper.text, paper.curie
    ('On Tea\n\nWe brew.', 'arxiv:2401.00001')
    """

    id: str
    title: str
    abstract: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    url: str | None = None
    references: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    source: str = ""
    origins: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """Title and abstract; every offset counts Unicode characters of this string."""
        return f"{self.title}\n\n{self.abstract}" if self.abstract else self.title

    @property
    def curie(self) -> str:
        """The key of the paper's node: the best identifier, else a hash of title and year."""
        return paper_curie(
            self.id,
            self.title,
            self.year,
            doi=self.doi,
            arxiv=self.arxiv,
            identifiers=self.identifiers,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place where an entity is named: `surface` is `text[start:end]`, `score` 0 to 1."""

    start: int
    end: int
    surface: str
    type: EntityType
    extractor: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One in-text citation: surnames as written, without "et al."; a year, if one stands there.

    `work` is the CURIE of the cited work where the text itself gives a DOI or an arXiv id.
    """

    start: int
    end: int
    surface: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    work: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A method, model, benchmark, task, metric or concept with all its names.

    `mentions` are those of one paper. An `ambiguous` entity is a short form whose sense the
    paper leaves open. `known` says that the vocabulary holds it; `broader` is the name of the
    entry above it there.
    """

    id: str
    name: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    ambiguous: bool = False
    known: bool = False
    broader: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameReason:
    """Why a name stands for an entity of the graph, in any spelling, and in how many papers.

    `source` is the entry of the vocabulary, the decision, the name of the like wording, or a
    paper: one that gives the reason, or for a sense from context the most similar one.
    """

    name: str
    reason: MergeReason
    source: str
    papers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The sentence behind a claim and the place in it.

    All offsets count characters of the paper's `text`; `start:end` is the mention, and
    `sentence_start` is where `sentence` begins.
    """

    paper: str
    sentence: str
    sentence_start: int
    start: int
    end: int
    extractor: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Subject, relation and object (CURIEs), with the evidence for it.

    Raises:
        ValueError: if there is no evidence.
    """

    subject: str
    relation: Relation
    object: str
    evidence: tuple[Evidence, ...]
    confidence: float

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(
                f"claim {self.subject} {self.relation} {self.object} has no evidence; "
                "give at least one Evidence"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A record that could not be read: where it stood, why, and what it said.

    >>> Failure(source="a.csv", line=2, reason="no title", raw=",2020").line
    2
    """

    source: str
    line: int
    reason: str
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that one paper gave; depends on the paper and the pipeline alone.

    `entities` hold their mentions; `claims` are the roles and the repositories. Citations
    become claims when all papers are known. `problems` say which extractors broke and how.
    """

    paper: Paper
    entities: tuple[Entity, ...] = ()
    citations: tuple[Citation, ...] = ()
    claims: tuple[Claim, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What broke, as failures that name the paper.

        >>> extraction = Extraction(paper=Paper(id="p1", title="On Tea"), problems=("'x' broke",))
        >>> [failure.reason for failure in extraction.failures]
        ["paper p1: 'x' broke; what the other extractors found counts"]
        """
        return tuple(
            Failure(
                source=self.paper.source,
                line=0,
                reason=f"paper {self.paper.id}: {problem}; what the other extractors found counts",
                raw="",
            )
            for problem in self.problems
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """What a source says about a paper that another source describes.

    `works` are the ids that it gives of the paper; `references` and `abstract` are added to it.
    """

    works: tuple[str, ...]
    references: tuple[str, ...] = ()
    abstract: str = ""
    source: str = ""


Record: TypeAlias = Paper | Supplement | Failure
"""What a reader yields."""
