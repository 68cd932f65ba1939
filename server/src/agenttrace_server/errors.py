"""Name everything that can go wrong in the server.

AgentTraceError
├── BadPayload            what was sent is not what it claims to be        -> 400, the sender must change it
├── PayloadTooLarge       more bytes or nesting than the settings allow    -> 413
├── UnsupportedMedia      a content type or encoding nobody here reads     -> 415
├── Overloaded            the journal is full or the disk is; come back    -> 503 + Retry-After
├── BadQuestion           a filter, cursor or id that cannot be read       -> 400, names the field
│   └── BadQuery          a mistake in the filter language                 -> 400, says where and what would be right
├── NotFound              no such trace, span, session, project            -> 404
├── Busy                  a job that there is one of at a time is running   -> 409
├── UnsupportedByStore    the store that runs cannot answer this           -> 501, says what would
├── CorruptData           a file of ours fails its checksum                -> 500, an operator must act
├── BadSetting            a setting that cannot be used                    -> the server does not start
└── CannotImport          a file that cannot be imported                   -> the import stops, names file and line
"""

from __future__ import annotations


class AgentTraceError(Exception):
    """The root of the tree. `field` names the offending input where there is one."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class BadPayload(AgentTraceError):
    """What was sent is not what it claims to be. `field` is a path such as resourceSpans[0].scopeSpans[1]."""


class PayloadTooLarge(AgentTraceError):
    """More bytes, or deeper nesting, than the settings allow."""


class UnsupportedMedia(AgentTraceError):
    """A content type or content encoding that the server does not read."""


class Overloaded(AgentTraceError):
    """No room to keep what was sent. The sender should come back after `retry_after_s`."""

    def __init__(self, message: str, *, retry_after_s: int = 1) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class BadQuestion(AgentTraceError):
    """A filter, cursor, id or limit that cannot be read."""


class BadQuery(BadQuestion):
    """A mistake in the filter language: `length` characters from `position`, counted from 0 in code points."""

    def __init__(
        self,
        message: str,
        *,
        field: str,
        position: int,
        length: int,
        expected: tuple[str, ...] = (),
        did_you_mean: str | None = None,
    ) -> None:
        super().__init__(message, field=field)
        self.position = position
        self.length = length
        self.expected = expected
        self.did_you_mean = did_you_mean


class NotFound(AgentTraceError):
    """No such trace, span, session or project."""


class Busy(AgentTraceError):
    """There is one of these at a time, and one is running."""


class UnsupportedByStore(AgentTraceError):
    """The store that runs cannot answer this question."""


class CorruptData(AgentTraceError):
    """A file of ours fails its checksum or has a shape we never wrote."""


class BadSetting(AgentTraceError):
    """A setting that cannot be used. `field` is the environment variable or the option."""


class CannotImport(AgentTraceError):
    """A file or folder that cannot be imported. The message begins with the file, and the line where there is one."""
