"""Processes of our own modules, that find what this process finds."""

import os
import sys
from contextlib import suppress


def command(module: str, *arguments: str) -> list[str]:
    """Return the command line that runs a module, whatever lies in the current folder."""
    return [sys.executable, "-P", "-m", module, *arguments]


def environment() -> dict[str, str]:
    """Return the environment in which such a command imports from where we import."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def put_back(process: int) -> None:
    """Let a process run when others have nothing to do, where the system can do that."""
    if sys.platform != "win32":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process, 19)
