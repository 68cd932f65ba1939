"""HTTP on one connection: read a request, ask the responder, write what it decided, broken where the script says so."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

from agenttrace.testing.llm_server.ledger import Ledger
from agenttrace.testing.llm_server.protocols import failures
from agenttrace.testing.llm_server.protocols.answer import Event, to_json
from agenttrace.testing.llm_server.request import RecordedRequest
from agenttrace.testing.llm_server.respond import Outcome, Responder, Streamed, Whole
from agenttrace.testing.llm_server.routes import ENDPOINTS, provider_of
from agenttrace.testing.llm_server.scenario.values import Failure, Interrupt, Timeout
from agenttrace.testing.llm_server.wire.listener import Listener

MAX_BODY_BYTES = 64 * 1024 * 1024
_LINGER_OFF = struct.pack("ii", 1, 0)


class Cut(ConnectionError):
    """The script ends this connection here."""


def handler_for(play: Callable[[], tuple[Ledger, Responder]]) -> type[BaseHTTPRequestHandler]:
    """Return a handler class that asks `play` for the scenario that is on now."""

    class ScriptedHandler(_Handler):
        def now(self) -> tuple[Ledger, Responder]:
            return play()

    return ScriptedHandler


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "agenttrace-scripted-llm"
    sys_version = ""
    server: Listener
    connection: socket.socket

    def now(self) -> tuple[Ledger, Responder]:
        raise TypeError("a handler is made by handler_for, which tells it what is played")

    def log_message(self, *args: object) -> None:
        """Stay silent: requests are recorded, not logged."""

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Serve every method alike (`http.server` asks for `do_GET`, `do_POST`): the responder refuses wrong ones."""
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def _serve(self) -> None:
        ledger, responder = self.now()
        body, unreadable = self._read_body()
        path = urlsplit(self.path).path
        headers = {name.lower(): value for name, value in self.headers.items()}
        provider = provider_of(path, headers)
        request = RecordedRequest(
            ledger.next_number(), self.command, path, provider, ENDPOINTS.get(path), headers, body
        )
        ledger.arrived(request)
        self._send(responder.respond(request, unreadable), request)

    def _read_body(self) -> tuple[dict[str, Any], Failure | None]:
        length = self.headers.get("content-length", "0" if self.command == "GET" else "")
        if not length.isdecimal():
            self.close_connection = True
            return {}, Failure(411, message="content-length: required, and must be a number")
        if int(length) > MAX_BODY_BYTES:
            self.close_connection = True
            return {}, Failure(413, message=f"the body is larger than {MAX_BODY_BYTES} bytes")
        raw = self.rfile.read(int(length))
        if self.command != "POST":
            return {}, None
        try:
            body = json.loads(raw)
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            return {}, Failure(400, message="We could not parse the JSON body of your request: expected a JSON object.")
        return body, None

    def _send(self, outcome: Outcome, request: RecordedRequest) -> None:
        if isinstance(outcome, Whole):
            self._send_whole(outcome)
        elif isinstance(outcome, Streamed):
            self._send_stream(outcome, request)
        elif isinstance(outcome, Timeout):
            self._stall()
        else:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_OFF)
            self.connection.close()
            raise Cut("reset")

    def _send_whole(self, outcome: Whole) -> None:
        self._wait(outcome.delay_s)
        body = to_json(outcome.body).encode()
        self.send_response(outcome.status)
        self._send_headers(dict(outcome.headers) | {"content-length": str(len(body))}, "application/json")
        if self.command == "HEAD":
            return
        if outcome.interrupt is None:
            self.wfile.write(body)
            return
        self.wfile.write(body[: len(body) // 2])
        self._break(outcome.interrupt)

    def _send_stream(self, outcome: Streamed, request: RecordedRequest) -> None:
        reply = outcome.reply
        self._wait(reply.delay_s)
        self.send_response(200)
        headers = dict(outcome.headers) | {"transfer-encoding": "chunked", "cache-control": "no-cache"}
        self._send_headers(headers, "text/event-stream; charset=utf-8")
        for sent, event in enumerate(outcome.events):
            if reply.interrupt is not None and sent == reply.interrupt.after_events:
                if reply.interrupt.how != "error":
                    self._break(reply.interrupt)
                self._send_event(failures.as_event(Failure(529), request, sent))
                break
            if sent:
                self._wait(reply.chunk_delay_s)
            self._send_event(event)
        self.wfile.write(b"0\r\n\r\n")

    def _send_headers(self, headers: dict[str, str], content_type: str) -> None:
        for name, value in {"content-type": content_type, **headers}.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()

    def _send_event(self, event: Event) -> None:
        data = event.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def _break(self, interrupt: Interrupt) -> None:
        if interrupt.how == "stall":
            self._stall()
        raise Cut("the script cuts the answer here")

    def _stall(self) -> None:
        self.server.wait(self.connection, None)
        raise Cut("nobody waits any more")

    def _wait(self, seconds: float) -> None:
        if seconds and not self.server.wait(self.connection, seconds):
            raise Cut("nobody waits any more")
