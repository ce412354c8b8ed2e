"""What questions may ask for: roles, types of entities, years."""

from schemas import ROLES, EntityType, Relation, UnknownNameError


def is_within(year: int | None, since: int | None, until: int | None) -> bool:
    """Tell whether a year lies in a span; one that is unknown lies in the span without bounds."""
    if year is None:
        return since is None and until is None
    return (since is None or year >= since) and (until is None or year <= until)


def roles_of(role: Relation | str | None) -> tuple[Relation, ...]:
    """Return the role of this name, or all.

    Raises:
        UnknownNameError: if there is no such role.
    """
    if role is None:
        return ROLES
    if role not in ROLES:
        raise UnknownNameError("role", role, ROLES)
    return (Relation(role),)


def entity_type_of(type: EntityType | str | None) -> EntityType | None:
    """Return the type of this name.

    Raises:
        UnknownNameError: if there is no such type.
    """
    if type is None:
        return None
    if type not in list(EntityType):
        raise UnknownNameError("entity type", type, EntityType)
    return EntityType(type)
