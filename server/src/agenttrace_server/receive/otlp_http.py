"""Receive OTLP over HTTP: `POST /v1/traces`, `/v1/logs`, `/v1/metrics`, and `GET /health`."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from agenttrace_server.config import Settings
from agenttrace_server.errors import AgentTraceError, NotFound, Overloaded
from agenttrace_server.journal.protocol import Journal, RawRecord, Signal
from agenttrace_server.pipeline.decode import check
from agenttrace_server.receive import reply
from agenttrace_server.receive.asgi import Body, Message, Receive, Scope, Send, SenderGone, headers_of
from agenttrace_server.receive.decompress import decompress
from agenttrace_server.receive.gaps import GapTracker
from agenttrace_server.receive.guard import Behind, Budget, Busy, Bytes, Claims, Slots, claims_of, media_type_of
from agenttrace_server.receive.reply import Reply, WrongMethod
from agenttrace_server.telemetry import Metrics

_SIGNALS = {"/v1/traces": Signal.TRACES, "/v1/logs": Signal.LOGS, "/v1/metrics": Signal.METRICS}
_BODIES_IN_MEMORY = 4
"""How many bodies of the largest size may be held while they are being read."""
_CATCH_UP_S = 2
"""When to come back where too much waits: the pipeline takes tens of megabytes a second."""


@dataclass(frozen=True, slots=True)
class _Checked:
    """A body that may be acknowledged, and how many spans, log records or metrics it holds."""

    body: bytes
    count: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request that was not accepted: why, and when. Shown to whoever waits for a first span."""

    reason: str
    at_ns: int


def create_app(journal: Journal, settings: Settings, metrics: Metrics, waiting_bytes: Callable[[], int]) -> OtlpHttp:
    """Return the ASGI application of the OTLP port. `waiting_bytes`: what was acknowledged and is not applied."""
    return OtlpHttp(journal, settings, metrics, waiting_bytes)


class OtlpHttp:
    """One ASGI application: nothing is answered 200 before the journal says that it is on the disk."""

    def __init__(
        self,
        journal: Journal,
        settings: Settings,
        metrics: Metrics,
        waiting_bytes: Callable[[], int],
        *,
        clock_ns: Callable[[], int] = time.time_ns,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._journal = journal
        self._settings = settings
        self._metrics = metrics
        self._waiting_bytes = waiting_bytes
        self._clock_ns = clock_ns
        self._monotonic_s = monotonic_s
        self._slots = Slots(settings.receive_concurrency)
        self._bytes = Bytes(_BODIES_IN_MEMORY * settings.max_request_bytes)
        self._gaps = GapTracker()
        self.last_refusal: Refusal | None = None
        self.not_kept: Refusal | None = None
        """Why the latest request that was right could not be kept; None again after the next that was."""
        self._threads = ThreadPoolExecutor(min(4, os.cpu_count() or 1), "receive")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI connection."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    def close(self) -> None:
        """Let the threads go; the journal is its owner's to close."""
        self._threads.shutdown()

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message: Message = await receive()
            if message["type"] == "lifespan.shutdown":
                self.close()
                await send({"type": "lifespan.shutdown.complete"})
                return
            await send({"type": "lifespan.startup.complete"})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = headers_of(scope)
        body = Body(receive, self._settings.max_request_bytes)
        try:
            answer = await self._answer(scope["method"], scope["path"], headers, body)
            is_read = True
        except AgentTraceError as error:
            answer = reply.refused(error, media_type_of(headers))
            reason = error.message if error.field is None else f"{error.field}: {error.message}"
            self.last_refusal = Refusal(reason, self._clock_ns())
            self._metrics.ingestion_errors.labels(status=str(answer.status)).inc()
            is_read = await self._read_to_the_end(body)
        except SenderGone:
            return
        await reply.send(answer, send, close=not is_read)

    async def _answer(self, method: str, path: str, headers: Mapping[str, str], body: Body) -> Reply:
        if path == "/health" and method in ("GET", "HEAD"):
            return reply.healthy()
        signal = _SIGNALS.get(path.rstrip("/"))
        if signal is None:
            raise NotFound(f"nothing is received at {path[:80]}; traces go to /v1/traces")
        if method != "POST":
            raise WrongMethod(f"{signal.value} are sent with POST, not {method[:20]}")
        return await self._receive(signal, headers, body)

    async def _receive(self, signal: Signal, headers: Mapping[str, str], body: Body) -> Reply:
        started_s = self._monotonic_s()
        claims = claims_of(headers)
        try:
            self._refuse_while_behind()
            checked = await self._check(signal, claims, headers.get("content-length"), body)
            if checked.count:
                await self._keep(signal, claims, checked)
                self.not_kept = None
        except Overloaded as error:
            if not isinstance(error, Busy | Behind):
                self.not_kept = Refusal(error.message, self._clock_ns())
            raise
        except AgentTraceError:
            self._note(claims)
            raise
        self._note(claims)
        self._count(signal, checked, self._monotonic_s() - started_s)
        return reply.accepted(claims.media_type)

    def _refuse_while_behind(self) -> None:
        """Before the body is read: what is refused should cost next to nothing. Raises: Behind."""
        waiting, most = self._waiting_bytes(), self._settings.backlog_max_bytes
        if waiting >= most:
            raise Behind(
                f"{waiting} acknowledged bytes wait for the pipeline, backlog_max_bytes is {most}; try again later",
                retry_after_s=_CATCH_UP_S,
            )

    async def _check(self, signal: Signal, claims: Claims, declared: str | None, body: Body) -> _Checked:
        settings = self._settings

        def unpack_and_check(raw: bytes) -> _Checked:
            unpacked = decompress(raw, claims.encoding, settings.max_request_bytes)
            return _Checked(unpacked, check(signal, claims.media_type, unpacked, settings.max_nesting))

        with self._slots.one(), Budget(self._bytes) as budget:
            raw = await body.read(declared, budget)
            return await asyncio.get_running_loop().run_in_executor(self._threads, unpack_and_check, raw)

    async def _keep(self, signal: Signal, claims: Claims, checked: _Checked) -> None:
        await self._journal.append(
            RawRecord(
                project=claims.project,
                received_ns=self._clock_ns(),
                signal=signal,
                content_type=claims.media_type,
                body=checked.body,
                sender=claims.sender,
                batch=claims.batch,
            )
        )

    async def _read_to_the_end(self, body: Body) -> bool:
        """A sender that is still writing would see a broken pipe instead of the reason."""
        try:
            return await body.drain()
        except SenderGone:
            return False

    def _note(self, claims: Claims) -> None:
        """Every batch that came counts as come, also a refused one; only those to be sent again do not yet."""
        losses = self._gaps.heard(claims.sender, claims.batch, claims.dropped, self._monotonic_s())
        self._metrics.batch_gaps.inc(losses.gaps)
        self._metrics.sender_dropped.inc(losses.dropped)

    def _count(self, signal: Signal, checked: _Checked, took_s: float) -> None:
        self._metrics.requests_received.labels(signal=signal.value).inc()
        self._metrics.bytes_received.inc(len(checked.body))
        self._metrics.ingestion_duration.observe(took_s)
        if signal is Signal.TRACES:
            self._metrics.spans_received.inc(checked.count)
