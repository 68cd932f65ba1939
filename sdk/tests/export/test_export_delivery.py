"""What a server answers, and what becomes of the batch."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTracePartialSuccess,
    ExportTraceServiceResponse,
)

from agenttrace.export.spool import from_bytes
from agenttrace.model import semconv

from .collector import Answer, Collector, Received
from .conftest import NewAgent


def test_an_ended_span_arrives_without_a_flush(collector: Collector, new_agent: NewAgent) -> None:
    agent = new_agent(collector.endpoint)
    with agent.tracer.start_as_current_span("parent"), agent.tracer.start_as_current_span("child") as child:
        child.set_attribute("gen_ai.request.model", "gpt-5")
    collector.wait_until(lambda c: c.names() == ["child", "parent"])
    spans = {span.name: span for span in collector.accepted()}
    assert spans["child"].parent_span_id == spans["parent"].span_id
    assert spans["child"].attributes[0].value.string_value == "gpt-5"
    assert spans["child"].end_time_unix_nano >= spans["child"].start_time_unix_nano > 0


def test_a_request_names_project_sender_batch_and_key(collector: Collector, new_agent: NewAgent) -> None:
    agent = new_agent(
        collector.endpoint, project="日本 run", api_key="key-1", headers={"X-Gateway": "a", "Content-Type": "b"}
    )
    agent.spans("one")
    assert agent.flush()
    headers = collector.received[0].headers
    assert headers[semconv.PROJECT_HEADER].encode("latin-1").decode("utf-8") == "日本 run"
    assert headers[semconv.SENDER_HEADER] == agent.stats.sender
    assert headers[semconv.BATCH_HEADER] == "1"
    assert headers[semconv.DROPPED_HEADER] == "0"
    assert headers["authorization"] == "Bearer key-1"
    assert headers["content-type"] == "application/x-protobuf"
    assert headers["x-gateway"] == "a"


def test_batches_are_numbered_without_a_gap_and_full_ones_do_not_wait(
    collector: Collector, new_agent: NewAgent
) -> None:
    agent = new_agent(collector.endpoint, batch_size=10, schedule_delay_s=60.0)
    agent.spans(*[f"span-{number:02d}" for number in range(35)])
    assert agent.flush()
    assert collector.names() == [f"span-{number:02d}" for number in range(35)]
    assert sorted(each.batch for each in collector.received) == list(range(1, len(collector.received) + 1))
    assert all(len(each.spans) <= 10 for each in collector.received)


def test_a_batch_is_bounded_in_bytes_and_a_larger_span_travels_alone(collector: Collector, new_agent: NewAgent) -> None:
    agent = new_agent(collector.endpoint, batch_bytes=2000, schedule_delay_s=60.0)
    for size in (900, 900, 5000, 10):
        agent.tracer.start_span("sized", attributes={"text": "x" * size}).end()
    assert agent.flush()
    assert [len(each.spans) for each in collector.received] == [2, 1, 1]


@pytest.mark.parametrize("status", [408, 429, 502, 503, 504])
def test_a_busy_server_gets_the_same_batch_again(collector: Collector, new_agent: NewAgent, status: int) -> None:
    collector.answer(Answer(status), Answer(status))
    agent = new_agent(collector.endpoint)
    agent.spans("patient")
    collector.wait_until(lambda c: c.names() == ["patient"])
    assert [each.batch for each in collector.received] == [1, 1, 1]
    assert agent.flush()
    assert (agent.stats.retries, agent.stats.sent, agent.stats.spooled) == (2, 1, 0)


def test_retry_after_in_seconds_is_honoured(collector: Collector, new_agent: NewAgent) -> None:
    moments: list[datetime] = []
    collector.always_answer(lambda _: moments.append(datetime.now(timezone.utc)) or Answer())
    collector.answer(Answer(503, {"Retry-After": "1"}))
    agent = new_agent(collector.endpoint)
    asked = datetime.now(timezone.utc)
    agent.spans("later")
    collector.wait_until(lambda c: c.names() == ["later"])
    assert moments[0] - asked >= timedelta(seconds=1)


def test_a_retry_after_beyond_the_budget_sends_the_batch_to_the_spool(
    collector: Collector, new_agent: NewAgent
) -> None:
    in_an_hour = format_datetime(datetime.now(timezone.utc) + timedelta(hours=1), usegmt=True)
    collector.answer(Answer(429, {"Retry-After": in_an_hour}))
    agent = new_agent(collector.endpoint)
    agent.spans("much later")
    assert agent.flush()
    assert agent.stats.spooled == 1
    assert len(collector.received) == 1


def test_a_refused_batch_is_kept_aside_and_the_next_one_is_sent(
    collector: Collector, new_agent: NewAgent, caplog: pytest.LogCaptureFixture
) -> None:
    status = ExportTracePartialSuccess(rejected_spans=3, error_message="trace_id: 16 bytes, this is 4")
    collector.answer(Answer(400, {"content-type": "application/x-protobuf"}, status.SerializeToString()))
    agent = new_agent(collector.endpoint)
    agent.spans("bad")
    assert agent.flush()
    agent.spans("good")
    assert agent.flush()
    assert collector.names() == ["good"]
    copies = list((agent.settings.spool_folder / "rejected").iterdir())
    assert from_bytes(copies[0].read_bytes()).spans == 1
    assert b"trace_id: 16 bytes" in copies[0].read_bytes()
    assert "trace_id: 16 bytes" in caplog.text
    assert (agent.stats.rejected, agent.stats.sent) == (1, 1)


def test_a_batch_that_is_too_large_is_sent_in_parts(collector: Collector, new_agent: NewAgent) -> None:
    collector.always_answer(lambda received: Answer(413 if len(received.spans) > 2 else 200))
    agent = new_agent(collector.endpoint, schedule_delay_s=60.0)
    names = [f"span-{number}" for number in range(9)]
    agent.spans(*names)
    assert agent.flush()
    assert collector.names() == names
    accepted = [each.batch for each in collector.received if each.status == 200]
    assert sorted(accepted) == list(range(1, len(accepted) + 1))


def test_a_single_span_that_is_too_large_is_counted_and_does_not_stop_the_rest(
    collector: Collector, new_agent: NewAgent
) -> None:
    def small_only(received: Received) -> Answer:
        return Answer(413 if any(span.name == "huge" for span in received.spans) else 200)

    collector.always_answer(small_only)
    agent = new_agent(collector.endpoint, schedule_delay_s=60.0)
    agent.spans("a", "huge", "b")
    assert agent.flush()
    assert collector.names() == ["a", "b"]
    assert agent.stats.rejected == 1


@pytest.mark.parametrize(
    ("status", "setting"), [(401, "api_key"), (403, "api_key"), (404, "endpoint"), (307, "endpoint")]
)
def test_a_wrong_setting_is_named_once_and_the_spans_are_kept(
    collector: Collector, new_agent: NewAgent, caplog: pytest.LogCaptureFixture, status: int, setting: str
) -> None:
    collector.always_answer(lambda _: Answer(status))
    agent = new_agent(collector.endpoint, backoff_max_s=60.0)
    agent.spans("first")
    assert agent.flush()
    agent.spans("second")
    assert agent.flush()
    assert len(collector.received) == 1
    assert agent.stats.spooled == 2
    assert [record.levelno for record in caplog.records if setting in record.message] == [logging.ERROR]


def test_spans_refused_out_of_an_accepted_batch_are_counted(collector: Collector, new_agent: NewAgent) -> None:
    partial = ExportTraceServiceResponse()
    partial.partial_success.rejected_spans = 1
    collector.answer(Answer(200, {"content-type": "application/x-protobuf"}, partial.SerializeToString()))
    agent = new_agent(collector.endpoint)
    agent.spans("taken", "refused")
    assert agent.flush()
    collector.wait_until(lambda c: len(c.accepted()) == 2)
    assert agent.stats.rejected == 1


def test_compression_can_be_turned_off(collector: Collector, new_agent: NewAgent) -> None:
    agent = new_agent(collector.endpoint, compression="none")
    agent.spans("plain")
    assert agent.flush()
    assert "content-encoding" not in collector.received[0].headers
    assert collector.names() == ["plain"]


def test_an_unsampled_span_is_not_sent(collector: Collector, new_agent: NewAgent) -> None:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.sampling import ALWAYS_OFF

    agent = new_agent(collector.endpoint)
    unsampled = TracerProvider(sampler=ALWAYS_OFF, shutdown_on_exit=False)
    unsampled.add_span_processor(agent.processor)
    unsampled.get_tracer("test").start_span("unseen").end()
    agent.spans("seen")
    assert agent.flush()
    assert collector.names() == ["seen"]
