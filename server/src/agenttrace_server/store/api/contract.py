"""Say what every store promises. One suite, `StoreContract`, tests each backend against this text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from agenttrace.model import ProjectName, Span, TraceId
from agenttrace_server.store.api.filters import (
    FacetQuery,
    GroupBy,
    Page,
    SessionFilter,
    SpanFilter,
    TraceFilter,
)
from agenttrace_server.store.api.records import (
    Bar,
    ContentFigures,
    DeadLetter,
    ErrorPattern,
    FacetValue,
    PageOf,
    ProjectSummary,
    SearchHit,
    SessionSummary,
    StatsRow,
    StoredSpan,
    StoreInfo,
    TraceStats,
    TraceSummary,
)
from agenttrace_server.store.api.signals.contract import Signals
from agenttrace_server.store.api.sql import IsCancelled, SqlAnswer, SqlLimits
from agenttrace_server.store.api.upkeep.contract import Upkeep


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a store can do beyond the least. `query` compares a question with this, nobody else does."""

    full_text: bool
    attribute_filter: bool
    latency_percentiles: bool
    sql: bool = False


class Prepare(Protocol):
    """What a store wants to have computed of new spans ahead. Pure; can be pickled, for it is done elsewhere."""

    def __call__(self, span: Span) -> tuple[Span, tuple[Any, ...] | None]:
        """Return the span as it will be kept, and what is for `Ahead.prepared`: None where it cannot be had ahead."""
        ...

    def large_of(self, prepared: tuple[Any, ...]) -> Mapping[str, Any]:
        """Return the span's large fields (`LARGE_FIELDS`) from what was prepared of it."""
        ...


LARGE_FIELDS: Final = (
    "resource", "attributes", "events", "links", "input", "output", "input_messages", "output_messages", "messages",
)  # fmt: skip
"""Fields of a span that hold what was sent and said."""


@dataclass(frozen=True, slots=True)
class TraceDelta:
    """The spans of one trace in one batch: one version a span, the one that wins."""

    project: ProjectName
    trace_id: TraceId
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """Another reading of a span that is stored: `old` as it was read, `new` what it is to be."""

    old: Span
    new: Span


@dataclass(frozen=True, slots=True)
class Written:
    """What a write changed, for whoever watches."""

    spans: tuple[StoredSpan, ...]
    traces: tuple[TraceSummary, ...]


class Store(Protocol):
    """Spans, and the answers that lists and charts need. Safe to call from several threads.

    Which version of a span wins: ended beats running; else the one written later. Writing the same batch twice
    changes nothing. Nothing found is an empty answer, never an error.
    """

    @property
    def capabilities(self) -> Capabilities:
        """What this store can do."""
        ...

    @property
    def signals(self) -> Signals:
        """What is kept beside spans."""
        ...

    @property
    def prepare(self) -> Prepare | None:
        """What this store wants to have computed of a new span ahead, elsewhere; None: nothing."""
        ...

    @property
    def upkeep(self) -> Upkeep:
        """What looks after the files."""
        ...

    def write(self, deltas: Sequence[TraceDelta], offset: int) -> Written:
        """Make the spans visible. `offset` is the journal position behind the last record they came from.

        Everything before `offset` has been handed over when this is called: only this moves `durable_offset`.
        """
        ...

    def revise(self, revisions: Sequence[Revision]) -> Written:
        """Put other readings in the place of what is stored; a span that has changed since it was read is left alone.

        Totals and roles follow. It does not move `durable_offset`: what is not durable yet when the server is killed
        is again what it was.
        """
        ...

    def write_dead_letters(self, letters: Sequence[DeadLetter], offset: int) -> None:
        """Keep what could not be decoded; a letter is known by its `offset` and kept once."""
        ...

    def durable_offset(self) -> int:
        """Everything written with an offset at or below this survives a crash; the runner goes on from here.

        What was written above it is delivered again after a crash.
        """
        ...

    def flush(self) -> None:
        """Make everything written so far durable."""
        ...

    def get_trace(self, trace_id: TraceId, project: str | None = None) -> TraceSummary | None:
        """Return the summary of one trace."""
        ...

    def get_spans(self, trace_id: TraceId, project: str | None = None, *, content: bool = True) -> Sequence[StoredSpan]:
        """Return every span of one trace, ordered by (start_ns, seq).

        Without `content` a store may leave out what is large and not drawn: attributes, resource, events, links,
        messages, input, output and the tools a model could call. Previews, usage, cost and everything else is
        always there.
        """
        ...

    def get_span(self, span_id: str, trace_id: str | None = None) -> StoredSpan | None:
        """Return one span; with the trace id it is quick, without it every segment may be asked."""
        ...

    def get_blob(self, sha256: str, project: str) -> bytes | None:
        """Return a file that a span of the project carries as base64, by the hash of its bytes in lowercase hex.

        Found is what has at least the bytes of the setting `attachment_min_bytes`. It goes with its last span.
        """
        ...

    def content_figures(self, trace_id: TraceId, project: str | None = None) -> ContentFigures:
        """Return what the large values of one trace take; zeros where the store shares nothing."""
        ...

    def find_traces(self, where: TraceFilter, page: Page) -> PageOf[TraceSummary]:
        """Newest start first; the cursor stays right while newer traces arrive. Raises: BadQuestion: bad cursor."""
        ...

    def find_spans(self, where: SpanFilter, page: Page, *, content: bool = True) -> PageOf[StoredSpan]:
        """Newest start first. Without `content` a store may leave out what `get_spans` may."""
        ...

    def find_sessions(self, where: SessionFilter, page: Page) -> PageOf[SessionSummary]:
        """Latest activity first."""
        ...

    def get_session(self, session_id: str, project: str | None = None) -> SessionSummary | None:
        """Return one session."""
        ...

    def projects(self) -> Sequence[ProjectSummary]:
        """Return every project, by name."""
        ...

    def stats(self, where: SpanFilter, group_by: GroupBy) -> Sequence[StatsRow]:
        """Return totals and latencies of the spans that match: time buckets in order, the rest by cost then spans."""
        ...

    def trace_stats(self, where: TraceFilter) -> TraceStats:
        """Return how many traces match, how many of them failed, and the latencies of those that have ended."""
        ...

    def trace_bars(self, where: TraceFilter, begin_ns: int, width_ns: int) -> Sequence[Bar]:
        """Return the bars that have traces, in order, each `width_ns` wide, of what began at `begin_ns` or later."""
        ...

    def trace_facet(self, where: TraceFilter, field: str, query: FacetQuery) -> Sequence[FacetValue]:
        """Return the commonest values of a field among the traces meant, each with how many traces have it.

        A field that only spans have counts the traces with such a span. Commonest first, then by value.
        """
        ...

    def span_facet(self, where: SpanFilter, field: str, query: FacetQuery) -> Sequence[FacetValue]:
        """Return the commonest values of a field among the spans meant."""
        ...

    def attribute_names(self, where: SpanFilter, query: FacetQuery) -> Sequence[FacetValue]:
        """Return the names of the attributes of the latest spans meant, the commonest first."""
        ...

    def earliest_ns(self, project: str | None = None) -> int | None:
        """Return when the first trace began; None where there is none."""
        ...

    def sql(self, project: str | None, sql: str, limits: SqlLimits, is_cancelled: IsCancelled) -> SqlAnswer:
        """Answer a SELECT over the tables of one project; without a name the only one there is.

        Raises: BadQuestion: it may not be asked, it fails, or takes too much; says why. Overloaded: too many at once.
        """
        ...

    def error_patterns(self, where: SpanFilter, limit: int) -> Sequence[ErrorPattern]:
        """Return the commonest failures first."""
        ...

    def search(self, text: str, where: SpanFilter, page: Page) -> PageOf[SearchHit]:
        """Find spans with all the words of `text`, without regard to case, newest first."""
        ...

    def dead_letters(self, page: Page) -> PageOf[DeadLetter]:
        """Newest first."""
        ...

    def delete_trace(self, trace_id: TraceId, project: str | None = None, *, keep_logs: bool = False) -> int:
        """Remove one trace and return how many spans went. Durable on return; late spans start it anew.

        Its log records go with it, and those that it was made of.
        """
        ...

    def delete_session(self, session_id: str, project: str | None = None) -> int:
        """Remove every trace of a session, with its log records, and return how many spans went. Durable on return."""
        ...

    def delete_project(self, project: str) -> int:
        """Remove every trace of a project, with its log records, and return how many spans went. Durable on return."""
        ...

    def info(self) -> StoreInfo:
        """Return counts and bytes."""
        ...

    def close(self) -> None:
        """Flush, stop background work and let go of the files."""
        ...
