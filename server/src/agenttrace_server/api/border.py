"""Stand before every route: request ids, protection from foreign pages, security headers."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agenttrace_server.api.problems import problem_response
from agenttrace_server.config import Settings

REQUEST_ID_HEADER = "x-request-id"
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
_GOOD_REQUEST_ID = re.compile(r"[A-Za-z0-9._\-]{1,128}")
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_NOTHING_RUNS_HERE = "default-src 'none'; frame-ancestors 'none'"


class Border:
    """ASGI middleware.

    A server bound to loopback answers only under loopback names, so that a page that points its own name at
    127.0.0.1 (DNS rebinding) reads nothing. A WebSocket from another origin is refused, because browsers do not
    apply CORS to it; so is a change (POST, PUT, DELETE), because a page may send some of them without being asked back.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._origins = frozenset(settings.cors_origins)
        is_loopback = settings.host in LOOPBACK_NAMES or settings.host.startswith("127.")
        self._hosts = _allowed(settings) if is_loopback else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = _request_id(headers.get(REQUEST_ID_HEADER))
        scope.setdefault("state", {})["request_id"] = request_id

        async def send_with_headers(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                _add_headers(MutableHeaders(scope=message), request_id)
            await send(message)

        refusal = self._refusal(scope, headers)
        if refusal is None and scope.get("method") == "HEAD":
            await _head(self._app, scope, send_with_headers)
            return
        if refusal is None:
            await self._app(scope, receive, send_with_headers)
            return
        status, detail, field = refusal
        await problem_response(request_id, status, detail, field=field)(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str, str] | None:
        host = headers.get("host", "")
        if self._hosts is not None and _name_in(host) not in self._hosts:
            return 421, f"this server does not answer as {host[:100]!r}; see AGENTTRACE_ALLOWED_HOSTS", "host"
        origin = headers.get("origin")
        is_change = scope.get("method", "GET") not in _SAFE_METHODS
        if is_change and origin is not None and not self._is_ours(origin, host):
            return 403, f"pages of {origin[:100]!r} may not change anything; see AGENTTRACE_CORS_ORIGINS", "origin"
        if scope["type"] == "websocket" and origin is not None and not self._is_ours(origin, host):
            return 403, f"pages of {origin[:100]!r} may not watch; see AGENTTRACE_CORS_ORIGINS", "origin"
        return None

    def _is_ours(self, origin: str, host: str) -> bool:
        return origin in self._origins or urlsplit(origin).netloc.lower() == host.lower()


async def _head(app: ASGIApp, scope: Scope, send: Send) -> None:
    """Ask what GET would answer, send its headers, and seem to hang up: a download or a stream is not made."""
    is_answered = asyncio.Event()

    async def hang_up() -> Message:
        await is_answered.wait()
        return {"type": "http.disconnect"}

    async def send_the_start(message: Message) -> None:
        if message["type"] == "http.response.start":
            await send(message)
            is_answered.set()

    # version 2.3 of ASGI is the one in which a streaming answer listens for the end of its reader
    asked = {**scope, "method": "GET", "asgi": {"version": "3.0", "spec_version": "2.3"}}
    await app(asked, hang_up, send_the_start)
    await send({"type": "http.response.body", "body": b""})


def _allowed(settings: Settings) -> frozenset[str]:
    origins = (_name_in(urlsplit(origin).netloc) for origin in settings.cors_origins)
    names: Iterable[str] = (settings.host, *settings.allowed_hosts, *origins)
    return LOOPBACK_NAMES | {name.lower() for name in names}


def _name_in(host: str) -> str:
    """Return the name in `name:port`, without the brackets of IPv6."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower().rstrip(".")


def _request_id(given: str | None) -> str:
    if given is not None and _GOOD_REQUEST_ID.fullmatch(given):
        return given
    return uuid.uuid4().hex


def _add_headers(headers: MutableHeaders, request_id: str) -> None:
    headers[REQUEST_ID_HEADER] = request_id
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("content-security-policy", _NOTHING_RUNS_HERE)
    headers.setdefault("cache-control", "no-store")
