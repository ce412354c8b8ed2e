"""What the labels of other extractors mean: LABEL=TYPE,... or a file of such lines."""

from collections.abc import Mapping
from pathlib import Path

from kg.conditions import choice_of
from schemas import EntityType, InputError


def typed(labels: Mapping[str, EntityType | str]) -> tuple[tuple[str, EntityType], ...]:
    """Return labels with the types of these names, sorted.

    Raises:
        UnknownNameError: if there is no such type.

    >>> [(label, kind.value) for label, kind in typed({"DATASET": "benchmark"})]
    [('DATASET', 'benchmark')]
    """
    pairs = ((label, choice_of(EntityType, "entity type", labels[label])) for label in labels)
    return tuple(sorted(pairs))


def read_labels(given: str) -> dict[str, str]:
    """Return the type of each label that `given`, pairs or the path of a file, names.

    Raises:
        InputError: if something is no pair, or if there is no such file of text.

    >>> read_labels("METHOD=method,DATASET=benchmark")["DATASET"]
    'benchmark'
    """
    if "=" in given:
        return dict(_pair(part, "--labels") for part in given.split(",") if part.strip())
    file = Path(given)
    if not file.is_file():
        raise InputError(
            given, "no such file of labels, and no pair; write LABEL=TYPE,... or give a file"
        )
    try:
        lines = enumerate(file.read_text(encoding="utf-8-sig").splitlines(), 1)
    except UnicodeDecodeError as error:
        raise InputError(given, "is not UTF-8; write LABEL=TYPE, one a line") from error
    return dict(
        _pair(line, f"{file.name}:{number}")
        for number, line in lines
        if line.strip() and not line.startswith("#")
    )


def _pair(text: str, place: str) -> tuple[str, str]:
    label, equals, kind = (part.strip() for part in text.partition("="))
    if not (label and equals and kind):
        raise InputError(place, f"'{text.strip()}' is no pair; write LABEL=TYPE: DATASET=benchmark")
    return label, kind
