"""What a server grants to each query and each client."""

from dataclasses import dataclass, fields

from schemas import CitekgError


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds that keep a server answering, whatever it is asked.

    Attributes:
        workers: processes that answer short queries, one at a time each, and as many again at
            most that are busy with long ones.
        queue: queries that may wait for a worker; more are refused.
        short: seconds after which a query is a long one.
        timeout: seconds that a query may take.
        wait: seconds that it may wait for a worker before.
        rows: rows, or triples, of an answer.
        answer_bytes: bytes of an answer.
        held_bytes: bytes of all answers that clients have not read yet.
        query_bytes: bytes of the body of a request.
        memory_bytes: memory of a worker on top of what the store takes, where the system can
            limit it.
        patience: seconds for a client to send a request, or to go on reading an answer.
        requests: requests at a time; more are refused, and connections from twice as many on.

    Raises:
        CitekgError: if one of them is not above 0.

    >>> Limits(timeout=0)
    Traceback (most recent call last):
    ...
    schemas.errors.CitekgError: limit 'timeout' is 0; give a number above 0
    """

    workers: int = 4
    queue: int = 64
    short: float = 0.5
    timeout: float = 10.0
    wait: float = 30.0
    rows: int = 100_000
    answer_bytes: int = 16 * 2**20
    held_bytes: int = 128 * 2**20
    query_bytes: int = 64 * 2**10
    memory_bytes: int = 2**30
    patience: float = 10.0
    requests: int = 256

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not value > 0:
                raise CitekgError(f"limit '{field.name}' is {value}; give a number above 0")
