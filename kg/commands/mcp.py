"""The command `citekg mcp`."""

from kg.diagnosis import own_version
from kg.options import Folder


def mcp(folder: Folder) -> None:
    """Answer an assistant's questions about the graph (MCP, on standard input and output)."""
    import kg
    from kg.assistant import INSTRUCTIONS, tools
    from output.assistants import serve

    serve(tools(kg.load(folder)), version=own_version(), instructions=INSTRUCTIONS)
