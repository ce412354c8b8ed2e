"""What a short form means in a paper that does not spell it out: what similar papers mean by it."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from extractors.vocabulary import is_short_form
from kg.entities.grouping import Group, Kind, Member, short_forms, spelled_out
from kg.entities.spelling import spelling_key
from schemas import MergeReason

_NEIGHBOURS: Final = 10
_FEWEST: Final = 2  # papers of one sense of several that count as evidence
_DOMINANT: Final = 0.8  # share of the similarity that one sense must have
_NEAR: Final = 0.1  # similarity that the nearest of its papers must have


@dataclass(frozen=True, slots=True)
class _Corpus:
    """The groups of each paper, the length of its vector, and papers and weight of each group."""

    groups: Mapping[str, Collection[Group]]
    lengths: Mapping[str, float]
    papers: Mapping[Group, Collection[str]]
    weights: Mapping[Group, float]


def settle_open(members: Sequence[Member]) -> list[Member]:
    """Give short forms that papers leave open the sense of similar papers, or a group of their own.

    A paper leaves a form open if it marks it as ambiguous, or if other papers spell the form out
    and this one does not. Papers are as similar as the cosine of their entities, weighted by the
    inverse document frequency of Spärck Jones (1972). Of the ten most similar papers that speak
    of any sense of the form, one sense must have at least two papers (one if the corpus has
    no other sense) and 80 % of the similarity, and the nearest of them a similarity of 0.1.
    """
    senses = _senses(members)
    open_ones = {m.place: m for m in members if _is_open(m, senses)}
    corpus = _corpus([m for m in members if m.place not in open_ones])
    settled = {
        place: _settle(m, senses.get(spelling_key(m.entity.name), ()), corpus)
        for place, m in open_ones.items()
    }
    return [settled.get(member.place, member) for member in members]


def _senses(members: Sequence[Member]) -> dict[str, frozenset[Group]]:
    """Map each short form to the groups that have it."""
    found: defaultdict[str, set[Group]] = defaultdict(set)
    for member in members:
        for key in short_forms(member):
            found[key].add(member.group)
    return {key: frozenset(groups) for key, groups in found.items()}


def _is_open(member: Member, senses: Mapping[str, Collection[Group]]) -> bool:
    if member.group.kind is not Kind.NAMED or not is_short_form(member.entity.name):
        return member.group.kind is Kind.OPEN
    others = set(senses.get(spelling_key(member.entity.name), ())) - {member.group}
    return bool(others) and not any(spelled_out(member.entity))


def _corpus(members: Sequence[Member]) -> _Corpus:
    groups: defaultdict[str, set[Group]] = defaultdict(set)
    papers: defaultdict[Group, set[str]] = defaultdict(set)
    for member in members:
        groups[member.paper].add(member.group)
        papers[member.group].add(member.paper)
    weights = {group: math.log(1 + len(groups) / len(found)) for group, found in papers.items()}
    lengths = {
        paper: math.sqrt(math.fsum(weights[group] ** 2 for group in found))
        for paper, found in groups.items()
    }
    return _Corpus(groups=groups, lengths=lengths, papers=papers, weights=weights)


def _settle(member: Member, senses: Collection[Group], corpus: _Corpus) -> Member:
    near = _neighbours(member.paper, senses, corpus)
    votes: defaultdict[Group, float] = defaultdict(float)
    for sense, _, similarity in near:
        votes[sense] += similarity
    if votes:
        best = max(votes, key=lambda sense: (votes[sense], sense))
        papers = [(paper, similarity) for sense, paper, similarity in near if sense == best]
        enough = len(papers) >= _FEWEST or len(senses) == 1
        dominant = votes[best] >= _DOMINANT * math.fsum(votes.values())
        if enough and dominant and papers[0][1] >= _NEAR:
            return member.moved(best, MergeReason.CONTEXT, papers[0][0])
    return member.moved(Group(Kind.OPEN, spelling_key(member.entity.name)), MergeReason.OPEN)


def _neighbours(
    paper: str, senses: Collection[Group], corpus: _Corpus
) -> list[tuple[Group, str, float]]:
    """Return (sense, paper, similarity) of the papers of some senses that are most similar."""
    sense_of = {other: sense for sense in sorted(senses) for other in corpus.papers.get(sense, ())}
    shared: defaultdict[str, list[float]] = defaultdict(list)
    for group in set(corpus.groups.get(paper, ())).difference(senses):
        for other in sense_of.keys() & corpus.papers[group]:
            shared[other].append(corpus.weights[group] ** 2)
    similar = [
        (sense_of[other], other, math.fsum(weights) / _lengths(corpus, paper, other))
        for other, weights in shared.items()
        if other != paper
    ]
    return sorted(similar, key=lambda item: (-item[2], item[1]))[:_NEIGHBOURS]


def _lengths(corpus: _Corpus, one: str, other: str) -> float:
    return corpus.lengths[one] * corpus.lengths[other]
