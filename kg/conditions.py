"""What questions may ask for: roles, types of entities, years."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from schemas import ROLES, EntityType, Relation, UnknownNameError


def is_within(year: int | None, since: int | None, until: int | None) -> bool:
    """Tell whether a year lies in a span; one that is unknown lies in the span without bounds."""
    if year is None:
        return since is None and until is None
    return (since is None or year >= since) and (until is None or year <= until)


Choice = TypeVar("Choice", bound=StrEnum)


def roles_of(role: Relation | str | None) -> tuple[Relation, ...] | None:
    """Return the role of this name, or None for any.

    Raises:
        UnknownNameError: if there is no such role.
    """
    if role is None:
        return None
    if role not in ROLES:
        raise UnknownNameError("role", role, ROLES)
    return (Relation(role),)


def choice_of(choices: type[Choice], what: str, name: str) -> Choice:
    """Return the member of an enumeration of this name.

    Raises:
        UnknownNameError: if there is no such member.
    """
    if name not in list(choices):
        raise UnknownNameError(what, name, choices)
    return choices(name)


def types_of(types: Iterable[EntityType | str]) -> tuple[EntityType, ...]:
    """Return the types of these names.

    Raises:
        UnknownNameError: if there is no such type.
    """
    return tuple(choice_of(EntityType, "entity type", type) for type in types)


def entity_type_of(type: EntityType | str | None) -> EntityType | None:
    """Return the type of this name.

    Raises:
        UnknownNameError: if there is no such type.
    """
    return None if type is None else choice_of(EntityType, "entity type", type)
