"""Look up readers and exporters: built in, or named in an entry-point group."""

from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint, entry_points
from pkgutil import resolve_name
from typing import Any

from schemas.errors import CitekgError, UnknownNameError


def find(group: str, what: str, key: str, builtins: Mapping[str, str]) -> Callable[..., Any]:
    """Return the function that is registered under `key`, importing it only now.

    Args:
        group: entry-point group that other distributions add to, for example `citekg.readers`.
        what: what the functions are, for messages ("reader", "exporter").
        key: a file ending or format name; a dot before it, here or there, makes no difference.
        builtins: key -> "module:function" of our own.

    Raises:
        UnknownNameError: if nothing is registered under `key`.
        CitekgError: if two distributions claim `key`, or if the function cannot be imported.

    >>> find("citekg.none", "reader", "join", {"join": "posixpath:join"})("a", "b")
    'a/b'
    """
    wanted = key.lstrip(".")
    ours = [target for name, target in builtins.items() if name.lstrip(".") == wanted]
    others = list(entry_points(group=group))
    theirs = [point for point in others if point.name.lstrip(".") == wanted]
    if not ours and not theirs:
        raise UnknownNameError(what, key, [*builtins, *(point.name for point in others)])
    if len(ours) + len(theirs) > 1:
        owners = " and ".join([*("citekg" for _ in ours), *map(owner_of, theirs)])
        raise CitekgError(f"{what} '{key}' is claimed by {owners}; uninstall one of them")
    if theirs:
        return load(theirs[0], what)
    function: Callable[..., Any] = resolve_name(ours[0])
    return function


def load(point: EntryPoint, what: str) -> Callable[..., Any]:
    """Return what an entry point of another distribution names.

    Raises:
        CitekgError: if it cannot be imported or is no function.
    """
    try:
        function: Callable[..., Any] = point.load()
    except Exception as error:
        owner = owner_of(point)
        raise CitekgError(
            f"{what} '{point.name}' of {owner} cannot be loaded from '{point.value}': "
            f"{one_line(error)}; reinstall or uninstall {owner}"
        ) from error
    if not callable(function):
        raise CitekgError(
            f"{what} '{point.name}' of {owner_of(point)} is {type(function).__name__}, "
            f"expected a function; mend '{point.value}'"
        )
    return function


def owner_of(point: EntryPoint) -> str:
    """Return the name of the distribution that an entry point belongs to."""
    return point.dist.name if point.dist else "?"


def one_line(error: BaseException) -> str:
    r"""Return kind and message of an error that is not ours, in one line.

    >>> one_line(ValueError("no tea\nno pot")), one_line(KeyError())
    ('ValueError: no tea', 'KeyError')
    """
    first = next(iter(str(error).strip().splitlines()), "")
    return f"{type(error).__name__}: {first}" if first else type(error).__name__
