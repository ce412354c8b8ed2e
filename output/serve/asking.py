"""Ask the workers on behalf of a client, and put what they say into the words of HTTP."""

import asyncio
import json
from collections.abc import Coroutine, Mapping
from typing import Any, Final

from starlette.requests import Request

from output.serve.media import GRAPHS, RESULTS_JSON, SOLUTIONS, Graph, Results
from output.serve.problems import RequestError
from output.serve.workers.frames import Question, Status
from output.serve.workers.pool import Answer, Pool, PoolError

_STATUSES: Final[dict[Status, int]] = {
    "refused": 403,
    "mistake": 400,
    "unacceptable": 406,
    "too_large": 422,
    "failed": 500,
}
CLIENT_GONE: Final = 499
"""Status in the access log of a request whose client left; it is never sent."""


async def ask(
    pool: Pool,
    query: str,
    *,
    solutions: str | None = RESULTS_JSON,
    graph: str | None = None,
    bindings: Mapping[str, str] | None = None,
    request: Request | None = None,
) -> Answer:
    """Return the answer to a query.

    Args:
        pool: the workers.
        query: SPARQL 1.1.
        solutions: media type for SELECT and ASK, if the client takes any.
        graph: media type for CONSTRUCT and DESCRIBE, if the client takes any.
        bindings: IRIs that variables stand for; a SELECT has to name these variables.
        request: whose client may leave meanwhile, which ends the query.

    Raises:
        RequestError: if there is no answer.
    """
    question = Question(
        query=query, solutions=solutions, graph=graph, bindings=dict(bindings or {})
    )
    try:
        if request is None:
            answer = await pool.ask(question)
        else:
            answer = await _while_connected(request, pool.ask(question))
    except PoolError as error:
        after = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
        raise RequestError(503, str(error), after) from None
    status, message = answer.verdict["status"], answer.verdict["message"]
    if status == "ok":
        return answer
    if status == "unacceptable":
        message = _offers(SOLUTIONS if message == "solutions" else GRAPHS)
    raise RequestError(_STATUSES[status], message)


async def rows(pool: Pool, query: str, **bindings: str) -> list[dict[str, str]]:
    """Return the rows of a SELECT, each value as its text."""
    answer = await ask(pool, query, bindings=bindings)
    parsed: dict[str, Any] = json.loads(answer.body)
    return [
        {name: cell["value"] for name, cell in binding.items()}
        for binding in parsed["results"]["bindings"]
    ]


def _offers(formats: Mapping[str, Results] | Mapping[str, Graph]) -> str:
    return f"the answer comes in none of the accepted types; accept one of {', '.join(formats)}"


async def _while_connected(request: Request, asking: Coroutine[object, object, Answer]) -> Answer:
    task = asyncio.create_task(asking)
    leaving = asyncio.create_task(_disconnected(request))
    try:
        await asyncio.wait({task, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise RequestError(CLIENT_GONE, "the client left")
        return task.result()
    finally:
        task.cancel()
        leaving.cancel()
        await asyncio.gather(task, leaving, return_exceptions=True)


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
