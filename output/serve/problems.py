"""What goes wrong with a request: a status, and one line that says what to do."""

from collections.abc import Mapping

from schemas import CitekgError


class RequestError(CitekgError):
    """A request that is answered by a status of HTTP and a line of text.

    >>> problem = RequestError(406, "send Accept: text/turtle")
    >>> problem.status, str(problem)
    (406, 'send Accept: text/turtle')
    """

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        self.status = status
        self.headers = dict(headers or {})
        super().__init__(message)
