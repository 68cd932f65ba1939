"""Turn the events of a recording into the tape of a replay."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from typing import Any

from agenttrace.recording import BadBlob, Event, Kind, TraceReader
from agenttrace.recording.checkpoints import AUTO, MANUAL
from agenttrace.recording.log.event import json_of
from agenttrace.recording.tape.bodies import body_of, text_of
from agenttrace.recording.tape.exchange import Failure
from agenttrace.recording.tape.patching import KINDS
from agenttrace.replay.tape.entries import CheckpointEntry, EffectEntry, Entry, ExchangeEntry, Tape, ToolEntry

Payload = Mapping[str, Any]


def load_tape(reader: TraceReader) -> Tape:
    """Read the whole recording. What is damaged is left out and named in `problems`. Raises: NoRecording."""
    loading = _Loading(reader)
    for event in reader.events:
        loading.take(event)
    return loading.tape()


class _Loading:
    def __init__(self, reader: TraceReader) -> None:
        self._reader = reader
        self._entries: dict[str, Entry] = {}
        self._problems: list[str] = []
        self._checkpoints: list[tuple[CheckpointEntry, str | None]] = []
        self._start: Payload = {}
        self._take: dict[str, Callable[[Event, Payload], None]] = {
            Kind.RUN_START: self._run,
            Kind.LLM_REQUEST: self._request,
            Kind.LLM_CHUNK: self._chunk,
            Kind.LLM_END: self._end,
            Kind.TOOL_CALL: self._tool,
            Kind.TOOL_RESULT: self._result,
            Kind.SIDE_EFFECT: self._effect,
            Kind.CHECKPOINT: self._checkpoint,
        }
        self._effects: dict[str, Callable[[Event, Payload], None]] = {
            "http.request": self._request,
            "http.chunk": self._chunk,
            "http.end": self._end,
        }

    def take(self, event: Event) -> None:
        """Put one event where it belongs; kinds that cannot be served are none of ours."""
        take = self._take.get(event.kind)
        if take is None:
            return
        try:
            take(event, self._reader.payload_of(event))
        except BadBlob as error:
            self._problems.append(str(error))

    def tape(self) -> Tape:
        entries = sorted(self._entries.values(), key=lambda entry: entry.start_ns)
        steps = (entry for entry in entries if isinstance(entry, ToolEntry) or getattr(entry, "protocol", None))
        for number, entry in enumerate(steps, 1):
            entry.step = number
        first = self._reader.first
        return Tape(
            run_id=first.run_id,
            entries=entries,
            project=_text(self._start, "project"),
            redaction=_text(self._start, "redaction"),
            side_effects=tuple(name for name in self._start.get("side_effects") or () if name in KINDS),
            tools_of=tuple(map(str, self._start.get("tools_of") or ())),
            started_ns=first.time_ns,
            is_complete=self._reader.is_complete,
            problems=(*map(str, self._reader.problems), *self._problems),
            checkpoints=self._with_steps([entry for entry in entries if entry.step is not None]),
        )

    def _with_steps(self, steps: list[Entry]) -> list[CheckpointEntry]:
        """Return the checkpoints with the first step behind each: its own, or the next that began."""
        starts = [step.start_ns for step in steps]
        for entry, of in self._checkpoints:
            own = self._entries.get(of or "")
            entry.step = own.step if own is not None else bisect_left(starts, entry.start_ns) + 1
        return [entry for entry, _ in self._checkpoints]

    def _run(self, event: Event, payload: Payload) -> None:
        self._start = self._start or payload

    def _request(self, event: Event, payload: Payload) -> None:
        self._entries[event.id] = ExchangeEntry(
            id=event.id,
            lane=event.lane,
            hash=event.hash or "",
            start_ns=event.time_ns,
            method=str(payload.get("method", "")),
            url=str(payload.get("url", "")),
            body=text_of(payload.get("body") or {}),
            protocol=_text(payload, "protocol"),
        )

    def _chunk(self, event: Event, payload: Payload) -> None:
        entry = self._entries.get(event.of or "")
        if not isinstance(entry, ExchangeEntry):
            return
        if "head" in payload:
            _put_head(entry, payload["head"])
            entry.chunks = []
        else:
            entry.chunks.append((int(payload.get("at_ns", 0)), body_of(payload)))

    def _end(self, event: Event, payload: Payload) -> None:
        entry = self._entries.get(event.of or "")
        if not isinstance(entry, ExchangeEntry):
            return
        entry.end_ns = event.time_ns
        entry.outcome = _text(payload, "outcome")
        if payload.get("head"):
            _put_head(entry, payload["head"])
        if "body" in payload:
            content = body_of(payload["body"])
            entry.chunks = [(int(payload.get("at_ns", 0)), content)] if content else []
        error = payload.get("error")
        if isinstance(error, dict):
            entry.failure = Failure(str(error.get("type", "")), str(error.get("message", "")))

    def _checkpoint(self, event: Event, payload: Payload) -> None:
        state = payload.get("state")
        entry = CheckpointEntry(
            id=event.id,
            lane=event.lane,
            hash=str(payload.get("name", "")),
            start_ns=event.time_ns,
            end_ns=event.time_ns,
            name=str(payload.get("name", "")),
            kind=AUTO if payload.get("kind") == AUTO else MANUAL,
            state=state,
            size_bytes=0 if state is None else len(json_of(state).encode("utf-8", "surrogatepass")),
            span_id=event.span_id,
        )
        self._checkpoints.append((entry, event.of))

    def _tool(self, event: Event, payload: Payload) -> None:
        self._entries[event.id] = ToolEntry(
            id=event.id,
            lane=event.lane,
            hash=event.hash or "",
            start_ns=event.time_ns,
            name=str(payload.get("name", "")),
            arguments=payload.get("arguments"),
            inside=_text(payload, "inside"),
        )

    def _result(self, event: Event, payload: Payload) -> None:
        entry = self._entries.get(event.of or "")
        if not isinstance(entry, ToolEntry):
            return
        entry.end_ns = event.time_ns
        entry.result = payload.get("result")
        entry.failure = payload.get("error")
        entry.restorable = payload.get("restorable", True) is not False

    def _effect(self, event: Event, payload: Payload) -> None:
        name = str(payload.get("effect", ""))
        of_http = self._effects.get(name)
        if of_http is not None:
            of_http(event, payload)
            return
        self._entries[event.id] = EffectEntry(
            id=event.id,
            lane=event.lane,
            hash=event.hash or name,
            start_ns=event.time_ns,
            end_ns=event.time_ns,
            name=name,
            value=payload.get("value"),
        )


def _put_head(entry: ExchangeEntry, head: Payload) -> None:
    status = head.get("status")
    entry.status = status if isinstance(status, int) else None
    entry.headers = tuple((str(name), str(value)) for name, value in head.get("headers", ()))
    entry.head_ns = int(head.get("at_ns", 0))


def _text(payload: Payload, name: str) -> str | None:
    value = payload.get(name)
    return value if isinstance(value, str) else None
