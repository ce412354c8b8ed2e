"""What a person chose for a graph, kept for what is added to it later."""

from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from extractors import Options
from extractors.outside import is_config, is_folder
from schemas import BASE_IRI, EntityType


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Options):
    """The options of a build; what is empty or None was not given."""

    decisions: Path | None = None
    base_iri: str = BASE_IRI

    def changed(self, later: "Settings") -> "Settings":
        """Return these settings with those that were given later."""
        nothing = Settings()
        given = {
            field.name: getattr(later, field.name)
            for field in fields(later)
            if getattr(later, field.name) != getattr(nothing, field.name)
        }
        return replace(self, **given)

    def to_json(self) -> dict[str, object]:
        """Return the settings as JSON values, with paths that hold in any folder.

        >>> chosen = Settings(threshold=0.5, labels=(("DATASET", EntityType.BENCHMARK),))
        >>> Settings.from_json(chosen.to_json()) == chosen
        True
        """
        return {
            **asdict(self),
            "components": [_placed(c) if is_config(c) else c for c in self.components],
            "spacy_models": [_placed(m) if is_folder(m) else m for m in self.spacy_models],
            "labels": [[label, kind.value] for label, kind in self.labels],
            "vocabularies": [str(path.resolve()) for path in self.vocabularies],
            "model": self.model and str(self.model.resolve()),
            "decisions": self.decisions and str(self.decisions.resolve()),
        }

    @classmethod
    def from_json(cls, values: dict[str, object]) -> "Settings":
        """Return the settings that `to_json` gave.

        Raises:
            TypeError, KeyError: if the values are others.
        """
        lists: dict[str, list[Any]] = {
            name: values.get(name, [])  # type: ignore[misc]
            for name in ("vocabularies", "components", "spacy_models", "labels")
        }
        for name, value in lists.items():
            if not isinstance(value, list):
                raise TypeError(f"{name} are {value!r}, not a list")
        paths = {
            name: Path(str(values[name])) if values[name] else None
            for name in ("model", "decisions")
        }
        read = {
            "vocabularies": tuple(map(Path, lists["vocabularies"])),
            "components": tuple(lists["components"]),
            "spacy_models": tuple(lists["spacy_models"]),
            "labels": tuple((label, EntityType(kind)) for label, kind in lists["labels"]),
        }
        return cls(**values | paths | read)  # type: ignore[arg-type]


def _placed(path: str) -> str:
    return str(Path(path).resolve())
