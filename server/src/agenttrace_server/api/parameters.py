"""Name every query parameter once, refuse all others, and turn them into what a store is asked."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from agenttrace.model import SpanState, SpanType
from agenttrace_server.api.services import Services
from agenttrace_server.query import expressions
from agenttrace_server.store.api import FacetQuery, Page, SessionFilter, SpanFilter, TraceFilter
from agenttrace_server.store.api.language import Node, Target, parse, without_window
from agenttrace_server.store.api.language.parser import MAX_CHARS

_TEXT_MAX = 1_000
_MS_MAX = 1e12
_USD_MAX = 1e9
_US_MAX = 2**60
_TOKENS_MAX = 2**62


def _printable(text: str) -> str:
    if "\x00" in text or (not text.isascii() and any(0xD800 <= ord(letter) <= 0xDFFF for letter in text)):
        raise ValueError("has characters that no text has")
    return text


Text = Annotated[str, Field(min_length=1, max_length=_TEXT_MAX), AfterValidator(_printable)]
Milliseconds = Annotated[float, Field(ge=0, le=_MS_MAX, allow_inf_nan=False)]
Dollars = Annotated[float, Field(ge=0, le=_USD_MAX, allow_inf_nan=False)]
Moment = Annotated[
    str,
    Field(
        min_length=1,
        max_length=40,
        description="24h, 7d, 30m (back from now), now, today, yesterday, a date, or RFC 3339",
    ),
]


Question = Annotated[
    str,
    Field(
        max_length=MAX_CHARS,
        description='the filter language, such as status:error agent:planner cost>0.50 "charged twice"',
    ),
    AfterValidator(_printable),
]


class Asked(BaseModel):
    """The root of all parameters: an unknown one is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NoParameters(Asked):
    """A route that takes none."""


class InProject(Asked):
    """One project; all where it is not given."""

    project: Text | None = None


class Paged(Asked):
    """One page of a list."""

    limit: int = Field(50, ge=1, description="how many at most")
    cursor: Text | None = Field(None, description="`next_cursor` of the page before")

    def page(self, services: Services) -> Page:
        """Raises: BadQuestion: more than the server's maximum."""
        return expressions.page(self.limit, self.cursor, maximum=services.settings.page_limit_max)


class InWindow(InProject):
    """A window of time: `since` inclusive, `until` exclusive."""

    since: Moment | None = None
    until: Moment | None = None

    def window(self, services: Services) -> tuple[int | None, int | None]:
        """Return both ends in nanoseconds."""
        return expressions.window(self.since, self.until, now_ns=services.now_ns())


class Questioned(InWindow):
    """A window, and a question in the filter language beside all other parameters."""

    q: Question | None = None

    def question(self, services: Services, target: Target) -> tuple[Node | None, int | None, int | None]:
        """Return the question and the window, narrowed by what the question says of it. Raises: BadQuery."""
        since_ns, until_ns = self.window(services)
        node = parse(self.q or "", target, now_ns=services.now_ns())
        return without_window(node, since_ns, until_ns)


class ListPage(Paged, InProject):
    """A page of what a project holds."""


class TraceConditions(Questioned):
    """Which traces: shared by /traces and what is counted over them."""

    session: Text | None = None
    user: Text | None = None
    status: list[SpanState] = Field(default_factory=list, max_length=10)
    has_errors: bool | None = None
    agent: Text | None = None
    model: Text | None = None
    framework: Text | None = None
    tag: Text | None = None
    name: Text | None = Field(None, description="part of the name, without regard to case")
    min_duration_ms: Milliseconds | None = None
    min_cost_usd: Dollars | None = None
    min_tokens: int | None = Field(None, ge=0, le=_TOKENS_MAX)

    def where(self, services: Services) -> TraceFilter:
        """Return the filter. Raises: BadQuestion."""
        query, since_ns, until_ns = self.question(services, Target.TRACES)
        return TraceFilter(
            project=self.project,
            session_id=self.session,
            user_id=self.user,
            status=tuple(self.status),
            has_errors=self.has_errors,
            agent=self.agent,
            model=self.model,
            framework=self.framework,
            tag=self.tag,
            name=self.name,
            since_ns=since_ns,
            until_ns=until_ns,
            min_duration_ns=expressions.nanoseconds(self.min_duration_ms),
            min_cost_nano_usd=expressions.nano_dollars(self.min_cost_usd),
            min_tokens=self.min_tokens,
            query=query,
        )


class TraceListing(Paged, TraceConditions):
    """GET /api/v1/traces"""


class TraceHistogram(TraceConditions):
    """GET /api/v1/traces/histogram"""

    buckets: int = Field(60, ge=1, le=500, description="how many bars at most")


class TraceFacets(TraceConditions):
    """GET /api/v1/traces/facets"""

    fields: str = Field("status,agent,model", max_length=_TEXT_MAX, description="names of fields, apart with commas")
    limit: int = Field(12, ge=1, le=200, description="how many values of each field")


class FieldsAsked(Asked):
    """GET /api/v1/query/fields"""

    of: Target = Target.TRACES


class ValuesAsked(InWindow):
    """GET /api/v1/query/values"""

    field: Text = Field(description="a field, @name of an attribute, or @ for the names of attributes")
    prefix: str = Field("", max_length=_TEXT_MAX)
    of: Target = Target.TRACES
    limit: int = Field(20, ge=1, le=200)

    def facet(self) -> FacetQuery:
        """Return which of the values."""
        return FacetQuery(self.prefix, self.limit)


class SessionListing(Paged, Questioned):
    """GET /api/v1/sessions"""

    user: Text | None = None
    framework: Text | None = None
    status: list[SpanState] = Field(default_factory=list, max_length=10)
    name: Text | None = None

    def where(self, services: Services) -> SessionFilter:
        """Return the filter. Raises: BadQuestion."""
        query, since_ns, until_ns = self.question(services, Target.SESSIONS)
        return SessionFilter(
            project=self.project,
            user_id=self.user,
            framework=self.framework,
            status=tuple(self.status),
            name=self.name,
            since_ns=since_ns,
            until_ns=until_ns,
            query=query,
        )


class SpanConditions(Questioned):
    """Which spans: shared by /spans, /search, /export and /metrics."""

    session: Text | None = None
    trace: Text | None = None
    user: Text | None = None
    span_type: list[SpanType] = Field(default_factory=list, max_length=20)
    status: list[SpanState] = Field(default_factory=list, max_length=10)
    model: Text | None = None
    provider: Text | None = None
    agent: Text | None = None
    tool: Text | None = None
    name: Text | None = None
    min_duration_ms: Milliseconds | None = None
    min_cost_usd: Dollars | None = None
    attr: list[Text] = Field(default_factory=list, max_length=10, description="key:value; repeats mean and")

    def where(self, services: Services) -> SpanFilter:
        """Return the filter. Raises: BadQuestion."""
        query, since_ns, until_ns = self.question(services, Target.SPANS)
        return SpanFilter(
            project=self.project,
            trace_id=None if self.trace is None else expressions.trace_id(self.trace, field="trace"),
            session_id=self.session,
            user_id=self.user,
            span_type=tuple(self.span_type),
            status=tuple(self.status),
            model=self.model,
            provider=self.provider,
            agent=self.agent,
            tool_name=self.tool,
            name=self.name,
            since_ns=since_ns,
            until_ns=until_ns,
            min_duration_ns=expressions.nanoseconds(self.min_duration_ms),
            min_cost_nano_usd=expressions.nano_dollars(self.min_cost_usd),
            attributes=tuple(expressions.attribute_condition(text) for text in self.attr),
            query=query,
        )


class SpanListing(Paged, SpanConditions):
    """GET /api/v1/spans"""


class SpanSearch(SpanListing):
    """GET /api/v1/search"""

    q: Text = Field(description="words that must all be in the span's text")

    def question(self, services: Services, target: Target) -> tuple[None, int | None, int | None]:
        """Here `q` is not a question in the filter language."""
        return None, *self.window(services)


class TraceSearch(InProject):
    """GET /api/v1/traces/{id}/search"""

    q: Text


class TranscriptPage(ListPage):
    """GET /api/v1/traces/{id}/transcript"""


class SpanExport(SpanConditions):
    """GET /api/v1/export/spans"""

    format: Literal["json", "jsonl", "csv", "parquet"] = "json"


class TraceExport(InProject):
    """GET /api/v1/traces/{id}/export"""

    format: Literal["otlp", "jaeger", "zipkin", "html"] = "otlp"


class SpanDetail(InProject):
    """GET /api/v1/traces/{id}/spans/{seq or span_id}"""

    full: bool = Field(False, description="do not cut long strings")


class SpanLookup(Asked):
    """GET /api/v1/spans/{span_id}"""

    trace: Text | None = Field(None, description="the trace it is in, which makes it quick")
    full: bool = False


class BlobLookup(Asked):
    """GET /api/v1/blobs/{sha256}"""

    project: Text


class SkeletonAsked(InProject):
    """GET /api/v1/traces/{id}/skeleton"""

    since_seq: int | None = Field(None, ge=-1, le=2**32)


class SummaryAsked(Questioned):
    """GET /api/v1/metrics/summary"""

    session: Text | None = None

    def spans(self, services: Services) -> SpanFilter:
        """Return which spans. Raises: BadQuestion."""
        query, since_ns, until_ns = self.question(services, Target.SPANS)
        return SpanFilter(
            project=self.project, session_id=self.session, since_ns=since_ns, until_ns=until_ns, query=query
        )

    def traces(self, services: Services) -> TraceFilter:
        """Return which traces. Raises: BadQuestion."""
        query, since_ns, until_ns = self.question(services, Target.TRACES)
        return TraceFilter(
            project=self.project, session_id=self.session, since_ns=since_ns, until_ns=until_ns, query=query
        )


class CostsAsked(SpanConditions):
    """GET /api/v1/metrics/costs"""

    group_by: Literal["hour", "day", "week", "model", "provider", "agent", "user", "session", "project"] = "day"


class PerformanceAsked(SpanConditions):
    """GET /api/v1/metrics/performance"""

    group_by: Literal["span_type", "model", "tool", "name", "agent", "hour", "day"] = "span_type"


class ErrorsAsked(SpanConditions):
    """GET /api/v1/metrics/errors"""

    limit: int = Field(20, ge=1, le=200)


class AgentsAsked(SpanConditions):
    """GET /api/v1/agents"""


class TraceGraph(InProject):
    """GET /api/v1/traces/{id}/graph"""

    from_us: int | None = Field(None, ge=0, le=_US_MAX, description="from so many microseconds after the trace's start")
    until_us: int | None = Field(None, ge=0, le=_US_MAX)


class GraphAsked(TraceConditions):
    """GET /api/v1/graph"""


class MessagesAsked(ListPage):
    """GET /api/v1/traces/{id}/messages"""

    span: Text | None = Field(None, description="only what this span tells")
    full: bool = Field(False, description="do not cut long contents")


class CheckpointsAsked(ListPage):
    """GET /api/v1/traces/{id}/checkpoints"""

    span: Text | None = Field(None, description="only what this span tells")
    kind: Literal["manual", "auto"] | None = Field(None, description="only those of this kind")
    full: bool = Field(False, description="do not cut long states")


class Watching(InProject):
    """The live streams: everything, or one project, trace or session."""

    trace: Text | None = None
    session: Text | None = None
