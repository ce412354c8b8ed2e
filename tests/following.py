"""Do what a page of the docs tells its reader to do."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(
    r'^```(?P<kind>\w+)(?: title="(?P<file>[^"]+)")?\n(?P<text>.*?)^```', re.M | re.S
)


def environment(folder: Path) -> dict[str, str]:
    """Return an environment in which what is installed into `folder` is found."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    places = f"{folder / 'site'}{os.pathsep}{ROOT}"
    return {**os.environ, "PATH": path, "PYTHONPATH": places, "PYTHONUNBUFFERED": "1"}


def arguments(command: str, folder: Path) -> list[str]:
    """Return a command as it runs here: in this environment, without a network."""
    program, *given = shlex.split(command)
    if program == "pip":
        offline = ["--no-index", "--no-deps", "--no-build-isolation", "--quiet"]
        target = ["--upgrade", "--target", str(folder / "site")]
        return [sys.executable, "-m", "pip", *given, *offline, *target]
    if program == "citekg":
        return [sys.executable, "-m", "kg", *given]
    return [sys.executable if program == "python" else program, *given]


def run(command: str, folder: Path) -> str:
    """Return what a command prints on either stream."""
    done = subprocess.run(
        arguments(command, folder),
        cwd=folder,
        env=environment(folder),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return "" if command.startswith("pip") and not done.returncode else done.stdout


def follow(section: str, folder: Path) -> int:
    """Write the files of a section and run its commands; return how many there were."""
    count = 0
    for block in BLOCK.finditer(section):
        kind, file, text = block["kind"], block["file"], block["text"]
        if file:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, "utf-8")
        elif kind == "console":
            for shown in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                command, _, expected = shown.partition("\n")
                assert run(command, folder) == expected, command
                count += 1
        elif kind == "pycon":
            (folder / "session.txt").write_text(text, "utf-8")
            assert run("python -m doctest session.txt", folder) == ""
            count += 1
    return count
