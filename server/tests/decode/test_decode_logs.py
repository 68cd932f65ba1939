"""Logs are read as strictly as traces: both encodings alike, and what cannot be is refused by its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from google.protobuf.json_format import Parse
from hypothesis import given, settings
from hypothesis import strategies as st
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

from agenttrace_server.errors import BadPayload, PayloadTooLarge
from agenttrace_server.journal.protocol import RawRecord, Signal
from agenttrace_server.pipeline.decode import check, decode_logs
from agenttrace_server.store.api.signals import LogRecord

from .making import JSON, PROTOBUF, SPAN_ID, START_NS, TRACE_ID, attribute, nested_value

RECEIVED_NS = START_NS + 5


def log(**fields: Any) -> dict[str, Any]:
    return {"timeUnixNano": str(START_NS), "body": {"stringValue": "hello"}, **fields}


def request(*logs: dict[str, Any], resource: list[dict[str, Any]] | None = None) -> bytes:
    scoped = {"scope": {"name": "lib", "version": "1"}, "logRecords": list(logs)}
    group = {"resource": {"attributes": resource or []}, "scopeLogs": [scoped]}
    return json.dumps({"resourceLogs": [group]}).encode()


def decoded(*logs: dict[str, Any], **more: Any) -> tuple[LogRecord, ...]:
    return decode_logs(RawRecord("default", RECEIVED_NS, Signal.LOGS, JSON, request(*logs, **more)))


def test_every_field_of_a_record_is_read() -> None:
    (record,) = decoded(
        log(
            severityNumber="SEVERITY_NUMBER_ERROR2",
            severityText="ERROR",
            eventName="app.failed",
            attributes=[attribute("session.id", stringValue="s"), attribute("n", intValue="3")],
            traceId=TRACE_ID,
            spanId=SPAN_ID,
        ),
        resource=[attribute("agenttrace.project", stringValue="shop")],
    )
    assert (record.project, record.time_ns, record.severity, record.severity_text) == ("shop", START_NS, 18, "ERROR")
    assert (record.event_name, record.body, record.session_id) == ("app.failed", "hello", "s")
    assert (record.trace_id, record.span_id, record.scope.name) == (TRACE_ID, SPAN_ID, "lib")
    assert record.attributes == {"session.id": "s", "n": 3}


def test_both_encodings_give_equal_records() -> None:
    body = {"kvlistValue": {"values": [attribute("content", arrayValue={"values": [{"doubleValue": 0.5}, {}]})]}}
    as_json = request(
        log(body=body, severityNumber=9, observedTimeUnixNano="7", attributes=[attribute("b", boolValue=True)])
    )
    as_protobuf = Parse(as_json, ExportLogsServiceRequest()).SerializeToString()
    (one,) = decode_logs(RawRecord("default", RECEIVED_NS, Signal.LOGS, JSON, as_json))
    (other,) = decode_logs(RawRecord("default", RECEIVED_NS, Signal.LOGS, PROTOBUF, as_protobuf))
    assert one == other
    assert one.body == {"content": [0.5, None]}


def test_an_event_is_named_by_its_field_else_by_its_attribute() -> None:
    named = attribute("event.name", stringValue="from attribute")
    first, second = decoded(log(attributes=[named]), log(attributes=[named], eventName="from field"))
    assert (first.event_name, second.event_name) == ("from attribute", "from field")


def test_a_record_without_a_time_has_that_of_its_observation_else_of_its_arrival() -> None:
    observed, received = decoded(log(timeUnixNano="0", observedTimeUnixNano="9"), log(timeUnixNano="0"))
    assert (observed.time_ns, received.time_ns) == (9, RECEIVED_NS)


def test_ids_that_are_empty_or_zero_name_no_span() -> None:
    (record,) = decoded(log(traceId="0" * 32, spanId=""))
    assert (record.trace_id, record.span_id) == (None, None)


def test_equal_records_are_two_in_one_request_and_one_in_two_requests() -> None:
    first, second = decoded(log(), log())
    (again,) = decoded(log())
    (changed,) = decoded(log(severityText="x"))
    assert first.uid != second.uid
    assert again.uid == first.uid
    assert changed.uid not in (first.uid, second.uid)


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"traceId": "abc"}, "traceId"),
        ({"spanId": "zz" * 8}, "spanId"),
        ({"timeUnixNano": "never"}, "timeUnixNano"),
        ({"observedTimeUnixNano": str(2**63)}, "observedTimeUnixNano"),
        ({"severityNumber": "LOUD"}, "severityNumber"),
        ({"body": "bare text"}, "body.value"),
        ({"attributes": 5}, "attributes"),
        ({"eventName": 5}, "eventName"),
    ],
)
def test_a_record_that_cannot_be_is_refused_by_its_place(fields: dict[str, Any], place: str) -> None:
    with pytest.raises(BadPayload) as caught:
        check(Signal.LOGS, JSON, request(log(), log(**fields)), 64)
    assert caught.value.field == f"resourceLogs[0].scopeLogs[0].logRecords[1].{place}"


@pytest.mark.parametrize(("name", "field"), [("trace_id", "traceId"), ("span_id", "spanId")])
def test_an_id_of_the_wrong_length_is_refused_in_protobuf(name: str, field: str) -> None:
    message = ExportLogsServiceRequest()
    setattr(message.resource_logs.add().scope_logs.add().log_records.add(), name, b"abc")
    with pytest.raises(BadPayload) as caught:
        check(Signal.LOGS, PROTOBUF, message.SerializeToString(), 64)
    assert caught.value.field == f"resourceLogs[0].scopeLogs[0].logRecords[0].{field}"


def test_a_body_nested_too_deeply_is_refused() -> None:
    with pytest.raises(PayloadTooLarge):
        check(Signal.LOGS, JSON, request(log(body=nested_value(11))), 10)
    assert check(Signal.LOGS, JSON, request(log(body=nested_value(10))), 10) == 1


@settings(deadline=None)
@given(st.binary(max_size=2048), st.sampled_from([JSON, PROTOBUF]))
def test_any_bytes_are_records_or_refused_and_what_is_acknowledged_decodes(body: bytes, content_type: str) -> None:
    try:
        count = check(Signal.LOGS, content_type, body, 64)
    except (BadPayload, PayloadTooLarge):
        return
    assert len(decode_logs(RawRecord("default", 1, Signal.LOGS, content_type, body))) == count
