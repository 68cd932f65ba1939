"""Take down one answer while it comes: written piece by piece, or at its end where secrets must be found first."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from agenttrace.recording.log.event import Event, Kind
from agenttrace.recording.log.writer import EventLog
from agenttrace.recording.redact import Guard, Redact
from agenttrace.recording.tape import bodies
from agenttrace.recording.tape.exchange import Headers
from agenttrace.recording.tape.streams import is_stream, redacted_chunks, safe_beginning

EOF, LEFT, FAILED = "eof", "left", "failed"
MESSAGE = "error.message"
_FIRST_LOOK_BYTES = 2_048
_GROWTH = 1.5
"""A stream that is redacted is written as far as that is safe each time it has grown so much: work stays linear."""


class IgnoredExchange:
    """The sink of an exchange that nobody takes down."""

    def head(self, status: int, headers: Headers) -> None:
        """Nothing is taken down."""

    def chunk(self, data: bytes) -> None:
        """Nothing is taken down."""

    def end(self) -> None:
        """Nothing is taken down."""

    def left(self) -> None:
        """Nothing is taken down."""

    def fail(self, error: BaseException) -> None:
        """Nothing is taken down."""


class OpenExchange:
    """The answer to one request. The first ending counts; what comes after it is ignored."""

    def __init__(
        self,
        log: EventLog,
        start: Event,
        kinds: tuple[Kind, Kind, Kind],
        redact: Redact,
        guard: Guard,
        clock_ns: Callable[[], int],
    ) -> None:
        self.start = start
        self._log = log
        self._chunk_kind, self._end_kind = kinds[1:]
        self._redact = redact
        self._guard = guard
        self._clock_ns = clock_ns
        self._began_ns = clock_ns()
        self._lock = threading.RLock()
        self._is_over = False
        self._pid = os.getpid()  # a forked child holds copies of what its parent will end
        self._head: dict[str, Any] | None = None
        self._streams = False
        self._decode: bodies.Decode = bytes
        self._held: list[tuple[int, bytes]] = []
        self._held_bytes = 0
        self._next_look_bytes = _FIRST_LOOK_BYTES
        self._written: list[bytes] = []
        """The first of the held pieces, as they were written while the stream went on."""

    def __del__(self) -> None:
        self.left()

    def head(self, status: int, headers: Headers) -> None:
        with self._guard("recording the head of an answer"):
            decode = bodies.decoder_for(headers)
            self._decode = decode or bytes
            kept = bodies.kept_headers(headers, self._redact, is_decoded=decode is not None)
            self._head = {"status": status, "headers": kept, "at_ns": self._elapsed_ns()}
            self._streams = is_stream(bodies.content_type_of(headers))
            if self._streams and self._redact.hides_nothing:
                self._write_chunk({"head": self._head})
                self._head = {}

    def chunk(self, data: bytes) -> None:
        with self._guard("recording a piece of an answer"), self._lock:
            content = self._decode(data)
            if self._is_over or not content:
                return
            if self._streams and self._redact.hides_nothing:
                self._write_chunk({"at_ns": self._elapsed_ns(), **bodies.as_json(content)})
            else:
                self._held.append((self._elapsed_ns(), content))
                self._held_bytes += len(content)
                if self._streams and self._held_bytes >= self._next_look_bytes and self._redact.knows_beginnings:
                    self._next_look_bytes = int(self._held_bytes * _GROWTH)
                    self._write_what_is_safe()

    def end(self) -> None:
        self._end({"outcome": EOF})

    def left(self) -> None:
        self._end({"outcome": LEFT})

    def fail(self, error: BaseException) -> None:
        kind = type(error)
        failure = {"type": f"{kind.__module__}:{kind.__qualname__}", "message": ""}
        with self._guard("recording why a request failed"):
            failure["message"] = self._redact.whole(MESSAGE, str(error))
        self._end({"outcome": FAILED, "error": failure})

    def _end(self, how: Mapping[str, Any]) -> None:
        with self._guard("recording the end of an answer"), self._lock:
            if self._is_over or self._pid != os.getpid():
                return
            self._is_over = True
            payload: dict[str, Any] = {**how, "at_ns": self._elapsed_ns()}
            if self._streams:
                self._write_held_chunks()
            elif self._head is not None:
                body = b"".join(content for _, content in self._held)
                payload |= {"head": self._head, "body": bodies.kept_body(body, bodies.RESPONSE_BODY, self._redact)}
            self._held = []
            self._write(self._end_kind, payload, "http.end")

    def _write_what_is_safe(self) -> None:
        """A program that is killed leaves as much of a long answer as holds no part of a secret."""
        safe = safe_beginning([content for _, content in self._held], self._redact)
        if len(safe) > len(self._written) and safe[: len(self._written)] == self._written:
            self._write_pieces(safe)

    def _write_held_chunks(self) -> None:
        kept = redacted_chunks([content for _, content in self._held], self._redact)
        if kept[: len(self._written)] != self._written:
            self._written = []  # a head begins the answer anew
        self._write_pieces(kept)

    def _write_pieces(self, kept: Sequence[bytes]) -> None:
        """Write those that are not written yet, behind the head."""
        if not self._written and self._head:
            self._write_chunk({"head": self._head})
        for (at_ns, _), content in list(zip(self._held, kept, strict=False))[len(self._written) :]:
            if content:
                self._write_chunk({"at_ns": at_ns, **bodies.as_json(content)})
        self._written = list(kept)

    def _write_chunk(self, payload: dict[str, Any]) -> None:
        self._write(self._chunk_kind, payload, "http.chunk")

    def _write(self, kind: Kind, payload: dict[str, Any], effect: str) -> None:
        if kind is Kind.SIDE_EFFECT:
            payload = {"effect": effect, **payload}
        start = self.start
        self._log.write(kind, payload, lane=start.lane, trace_id=start.trace_id, span_id=start.span_id, of=start.id)

    def _elapsed_ns(self) -> int:
        return self._clock_ns() - self._began_ns
