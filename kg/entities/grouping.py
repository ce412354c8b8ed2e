"""Group the entities of all papers by what the vocabulary and their spelling say."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, NamedTuple

import networkx as nx

from extractors.vocabulary import is_short_form
from kg.entities.spelling import is_shouted, spelling_key, wording
from schemas import Entity, Extraction, MergeReason, entity_curie

_LONGER: Final = 3  # characters by which a long form exceeds the short form beside it


class Kind(IntEnum):
    """What the key of a group is; of groups that would share an id the first keeps it."""

    KNOWN = 0  # the name of a vocabulary entry
    DECIDED = 1  # a name that a person set apart
    NAMED = 2  # what spellings of a name share
    COINED = 3  # the same and the paper that introduces a thing of its own under it
    OPEN = 4  # the same of a short form whose meaning its papers leave open


class Group(NamedTuple):
    """What entities of several papers have in common if they are one."""

    kind: Kind
    key: str


@dataclass(frozen=True, slots=True)
class Member:
    """An entity of one paper, the group that it belongs to, and why.

    `source` names the vocabulary entry, the paper or the decision that the reason lies in.
    """

    paper: str
    entity: Entity
    group: Group
    reason: MergeReason
    source: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """The CURIE of the paper and the id of the entity in it."""
        return self.paper, self.entity.id

    def moved(self, group: Group, reason: MergeReason, source: str = "") -> "Member":
        """Return this entity as a member of another group."""
        return Member(self.paper, self.entity, group, reason, source)


def group_by_name(extractions: Iterable[Extraction]) -> list[Member]:
    """Return the entities of all papers, grouped by vocabulary entry, else by spelling.

    An unknown name is a vocabulary entry if it is a spelling of its name or of a long form of it
    that some paper uses. An ambiguous short form is in a group of its own.
    """
    found = [(x.paper.curie, entity) for x in extractions for entity in x.entities]
    apart = _words_apart(entity for _, entity in found)
    known: defaultdict[str, set[str]] = defaultdict(set)
    for entity in (entity for _, entity in found if entity.known):
        for name in (entity.name, *filter(_is_long, entity.aliases)):
            known[_key(name, apart)].add(entity.name)
    return [_member(paper, entity, known, apart) for paper, entity in found]


def _member(
    paper: str, entity: Entity, known: Mapping[str, set[str]], apart: frozenset[str]
) -> Member:
    if entity.ambiguous:
        group = Group(Kind.OPEN, spelling_key(entity.name))
        return Member(paper, entity, group, MergeReason.OPEN)
    if entity.known:
        group = Group(Kind.KNOWN, entity.name)
        return Member(paper, entity, group, MergeReason.VOCABULARY, entity.name)
    key = _key(entity.name, apart)
    names = known.get(key, set())
    group = Group(Kind.KNOWN, min(names)) if len(names) == 1 else Group(Kind.NAMED, key)
    return Member(paper, entity, group, MergeReason.SPELLING)


def _is_long(name: str) -> bool:
    return " " in name


def _key(name: str, apart: frozenset[str]) -> str:
    key = spelling_key(name)
    return f"{key}^" if key in apart and is_shouted(name) else key


def _words_apart(entities: Iterable[Entity]) -> frozenset[str]:
    """Return the keys of names seen as a word in lower case and in capitals, but not between."""
    shapes: defaultdict[str, set[tuple[bool, bool]]] = defaultdict(set)
    for entity in entities:
        shapes[spelling_key(entity.name)].add((entity.name.islower(), is_shouted(entity.name)))
    both = {(True, False), (False, True)}
    return frozenset(key for key, found in shapes.items() if found == both)


def spelled_out(entity: Entity) -> Iterator[str]:
    """Yield the keys of the short forms that a paper uses beside a longer name of the entity.

    >>> names = ("PRM", "PRMs", "process reward models")
    >>> set(spelled_out(Entity(id="e", name="x", type="method", aliases=names)))
    {'prm'}
    """
    if len(entity.aliases) < 2:
        return
    longest = max(map(len, entity.aliases))
    for alias in entity.aliases:
        if is_short_form(alias) and longest >= len(alias) + _LONGER:
            yield spelling_key(alias)


def short_forms(member: Member) -> Iterator[str]:
    """Yield the keys of the short forms that an entity has in its paper beyond doubt."""
    if member.group.kind is Kind.COINED:
        yield spelling_key(member.entity.name)
    elif member.group.kind is Kind.KNOWN:
        yield from map(spelling_key, filter(is_short_form, member.entity.aliases))
    elif member.group.kind is Kind.NAMED:
        yield from spelled_out(member.entity)


def join_wordings(members: Sequence[Member]) -> list[Member]:
    """Join groups that share a short form and whose names have the same stems.

    A short form with one meaning counts as what it means: "averaged GEM" reads like "averaged
    gradient episodic memory". What a paper spells out under a vocabulary name with capitals
    inside ("iCaRL") is that entry. Two entries of the vocabulary, and what papers coin
    under one name, are never joined.
    """
    names = group_names(members)
    sizes = Counter(member.group for member in members)
    forms: defaultdict[Group, set[str]] = defaultdict(set)
    for member in members:
        if member.group.kind is not Kind.COINED:
            forms[member.group].update(short_forms(member))
    meanings = _meanings(forms, names)
    shared: nx.Graph[object] = nx.Graph()
    for group, shorts in forms.items():
        words = (meanings.get(spelling_key(word), word) for word in names[group].split())
        stems = wording(" ".join(words))
        shared.add_edges_from((group, (short, stems)) for short in shorts)
    for member in members:
        entries = (Group(Kind.KNOWN, alias) for alias in member.entity.aliases)
        if member.group.kind is Kind.NAMED and any(spelled_out(member.entity)):
            shared.add_edges_from((member.group, e) for e in entries if _is_distinct(e, sizes))
    targets = _targets(shared, sizes)
    return [
        m.moved(targets[m.group], MergeReason.WORDING, names[targets[m.group]])
        if m.group in targets
        else m
        for m in members
    ]


def _meanings(forms: Mapping[Group, set[str]], names: Mapping[Group, str]) -> dict[str, str]:
    """Return what each short form means that only one group has."""
    groups: defaultdict[str, set[Group]] = defaultdict(set)
    for group, shorts in forms.items():
        for short in shorts:
            groups[short].add(group)
    return {short: names[min(found)] for short, found in groups.items() if len(found) == 1}


def _is_distinct(entry: Group, sizes: Mapping[Group, int]) -> bool:
    """Tell whether a vocabulary entry is named by a short form with capitals and small letters."""
    return entry in sizes and is_short_form(entry.key) and not is_shouted(entry.key)


def _targets(shared: "nx.Graph[object]", sizes: Mapping[Group, int]) -> dict[Group, Group]:
    """Map the groups of each connected component to its entry of the vocabulary or largest group.

    Components with several entries are left as they are.
    """
    targets: dict[Group, Group] = {}
    for component in nx.connected_components(shared):
        groups = sorted(node for node in component if isinstance(node, Group))
        known = [group for group in groups if group.kind is Kind.KNOWN]
        if len(known) < 2:
            best = known[0] if known else max(groups, key=lambda group: (sizes[group], group))
            targets |= {group: best for group in groups if group != best}
    return targets


def group_names(members: Iterable[Member]) -> dict[Group, str]:
    """Return the name of each group: its own, else that which most papers use."""
    counts: defaultdict[Group, Counter[str]] = defaultdict(Counter)
    for member in members:
        own = member.reason in (MergeReason.SPELLING, MergeReason.OPEN)
        counts[member.group][member.entity.name] += own
    return {
        group: group.key
        if group.kind in (Kind.KNOWN, Kind.DECIDED)
        else max(names, key=lambda name: (names[name], name))
        for group, names in counts.items()
    }


def group_curies(names: Mapping[Group, str]) -> dict[Group, str]:
    """Return an id for each group; of several that would share one, the first kind keeps it."""
    wanted: defaultdict[str, list[Group]] = defaultdict(list)
    for group, name in names.items():
        suffix = " (ambiguous)" if group.kind is Kind.OPEN else ""
        wanted[entity_curie(name + suffix)].append(group)
    curies: dict[Group, str] = {}
    for curie, rivals in wanted.items():
        first, *others = sorted(rivals)
        curies[first] = curie
        curies |= {group: f"{curie}-{_digest(group)}" for group in others}
    return curies


def _digest(group: Group) -> str:
    return hashlib.sha256(f"{group.kind.name}\n{group.key}".encode()).hexdigest()[:6]
