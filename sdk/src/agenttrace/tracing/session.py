"""Group the traces of one conversation or run: `with session("support-chat", user="u1"):`."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from types import TracebackType

from agenttrace.tracing.ambient.attachment import Attachment
from agenttrace.tracing.ambient.keys import Session, ambient_of, with_session
from agenttrace.tracing.guard import never_break_the_agent
from agenttrace.tracing.provider.runtime import runtime
from agenttrace.tracing.values import json_text

_OPENING = never_break_the_agent("opening a session")
_CLOSING = never_break_the_agent("closing a session")
_SESSION_ID_BYTES = 16


class SessionBlock:
    """A session to open with `with` or `async with`; gives its `Session`. Every span started inside belongs to it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._attached: Attachment | None = None

    def __enter__(self) -> Session:
        with _OPENING:
            self._attached = Attachment(with_session(self.session))
        return self.session

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with _CLOSING:
            attached, self._attached = self._attached, None
            if attached is not None:
                attached.detach()

    async def __aenter__(self) -> Session:
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.__exit__(kind, error, trace)


def session(
    name: str | None = None,
    *,
    id: str | None = None,  # noqa: A002 - the public word
    user: str | None = None,
    metadata: Mapping[str, object] | None = None,
    tags: Sequence[str] = (),
) -> SessionBlock:
    """Return a session to open. Give the `id` of an earlier one to continue it; without it a new one begins."""
    return SessionBlock(
        Session(
            id=id or new_session_id(),
            name=name,
            user=user,
            metadata=json_text(dict(metadata)) if metadata else None,
            tags=tuple(tags),
        )
    )


def current_session() -> Session | None:
    """Return the session that a span started now would belong to, or None."""
    ambient = ambient_of(None)
    if ambient is not None and ambient.session is not None:
        return ambient.session
    return runtime.inheritance.default_session


def new_session_id() -> str:
    """Return 32 random hexadecimal digits."""
    return os.urandom(_SESSION_ID_BYTES).hex()
