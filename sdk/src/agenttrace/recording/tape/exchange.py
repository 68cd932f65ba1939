"""Hold one HTTP exchange as values, whatever library makes it and wherever its answer comes from."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class WireRequest:
    """What the program asks for. `body` is whole, also where the program streams it."""

    method: str
    url: str
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Failure:
    """An exception that took the place of an answer, or of the rest of one."""

    type: str
    """`module:QualName` of its class."""
    message: str


class Sink(Protocol):
    """What is told of an exchange while it happens. Nothing here raises, and after an ending all is ignored."""

    def head(self, status: int, headers: Headers) -> None:
        """The answer begins."""

    def chunk(self, data: bytes) -> None:
        """A piece of its body, as it came over the wire."""

    def end(self) -> None:
        """The body is whole."""

    def left(self) -> None:
        """The program has let go of the answer before its end: closed it, forgot it, or ended."""

    def fail(self, error: BaseException) -> None:
        """An exception came instead of the answer, or of its rest."""


class Served(Protocol):
    """An answer from the tape. `status` is None where the exchange failed before there was one."""

    status: int | None
    headers: Headers
    failure: Failure | None

    def wait(self) -> None:
        """Return when the answer may begin."""

    async def wait_async(self) -> None:
        """Return when the answer may begin."""

    def chunks(self) -> Iterator[bytes]:
        """Yield the body, each piece at its time."""

    def chunks_async(self) -> AsyncIterator[bytes]:
        """Yield the body, each piece at its time."""

    def done(self) -> None:
        """The program has let go of the answer, read or not."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What becomes of a request: where it is told of, and its answer if it is on the tape."""

    sink: Sink
    served: Served | None = None
    body: bytes | None = None
    """What to send instead of the program's own body; None: send that."""


class Interceptor(Protocol):
    """Stands between the program's HTTP libraries and the network."""

    def wants(self, url: str) -> bool:
        """Whether requests there are its business; the others are neither recorded nor replayed."""

    def begin(self, request: WireRequest) -> Turn:
        """Take a request. Raises: what ends a replay, and nothing while recording."""

    def uncovered(self, what: str, place: str) -> None:
        """Something goes out that cannot be recorded. Raises: what ends a replay, and nothing while recording."""
