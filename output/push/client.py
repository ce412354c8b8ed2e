"""HTTP to a store: it waits, tries again, and tells what is wrong without giving secrets away."""

import os
import re
from collections.abc import Generator
from typing import Final

import httpx
from httpx_retries import Retry, RetryTransport

from schemas import InputError

USER: Final = "CITEKG_STORE_USER"
PASSWORD: Final = "CITEKG_STORE_PASSWORD"
TOKEN: Final = "CITEKG_STORE_TOKEN"

_TRIES: Final = 5
_BACKOFF: Final = 0.5  # seconds before the second try; twice as long before each further one
_PASSING: Final = (429, 500, 502, 503, 504)
_PATIENCE: Final = 600.0  # seconds that a store may take for one batch
_LONGEST_QUOTE: Final = 200
_TAG: Final = re.compile(r"<[^<>]*>")


class Client:
    """Talks to one store; use it as a context manager.

    User and password (`CITEKG_STORE_USER`, `CITEKG_STORE_PASSWORD`) or a token
    (`CITEKG_STORE_TOKEN`) come from the environment. What is sent must do no harm if it is sent
    twice.
    """

    def __init__(self) -> None:
        self._secrets = [value for name in (PASSWORD, TOKEN) if (value := os.environ.get(name))]
        retry = Retry(
            total=_TRIES,
            allowed_methods=("GET", "POST", "PUT"),
            backoff_factor=_BACKOFF,
            backoff_jitter=0.5,
            status_forcelist=_PASSING,
            retry_on_exceptions=(
                httpx.TimeoutException,
                httpx.NetworkError,
                httpx.RemoteProtocolError,
            ),
        )
        self._http = httpx.Client(
            transport=RetryTransport(_Whole(), retry=retry),
            auth=_Credentials(),
            timeout=httpx.Timeout(_PATIENCE, connect=30),
            trust_env=False,
        )

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def send(
        self,
        method: str,
        url: str,
        content: bytes,
        content_type: str,
        *,
        parameters: dict[str, str] | None = None,
    ) -> bytes:
        """Return the body of the answer to a request that went well.

        Raises:
            InputError: if the store cannot be reached, or refuses.
        """
        address = httpx.URL(url).copy_merge_params(parameters or {})
        headers = {"Content-Type": content_type, "Accept": "application/sparql-results+json, */*"}
        try:
            response = self._http.request(method, address, content=content, headers=headers)
        except httpx.HTTPError as error:
            problem = self._hidden(f"{type(error).__name__}: {error}")
            raise InputError(url, f"does not answer ({problem}); is the store running?") from error
        if not response.is_success:
            raise InputError(url, self._refusal(response))
        return response.content

    def _refusal(self, response: httpx.Response) -> str:
        status = response.status_code
        if status in (401, 403):
            if os.environ.get(USER) or os.environ.get(TOKEN):
                named = TOKEN if os.environ.get(TOKEN) else f"{USER} and {PASSWORD}"
                return f"refuses what is in {named} (status {status})"
            return f"wants a user (status {status}); set {USER} and {PASSWORD}, or {TOKEN}"
        if response.is_redirect:
            place = self._hidden(response.headers.get("Location", "elsewhere"))
            return f"has moved (status {status}); give {place} as address if you trust it"
        html = "html" in response.headers.get("Content-Type", "")
        text = _TAG.sub(" ", response.text) if html else response.text
        said = self._hidden(" ".join(text.split()))[:_LONGEST_QUOTE]
        quote = f": {said}" if said else ""
        if status in (404, 405):
            return f"has no store at this address (status {status}){quote}; see docs/sparql.md"
        if status in _PASSING:
            return f"fails with status {status}{quote}; run the same command again later"
        return f"refuses what it is sent (status {status}){quote}"

    def _hidden(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


class _Whole(httpx.HTTPTransport):
    """Hands on whole bodies alone, so that one that breaks off is asked for again."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = super().handle_request(request)
        try:
            body = b"".join(answer.iter_raw())
        finally:
            answer.close()
        stream = httpx.ByteStream(body)
        return httpx.Response(answer.status_code, headers=answer.headers, stream=stream)


class _Credentials(httpx.Auth):
    """Names user and password only when asked, in the way asked for: Digest, else Basic."""

    def __init__(self) -> None:
        self._user, self._password = (os.environ.get(name, "") for name in (USER, PASSWORD))
        self._token = os.environ.get(TOKEN, "")
        self._way: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        if self._way is None:
            response = yield request
            if response.status_code not in (401, 403) or self._token or not self._user:
                return
            digest = "digest" in response.headers.get("WWW-Authenticate", "").lower()
            way = httpx.DigestAuth if digest else httpx.BasicAuth
            self._way = way(self._user, self._password)
        yield from self._way.auth_flow(request)
