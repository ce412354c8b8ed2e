"""Errors that a user can mend: each says what came, what was expected and what to do.

CitekgError
├── UnknownNameError    no node, format, option or column has this name
├── InputError          a source that cannot be read at all
├── GraphFormatError    a saved graph of another format or version
└── MissingExtraError   something that is installed on request only
"""

from collections.abc import Iterable
from difflib import get_close_matches

_FEW = 12


class CitekgError(Exception):
    """Base of all errors that citekg raises on purpose.

    >>> try:
    ...     raise UnknownNameError("method", "DPOO", ["DPO"])
    ... except CitekgError as error:
    ...     print(error)
    no method is named 'DPOO'; nearest: DPO
    """


class UnknownNameError(CitekgError, LookupError):
    """A name that nothing carries; `nearest` holds the closest ones.

    >>> print(UnknownNameError("method", "DPOO", ["DPO", "PPO"]))
    no method is named 'DPOO'; nearest: DPO, PPO
    >>> print(UnknownNameError("format", "xyz", ["ttl", "nt"]))
    no format is named 'xyz'; there are: nt, ttl
    """

    def __init__(self, what: str, name: str, choices: Iterable[str]) -> None:
        self.what = what
        self.name = name
        by_folded = {choice.casefold(): choice for choice in sorted(choices)}
        close = get_close_matches(name.casefold(), list(by_folded), n=3, cutoff=0.4)
        self.nearest = tuple(by_folded[key] for key in close)
        if close:
            hint = f"nearest: {', '.join(self.nearest)}"
        elif 0 < len(by_folded) <= _FEW:
            hint = f"there are: {', '.join(by_folded.values())}"
        else:
            hint = "nothing there is close to it"
        super().__init__(f"no {what} is named '{name}'; {hint}")


class AmbiguousNameError(CitekgError, LookupError):
    """A name that several nodes carry; `senses` holds their CURIEs.

    >>> print(AmbiguousNameError("entity", "PRM", {"entity:b": "B", "entity:a": "A"}))
    'PRM' names more than one entity; give the id of one: entity:a (A), entity:b (B)
    """

    def __init__(self, what: str, name: str, labels: dict[str, str]) -> None:
        self.what = what
        self.name = name
        self.senses = tuple(sorted(labels))
        senses = ", ".join(f"{curie} ({labels[curie]})" for curie in self.senses)
        super().__init__(f"'{name}' names more than one {what}; give the id of one: {senses}")


class InputError(CitekgError, ValueError):
    """A source that cannot be read: `source` names it.

    >>> print(InputError("a.csv", "no such file"))
    a.csv: no such file
    """

    def __init__(self, source: str, problem: str) -> None:
        self.source = source
        super().__init__(f"{source}: {problem}")


class GraphFormatError(CitekgError, ValueError):
    """A file that is no graph of this version: `source` names it.

    >>> GraphFormatError("graph.json", "expected a graph as JSON").source
    'graph.json'
    """

    def __init__(self, source: str, problem: str) -> None:
        self.source = source
        super().__init__(f"{source}: {problem}")


class MissingExtraError(CitekgError, ImportError):
    """Something that needs an extra of citekg which is not installed: `extra` names it.

    >>> print(MissingExtraError("to_pandas()", "pandas"))
    to_pandas() needs the extra 'pandas'; install it with: pip install 'citekg[pandas]'
    """

    def __init__(self, what: str, extra: str) -> None:
        self.extra = extra
        super().__init__(
            f"{what} needs the extra '{extra}'; install it with: pip install 'citekg[{extra}]'"
        )
