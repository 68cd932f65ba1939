"""Finished spans are kept in memory; ids and time are the test's to decide."""

from __future__ import annotations

import random
import threading

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SpanExportResult

from agenttrace.testing import FixedClock, FixedIdGenerator, InMemoryExporter, captured_spans
from agenttrace.tracing import session
from agenttrace.tracing import span as agent_span


def test_finished_spans_are_kept_in_the_order_in_which_they_end() -> None:
    exporter = InMemoryExporter()
    tracer = exporter.tracer_provider.get_tracer("test")

    with tracer.start_as_current_span("outer"), tracer.start_as_current_span("inner"):
        assert [*exporter.spans] == []

    assert [span.name for span in exporter.spans] == ["inner", "outer"]
    assert [span.name for span in exporter.by_name("inner")] == ["inner"]
    assert exporter.by_name("other") == ()


def test_clearing_forgets_the_spans_and_goes_on() -> None:
    exporter = InMemoryExporter()
    tracer = exporter.tracer_provider.get_tracer("test")
    tracer.start_span("first").end()

    exporter.clear()
    tracer.start_span("second").end()

    assert [span.name for span in exporter.spans] == ["second"]


def test_after_shutdown_spans_can_be_read_but_not_added() -> None:
    exporter = InMemoryExporter()
    exporter.tracer_provider.get_tracer("test").start_span("kept").end()

    exporter.shutdown()

    assert exporter.export([]) is SpanExportResult.FAILURE
    assert exporter.force_flush()
    assert [span.name for span in exporter.spans] == ["kept"]


def test_spans_of_many_threads_are_all_kept() -> None:
    exporter = InMemoryExporter()
    tracer = exporter.tracer_provider.get_tracer("test")

    def make_fifty() -> None:
        for _ in range(50):
            tracer.start_span("s").end()

    threads = [threading.Thread(target=make_fifty) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(exporter.spans) == 400


def test_the_exporters_provider_is_not_the_global_one() -> None:
    assert InMemoryExporter().tracer_provider is not trace.get_tracer_provider()


def test_spans_of_agenttrace_are_captured_with_their_session_and_without_init() -> None:
    with captured_spans() as captured, session("review"), agent_span("step"):
        pass

    (span,) = captured.by_name("step")
    assert span.attributes is not None
    assert "review" in span.attributes.values()


def test_after_capturing_spans_go_where_they_went_before() -> None:
    with captured_spans() as outer:
        with captured_spans() as inner, agent_span("inside"):
            pass
        with agent_span("after"):
            pass

    assert [span.name for span in inner.spans] == ["inside"]
    assert [span.name for span in outer.spans] == ["after"]


def test_the_same_seed_gives_the_same_ids_and_another_seed_others() -> None:
    def ids(seed: int) -> list[int]:
        generator = FixedIdGenerator(seed)
        return [generator.generate_trace_id(), generator.generate_span_id(), generator.generate_span_id()]

    assert ids(1) == ids(1) != ids(2)
    assert len(set(ids(1))) == 3
    assert 0 < ids(1)[0] < 2**128
    assert 0 < ids(1)[1] < 2**64


def test_fixed_ids_do_not_touch_the_global_random_state() -> None:
    before = random.getstate()

    FixedIdGenerator(1).generate_trace_id()

    assert random.getstate() == before


def test_a_provider_takes_the_fixed_ids() -> None:
    provider = TracerProvider(id_generator=FixedIdGenerator(5), shutdown_on_exit=False)

    span = provider.get_tracer("test").start_span("s").get_span_context()

    again = TracerProvider(id_generator=FixedIdGenerator(5), shutdown_on_exit=False)
    assert again.get_tracer("test").start_span("s").get_span_context() == span


def test_the_clock_moves_only_when_it_is_told_to() -> None:
    clock = FixedClock(start_ns=1_000)

    assert (clock(), clock()) == (1_000, 1_000)
    assert clock.advance(1.5) == clock() == 1_500_001_000


def test_the_clock_does_not_go_back() -> None:
    with pytest.raises(ValueError, match="cannot go back"):
        FixedClock().advance(-1)
