import json
from importlib.metadata import EntryPoint, EntryPoints, PackageNotFoundError, version

import pytest
from typer.testing import CliRunner

from kg import diagnosis
from kg.cli import app
from kg.diagnosis import diagnose


def doctor(*options):
    return CliRunner().invoke(app, ["doctor", *options])


def test_the_doctor_lists_packages_model_and_vocabulary():
    result = doctor("--format", "json")
    rows = {row["part"]: row for row in json.loads(result.stdout)}
    assert (result.exit_code, result.stderr) == (0, "")
    assert rows["networkx"]["state"] == version("networkx")
    assert rows["model"]["state"].endswith(" MB")
    assert rows["vocabulary"]["state"].endswith(" entries")
    assert "Chromium" in rows


@pytest.mark.parametrize(
    ("requirement", "status", "advice"),
    [
        ("absent-tea>=1", 1, "not installed: pip install 'citekg'"),
        ("absent-tea>=1; extra == 'pots'", 0, "not installed: pip install 'citekg[pots]'"),
        ('absent-tea ; python_version > "3" and extra == "pots"', 0, "pip install 'citekg[pots]'"),
    ],
)
def test_only_what_is_no_extra_must_be_there(monkeypatch, requirement, status, advice):
    monkeypatch.setattr(diagnosis, "requires", lambda _: ["networkx>=3.4,<4", requirement])
    result = doctor()
    (line,) = (line for line in result.stdout.splitlines() if line.startswith("absent-tea"))
    assert result.exit_code == status
    assert advice in line


def test_what_other_distributions_add_is_listed_and_tried(monkeypatch):
    points = {
        "citekg.readers": EntryPoint("tea", "extractors:read_papers", "citekg.readers"),
        "citekg.exporters": EntryPoint("pot", "teapots:to_pot", "citekg.exporters"),
        "spacy_models": EntryPoint("en_tea", "en_tea", "spacy_models"),
    }
    monkeypatch.setattr(
        diagnosis, "entry_points", lambda group: EntryPoints(filter(None, [points.get(group)]))
    )
    reader, exporter, model = diagnose()[-3:]
    assert (reader.name, reader.state, reader.missing) == ("reader tea", "?", False)
    assert exporter.name == "exporter pot"
    assert "cannot be loaded from 'teapots:to_pot': ModuleNotFoundError" in exporter.state
    assert exporter.missing
    assert (model.name, model.missing) == ("spaCy pipeline en_tea", False)


def test_a_checkout_that_is_not_installed_is_told(monkeypatch):
    def fail(_):
        raise PackageNotFoundError

    monkeypatch.setattr(diagnosis, "requires", fail)
    monkeypatch.setattr(diagnosis, "version", fail)
    parts = diagnose()
    assert str(parts[0]) == "citekg: not installed: pip install 'citekg'"
    assert [part.name for part in parts[1:]] == ["Python", "Chromium", "model", "vocabulary"]
