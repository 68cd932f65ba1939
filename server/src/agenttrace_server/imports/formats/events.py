"""Read the SDK's own recordings: the spans of a run that was recorded while no server was there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from agenttrace.model import semconv
from agenttrace.recording import BadBlob, Blobs, Event, Kind, events_in_line
from agenttrace.recording.checkpoints import MANUAL, Mark, attributes_of
from agenttrace_server.imports.lines import Progress, raw_lines
from agenttrace_server.imports.objects import find
from agenttrace_server.imports.reading import Row, fields, items, text
from agenttrace_server.imports.span import SCOPE, ImportedSpan
from agenttrace_server.imports.span import Event as SpanEvent
from agenttrace_server.imports.tally import Tally

_FILE = "events.jsonl"
_KINDS = {"internal": 1, "server": 2, "client": 3, "producer": 4, "consumer": 5}
_STATE_CHARS_MAX = 65_536
"""A longer state stays in the recording."""
_SPAN_KINDS = (Kind.SPAN_START, Kind.SPAN_END)


def paths(path: Path) -> list[Path]:
    """Return every file that an import of this path reads. Raises: CannotImport."""
    return find(path, (_FILE,))


def spans(path: Path, tally: Tally, progress: Progress) -> Iterator[ImportedSpan]:
    """Yield the spans of every recording under a path; those that never ended come last, as running."""
    for file in paths(path):
        yield from OpenRecording(file, tally).spans(progress)


class OpenRecording:
    """One file, read from its first line to its last; only spans that are open lie in memory."""

    def __init__(self, file: Path, tally: Tally) -> None:
        self.has_ended = False
        """Whether the run has come to its end, as far as the last event tells."""
        self._file = file
        self._tally = tally
        self._blobs = Blobs(file.parent)
        self._resources: dict[str, Row] = {}
        self._open: dict[tuple[str, str], ImportedSpan] = {}

    def spans(self, progress: Progress) -> Iterator[ImportedSpan]:
        for number, line in raw_lines(self._file, self._tally, progress):
            yield from self.take(number, line)
        yield from self.unfinished

    @property
    def unfinished(self) -> tuple[ImportedSpan, ...]:
        """The spans that have begun and not ended."""
        return tuple(self._open.values())

    def take(self, number: int, line: bytes) -> Iterator[ImportedSpan]:
        """Read one line, and yield the spans that end in it."""
        events, problem = events_in_line(line)
        if problem is not None:
            self._tally.problem(self._file, number, problem)
        for event in events:
            self.has_ended = event.kind == Kind.RUN_END
            span = self._taken(event, number)
            if span is not None:
                yield span

    def _taken(self, event: Event, number: int) -> ImportedSpan | None:
        """Return the span that this event ends."""
        if event.kind == Kind.RUN_START:
            self._resources[event.process] = fields(self._payload(event, number).get("resource"))
        elif event.kind in _SPAN_KINDS:
            return self._span(event, number)
        elif event.kind == Kind.CHECKPOINT:
            self._checkpoint(event, number)
        else:
            self._tally.skipped[event.kind] += 1
        return None

    def _checkpoint(self, event: Event, number: int) -> None:
        """Put a checkpoint on its span while that is open; the end of a span tells its own."""
        key = (event.trace_id or "", event.span_id or "")
        span = self._open.get(key)
        if span is not None:
            made = SpanEvent(semconv.CHECKPOINT_EVENT, event.time_ns, _marks(self._payload(event, number), event))
            self._open[key] = replace(span, events=(*span.events, made))

    def _span(self, event: Event, number: int) -> ImportedSpan | None:
        payload = self._payload(event, number)
        name, start_ns = text(payload.get("name")), payload.get("start_ns")
        if event.trace_id is None or event.span_id is None or name is None or not isinstance(start_ns, int):
            self._tally.problem(self._file, number, f"{event.kind} without trace_id, span_id, name or start_ns")
            return None
        key = (event.trace_id, event.span_id)
        has_ended = event.kind == Kind.SPAN_END
        span = ImportedSpan(
            trace_id=event.trace_id,
            span_id=event.span_id,
            parent_id=text(payload.get("parent_id")),
            name=name,
            start_ns=start_ns,
            end_ns=_end_ns(payload, event) if has_ended else None,
            attributes=fields(payload.get("attributes")),
            resource=self._resources.get(event.process, {}),
            error=_error(fields(payload.get("status"))),
            events=tuple(_events(payload)),
            links=tuple(_links(payload)),
            kind=_KINDS.get(str(payload.get("kind")), 1),
            scope=text(fields(payload.get("scope")).get("name")) or SCOPE,
        )
        if has_ended:
            self._open.pop(key, None)
            return span
        self._open[key] = span
        return None

    def _payload(self, event: Event, number: int) -> Row:
        try:
            return self._blobs.payload_of(event)
        except BadBlob as error:
            self._tally.problem(self._file, number, str(error))
            return {}


def _end_ns(payload: Row, event: Event) -> int:
    end_ns = payload.get("end_ns")
    return end_ns if isinstance(end_ns, int) else event.time_ns


def _error(status: Row) -> str | None:
    return (text(status.get("message")) or "") if status.get("code") == "error" else None


def _events(payload: Row) -> Iterator[SpanEvent]:
    for event in map(fields, items(payload.get("events"))):
        time_ns: Any = event.get("time_ns")
        if isinstance(time_ns, int):
            yield SpanEvent(text(event.get("name")) or "event", time_ns, fields(event.get("attributes")))


def _marks(payload: Row, event: Event) -> Row:
    """Return what the event of a span says of a checkpoint, as the SDK does where it sends the span."""
    name, kind, step, state = text(payload.get("name")), text(payload.get("kind")), payload.get("step"), ""
    if payload.get("state") is not None:
        state = json.dumps(payload["state"], ensure_ascii=False, separators=(",", ":"))
    size = len(state.encode("utf-8", "surrogatepass"))
    mark = Mark(event.id, event.run_id, step if isinstance(step, int) else 0, size)
    said: Row = dict(attributes_of(name or "checkpoint", kind or MANUAL, mark))
    return {**said, semconv.CHECKPOINT_STATE: state} if 0 < len(state) <= _STATE_CHARS_MAX else said


def _links(payload: Row) -> Iterator[tuple[str, str]]:
    for link in map(fields, items(payload.get("links"))):
        trace, identity = text(link.get("trace_id")), text(link.get("span_id"))
        if trace is not None and identity is not None:
            yield trace, identity
