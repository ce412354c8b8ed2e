"""Tools for assistants over the Model Context Protocol, on standard input and output.

Whoever has something to ask gives a list of `Tool`; this module speaks the protocol. It needs the
extra `mcp`, which it imports when a server is made.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias

from schemas import CitekgError, MissingExtraError

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server
    from mcp.types import CallToolResult
    from mcp.types import Tool as Described
    from pydantic import BaseModel

__all__ = ["Argument", "Reply", "Tool", "make_server", "serve"]

Schema: TypeAlias = dict[str, Any]

REQUIRED: Final = object()
"""Default of an argument that must be given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """What a tool may be given: `type` is any that JSON can carry, `most` and `least` bound it."""

    type: Any
    description: str
    default: object = REQUIRED
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer as text to read and as plain JSON values that fit the tool's `answer`."""

    text: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A question that changes nothing: `ask` takes the arguments, `answer` is a dataclass."""

    name: str
    title: str
    description: str
    arguments: Mapping[str, Argument]
    answer: Any
    ask: Callable[..., Reply]


def serve(tools: Iterable[Tool], *, version: str, instructions: str) -> None:
    """Answer one client on standard input and output until it leaves.

    Raises:
        MissingExtraError: if the libraries of the extra `mcp` are missing.
    """
    server = make_server(tools, version=version, instructions=instructions)
    import anyio
    from mcp import stdio_server

    async def run() -> None:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    anyio.run(run)


def make_server(
    tools: Iterable[Tool], *, version: str = "", instructions: str = ""
) -> "Server[dict[str, Any]]":
    """Return a server that offers tools; it asks one question at a time, beside its event loop.

    Raises:
        MissingExtraError: if the libraries of the extra `mcp` are missing.
    """
    if find_spec("mcp") is None:
        raise MissingExtraError("mcp", "mcp")
    import anyio.to_thread
    from mcp.server.lowlevel import Server
    from mcp.types import CallToolRequestParams, CallToolResult, ListToolsResult

    offered = {tool.name: (tool, _arguments(tool)) for tool in tools}
    described = [_describe(tool, model) for tool, model in offered.values()]
    one_at_a_time = anyio.CapacityLimiter(1)

    async def list_tools(_context: object, _params: object) -> ListToolsResult:
        return ListToolsResult(tools=described)

    async def call_tool(_context: object, params: CallToolRequestParams) -> CallToolResult:
        if params.name not in offered:
            return _problem(f"no tool is named '{params.name}'; there are: {', '.join(offered)}")
        tool, model = offered[params.name]
        given = dict(params.arguments or {})
        return await anyio.to_thread.run_sync(_call, tool, model, given, limiter=one_at_a_time)

    return Server(
        "citekg",
        title="citekg",
        version=version,
        instructions=instructions,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _call(tool: Tool, model: "type[BaseModel]", given: dict[str, Any]) -> "CallToolResult":
    from mcp.types import CallToolResult, TextContent
    from pydantic import ValidationError

    try:
        values = model.model_validate(_unwrapped(tool, given))
        reply = tool.ask(**{name: getattr(values, name) for name in tool.arguments})
    except ValidationError as error:
        return _problem("; ".join(_fault(tool, fault) for fault in error.errors()))
    except CitekgError as error:
        return _problem(str(error))
    return CallToolResult(
        content=[TextContent(type="text", text=reply.text)], structured_content=dict(reply.data)
    )


def _problem(message: str) -> "CallToolResult":
    from mcp.types import CallToolResult, TextContent

    return CallToolResult(content=[TextContent(type="text", text=message)], is_error=True)


def _fault(tool: Tool, fault: Any) -> str:
    name = ".".join(map(str, fault["loc"]))
    if fault["type"] == "extra_forbidden":
        return f"{tool.name} has no argument '{name}'; it takes: {', '.join(tool.arguments)}"
    if fault["type"] == "missing":
        return f"{tool.name} needs the argument '{name}': {tool.arguments[name].description}"
    return f"{name}: {fault['msg']}, not {fault['input']!r}"


def _unwrapped(tool: Tool, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments without null, and with lists that came as text made lists.

    Some clients write a list as JSON inside a string, or give its only member bare.
    """
    values = {name: value for name, value in given.items() if value is not None}
    for name, value in values.items():
        if isinstance(value, str) and name in tool.arguments and _is_list(tool.arguments[name]):
            values[name] = _listed(value)
    return values


def _is_list(argument: Argument) -> bool:
    return "list[" in str(argument.type)


def _listed(text: str) -> list[Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return [text]
    return found if isinstance(found, list) else [text]


def _arguments(tool: Tool) -> "type[BaseModel]":
    from pydantic import ConfigDict, Field, create_model

    fields: dict[str, Any] = {
        name: (
            Annotated[
                argument.type,
                Field(description=argument.description, ge=argument.least, le=argument.most),
            ],
            ... if argument.default is REQUIRED else argument.default,
        )
        for name, argument in tool.arguments.items()
    }
    model: type[BaseModel] = create_model(
        tool.name, __config__=ConfigDict(extra="forbid"), **fields
    )
    return model


def _describe(tool: Tool, model: "type[BaseModel]") -> "Described":
    from mcp.types import Tool as Described
    from mcp.types import ToolAnnotations
    from pydantic import TypeAdapter

    return Described(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=_terse(model.model_json_schema()),
        output_schema=_terse(TypeAdapter(tool.answer).json_schema()),
        annotations=ToolAnnotations(
            title=tool.title,
            read_only_hint=True,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=False,
        ),
    )


def _terse(schema: Any) -> Any:
    """Return a schema without generated titles, and with the first paragraph of descriptions."""
    if isinstance(schema, list):
        return [_terse(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {
        key: _terse(value)
        for key, value in schema.items()
        if not (key == "title" and isinstance(value, str))
    }
    if isinstance(kept.get("description"), str):
        kept["description"] = " ".join(kept["description"].split("\n\n")[0].split())
    return kept
