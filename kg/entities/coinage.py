"""One name that several papers give to things of their own."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import networkx as nx

from kg.entities.grouping import Group, Kind, Member
from kg.works.index import surname
from kg.works.lineage import is_named_by
from schemas import Extraction, MergeReason, Paper, Relation


def part_coined(members: Sequence[Member], extractions: Iterable[Extraction]) -> list[Member]:
    """Give each of several papers that introduce a thing under one name a group of its own.

    The name is one word with a capital inside that the vocabulary lacks, and the words of each
    paper say that it introduces it. Papers that share an author speak of one thing. All other
    papers leave the name open.
    """
    papers = {extraction.paper.curie: extraction.paper for extraction in extractions}
    introduced = {
        (x.paper.curie, claim.object)
        for x in extractions
        for claim in x.claims
        if claim.relation is Relation.INTRODUCES and is_named_by(claim, x.paper.title)
    }
    coining: defaultdict[Group, list[Paper]] = defaultdict(list)
    for member in members:
        if member.place in introduced and _is_coined(member):
            coining[member.group].append(papers[member.paper])
    parted = {
        group: owners
        for group, found in coining.items()
        if len(set((owners := _owners(found)).values())) > 1
    }
    return [_parted(m, parted[m.group].get(m.paper)) if m.group in parted else m for m in members]


def _is_coined(member: Member) -> bool:
    name = member.entity.name
    return member.group.kind is Kind.NAMED and " " not in name and name[1:] != name[1:].lower()


def _owners(papers: Sequence[Paper]) -> dict[str, str]:
    """Map each paper to the first by CURIE of those that it shares authors with."""
    shared: nx.Graph[object] = nx.Graph()
    for paper in papers:
        shared.add_node(paper.curie)
        shared.add_edges_from((paper.curie, author) for author in _authors(paper))
    curies = {paper.curie for paper in papers}
    return {
        curie: min(together)
        for component in nx.connected_components(shared)
        for together in [{node for node in component if node in curies}]
        for curie in together
    }


def _authors(paper: Paper) -> Iterator[tuple[str, str]]:
    for author in paper.authors:
        given = author.rpartition(",")[2].strip()
        yield surname(author), given[:1].casefold()


def _parted(member: Member, owner: str | None) -> Member:
    if owner is None:
        return member.moved(Group(Kind.OPEN, member.group.key), MergeReason.OPEN)
    group = Group(Kind.COINED, f"{member.group.key} {owner}")
    return member.moved(group, MergeReason.SPELLING)
