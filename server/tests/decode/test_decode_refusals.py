"""What is not OTLP is refused by the path of the field, and nothing else ever happens."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from server.tests.otlp_files import REQUESTS, as_protobuf

from agenttrace_server.errors import BadPayload, PayloadTooLarge
from agenttrace_server.journal.protocol import Signal
from agenttrace_server.pipeline.decode import check, decode

from .making import JSON, PROTOBUF, attribute, nested_value, record, request, span

SPAN = "resourceSpans[0].scopeSpans[0].spans[0]"
REFUSED_SPANS: list[tuple[dict[str, Any], str]] = [
    ({"traceId": "00"}, "traceId"),
    ({"traceId": "0" * 32}, "traceId"),
    ({"traceId": "x" * 32}, "traceId"),
    ({"traceId": 7}, "traceId"),
    ({"spanId": None}, "spanId"),
    ({"spanId": "0" * 16}, "spanId"),
    ({"parentSpanId": "ab"}, "parentSpanId"),
    ({"name": ["a"]}, "name"),
    ({"startTimeUnixNano": "soon"}, "startTimeUnixNano"),
    ({"startTimeUnixNano": "٣"}, "startTimeUnixNano"),
    ({"startTimeUnixNano": -1}, "startTimeUnixNano"),
    ({"endTimeUnixNano": 2**64 - 1}, "endTimeUnixNano"),
    ({"kind": "SPAN_KIND_ODD"}, "kind"),
    ({"status": "ok"}, "status"),
    ({"status": {"code": 1.5}}, "status.code"),
    ({"attributes": {"a": 1}}, "attributes"),
    ({"attributes": [7]}, "attributes[0]"),
    ({"attributes": [attribute("a", intValue="9" * 30)]}, "attributes[0].value.intValue"),
    ({"attributes": [attribute("a", boolValue="yes")]}, "attributes[0].value.boolValue"),
    ({"attributes": [attribute("a", doubleValue="1e999")]}, "attributes[0].value.doubleValue"),
    ({"attributes": [attribute("a", bytesValue="%")]}, "attributes[0].value.bytesValue"),
    ({"attributes": [{"key": "a", "value": "text"}]}, "attributes[0].value"),
    ({"events": [{"attributes": 3}]}, "events[0].attributes"),
    ({"events": [{"timeUnixNano": 2**63}]}, "events[0].timeUnixNano"),
    ({"links": [{"traceId": "aa", "spanId": "bb"}]}, "links[0].traceId"),
    ({"droppedEventsCount": -1}, "droppedEventsCount"),
]


@pytest.mark.parametrize(("fields", "place"), REFUSED_SPANS, ids=str)
def test_a_field_that_cannot_be_is_named_by_its_path(fields: dict[str, Any], place: str) -> None:
    body = request(span(**fields))

    with pytest.raises(BadPayload) as refusal:
        check(Signal.TRACES, JSON, body, 64)

    assert refusal.value.field == f"{SPAN}.{place}"


def test_a_protobuf_field_is_named_by_the_same_path() -> None:
    message = ExportTraceServiceRequest.FromString(as_protobuf(request(span(), span(), span())))
    message.resource_spans[0].scope_spans[0].spans[2].span_id = b"short"

    with pytest.raises(BadPayload) as refusal:
        check(Signal.TRACES, PROTOBUF, message.SerializeToString(), 64)

    assert refusal.value.field == "resourceSpans[0].scopeSpans[0].spans[2].spanId"


@pytest.mark.parametrize("name", ["", "a/b", "x" * 200])
@pytest.mark.parametrize("content_type", [JSON, PROTOBUF])
def test_a_project_that_cannot_be_is_refused(name: str, content_type: str) -> None:
    body = request(span(), resource=[attribute("agenttrace.project", stringValue=name)])

    with pytest.raises(BadPayload, match="project name"):
        check(Signal.TRACES, content_type, body if content_type == JSON else as_protobuf(body), 64)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"7",
        b"{",
        b'{"resourceSpans": NaN}',
        b'{"resourceSpans": {}}',
        b'{"resourceSpans": [[]]}',
        b'{"somethingElse": 1}',
        b'{"resourceSpans": [], "resourceSpans": []}',
        b'{"resourceSpans": [{"scopeSpans": [{"spans": [{"name": "a", "name": "b"}]}]}]}',
        b'{"resourceSpans": "\xff"}',
        b'{"resourceSpans": "\\ud800"}',
    ],
)
def test_what_is_not_an_otlp_json_request_is_refused(body: bytes) -> None:
    with pytest.raises(BadPayload):
        check(Signal.TRACES, JSON, body, 64)


@pytest.mark.parametrize("body", [b"\xff\xff", b"\x08\x01", b"not protobuf at all", b"{}"])
@pytest.mark.parametrize("signal", list(Signal))
def test_what_is_not_an_otlp_protobuf_request_is_refused(signal: Signal, body: bytes) -> None:
    with pytest.raises(BadPayload):
        check(signal, PROTOBUF, body, 64)


@pytest.mark.parametrize(("content_type", "body"), [(JSON, b"{}"), (PROTOBUF, b""), (JSON, b'{"resourceSpans": null}')])
def test_an_empty_request_is_in_order_and_holds_nothing(content_type: str, body: bytes) -> None:
    assert check(Signal.TRACES, content_type, body, 64) == 0


@pytest.mark.parametrize("signal", [Signal.LOGS, Signal.METRICS])
def test_logs_and_metrics_are_counted_by_their_own_lists(signal: Signal) -> None:
    path = next(path for path in REQUESTS if path.name == "openai__otel-genai.json")

    assert check(signal, JSON, path.read_bytes(), 64) > 0


@pytest.mark.parametrize("signal", [Signal.LOGS, Signal.METRICS])
def test_a_list_of_logs_or_metrics_that_is_none_is_named(signal: Signal) -> None:
    inner = "logRecords" if signal is Signal.LOGS else "metrics"
    word = signal.value.capitalize()
    body = json.dumps({f"resource{word}": [{f"scope{word}": [{inner: 3}]}]}).encode()

    with pytest.raises(BadPayload) as refusal:
        check(signal, JSON, body, 64)

    assert refusal.value.field == f"resource{word}[0].scope{word}[0].{inner}"


def test_values_nested_deeper_than_the_setting_are_too_large() -> None:
    body = request(span(attributes=[{"key": "a", "value": nested_value(5)}]))

    assert check(Signal.TRACES, JSON, body, 5) == 1
    for content_type, sent in ((JSON, body), (PROTOBUF, as_protobuf(body))):
        with pytest.raises(PayloadTooLarge) as refusal:
            check(Signal.TRACES, content_type, sent, 4)
        assert (refusal.value.field or "").startswith(f"{SPAN}.attributes[0].value")


@pytest.mark.parametrize("levels", [300, 10_000])
def test_json_of_any_depth_is_refused_without_a_crash(levels: int) -> None:
    value = '{"arrayValue":{"values":[' * levels + '{"intValue":1}' + "]}}" * levels
    body = request(span(attributes=[{"key": "a", "value": "HERE"}])).replace(b'"HERE"', value.encode())

    with pytest.raises(PayloadTooLarge):
        check(Signal.TRACES, JSON, body, 1_000_000)


@given(st.binary(max_size=4096), st.sampled_from([JSON, PROTOBUF]))
def test_any_bytes_are_decoded_or_refused_but_never_crash(body: bytes, content_type: str) -> None:
    try:
        count = check(Signal.TRACES, content_type, body, 64)
    except (BadPayload, PayloadTooLarge):
        return
    assert len(decode(record(body, content_type))) == count


@given(at=st.integers(0, 10**9), value=st.integers(0, 255), content_type=st.sampled_from([JSON, PROTOBUF]))
def test_what_passes_the_check_decodes_even_with_a_byte_changed(at: int, value: int, content_type: str) -> None:
    sent = request(span(events=[{"name": "e", "timeUnixNano": "5"}], attributes=[attribute("a", intValue="12")]))
    body = bytearray(sent if content_type == JSON else as_protobuf(sent))
    body[at % len(body)] = value

    try:
        count = check(Signal.TRACES, content_type, bytes(body), 64)
    except (BadPayload, PayloadTooLarge):
        return
    assert len(decode(record(bytes(body), content_type))) == count


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.sampled_from(["resourceSpans", "spans", "value", "x"]), inner)
        ),
    )
)
def test_any_json_is_decoded_or_refused_but_never_crashes(value: Any) -> None:
    for document in (value, {"resourceSpans": value}, json.loads(request(span(attributes=[])))):
        if isinstance(document, dict) and document is not value and "scopeSpans" in str(document):
            document["resourceSpans"][0]["scopeSpans"][0]["spans"][0]["attributes"] = [{"key": "a", "value": value}]
        body = json.dumps(document).encode()
        try:
            check(Signal.TRACES, JSON, body, 64)
        except (BadPayload, PayloadTooLarge):
            continue
        decode(record(body))
