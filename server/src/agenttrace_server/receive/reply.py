"""Answer in the sender's own format: an OTLP response, or an OTLP Status that says what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

import orjson

from agenttrace_server.errors import (
    AgentTraceError,
    BadPayload,
    NotFound,
    Overloaded,
    PayloadTooLarge,
    UnsupportedMedia,
)
from agenttrace_server.receive.asgi import Send, TooSlow
from agenttrace_server.receive.guard import JSON, PROTOBUF, Busy


class WrongMethod(AgentTraceError):
    """The path is right and the method is not."""


REFUSALS: tuple[tuple[type[AgentTraceError], int, int], ...] = (
    (BadPayload, 400, 3),
    (NotFound, 404, 5),
    (WrongMethod, 405, 12),
    (TooSlow, 408, 4),
    (PayloadTooLarge, 413, 3),
    (UnsupportedMedia, 415, 3),
    (Busy, 429, 8),
    (Overloaded, 503, 14),
)
"""HTTP status and google.rpc code of each refusal; the first that fits."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP response."""

    status: int
    media_type: str
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()


def accepted(media_type: str) -> Reply:
    """The whole request was kept: an empty response message of its signal, which all three write alike."""
    return Reply(200, media_type, b"{}" if media_type == JSON else b"")


def healthy() -> Reply:
    """The receiver answers."""
    return Reply(200, JSON, b'{"status":"ok"}')


def refused(error: AgentTraceError, media_type: str | None) -> Reply:
    """Say why nothing of the request was kept, as protobuf only to those who sent protobuf."""
    status, code = next((http, rpc) for kind, http, rpc in REFUSALS if isinstance(error, kind))
    message = f"{error.field}: {error.message}" if error.field else error.message
    headers = _headers_of(error)
    if media_type == PROTOBUF:
        return Reply(status, PROTOBUF, _protobuf_status(code, message), headers)
    return Reply(status, JSON, orjson.dumps({"code": code, "message": message}), headers)


async def send(reply: Reply, transmit: Send, *, close: bool = False) -> None:
    """Write the response; `close` asks the server to hang up after it."""
    headers = [
        (b"content-type", reply.media_type.encode()),
        (b"content-length", str(len(reply.body)).encode()),
        *reply.headers,
    ]
    if close:
        headers.append((b"connection", b"close"))
    await transmit({"type": "http.response.start", "status": reply.status, "headers": headers})
    await transmit({"type": "http.response.body", "body": reply.body})


def _headers_of(error: AgentTraceError) -> tuple[tuple[bytes, bytes], ...]:
    if isinstance(error, Overloaded):
        return ((b"retry-after", str(error.retry_after_s).encode()),)
    if isinstance(error, WrongMethod):
        return ((b"allow", b"POST"),)
    return ()


def _protobuf_status(code: int, message: str) -> bytes:
    """google.rpc.Status by hand: `code` is field 1, `message` field 2."""
    text = message.encode("utf-8", "replace")
    return b"\x08" + _varint(code) + b"\x12" + _varint(len(text)) + text


def _varint(number: int) -> bytes:
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)
    return bytes(written)
