"""What a person decided about entities: a readable file, and how a build obeys it.

One decision a line; `|` parts names, `#` begins a comment:

    same_as: DPO algorithm | direct preference optimization
    not_same_as: SAM | segment anything model
    type: Llama 3 | model
    drop: recent work
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kg.entities.grouping import Group, Kind, Member, group_curies, group_names
from kg.entities.spelling import spelling_key
from schemas import EntityType, Failure, InputError, MergeReason


class Verb(StrEnum):
    """What a decision says, in the order in which decisions are obeyed."""

    NOT_SAME_AS = "not_same_as"
    SAME_AS = "same_as"
    TYPE = "type"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of a file: a verb and its names; that of an entity, then another or a type."""

    verb: Verb
    names: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.verb}: {' | '.join(self.names)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The members as decided, types of groups, and how many papers each decision touches."""

    members: Sequence[Member]
    types: Mapping[Group, EntityType]
    papers: Mapping[Decision, int]


def read_decisions(path: Path) -> tuple[tuple[Decision, ...], tuple[Failure, ...]]:
    """Return the decisions in a file, and the lines that are none.

    Raises:
        InputError: if there is no such file.
        OSError: if it cannot be read.
    """
    if not path.is_file():
        raise InputError(str(path), "no such file; give a text file of decisions")
    return parse_decisions(path.read_text("utf-8-sig", errors="replace"), str(path))


def parse_decisions(
    text: str, source: str = "decisions"
) -> tuple[tuple[Decision, ...], tuple[Failure, ...]]:
    r"""Return the decisions in a text, one a line, and the lines that are none.

    >>> decisions, failures = parse_decisions("drop: recent work  # no name\nmerge: A | B")
    >>> print(*decisions)
    drop: recent work
    >>> print(failures[0].line, failures[0].reason)
    2 no decision is called 'merge'; write one of not_same_as, same_as, type, drop
    """
    decisions: dict[Decision, None] = {}
    failures = []
    for number, line in enumerate(text.splitlines(), start=1):
        stated = f" {line}".partition(" #")[0].strip()
        verb, _, rest = stated.partition(":")
        names = tuple(part.strip() for part in rest.split("|"))
        if stated and (reason := _problem(verb, names)):
            failures.append(Failure(source=source, line=number, reason=reason, raw=line))
        elif stated:
            decisions[Decision(Verb(verb), names)] = None
    return tuple(decisions), tuple(failures)


def _problem(verb: str, names: Sequence[str]) -> str | None:
    if verb not in list(Verb):
        return f"no decision is called '{verb}'; write one of {', '.join(Verb)}"
    expected = {Verb.DROP: "NAME", Verb.TYPE: "NAME | TYPE"}.get(Verb(verb), "NAME | OTHER")
    if len(names) != len(expected.split("|")) or not all(names):
        return f"expected '{verb}: {expected}', found {len(list(filter(None, names)))} of the names"
    if verb == Verb.TYPE and names[1] not in list(EntityType):
        return f"no entity type is called '{names[1]}'; write one of {', '.join(EntityType)}"
    if len(set(names)) < len(names):
        return f"'{names[0]}' stands on both sides; give two names"
    return None


class _Index:
    """Members by their group, and groups by the names of their entities."""

    def __init__(self, members: Sequence[Member]) -> None:
        names = group_names(members)
        self.members: defaultdict[Group, list[Member]] = defaultdict(list)
        self.names = {group: spelling_key(name) for group, name in names.items()}
        self._ids = {curie: group for group, curie in group_curies(names).items()}
        self._named: defaultdict[str, set[Group]] = defaultdict(set)
        self._carrying: defaultdict[str, set[Group]] = defaultdict(set)
        for group, key in self.names.items():
            self._named[key].add(group)
            self._carrying[key].add(group)
        for member in members:
            self.members[member.group].append(member)
            for alias in member.entity.aliases:
                self._carrying[spelling_key(alias)].add(member.group)

    def carrying(self, name: str) -> set[Group]:
        """Return the groups with an id, a name or an alias."""
        if name in self._ids:
            return {self._ids[name]}
        return self._carrying.get(spelling_key(name), set())

    def named(self, name: str) -> set[Group]:
        """Return the groups with an id, else with a name, else with an alias."""
        by_name = () if name in self._ids else self._named.get(spelling_key(name), ())
        return set(by_name) or self.carrying(name)

    def papers(self, groups: Iterable[Group]) -> int:
        """Return how many papers speak of some groups."""
        return len({member.paper for group in groups for member in self.members[group]})


def obey(members: Sequence[Member], decisions: Sequence[Decision]) -> Decided:
    """Return the members as a person decided, whatever else was found.

    A name is an id, a name, or else an alias. `not_same_as: A | B` takes out of an entity with
    both names what papers call by one alone, by the alias if the other is its name.
    `same_as: A | B` makes the first a part of the second.
    """
    by_verb = {verb: [d for d in decisions if d.verb is verb] for verb in Verb}
    papers: dict[Decision, int] = {}
    steps: dict[Verb, Callable[..., list[Member]]] = {
        Verb.NOT_SAME_AS: _part,
        Verb.SAME_AS: _join,
        Verb.DROP: _drop,
    }
    for verb, step in steps.items():
        if by_verb[verb]:
            members = step(members, by_verb[verb], papers)
    types: dict[Group, EntityType] = {}
    if by_verb[Verb.TYPE]:
        index = _Index(members)
        for decision in by_verb[Verb.TYPE]:
            groups = index.named(decision.names[0])
            papers[decision] = index.papers(groups)
            types |= {group: EntityType(decision.names[1]) for group in groups}
    counts = {decision: papers[decision] for decision in decisions}
    return Decided(members=members, types=types, papers=counts)


def _part(
    members: Sequence[Member], decisions: Sequence[Decision], papers: dict[Decision, int]
) -> list[Member]:
    index = _Index(members)
    parted: dict[tuple[str, str], Member] = {}
    for decision in decisions:
        one, other = decision.names
        leaving = [
            member.moved(Group(Kind.DECIDED, name), MergeReason.DECISION, str(decision))
            for group in sorted(index.carrying(one) & index.carrying(other))
            for name, stays in [_leaver(one, other, own=index.names[group])]
            for member in index.members[group]
            if _is_only(member, name, stays)
        ]
        papers[decision] = len({member.paper for member in leaving})
        parted |= {member.place: member for member in leaving}
    return [parted.get(member.place, member) for member in members]


def _leaver(one: str, other: str, *, own: str) -> tuple[str, str]:
    """Return the name that leaves an entity and the one that stays: its own."""
    return (other, one) if spelling_key(one) == own else (one, other)


def _is_only(member: Member, name: str, stays: str) -> bool:
    keys = set(map(spelling_key, member.entity.aliases))
    return spelling_key(name) in keys and spelling_key(stays) not in keys


def _join(
    members: Sequence[Member], decisions: Sequence[Decision], papers: dict[Decision, int]
) -> list[Member]:
    index = _Index(members)
    into: dict[Group, tuple[Group, str]] = {}
    for decision in decisions:
        joined, targets = map(index.named, decision.names)
        target = min(targets, default=None)
        if target is None:
            papers[decision] = 0
            continue
        while target in into:
            target = into[target][0]
        moved = joined - {target} - into.keys()
        papers[decision] = index.papers(moved)
        into |= {group: (target, str(decision)) for group in moved}
    return [_joined(member, into) for member in members]


def _joined(member: Member, into: Mapping[Group, tuple[Group, str]]) -> Member:
    while member.group in into:
        group, decision = into[member.group]
        member = member.moved(group, MergeReason.DECISION, decision)
    return member


def _drop(
    members: Sequence[Member], decisions: Sequence[Decision], papers: dict[Decision, int]
) -> list[Member]:
    index = _Index(members)
    dropped: set[Group] = set()
    for decision in decisions:
        groups = index.named(decision.names[0])
        papers[decision] = index.papers(groups)
        dropped |= groups
    return [member for member in members if member.group not in dropped]
