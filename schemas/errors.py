"""Errors that a user can mend: each says what came, what was expected and what to do.

CitekgError
├── UnknownNameError    no node, format, option or column has this name
├── InputError          a source that cannot be read at all
└── GraphFormatError    a saved graph of another format or version
"""

from collections.abc import Iterable
from difflib import get_close_matches


class CitekgError(Exception):
    """Base of all errors that citekg raises on purpose."""


class UnknownNameError(CitekgError, LookupError):
    """A name that nothing carries; `nearest` holds the closest ones.

    >>> print(UnknownNameError("method", "DPOO", ["DPO", "PPO"]))
    no method is named 'DPOO'; nearest: DPO, PPO
    """

    def __init__(self, what: str, name: str, choices: Iterable[str]) -> None:
        self.what = what
        self.name = name
        by_folded = {choice.casefold(): choice for choice in sorted(choices)}
        close = get_close_matches(name.casefold(), list(by_folded), n=3, cutoff=0.4)
        self.nearest = tuple(by_folded[key] for key in close)
        hint = f"nearest: {', '.join(self.nearest)}" if close else "nothing there is close to it"
        super().__init__(f"no {what} is named '{name}'; {hint}")


class InputError(CitekgError, ValueError):
    """A source that cannot be read: `source` names it."""

    def __init__(self, source: str, problem: str) -> None:
        self.source = source
        super().__init__(f"{source}: {problem}")


class GraphFormatError(CitekgError, ValueError):
    """A file that is no graph of this version: `source` names it."""

    def __init__(self, source: str, problem: str) -> None:
        self.source = source
        super().__init__(f"{source}: {problem}")
