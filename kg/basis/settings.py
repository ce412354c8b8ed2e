"""What a person chose for a graph, kept for what is added to it later."""

from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from schemas import BASE_IRI


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The options of a build; what is empty or None was not given."""

    vocabularies: tuple[Path, ...] = ()
    model: Path | None = None
    threshold: float | None = None
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

        >>> Settings.from_json(Settings(threshold=0.5).to_json())
        Settings(vocabularies=(), model=None, threshold=0.5, decisions=None, \
base_iri='https://w3id.org/citekg/')
        """
        return {
            **asdict(self),
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
        vocabularies = values["vocabularies"]
        if not isinstance(vocabularies, list):
            raise TypeError(f"vocabularies are {vocabularies!r}, not a list")
        paths = {
            name: Path(str(values[name])) if values[name] else None
            for name in ("model", "decisions")
        }
        return cls(**values | paths | {"vocabularies": tuple(map(Path, vocabularies))})  # type: ignore[arg-type]
