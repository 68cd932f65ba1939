"""Make spans for the tests of the pipeline, by hand or from the recorded ones."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from agenttrace.model import OK, Call, Json, ProjectName, Scope, Span, SpanEvent, SpanId, SpanType, TraceId, Usage
from agenttrace_server.journal.protocol import RawRecord, Signal
from agenttrace_server.pipeline.decode import decode
from agenttrace_server.pipeline.normalize import normalize

FIXTURES = Path(__file__).parents[1] / "fixtures" / "spans"
NOV_1_2026_NS = 1_793_491_200_000_000_000


def make_span(
    attributes: Mapping[str, Json] | None = None,
    *,
    scope: str = "",
    name: str = "work",
    events: tuple[SpanEvent, ...] = (),
    **more: Any,
) -> Span:
    """Return an ended span of one second in November 2026."""
    fields: dict[str, Any] = {
        "project": ProjectName("default"),
        "trace_id": TraceId("0" * 31 + "1"),
        "span_id": SpanId("0" * 15 + "1"),
        "parent_span_id": None,
        "name": name,
        "start_ns": NOV_1_2026_NS,
        "end_ns": NOV_1_2026_NS + 1_000_000_000,
        "status": OK,
        "scope": Scope(scope),
        "attributes": dict(attributes or {}),
        "events": events,
    }
    return Span(**{**fields, **more})


def event(name: str, attributes: Mapping[str, Json] | None = None, after_ns: int = 0) -> SpanEvent:
    """Return an event of a span that `make_span` made."""
    return SpanEvent(name, NOV_1_2026_NS + after_ns, dict(attributes or {}))


def model_call(usage: Usage | None, model: str | None, provider: str | None = "openai", **more: Any) -> Span:
    """Return a normalized model call."""
    call = Call(provider=provider, response_model=model, parameters=more.pop("parameters", {}))
    return make_span(span_type=SpanType.LLM_CALL, call=call, usage=usage, **more)


def recorded(name: str) -> RawRecord:
    """Return the recorded request of a fixture, as the journal would hold it."""
    body = (FIXTURES / f"{name}.json").read_bytes()
    return RawRecord("default", NOV_1_2026_NS, Signal.TRACES, "application/json", body)


@cache
def normalized(name: str) -> tuple[Span, ...]:
    """Return the normalized spans of a fixture."""
    return tuple(normalize(span) for span in decode(recorded(name)).spans())
