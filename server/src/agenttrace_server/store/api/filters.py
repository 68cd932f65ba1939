"""Say what is asked of a store: filters, groupings and pages. None always means "any"."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from agenttrace.model import SpanState, SpanType
from agenttrace_server.store.api.language.tree import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceFilter:
    """Which traces. Times are of the trace's start: `since_ns` inclusive, `until_ns` exclusive."""

    project: str | None = None
    session_id: str | None = None
    user_id: str | None = None
    status: tuple[SpanState, ...] = ()
    has_errors: bool | None = None
    """True: at least one failed span, whatever the trace's own status."""
    agent: str | None = None
    model: str | None = None
    framework: str | None = None
    tag: str | None = None
    name: str | None = None
    """Part of the name, without regard to case."""
    since_ns: int | None = None
    until_ns: int | None = None
    min_duration_ns: int | None = None
    min_cost_nano_usd: int | None = None
    min_tokens: int | None = None
    query: Node | None = None
    """A question in the filter language, true beside all the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanFilter:
    """Which spans. Times are of the span's start."""

    project: str | None = None
    trace_id: str | None = None
    session_id: str | None = None
    user_id: str | None = None
    span_type: tuple[SpanType, ...] = ()
    status: tuple[SpanState, ...] = ()
    model: str | None = None
    provider: str | None = None
    agent: str | None = None
    tool_name: str | None = None
    name: str | None = None
    since_ns: int | None = None
    until_ns: int | None = None
    min_duration_ns: int | None = None
    min_cost_nano_usd: int | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    """(name, value as text): spans that have all of them."""
    query: Node | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFilter:
    """Which sessions. Times are of the session's first span."""

    project: str | None = None
    user_id: str | None = None
    framework: str | None = None
    status: tuple[SpanState, ...] = ()
    name: str | None = None
    since_ns: int | None = None
    until_ns: int | None = None
    query: Node | None = None


class GroupBy(str, Enum):
    """By what statistics are grouped. Time buckets are UTC; a week starts on Monday."""

    NOTHING = "nothing"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MODEL = "model"
    PROVIDER = "provider"
    AGENT = "agent"
    USER = "user"
    SESSION = "session"
    PROJECT = "project"
    SPAN_TYPE = "span_type"
    TOOL = "tool"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class FacetQuery:
    """Which values of a field: those that begin with `prefix`, without regard to case, at most `limit`."""

    prefix: str = ""
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Page:
    """How many, and from where: `cursor` is what the last page gave, or None for the newest."""

    limit: int = 50
    cursor: str | None = None
