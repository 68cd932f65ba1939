"""Spans that still run are shown, and their end replaces what was shown."""

from __future__ import annotations

import gc

from .collector import Collector
from .conftest import NewAgent


def test_a_long_span_is_announced_as_it_is_and_then_ended(collector: Collector, new_agent: NewAgent) -> None:
    agent = new_agent(collector.endpoint, start_record_after_s=0.05)
    span = agent.tracer.start_span("long", attributes={"phase": "first"})
    span.add_event("began")
    collector.wait_until(lambda c: c.names() == ["long"])
    span.set_attribute("phase", "last")
    span.end()
    assert agent.flush()
    running, ended = collector.accepted()
    assert running.span_id == ended.span_id
    assert running.start_time_unix_nano == ended.start_time_unix_nano
    assert (running.end_time_unix_nano, running.attributes[0].value.string_value) == (0, "first")
    assert running.events[0].name == "began"
    assert ended.end_time_unix_nano > 0
    assert ended.attributes[0].value.string_value == "last"


def test_a_short_span_is_sent_once(collector: Collector, new_agent: NewAgent) -> None:
    agent = new_agent(collector.endpoint, start_record_after_s=30.0)
    agent.spans("short")
    assert agent.flush()
    assert collector.ended_names() == collector.names() == ["short"]


def test_zero_announces_at_once_without_waiting_for_company(collector: Collector, new_agent: NewAgent) -> None:
    agent = new_agent(collector.endpoint, start_record_after_s=0, schedule_delay_s=60.0)
    first = agent.tracer.start_span("first")
    collector.wait_until(lambda c: c.names() == ["first"])
    second = agent.tracer.start_span("second")
    collector.wait_until(lambda c: c.names() == ["first", "second"])
    assert collector.ended_names() == []
    second.end()
    first.end()


def test_none_announces_never(collector: Collector, new_agent: NewAgent) -> None:
    agent = new_agent(collector.endpoint, start_record_after_s=None)
    span = agent.tracer.start_span("open")
    agent.spans("ended")
    agent.processor.shutdown()
    assert collector.names() == ["ended"]
    span.end()


def test_spans_open_at_shutdown_are_sent_as_they_are_then(collector: Collector, new_agent: NewAgent) -> None:
    agent = new_agent(collector.endpoint, start_record_after_s=0)
    announced = agent.tracer.start_span("announced")
    collector.wait_until(lambda c: c.names() == ["announced"])
    announced.set_attribute("progress", 7)
    agent.processor.shutdown()
    last = collector.accepted()[-1]
    assert (last.name, last.end_time_unix_nano) == ("announced", 0)
    assert last.attributes[0].value.int_value == 7


def test_an_abandoned_span_is_not_kept_alive(collector: Collector, new_agent: NewAgent) -> None:
    agent = new_agent(collector.endpoint, start_record_after_s=0)
    span = agent.tracer.start_span("abandoned")
    collector.wait_until(lambda c: c.names() == ["abandoned"])
    agent.spans("next")
    assert agent.flush()
    del span
    gc.collect()
    agent.processor.shutdown()
    assert collector.names().count("abandoned") == 1
