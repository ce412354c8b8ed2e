"""Exports for other tools. Each says in its docstring what it leaves out; see docs/exports.md."""
