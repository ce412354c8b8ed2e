"""The scripts of the page: linted as the one script that a browser reads, and laid out."""

import json
import subprocess
import sys
from pathlib import Path

from output.html.document import joined_scripts

ROOT = Path(__file__).parents[1]
BIOME = Path(sys.executable).with_name("biome")
RULES = {
    "recommended": True,
    "correctness": {"noUndeclaredVariables": "error", "noUnusedVariables": "error"},
    "suspicious": {"noRedeclare": "error"},
}


def biome(*arguments: str, cwd: Path) -> str:
    done = subprocess.run([BIOME, *arguments], cwd=cwd, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def lint(script: str, folder: Path) -> str:
    config = {"linter": {"rules": RULES}, "files": {"maxSize": 10_000_000}}
    (folder / "biome.json").write_text(json.dumps(config))
    (folder / "page.js").write_text(script, encoding="utf-8")
    return biome("lint", "page.js", cwd=folder)


def test_the_page_has_no_name_that_is_unknown_unused_or_taken_twice(tmp_path: Path) -> None:
    assert lint(joined_scripts(), tmp_path) == ""


def test_the_lint_would_see_them(tmp_path: Path) -> None:
    said = lint("const a = b;\nfunction c() {}\nfunction c() {}\n", tmp_path)
    for rule in ("noUndeclaredVariables", "noUnusedVariables", "noRedeclare"):
        assert rule in said


def test_scripts_are_laid_out() -> None:
    assert biome("ci", "--max-diagnostics=5", "output/templates", cwd=ROOT) == ""


def test_no_script_is_long_and_each_says_what_it_is() -> None:
    for path in (ROOT / "output" / "templates").rglob("*.js"):
        lines = path.read_text("utf-8").splitlines()
        assert lines[0].startswith("// "), path
        assert len(lines) <= 300, path


def test_scripts_write_text_only() -> None:
    script = joined_scripts()
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert way not in script
