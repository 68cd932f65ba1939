"""What happened so far: requests, what was answered to them, and the ones that nobody scripted."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from agenttrace.testing.llm_server.request import RecordedRequest
from agenttrace.testing.llm_server.scenario.values import TokenCounts


@dataclass(frozen=True, slots=True)
class Served:
    """One answer; `status` is None where none was sent (timeout, reset), the rest is None where no model spoke."""

    request: RecordedRequest
    status: int | None
    response_id: str | None = None
    model: str | None = None
    usage: TokenCounts | None = None


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A request that no rule wanted, and for each rule why."""

    request: RecordedRequest
    reason: str


class Ledger:
    """Append-only and safe to use from many threads; reading gives a snapshot."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = 0
        self._requests: dict[int, RecordedRequest] = {}
        self._answers: dict[int, Served] = {}
        self._unmatched: dict[int, Unmatched] = {}

    def next_number(self) -> int:
        """Return the number of the request that has just arrived, from 1."""
        with self._lock:
            self._numbers += 1
            return self._numbers

    def arrived(self, request: RecordedRequest) -> None:
        with self._lock:
            self._requests[request.number] = request

    def answered(self, served: Served) -> None:
        with self._lock:
            self._answers[served.request.number] = served

    def was_unmatched(self, unmatched: Unmatched) -> None:
        with self._lock:
            self._unmatched[unmatched.request.number] = unmatched

    @property
    def requests(self) -> tuple[RecordedRequest, ...]:
        with self._lock:
            return tuple(self._requests[number] for number in sorted(self._requests))

    @property
    def answers(self) -> tuple[Served, ...]:
        with self._lock:
            return tuple(self._answers[number] for number in sorted(self._answers))

    @property
    def unmatched(self) -> tuple[Unmatched, ...]:
        with self._lock:
            return tuple(self._unmatched[number] for number in sorted(self._unmatched))
