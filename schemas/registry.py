"""Look up readers and exporters: built in, or named in an entry-point group."""

from collections.abc import Callable, Mapping
from importlib.metadata import entry_points
from pkgutil import resolve_name
from typing import Any

from schemas.errors import CitekgError, UnknownNameError


def find(group: str, what: str, key: str, builtins: Mapping[str, str]) -> Callable[..., Any]:
    """Return the function that is registered under `key`, importing it only now.

    Args:
        group: entry-point group that other distributions add to, for example `citekg.readers`.
        what: what the functions are, for messages ("reader", "exporter").
        key: a file ending or format name.
        builtins: key -> "module:function" of our own.

    Raises:
        UnknownNameError: if nothing is registered under `key`.
        CitekgError: if two distributions claim `key`.

    >>> find("citekg.none", "reader", "join", {"join": "posixpath:join"})("a", "b")
    'a/b'
    """
    targets = [(target, "citekg") for name, target in builtins.items() if name == key]
    others = list(entry_points(group=group))
    targets += [(e.value, e.dist.name if e.dist else "?") for e in others if e.name == key]
    if not targets:
        raise UnknownNameError(what, key, [*builtins, *(e.name for e in others)])
    if len(targets) > 1:
        owners = " and ".join(owner for _, owner in targets)
        raise CitekgError(f"{what} '{key}' is claimed by {owners}; uninstall one of them")
    function: Callable[..., Any] = resolve_name(targets[0][0])
    return function
