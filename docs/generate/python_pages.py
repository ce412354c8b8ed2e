"""The Python reference: what `kg` exports, by what it is."""

import inspect
from enum import Enum

import kg
from schemas import CitekgError

_SETTING = """\
The examples ask the graph of the bundled papers:

```python
import kg

graph = kg.build("examples/papers.jsonl")
```
"""
_ALSO = {"answers": ("output.sparql.Answer",), "records": ("schemas.records", "schemas.terms")}
_METHODS = {"load": "kg.KnowledgeGraph.load", "save": "kg.KnowledgeGraph.save"}


def pages() -> dict[str, str]:
    """Return a page for each sort of public name."""
    sorts: dict[str, list[str]] = {"functions": [], "graph": [], "answers": [], "words": []}
    for name in kg.__all__:
        sorts[sort_of(name)].append(name)
    return {
        "reference/functions.md": _page(
            "Build, load, save", "", map(_function, sorts["functions"])
        ),
        "reference/graph.md": _page(
            "The graph and its questions", _SETTING, _shown("graph", sorts)
        ),
        "reference/answers.md": _page("Answers", _ANSWERS + _SETTING, _shown("answers", sorts)),
        "reference/words.md": _page("Words and errors", _WORDS, _shown("words", sorts)),
        "reference/records.md": _page(
            "Records in Python", _RECORDS, (f"::: {name}" for name in _ALSO["records"])
        ),
    }


_ANSWERS = """\
What questions return: frozen values that print well, show as tables in a notebook, and turn into
dicts and DataFrames. A list of them is `Answers`; what they all can do stands there once.

"""
_WORDS = 'Types, relations and kinds may be given as plain strings, too: `role="uses"`.\n'
_RECORDS = """\
What readers make of a source, what extraction makes of a paper, and the words of the graph. The
attributes of nodes and edges in `graph.nx` bear the names below.
"""


def sort_of(name: str) -> str:
    """Tell on which page a public name of `kg` stands."""
    value = getattr(kg, name)
    if not inspect.isclass(value):
        return "functions"
    if issubclass(value, CitekgError | Enum):
        return "words"
    return "graph" if value is kg.KnowledgeGraph else "answers"


def _shown(sort: str, sorts: dict[str, list[str]]) -> list[str]:
    names = [f"kg.{name}" for name in sorts[sort]]
    return [f"::: {name}" for name in (*names, *_ALSO.get(sort, ()))]


def _function(name: str) -> str:
    if method := _METHODS.get(name):
        heading = f"## `kg.{name}` {{ #kg.{name} }}"
        return f"{heading}\n\nThe same as [`{method.removeprefix('kg.')}`][{method}]."
    return f"::: kg.{name}"


def _page(title: str, opening: str, parts: "list[str] | map[str]") -> str:
    return "\n\n".join([f"# {title}", opening, *parts]) + "\n"
