"""Name what can go wrong between a client and a server.

ClientError
├── ServerUnreachable   nobody answers at that address
├── ServerRefused       an answer that is not a success; carries the problem's words and its status
└── BadAnswer           an answer that is not JSON, or not of the shape that was asked for
"""

from __future__ import annotations

from dataclasses import dataclass


class ClientError(Exception):
    """The root of the tree. `hint` says what to try, or is empty."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ServerUnreachable(ClientError):
    """Nobody answers at that address."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """Where a question in the filter language is wrong: `length` characters of `text` from `position`, from 0."""

    text: str
    position: int
    length: int
    expected: tuple[str, ...]
    did_you_mean: str | None


class ServerRefused(ClientError):
    """The server answered, and the answer is no. `mistake` says where, if it was a question that was wrong."""

    def __init__(
        self,
        message: str,
        *,
        status: int,
        field: str | None = None,
        request_id: str | None = None,
        mistake: Mistake | None = None,
    ) -> None:
        super().__init__(message)
        self.mistake = mistake
        self.status = status
        self.field = field
        self.request_id = request_id


class BadAnswer(ClientError):
    """The answer is not what this client understands: another program, or another version, listens there."""
