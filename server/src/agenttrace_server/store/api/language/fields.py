"""List the fields of the filter language: their kinds, their other names, and where their values come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from agenttrace.model import Json, Span, SpanState, SpanType
from agenttrace_server.store.api.failures import failure_words
from agenttrace_server.store.api.language.texts import attribute_text, texts_of
from agenttrace_server.store.api.records import SessionSummary, TraceSummary
from agenttrace_server.store.api.totals import totals_of

Values = tuple[str | int, ...]
"""What a thing has in a field; empty where it has nothing."""
ATTRIBUTE = "attributes."
"""What stands before the name of an attribute; `@` is short for it."""


class Kind(str, Enum):
    """What a field holds, which says how it is compared and written."""

    KEYWORD = "keyword"
    PART = "part"
    WORDS = "words"
    CHOICE = "choice"
    NUMBER = "number"
    MONEY = "money"
    DURATION = "duration"
    MOMENT = "moment"
    ATTRIBUTE = "attribute"

    @property
    def is_amount(self) -> bool:
        """Whether it has an order."""
        return self in (Kind.NUMBER, Kind.MONEY, Kind.DURATION, Kind.MOMENT)


class Target(str, Enum):
    """What is looked for."""

    TRACES = "traces"
    SPANS = "spans"
    SESSIONS = "sessions"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. Where a trace has no getter of its own, its spans are asked; of a session, its traces."""

    name: str
    kind: Kind
    about: str
    span: Callable[[Span], Values] | None = None
    trace: Callable[[TraceSummary], Values] | None = None
    session: Callable[[SessionSummary], Values] | None = None
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

    def is_of(self, target: Target) -> bool:
        """Whether it can be asked of these."""
        if target is Target.SPANS:
            return self.span is not None
        if target is Target.TRACES:
            return self.span is not None or self.trace is not None
        return True


def _given(value: str | int | None) -> Values:
    return () if value is None else (value,)


def _error(span: Span) -> Values:
    return (failure_words(span.status.message, span.status.code),) if span.status.state.is_failure else ()


def _said(span: Span, place: str) -> Values:
    return tuple(text for _, text in texts_of(span, place))


def _span_tokens(span: Span) -> Values:
    totals = totals_of(span)
    return (totals.input_tokens + totals.output_tokens,) if span.counts_usage else ()


def _counted(name: str) -> Callable[[Span], Values]:
    return lambda span: (getattr(totals_of(span), name),) if span.counts_usage else ()


def _sum(name: str) -> Callable[[TraceSummary | SessionSummary], Values]:
    return lambda found: (getattr(found.totals, name),)


def _tokens(found: TraceSummary | SessionSummary) -> Values:
    return (found.totals.input_tokens + found.totals.output_tokens,)


def _lasted(found: TraceSummary | SessionSummary) -> Values:
    return ((found.end_ns or found.last_seen_ns) - found.start_ns,)


FIELDS = (
    Field(
        "status",
        Kind.CHOICE,
        "how it ended, or running",
        lambda span: (span.status.state.value,),
        lambda trace: (trace.status.value,),
        lambda session: (session.status.value,),
        choices=tuple(state.value for state in SpanState),
    ),
    Field(
        "type",
        Kind.CHOICE,
        "what kind of step a span is",
        lambda span: (span.span_type.value,),
        aliases=("span_type", "kind"),
        choices=tuple(kind.value for kind in SpanType),
    ),
    Field(
        "name",
        Kind.PART,
        "part of the name",
        lambda span: (span.name,),
        lambda trace: (trace.name,),
        lambda session: (session.name or session.session_id,),
    ),
    Field(
        "agent",
        Kind.KEYWORD,
        "the agent at work",
        lambda span: _given(span.agent_name),
        lambda trace: trace.agents,
        lambda session: session.agents,
    ),
    Field(
        "model",
        Kind.KEYWORD,
        "the model that was called",
        lambda span: _given(span.call.model if span.call else None),
        lambda trace: trace.models,
    ),
    Field(
        "provider",
        Kind.KEYWORD,
        "who serves the model",
        lambda span: _given(span.call.provider if span.call else None),
    ),
    Field("tool", Kind.KEYWORD, "the tool that ran", lambda span: _given(span.tool.name if span.tool else None)),
    Field(
        "user",
        Kind.KEYWORD,
        "for whom",
        lambda span: _given(span.user_id),
        lambda trace: _given(trace.user_id),
        lambda session: _given(session.user_id),
        aliases=("user_id",),
    ),
    Field(
        "session",
        Kind.KEYWORD,
        "the id of the session",
        lambda span: _given(span.session_id),
        lambda trace: _given(trace.session_id),
        lambda session: (session.session_id,),
        aliases=("session_id",),
    ),
    Field(
        "project",
        Kind.KEYWORD,
        "the project",
        lambda span: (span.project,),
        lambda trace: (trace.project,),
        lambda session: (session.project,),
    ),
    Field(
        "framework",
        Kind.KEYWORD,
        "the library that the agent is built with",
        lambda span: _given(span.framework),
        lambda trace: _given(trace.framework),
        lambda session: _given(session.framework),
    ),
    Field(
        "tag",
        Kind.KEYWORD,
        "a tag",
        lambda span: span.tags,
        lambda trace: trace.tags,
        lambda session: session.tags,
        aliases=("tags",),
    ),
    Field(
        "finish",
        Kind.KEYWORD,
        "why the model stopped: stop, length, tool_calls",
        lambda span: span.call.finish_reasons if span.call else (),
        aliases=("finish_reason",),
    ),
    Field(
        "trace",
        Kind.KEYWORD,
        "the id of the trace",
        lambda span: (span.trace_id,),
        lambda trace: (trace.trace_id,),
        aliases=("trace_id",),
    ),
    Field("span", Kind.KEYWORD, "the id of a span", lambda span: (span.span_id,), aliases=("span_id",)),
    Field("error", Kind.PART, "part of what a failed span said", _error),
    Field("input", Kind.WORDS, "words in prompts and in what tools were given", lambda span: _said(span, "input")),
    Field("output", Kind.WORDS, "words in answers and in what tools gave back", lambda span: _said(span, "output")),
    Field(
        "cost",
        Kind.MONEY,
        "US dollars",
        lambda span: _given(span.cost.total if span.cost else None),
        _sum("cost_nano_usd"),
        _sum("cost_nano_usd"),
    ),
    Field(
        "duration",
        Kind.DURATION,
        "how long it took; a running span has none yet",
        lambda span: _given(span.duration_ns),
        _lasted,
        _lasted,
        aliases=("dur", "latency"),
    ),
    Field("tokens", Kind.NUMBER, "tokens in and out", _span_tokens, _tokens, _tokens, aliases=("total_tokens",)),
    Field(
        "input_tokens",
        Kind.NUMBER,
        "tokens in",
        _counted("input_tokens"),
        _sum("input_tokens"),
        _sum("input_tokens"),
    ),
    Field(
        "output_tokens",
        Kind.NUMBER,
        "tokens out",
        _counted("output_tokens"),
        _sum("output_tokens"),
        _sum("output_tokens"),
    ),
    Field("errors", Kind.NUMBER, "how many spans failed", None, _sum("errors"), _sum("errors")),
    Field("spans", Kind.NUMBER, "how many spans it has", None, _sum("spans"), _sum("spans")),
    Field("calls", Kind.NUMBER, "how many model calls", None, _sum("model_calls"), _sum("model_calls")),
    Field("traces", Kind.NUMBER, "how many traces the session has", session=lambda session: (session.traces,)),
    Field(
        "start",
        Kind.MOMENT,
        "when it began",
        lambda span: (span.start_ns,),
        lambda trace: (trace.start_ns,),
        lambda session: (session.start_ns,),
        aliases=("started", "time"),
    ),
)
SINCE, UNTIL = "since", "until"
"""Short for start>= and start<."""
BY_NAME: Mapping[str, Field] = {name: field for field in FIELDS for name in (field.name, *field.aliases)}


def attribute_field(name: str) -> Field:
    """Return the field of an attribute: the span's own, else its resource's."""
    return Field(ATTRIBUTE + name, Kind.ATTRIBUTE, "an attribute", lambda span: attribute_values(span, name))


def field_named(name: str) -> Field:
    """Return the field that a leaf names."""
    return attribute_field(name.removeprefix(ATTRIBUTE)) if name.startswith(ATTRIBUTE) else BY_NAME[name]


def attribute_values(span: Span, name: str) -> Values:
    """Return the attribute's text."""
    value: Json = span.attributes.get(name)
    if value is None:
        value = span.resource.get(name)
    return () if value is None else (attribute_text(value),)
