"""Hold what a store gives back: spans with their place, and summaries of traces, sessions and projects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import add, attrgetter, sub
from typing import Generic, TypeVar

from agenttrace.model import ProjectName, Span, SpanId, SpanState, TraceId

Item = TypeVar("Item")
Amounts = tuple[int, ...]
"""The figures of `Totals`, in their order."""


@dataclass(frozen=True, slots=True)
class StoredSpan:
    """A span and its number within its trace in order of first arrival (0, 1, 2 …), which never changes."""

    span: Span
    seq: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over spans. Tokens and cost count model calls only; every figure is additive."""

    spans: int = 0
    errors: int = 0
    running: int = 0
    model_calls: int = 0
    tool_calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    reasoning_tokens: int = 0
    calls_without_usage: int = 0
    """Model calls that ended without an error and whose emitter reported no usage."""
    cost_nano_usd: int = 0
    input_cost_nano_usd: int = 0
    output_cost_nano_usd: int = 0
    unknown_cost_calls: int = 0
    """Model calls with usage whose price nobody knows: shown as "?", not as 0."""
    reported_cost_nano_usd: int = 0
    compared_cost_nano_usd: int = 0
    """Our cost of the calls that have both a price and a reported cost …"""
    compared_reported_nano_usd: int = 0
    """… and the reported cost of the same calls."""

    @property
    def figures(self) -> Amounts:
        """All of them, in their order."""
        return _figures_of(self)

    def plus(self, other: Totals) -> Totals:
        """Add figure by figure."""
        return Totals(*map(add, _figures_of(self), _figures_of(other)))

    def minus(self, other: Totals) -> Totals:
        """Take away figure by figure: how an older version of a span leaves a sum."""
        return Totals(*map(sub, _figures_of(self), _figures_of(other)))


_figures_of: attrgetter[Amounts] = attrgetter(*Totals.__slots__)


def sum_of(figures: Iterable[Amounts]) -> Totals:
    """Add the figures of many up at once: a tenth of the work of doing it one by one."""
    return Totals(*map(sum, zip(*figures, strict=True)))


@dataclass(frozen=True, slots=True)
class TraceSummary:
    """One run on one line."""

    project: ProjectName
    trace_id: TraceId
    name: str
    """The root span's name, else the earliest span's."""
    root_span_id: SpanId | None
    """None while the root has not arrived."""
    session_id: str | None
    session_name: str | None
    user_id: str | None
    framework: str | None
    start_ns: int
    end_ns: int | None
    """The latest end; None while any span runs."""
    last_seen_ns: int
    """The latest start or end of any span."""
    status: SpanState
    """running while any span runs; else the root's state, or error where a rootless trace has a failed span."""
    totals: Totals
    agents: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    input_preview: str | None = None
    output_preview: str | None = None
    error_message: str | None = None
    """Of the failed span that ended first."""


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """The traces of one session added up."""

    project: ProjectName
    session_id: str
    name: str | None
    user_id: str | None
    framework: str | None
    start_ns: int
    end_ns: int | None
    last_seen_ns: int
    status: SpanState
    """running while a trace runs; error where the latest trace failed; else ok."""
    traces: int
    totals: Totals
    agents: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectSummary:
    """What a project holds."""

    project: ProjectName
    traces: int
    spans: int
    last_seen_ns: int


@dataclass(frozen=True, slots=True)
class StatsRow:
    """Totals and latency of one group. Latencies are nanoseconds over ended spans; None where there are none."""

    key: str | None
    """The group's value: a time bucket's start in RFC 3339, a model, …; None = not set, or the whole."""
    totals: Totals
    traces: int
    p50_ns: int | None = None
    p90_ns: int | None = None
    p95_ns: int | None = None
    p99_ns: int | None = None
    mean_ns: int | None = None
    max_ns: int | None = None
    spread: Mapping[int, int] = field(default_factory=dict)
    """How many ended spans took at least 2**n nanoseconds and less than twice that, by n; 1 % off at most."""


@dataclass(frozen=True, slots=True)
class TraceStats:
    """Figures over whole traces. Latencies are nanoseconds from start to end; None where no trace has ended."""

    traces: int
    failed: int
    """Traces whose own status is error or timeout."""
    p50_ns: int | None = None
    p95_ns: int | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a histogram over the starts of traces."""

    start_ns: int
    traces: int
    failed: int
    """Traces whose own status is error or timeout."""
    p95_ns: int | None
    """Of the traces that have ended; None where there is none."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a field, and how many traces, or spans, have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class ErrorPattern:
    """Failures that look alike once numbers, ids and quoted text are taken out."""

    pattern: str
    span_type: str
    name: str
    count: int
    traces: int
    first_ns: int
    last_ns: int
    last_trace_id: TraceId
    last_span_id: SpanId


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A span whose text has the words that were looked for."""

    stored: StoredSpan
    field: str
    """Where: name, input, output, input_messages, output_messages, error or attributes."""
    snippet: str
    """About 160 characters around the first match."""


@dataclass(frozen=True, slots=True)
class Looked:
    """How an answer about words was found."""

    scanned: int = 0
    """At most so many spans were looked at one by one."""
    indexed: int = 0
    """Of so many an index told whether they had to be."""


@dataclass(frozen=True, slots=True)
class PageOf(Generic[Item]):
    """Part of a list, newest first, and where to go on."""

    items: tuple[Item, ...]
    next_cursor: str | None
    looked: Looked | None = None
    """Of a search."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A record that was acknowledged and could not be decoded or stored."""

    offset: int
    project: str
    received_ns: int
    signal: str
    content_type: str
    reason: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class ContentFigures:
    """What message bodies and other large values take, before compression."""

    stored_bytes: int = 0
    """Each piece once."""
    unshared_bytes: int = 0
    """What it would have been with each piece written wherever it is referred to."""


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What the store holds and what that costs on disk."""

    spans: int
    traces: int
    sessions: int
    hot_spans: int
    segments: int
    disk_bytes: int
    dead_letters: int
    logs: int
    """Log records."""
    metric_points: int
    content: ContentFigures = ContentFigures()
    content_disk_bytes: int = 0
    """The files of content, compressed; part of `disk_bytes`."""
