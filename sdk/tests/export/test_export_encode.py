"""Spans as OTLP bytes: the same as OpenTelemetry's own, and no value that a span can hold loses the span."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span as WireSpan
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Event, ReadableSpan, SpanLimits, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import Link, SpanContext, SpanKind, Status, StatusCode, TraceFlags, TraceState

from agenttrace.export.guard import Say
from agenttrace.export.otlp import Encoder, halves
from agenttrace.export.stats import Counters

REMOTE = SpanContext(0xABC, 0xDEF, is_remote=True, trace_flags=TraceFlags(1), trace_state=TraceState([("a", "b")]))


def recorded_spans() -> list[ReadableSpan]:
    memory = InMemorySpanExporter()
    provider = TracerProvider(
        resource=Resource({"service.name": "agent", "n": [1, 2]}, "https://schema/1"),
        span_limits=SpanLimits(max_attributes=4, max_events=2),
        shutdown_on_exit=False,
    )
    provider.add_span_processor(SimpleSpanProcessor(memory))
    for scope in ("one", "two"):
        tracer = provider.get_tracer(scope, "1.2", schema_url="https://schema/2", attributes={"kind": "test"})
        with tracer.start_as_current_span(
            "outer", kind=SpanKind.SERVER, links=[Link(REMOTE, {"why": "test"})]
        ) as outer:
            outer.set_attributes({f"key {number}": number for number in range(9)})
            with tracer.start_as_current_span("inner", attributes={"b": True, "f": 1.5, "s": ["x", "y"]}) as inner:
                for number in range(5):
                    inner.add_event("tick", {"n": number})
                inner.set_status(Status(StatusCode.ERROR, "went wrong"))
    return list(memory.get_finished_spans())


def encoder(max_bytes: int = 1_000_000) -> Encoder:
    return Encoder(None, max_bytes, Counters(), Say())


def wire_spans(body: bytes) -> list[WireSpan]:
    request = ExportTraceServiceRequest.FromString(body)
    return [span for group in request.resource_spans for scope in group.scope_spans for span in scope.spans]


def test_the_request_is_the_one_that_opentelemetry_encodes() -> None:
    spans = recorded_spans()
    (ours,) = encoder().encode(spans)
    expected = encode_spans(spans)
    for group in expected.resource_spans:  # OpenTelemetry leaves out a link's trace state
        for scope in group.scope_spans:
            for span in scope.spans:
                for link in span.links:
                    link.trace_state = "a=b"
    assert ExportTraceServiceRequest.FromString(ours.body) == expected
    assert ours.spans == 4


texts = st.text(st.characters(codec=None, categories=None), max_size=20)
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), texts, st.binary(max_size=20), st.complex_numbers()
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=8
)


@given(st.dictionaries(texts, values, max_size=4), texts, texts)
def test_no_value_loses_the_span(attributes: dict[str, Any], name: str, description: str) -> None:
    span = ReadableSpan(
        name,
        context=SpanContext(1, 2, is_remote=False),
        attributes=attributes,
        events=[Event(name, attributes, 7)],
        status=Status(StatusCode.ERROR, description),
        start_time=5,
        end_time=9,
        resource=Resource({}),
    )
    (request,) = encoder().encode([span])
    (wire,) = wire_spans(request.body)
    assert len(wire.attributes) == len(attributes)
    assert (wire.start_time_unix_nano, wire.end_time_unix_nano) == (5, 9)


def test_what_is_nested_too_deeply_is_cut() -> None:
    deep: Any = "bottom"
    for _ in range(200):
        deep = [deep]
    span = ReadableSpan(
        "deep", context=SpanContext(1, 2, is_remote=False), attributes={"deep": deep}, resource=Resource({})
    )
    (request,) = encoder().encode([span])
    value: AnyValue = wire_spans(request.body)[0].attributes[0].value
    while value.HasField("array_value"):
        value = value.array_value.values[0]
    assert value.string_value == "[nested too deeply]"


def test_a_span_that_cannot_be_encoded_is_counted_and_the_others_are_sent() -> None:
    counters = Counters()
    broken = ReadableSpan("broken", context=SpanContext(1, 2, is_remote=False), start_time=-1, resource=Resource({}))
    (request,) = Encoder(None, 1_000_000, counters, Say()).encode([broken, *recorded_spans()])
    assert request.spans == 4
    assert counters.dropped == 1


def test_halves_hold_every_span_once_under_its_resource_and_scope() -> None:
    (whole,) = encoder().encode(recorded_spans())
    parts = halves(whole.body)
    assert parts is not None
    names = [span.span_id for part in parts for span in wire_spans(part.body)]
    assert names == [span.span_id for span in wire_spans(whole.body)]
    assert [part.spans for part in parts] == [2, 2]


def test_what_holds_one_span_or_no_request_has_no_halves() -> None:
    (single,) = encoder().encode(recorded_spans()[:1])
    assert halves(single.body) is None
    assert halves(b"\xff\xff") is None
