"""The wheel, installed into an environment of its own, does the main job from another folder."""

import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from tests.test_cli import FILES
from tests.test_layers import ALLOWED, PACKAGES

ROOT = Path(__file__).parents[1]
DATA = (
    "schemas/alignments.ttl",
    "schemas/ontology.ttl",
    "schemas/shapes.ttl",
    "schemas/context.jsonld",
    "schemas/queries/evidence.rq",
    "schemas/checks/span-length.rq",
    "extractors/pipeline.cfg",
    "extractors/vocabulary/methods.jsonl",
    "extractors/ner/model/tagger.npz",
    "extractors/ner/model/judge.npz",
    "extractors/ner/model/review.npz",
    "extractors/ner/model/roles.npz",
    "extractors/ner/model/clusters.json",
    "output/templates/page.html.j2",
    "output/templates/page.css",
    "output/templates/serve/query.html.j2",
    "output/templates/serve/serve.css",
    "kg/py.typed",
    "extractors/py.typed",
    "output/py.typed",
    "schemas/py.typed",
)


def run(*command: str | Path, cwd: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environ = {**os.environ, "PATH": path}
    done = subprocess.run(command, cwd=cwd, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    code = f"import uv_build; uv_build.build_wheel({str(folder)!r})"
    run(sys.executable, "-c", code, cwd=ROOT)
    return next(folder.glob("citekg-*.whl"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel; the libraries that it needs are borrowed from this environment."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", wheel, cwd=folder)
    purelib = Path(run(python, "-c", _PURELIB, cwd=folder).strip())
    (purelib / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


_PURELIB = "import sysconfig; print(sysconfig.get_path('purelib'))"


@pytest.mark.packaging
def test_the_wheel_holds_code_and_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert set(DATA) <= names
    code = {
        str(p.relative_to(ROOT)) for package in PACKAGES for p in (ROOT / package).rglob("*.py")
    }
    assert code <= names
    assert not [name for name in names if name.startswith(("tests/", "examples/"))]


@pytest.mark.packaging
def test_the_installed_command_builds_a_graph_from_another_folder(
    environment: Path, tmp_path: Path
) -> None:
    papers = tmp_path / "papers.jsonl"
    papers.write_text((ROOT / "examples" / "papers.jsonl").read_text(encoding="utf-8")[:20000])
    papers.write_text("\n".join(papers.read_text().splitlines()[:-1]) + "\n")
    command = environment / "bin" / "citekg"
    where = "import kg; print(kg.__file__)"
    assert str(environment) in run(environment / "bin" / "python", "-c", where, cwd=tmp_path)
    run(command, "build", papers, "-o", "out", cwd=tmp_path)
    made = {path.name for path in (tmp_path / "out").iterdir()}
    assert made == {*FILES}
    query = "SELECT (COUNT(?p) AS ?n) WHERE { ?p a schema:ScholarlyArticle }"
    rows = run(command, "query", "out", query, "--format", "csv", cwd=tmp_path)
    assert int(rows.split()[1]) == len(papers.read_text().splitlines())


def test_every_library_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [item for extra in project["optional-dependencies"].values() for item in extra]
    items = [*project["dependencies"], *extras]
    declared = {re.split(r"\[|>=", item)[0].replace("-", "_") for item in items}
    called = {"markdown_it": "markdown_it_py"}
    imported = {called.get(name, name) for name in set().union(*ALLOWED.values())}
    assert imported - {*PACKAGES} == declared
    assert all(">=" in item and ",<" in item for item in items)
