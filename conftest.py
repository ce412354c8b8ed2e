"""The graph of the bundled papers, for tests and as `graph` for the examples in docstrings."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import kg


@pytest.fixture(scope="session")
def example() -> "kg.KnowledgeGraph":
    """The graph of the bundled papers."""
    import kg

    return kg.build(Path(__file__).parent / "examples" / "papers.jsonl")


@pytest.fixture(autouse=True)
def graph_of_examples(request: pytest.FixtureRequest, doctest_namespace: dict[str, object]) -> None:
    """Give the examples in a docstring the graph that they speak of."""
    test = getattr(request.node, "dtest", None)
    if test and any("graph." in part.source for part in test.examples):
        doctest_namespace["graph"] = request.getfixturevalue("example")
