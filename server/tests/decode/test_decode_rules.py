"""What each OTLP field becomes in a span."""

from __future__ import annotations

import json

import pytest
from server.tests.otlp_files import as_protobuf

from agenttrace.model import OK, RUNNING, SpanState, Status
from agenttrace_server.journal.protocol import RawRecord, Signal
from agenttrace_server.pipeline.decode import SpanColumns, decode

from .making import END_NS, PROTOBUF, SPAN_ID, START_NS, TRACE_ID, attribute, decoded, record, request, span


def exception(**attributes: str) -> dict[str, object]:
    pairs = [attribute(key.replace("_", "."), stringValue=value) for key, value in attributes.items()]
    return {"name": "exception", "timeUnixNano": str(END_NS), "attributes": pairs}


def test_ids_names_and_times_are_taken_as_sent() -> None:
    (step,) = decoded(span(parentSpanId="00F067AA0BA902B7", kind=3))

    assert (step.trace_id, step.span_id, step.parent_span_id) == (TRACE_ID, SPAN_ID, "00f067aa0ba902b7")
    assert (step.name, step.start_ns, step.end_ns, step.otel_kind) == ("step", START_NS, END_NS, "client")


@pytest.mark.parametrize("parent", [None, "", "0000000000000000"])
def test_an_empty_or_all_zero_parent_is_no_parent(parent: str | None) -> None:
    assert decoded(span(parentSpanId=parent))[0].parent_span_id is None


def test_a_span_without_an_end_time_is_running() -> None:
    (step,) = decoded(span(endTimeUnixNano="0", status={"code": 2}))

    assert (step.end_ns, step.status) == (None, RUNNING)


def test_an_end_before_the_start_and_a_start_of_zero_are_taken_as_sent() -> None:
    (step,) = decoded(span(startTimeUnixNano=0, endTimeUnixNano="1"))

    assert (step.start_ns, step.end_ns) == (0, 1)


def test_an_unset_status_is_ok_even_beside_a_handled_exception() -> None:
    assert decoded(span(events=[exception(exception_type="ValueError")]))[0].status == OK


def test_an_error_takes_its_message_and_code_from_the_last_exception() -> None:
    events = [exception(exception_type="OSError"), exception(exception_type="ValueError", exception_message="bad")]

    (step,) = decoded(span(status={"code": 2}, events=events))

    assert step.status == Status(SpanState.ERROR, "bad", "ValueError")


def test_words_of_the_status_and_of_error_type_go_before_the_exception() -> None:
    (step,) = decoded(
        span(
            status={"code": "STATUS_CODE_ERROR", "message": "no tool"},
            attributes=[attribute("error.type", stringValue="404")],
            events=[exception(exception_type="ValueError", exception_message="bad")],
        )
    )

    assert step.status == Status(SpanState.ERROR, "no tool", "404")


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("asyncio.exceptions.CancelledError", SpanState.CANCELLED),
        ("TimeoutError", SpanState.TIMEOUT),
        ("openai.APITimeoutError", SpanState.TIMEOUT),
        ("MyCancelledErrorHandler", SpanState.ERROR),
    ],
)
def test_a_cancelled_or_timed_out_call_of_any_emitter_is_said_so(code: str, state: SpanState) -> None:
    (step,) = decoded(span(status={"code": 2}, attributes=[attribute("error.type", stringValue=code)]))

    assert step.status == Status(state, None, code)


@pytest.mark.parametrize("word", ["cancelled", "timeout", "error", "ok"])
def test_our_own_status_word_goes_before_otlps(word: str) -> None:
    (step,) = decoded(span(status={"code": 2}, attributes=[attribute("agenttrace.status", stringValue=word)]))

    assert step.status.state is SpanState(word)


@pytest.mark.parametrize("word", ["running", "exploded"])
def test_a_status_word_that_cannot_be_is_passed_over(word: str) -> None:
    (step,) = decoded(span(attributes=[attribute("agenttrace.status", stringValue=word)]))

    assert step.status == OK


def test_values_of_every_type_become_json() -> None:
    pairs = [
        attribute("text", stringValue="é"),
        attribute("whole", intValue="-9223372036854775808"),
        attribute("number", doubleValue=0.5),
        attribute("nan", doubleValue="NaN"),
        attribute("endless", doubleValue="-Infinity"),
        attribute("yes", boolValue=True),
        attribute("raw", bytesValue="AAEC/w=="),
        attribute("list", arrayValue={"values": [{"intValue": 1}, {}]}),
        attribute("map", kvlistValue={"values": [attribute("inner", stringValue="x")]}),
        attribute("empty"),
    ]
    body = request(span(attributes=pairs))

    (step,) = decode(record(body)).spans()

    assert dict(step.attributes) == {
        "text": "é",
        "whole": -(2**63),
        "number": 0.5,
        "nan": "NaN",
        "endless": "-Infinity",
        "yes": True,
        "raw": "base64:AAEC/w==",
        "list": [1, None],
        "map": {"inner": "x"},
        "empty": None,
    }
    assert tuple(decode(record(as_protobuf(body), PROTOBUF)).spans()) == (step,)


def test_links_that_point_nowhere_are_left_out() -> None:
    body = request(
        span(links=[{"traceId": TRACE_ID, "spanId": SPAN_ID}, {"traceId": "0" * 32, "spanId": "0" * 16}, {}])
    )

    assert len(decode(record(body)).links[0]) == 1
    assert decode(record(body)) == decode(record(as_protobuf(body), PROTOBUF))


def test_what_the_emitter_dropped_is_added_up() -> None:
    assert decoded(span(droppedAttributesCount=1, droppedEventsCount=2, droppedLinksCount=4))[0].dropped == 7


def test_the_resources_project_goes_before_the_requests() -> None:
    named = [attribute("agenttrace.project", stringValue="checkout")]

    assert decoded(span(), resource=named)[0].project == "checkout"
    assert decode(record(request(span()), project="other")).project == ["other"]


def test_names_of_the_schema_are_read_as_well() -> None:
    sent = {
        "resource_spans": [
            {
                "scope_spans": [
                    {
                        "spans": [
                            {
                                "trace_id": TRACE_ID,
                                "span_id": SPAN_ID,
                                "name": "step",
                                "start_time_unix_nano": START_NS,
                                "attributes": [{"key": "a_b", "value": {"string_value": "c_d"}}],
                            }
                        ]
                    }
                ]
            }
        ]
    }

    (step,) = decode(record(json.dumps(sent).encode())).spans()

    assert (step.start_ns, dict(step.attributes)) == (START_NS, {"a_b": "c_d"})


def test_logs_and_metrics_have_no_spans() -> None:
    assert decode(RawRecord("p", 1, Signal.LOGS, PROTOBUF, b"anything")) == SpanColumns()
