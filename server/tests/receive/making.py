"""A receiver that is called in process, a journal in memory, and small OTLP requests."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import httpx

from agenttrace_server.config import Settings
from agenttrace_server.errors import Overloaded
from agenttrace_server.journal.protocol import Entry, JournalStats, RawRecord
from agenttrace_server.receive.otlp_http import OtlpHttp
from agenttrace_server.telemetry import Metrics

JSON = "application/json"
PROTOBUF = "application/x-protobuf"
TRACE_ID = "5b8efff798038103d269b633813fc60c"


class MemoryJournal:
    """Keeps records in a list; offsets are places in it."""

    def __init__(self) -> None:
        self.records: list[RawRecord] = []
        self.is_full = False

    async def append(self, record: RawRecord) -> int:
        if self.is_full:
            raise Overloaded("the disk is full", retry_after_s=5)
        self.records.append(record)
        return len(self.records) - 1

    def read(self, offset: int, max_bytes: int) -> Sequence[Entry]:
        return [Entry(at, at + 1, record) for at, record in enumerate(self.records)][offset:]

    def wait(self, offset: int, timeout_s: float) -> bool:
        return len(self.records) > offset

    def received_ns(self, offset: int) -> int | None:
        return None

    def commit(self, offset: int) -> None:
        return

    def stats(self) -> JournalStats:
        return JournalStats(0, len(self.records), 0, 1)

    def close(self) -> None:
        return


class Receiver:
    """The application with its journal and metrics at hand; requests go through ASGI without a socket."""

    def __init__(self, clock_s: Callable[[], float] | None = None, **settings: Any) -> None:
        self.journal = MemoryJournal()
        self.metrics = Metrics()
        self.waiting_bytes = 0
        """What the pipeline has not applied yet."""
        options = {} if clock_s is None else {"monotonic_s": clock_s}
        self.app = OtlpHttp(
            self.journal,
            Settings(**settings),
            self.metrics,
            lambda: self.waiting_bytes,
            clock_ns=lambda: 42,
            **options,
        )

    def close(self) -> None:
        self.app.close()

    def post(
        self,
        content: bytes | AsyncIterator[bytes],
        path: str = "/v1/traces",
        content_type: str = JSON,
        **headers: str,
    ) -> httpx.Response:
        return self.request("POST", path, content, {"content-type": content_type, **_dashed(headers)})

    def request(
        self,
        method: str,
        path: str,
        content: bytes | AsyncIterator[bytes] = b"",
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://receiver") as client:
                return await client.request(method, path, content=content, headers=headers)

        return asyncio.run(send())

    def metric(self, name: str, **labels: str) -> float:
        return self.metrics.registry.get_sample_value(name, labels) or 0.0


def span(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "traceId": TRACE_ID,
        "spanId": f"{number:016x}",
        "name": "step",
        "startTimeUnixNano": "1",
        "endTimeUnixNano": "2",
        **fields,
    }


def request(*spans: dict[str, Any]) -> bytes:
    return json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": list(spans)}]}]}).encode()


def _dashed(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
