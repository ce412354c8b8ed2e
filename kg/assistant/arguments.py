"""The arguments of a tool, from the signature of the method that answers it."""

import inspect
from collections.abc import Callable, Iterable
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

from output.assistants import REQUIRED, Argument
from schemas import ROLES, Relation

MOST: Final = 50
_SIZE: Final = "top"  # the number of rows and of columns of a matrix
_NAME: Final = "in any spelling, an alias or an id: 'DPO', 'entity:gsm8k'"
_PAPER: Final = (
    "id, DOI, arXiv id, title, or the beginning of the title: 'arxiv:2305.18290', 'ORPO'"
)

NOTES: Final = {
    "about": f"Name of the entity (method, model, benchmark, ...) that the papers name, {_NAME}.",
    "name": f"Name of an entity, {_NAME}.",
    "paper": f"A paper: {_PAPER}.",
    "of": f"Only what this paper names: {_PAPER}.",
    "entity": "What the paper is linked to: name or id of an entity, paper, work or repository.",
    "role": "How a paper stands to the entity; by default in any role.",
    "type": "Only entities of this type.",
    "variants": "Count papers that name a variant of the entity, too.",
    "since": "First year, for example 2021; papers without a year are left out.",
    "until": "Last year.",
    "text": "Words that stand exactly so, in any case, in title or abstract: 'world model'.",
    "minimum": "Leave out what fewer papers than this speak of.",
    "methods": "Names of methods or models, the rows; by default those in most papers.",
    "benchmarks": "Names of benchmarks, the columns; by default those in most papers.",
    "top": "How many methods and benchmarks to take where none are named.",
    "start": f"Name of an entity, {_NAME}; or a paper: {_PAPER}.",
    "end": "Name of another entity or paper.",
    "topic": "Name of an entity, whose variants and narrower terms count, or words of the text.",
    "window": "Length of the late period in years; by default half of the years there are.",
    "resolution": "Above 1 gives more and smaller groups.",
}
"""What arguments take, by name; a tool may say more of its own."""


def arguments_of(
    method: Callable[..., object], limit: int, notes: dict[str, str]
) -> dict[str, Argument]:
    """Return the arguments of a method that an assistant may give, and `limit` as the last.

    Args:
        method: of the graph, or a function whose first argument is the graph.
        limit: default of the argument `limit`.
        notes: descriptions that count instead of `NOTES`.
    """
    signature = inspect.signature(method, eval_str=True)
    names = [n for n in signature.parameters if n not in ("self", "graph", "limit", "types")]
    found = {name: _argument(signature.parameters[name], NOTES | notes) for name in names}
    if limit:
        found["limit"] = Argument(
            type=int,
            description=f"How many to show, {limit} by default; the answer tells how many more.",
            default=limit,
            least=1,
            most=MOST,
        )
    return found


def _argument(parameter: inspect.Parameter, notes: dict[str, str]) -> Argument:
    kind = _plain(parameter.annotation)
    counts = kind is int and parameter.name not in ("since", "until")
    return Argument(
        type=kind,
        description=notes[parameter.name],
        default=REQUIRED if parameter.default is parameter.empty else parameter.default,
        least=1 if counts else 0 if kind is float else None,
        most=MOST if parameter.name == _SIZE else None,
    )


def _plain(annotation: Any) -> Any:
    """Return the type that JSON carries; an enumeration beside text counts alone, and so does None.

    >>> _plain(str | None), _plain(Iterable[str] | None), _plain(int)
    (<class 'str'>, list[str], <class 'int'>)
    """
    if get_origin(annotation) in (UnionType, Union):
        parts = [part for part in get_args(annotation) if part is not NoneType]
        choices = [part for part in parts if part is not str]
        return _plain((choices or parts)[0])
    if annotation is Relation:
        return Literal[tuple(role.value for role in ROLES)]
    return list[str] if get_origin(annotation) is Iterable else annotation
