"""Hold one log record, and say which of them are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson

from agenttrace.model import Json, ProjectName, Scope, SpanId, TraceId


@dataclass(frozen=True, slots=True)
class LogRecord:
    """Something an emitter logged. `uid` is made from all that was sent: a record that comes twice is kept once."""

    uid: str
    project: ProjectName
    time_ns: int
    """When it happened, else when it was observed, else when it arrived."""
    position: int
    """Its place in its request: what happened first of two at the same time."""
    severity: int = 0
    """OTLP's number: trace from 1, debug from 5, info from 9, warn from 13, error from 17, fatal 21 to 24; 0 none."""
    severity_text: str = ""
    event_name: str = ""
    body: Json = None
    attributes: Mapping[str, Json] = field(default_factory=dict)
    resource: Mapping[str, Json] = field(default_factory=dict)
    scope: Scope = field(default_factory=Scope)
    trace_id: TraceId | None = None
    span_id: SpanId | None = None
    session_id: str | None = None

    # what it means (pipeline/logs)
    is_conversation: bool = False
    """Whether it holds messages of the span it names."""
    run_id: TraceId | None = None
    """The trace that is made of this record and its like, where nobody exported one."""

    @property
    def order(self) -> tuple[int, int, str]:
        """What happened first, without regard to what arrived first."""
        return (self.time_ns, self.position, self.uid)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """Which records; None always means "any". `since_ns` inclusive, `until_ns` exclusive."""

    uid: str | None = None
    project: str | None = None
    trace_id: str | None = None
    span_id: str | None = None
    session_id: str | None = None
    event: str | None = None
    """The whole event name."""
    min_severity: int | None = None
    since_ns: int | None = None
    until_ns: int | None = None
    text: str | None = None
    """Words that must all be in the body, the event's name or the attributes, without regard to case."""

    @property
    def words(self) -> list[str]:
        """The words of `text`."""
        return self.text.lower().split() if self.text else []


def searchable(record: LogRecord) -> str:
    """Return the text of a record in which words are looked for."""
    body = record.body if isinstance(record.body, str) else orjson.dumps(record.body).decode()
    said = orjson.dumps(record.attributes).decode()
    return f"{record.event_name}\n{record.severity_text}\n{body}\n{said}".lower()


def matches_log(where: LogFilter, record: LogRecord) -> bool:
    """Whether a record is meant."""
    wanted = (
        (where.uid, record.uid),
        (where.project, record.project),
        (where.trace_id, record.trace_id),
        (where.span_id, record.span_id),
        (where.session_id, record.session_id),
        (where.event, record.event_name),
    )
    if any(value is not None and value != found for value, found in wanted):
        return False
    if where.min_severity is not None and record.severity < where.min_severity:
        return False
    if where.since_ns is not None and record.time_ns < where.since_ns:
        return False
    if where.until_ns is not None and record.time_ns >= where.until_ns:
        return False
    return not where.words or all(word in searchable(record) for word in where.words)
