"""Whether a query stays within the graph that it is asked of."""

import re

from schemas import CitekgError

# Oxigraph accepts SERVICE glued to its neighbours (`trueSERVICE:x{`), and a string or a comment
# can be made to look like something else. So the words are looked for in the bare text: only
# inside a name, a variable or an IRI, or without the name of a place behind them, do they pass.
_GAP = r"(?:\s|#[^\n\r]*+)*+"
_ELSEWHERE = re.compile(
    r"(?:(?<![\w:?$/-])|(?<=\d)|(?<=true)|(?<=false))(service|from)"
    rf"{_GAP}(?:(?:silent|named){_GAP})?(?:[<?$]|[^\s<>\"'{{}}()]*:)",
    re.IGNORECASE,
)
_UPDATE = re.compile(
    rf"{_GAP}(?:(?:base|prefix)[^<]*<[^>]*>{_GAP})*"
    r"(insert|delete|load|clear|drop|create|add|move|copy|with)\b",
    re.IGNORECASE,
)


def check_read_only(query: str) -> None:
    """Refuse a query that changes data or names data elsewhere (SERVICE, FROM, LOAD, ...).

    Raises:
        CitekgError: if it does.

    >>> check_read_only("SELECT ?service { ?service ?p ?o }")
    """
    found = _ELSEWHERE.search(query) or _UPDATE.match(query)
    if found:
        raise CitekgError(
            f"SPARQL {found[1].upper()} is refused: a query reads this graph and nothing else; "
            "leave it out, or, inside a string, write its first letter as \\uXXXX"
        )
