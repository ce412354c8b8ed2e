import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(folder: Path, code: str = "import kg") -> subprocess.CompletedProcess[str]:
    """Run a script that lies in `folder`, as a user's script would."""
    script = folder / "script.py"
    script.write_text(f"import sys\nsys.path.append({str(ROOT)!r})\n{code}\n")
    return subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", ["schemas", "output", "extractors"])
def test_a_module_in_the_way_is_named(tmp_path, name):
    (tmp_path / f"{name}.py").write_text("x = 1\n")
    result = run(tmp_path)
    last = result.stderr.splitlines()[-1]
    assert result.returncode == 1
    assert last.startswith(f"ImportError: citekg needs its own package '{name}', but Python found ")
    assert str(tmp_path / f"{name}.py") in last
    assert last.endswith("rename that file, or start Python in another folder")


def test_a_folder_of_data_is_not_in_the_way(tmp_path):
    (tmp_path / "output").mkdir()
    assert run(tmp_path).returncode == 0


def test_importing_loads_nothing_heavy(tmp_path):
    heavy = ("spacy", "thinc", "rdflib", "pyvis", "pyoxigraph", "numpy", "rich", "typer")
    code = f"import kg\nprint([name for name in {heavy} if name in sys.modules])"
    assert run(tmp_path, code).stdout == "[]\n"


def test_another_import_error_is_passed_on(tmp_path):
    code = "sys.modules['networkx'] = None\nimport kg"
    assert "import of networkx halted" in run(tmp_path, code).stderr.splitlines()[-1]


def test_the_facade_is_complete_and_sorted(tmp_path):
    code = "import kg\nassert kg.__all__ == sorted(kg.__all__)\nprint(callable(kg.build))"
    code += "\nimport kg.build\nprint(all(map(kg.__dict__.get, kg.__all__)), callable(kg.build))"
    assert run(tmp_path, code).stdout == "True\nTrue True\n"
