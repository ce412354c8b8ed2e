"""An HTTP client that waits, tries again, keeps what came and gives no key away."""

import os
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import httpx
from hishel import SqliteStorage
from hishel.httpx import CacheTransport
from httpx_retries import Retry, RetryTransport

from extractors.fetch.service import Service
from schemas import InputError

_TRIES: Final = 5
_LONGEST_WAIT: Final = 120.0  # seconds; a service that asks for more is asked another day
_KEPT: Final = 30 * 24 * 3600.0  # seconds for which an answer is used again
_PASSING: Final = (429, 500, 502, 503, 504)
_LONGEST_QUOTE: Final = 200
_AGAIN: Final = "run the same command again: what came so far is kept"


class Client:
    """Asks one service; answers are kept on disk, so that a fetch that broke off goes on.

    Use it as a context manager.

    Raises:
        InputError: if `cache` cannot hold the answers.
    """

    def __init__(self, service: Service, *, cache: Path, address: str | None = None) -> None:
        self._service = service
        self._key = os.environ.get(service.key, "") if service.key else ""
        retry = Retry(
            total=_TRIES,
            backoff_factor=1,
            backoff_jitter=0.5,
            status_forcelist=_PASSING,
            max_backoff_wait=_LONGEST_WAIT,
            retry_on_exceptions=(
                httpx.TimeoutException,
                httpx.NetworkError,
                httpx.RemoteProtocolError,
                httpx.DecodingError,
            ),
        )
        careful = RetryTransport(_Careful(service, self._key), retry=retry)
        storage = SqliteStorage(database_path=_checked(cache), default_ttl=_KEPT)
        self._http = httpx.Client(
            base_url=address or service.address,
            transport=CacheTransport(careful, storage=storage),
            headers={"User-Agent": f"citekg/{_version()}"},
            timeout=60,
        )

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def get(self, path: str, parameters: Mapping[str, str | list[str]]) -> object:
        """Return the document that the service answers, None if it knows none of the works.

        Raises:
            InputError: if the service cannot be reached or does not answer the question.
        """
        try:
            response = self._http.get(path, params=dict(parameters))
        except httpx.HTTPError as error:
            problem = f"does not answer ({type(error).__name__}: {error}); {_AGAIN}"
            raise InputError(self._service.name, problem) from error
        if response.status_code == 200:
            return self._service.parsed(response.content)
        nothing = self._service.none_known
        if nothing and response.status_code == 400 and nothing in response.text:
            return None
        raise InputError(self._service.name, self._refusal(response))

    def _refusal(self, response: httpx.Response) -> str:
        key, status = self._service.key, response.status_code
        if status in (400, 404):
            said = " ".join(response.text.split())[:_LONGEST_QUOTE]
            return f"refuses the question (status {status}): {said}"
        if status in (401, 403):
            wanted = f"refuses the key in {key}" if self._key else f"wants a key; set {key}"
            return f"{wanted} (status {status})"
        hint = f"; a key in {key} allows more" if status == 429 and key and not self._key else ""
        return f"fails with status {status}{hint}; {_AGAIN}"


def _checked(folder: Path) -> Path:
    """Return the file for answers in a folder, if it can hold them."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "answers.db"
    try:
        with closing(sqlite3.connect(file)) as database:
            database.execute("PRAGMA schema_version")
    except sqlite3.Error as error:
        problem = f"cannot keep answers: {error}; remove it or name another cache"
        raise InputError(str(file), problem) from error
    return file


class _Careful(httpx.BaseTransport):
    """Sends not too often, with the key, and hands on whole bodies alone."""

    def __init__(self, service: Service, key: str) -> None:
        self._service = service
        self._key = key
        self._inner = httpx.HTTPTransport()
        self._next = 0.0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        time.sleep(max(0.0, self._next - time.monotonic()))
        self._next = time.monotonic() + self._service.interval
        answer = self._inner.handle_request(self._service.prepared(request, self._key))
        body = b"".join(answer.iter_raw())
        answer.close()
        response = httpx.Response(
            answer.status_code, headers=answer.headers, stream=httpx.ByteStream(body)
        )
        if answer.status_code == 200:
            self._check_whole(response.read())
        elif answer.status_code in _PASSING:
            self._check_wait(answer.headers.get("Retry-After", ""))
        return response

    def _check_whole(self, body: bytes) -> None:
        """Raise an error that is tried again unless the body is a whole document."""
        try:
            self._service.parsed(body)
        except (ValueError, SyntaxError, RecursionError) as error:
            raise httpx.RemoteProtocolError("the answer is no whole document") from error

    def _check_wait(self, wait: str) -> None:
        if wait.isdecimal() and int(wait) > _LONGEST_WAIT:
            problem = f"asks to wait {wait} seconds; then {_AGAIN}"
            raise InputError(self._service.name, problem)

    def close(self) -> None:
        self._inner.close()


def _version() -> str:
    try:
        return version("citekg")
    except PackageNotFoundError:
        return "0"
