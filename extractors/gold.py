"""Annotated papers: what people, or a run of citekg, say that a paper names and cites."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas import EntityType, InputError, Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldEntity:
    """An annotated entity of one paper, with the surface forms that stand in its text."""

    type: EntityType
    role: Relation
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPaper:
    """The annotation of one paper; a citation is its first author (or "") and its year."""

    entities: tuple[GoldEntity, ...] = ()
    citations: tuple[tuple[str, int | None], ...] = ()


def read_gold(path: Path) -> dict[str, GoldPaper]:
    """Read annotations by the id of the paper: JSON Lines that `gold_paper` understands.

    Raises:
        InputError: if a line is no annotation, naming the line.
        OSError: if the file cannot be read.
    """
    gold: dict[str, GoldPaper] = {}
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            gold[record["id"]] = gold_paper(record)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise InputError(
                f"{path}:{number}",
                "expected id, entities (type, role, mentions) and citations (authors, year), "
                f"but {type(error).__name__}: {error}",
            ) from error
    return gold


def gold_paper(record: Mapping[str, Any]) -> GoldPaper:
    """Return the annotation that a record of `citekg extract` or of a gold file holds.

    >>> gold_paper({"entities": [{"type": "task", "role": "uses", "mentions": ["tea"]}]}).entities
    (GoldEntity(type=<EntityType.TASK: 'task'>, role=<Relation.USES: 'uses'>, forms=('tea',)),)
    """
    return GoldPaper(
        entities=tuple(
            GoldEntity(
                type=EntityType(entity["type"]),
                role=Relation(entity["role"]),
                forms=tuple(m if isinstance(m, str) else m["text"] for m in entity["mentions"]),
            )
            for entity in record["entities"]
        ),
        citations=tuple(
            (citation["authors"][0] if citation["authors"] else "", citation["year"])
            for citation in record.get("citations", ())
        ),
    )
