"""Send imported spans to a server's OTLP endpoint in batches, and wait where it says that it is busy."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import urllib3
from urllib3.exceptions import HTTPError

from agenttrace.client import ServerRefused, ServerUnreachable
from agenttrace.model import semconv
from agenttrace_server.imports.lines import object_of
from agenttrace_server.imports.span import ImportedSpan, resource_spans
from agenttrace_server.imports.tally import Tally

BATCH_SPANS = 500
BATCH_BYTES = 4 * 1024 * 1024
_TIMEOUT_S = 60.0
_TRIES = 8
_LONGEST_WAIT_S = 15.0
_BUSY = (429, 502, 503, 504)


@dataclass
class Sender:
    """One server's OTLP endpoint. Not for several threads."""

    endpoint: str
    project: str | None = None
    api_key: str | None = None
    _pool: urllib3.PoolManager = field(default_factory=urllib3.PoolManager, repr=False)
    _waiting: list[ImportedSpan] = field(default_factory=list, repr=False)
    _waiting_bytes: int = 0

    def send(self, spans: Iterable[ImportedSpan], tally: Tally) -> None:
        """Send spans, batch by batch; every one has been acknowledged on return.

        Raises: ServerUnreachable, ServerRefused.
        """
        for span in spans:
            self._waiting.append(span)
            self._waiting_bytes += sum(len(value) for value in span.attributes.values() if isinstance(value, str))
            if len(self._waiting) >= BATCH_SPANS or self._waiting_bytes >= BATCH_BYTES:
                self._flush(tally)
        self._flush(tally)

    def post(self, request: dict[str, Any]) -> None:
        """Send one ExportTraceServiceRequest in OTLP's JSON. Raises: ServerUnreachable, ServerRefused."""
        body = orjson.dumps(request, option=orjson.OPT_NON_STR_KEYS)
        for number in range(1, _TRIES + 1):
            answer = self._once(body)
            if answer.status in _BUSY and number < _TRIES:
                time.sleep(_wait_s(answer, number))
                continue
            if answer.status >= 400:
                raise _refusal(answer)
            return

    def forget(self) -> None:
        """Drop what was not sent: whoever gave it still has it."""
        self._waiting, self._waiting_bytes = [], 0

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.clear()

    def _flush(self, tally: Tally) -> None:
        batch, self._waiting, self._waiting_bytes = self._waiting, [], 0
        if batch:
            self.post(resource_spans(batch))
            for span in batch:
                tally.sent(span)

    def _once(self, body: bytes) -> urllib3.BaseHTTPResponse:
        headers = {"content-type": "application/json", "user-agent": "agenttrace-import"}
        if self.project:
            headers[semconv.PROJECT_HEADER] = self.project
        if self.api_key:
            headers[semconv.API_KEY_HEADER] = f"Bearer {self.api_key}"
        url = f"{self.endpoint.rstrip('/')}/v1/traces"
        try:
            return self._pool.request("POST", url, body=body, headers=headers, retries=False, timeout=_TIMEOUT_S)
        except HTTPError as error:
            raise ServerUnreachable(
                f"no agenttrace server takes spans at {self.endpoint} ({type(error).__name__})",
                hint="start one with: agenttrace up",
            ) from error


def post_or_note(sender: Sender, request: dict[str, Any], file: Path, line: int, tally: Tally) -> bool:
    """Send a request that is not of our making; a refusal is a problem of its file and line. Return whether it went."""
    try:
        sender.post(request)
    except ServerRefused as error:
        tally.problem(file, line, f"the server refused it: {error.message}")
        return False
    return True


def _wait_s(answer: urllib3.BaseHTTPResponse, number: int) -> float:
    asked = answer.headers.get("retry-after", "")
    seconds = float(asked) if asked.isdigit() else 0.1 * 2**number
    return min(max(seconds, 0.1), _LONGEST_WAIT_S)


def _refusal(answer: urllib3.BaseHTTPResponse) -> ServerRefused:
    told = (object_of(answer.data) or {}).get("message")
    words = told if isinstance(told, str) else f"the server answered {answer.status}"
    return ServerRefused(words, status=answer.status)
