"""The questions of a graph as tools for assistants: `tools` gives them all."""

from kg.assistant.table import INSTRUCTIONS, tools

__all__ = ["INSTRUCTIONS", "tools"]
