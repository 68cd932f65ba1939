"""init() starts once, starts anew when something changed, and takes the provider that is there."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

import agenttrace as at
from agenttrace.testing import FixedIdGenerator, InMemoryExporter
from agenttrace.tracing.guard import guarded_failures


class Counting(SpanProcessor):
    def __init__(self) -> None:
        self.ended: list[ReadableSpan] = []
        self.shutdowns = 0

    def on_end(self, span: ReadableSpan) -> None:
        self.ended.append(span)

    def shutdown(self) -> None:
        self.shutdowns += 1


class Failing(SpanProcessor):
    def on_start(self, span: object, parent_context: object = None) -> None:
        raise RuntimeError("our bug")

    def on_end(self, span: ReadableSpan) -> None:
        raise RuntimeError("our bug")


def test_the_same_settings_again_change_nothing() -> None:
    processor = Counting()
    at.init(processor=processor, auto_instrument=False, project="one")
    at.init(processor=processor, auto_instrument=False, project="one")

    with at.span("work"):
        pass

    assert (len(processor.ended), processor.shutdowns) == (1, 0)
    at.shutdown()
    assert processor.shutdowns == 1


def test_other_settings_end_the_old_start_and_begin_a_new_one() -> None:
    first, second = Counting(), Counting()
    at.init(processor=first, auto_instrument=False)
    with at.span("one"):
        pass
    at.init(processor=second, auto_instrument=False, session="two")
    with at.span("two"):
        pass
    at.shutdown()

    assert [span.name for span in first.ended] == ["one"]
    assert [span.name for span in second.ended] == ["two"]
    assert (first.shutdowns, second.shutdowns) == (1, 1)


def test_after_shutdown_nothing_is_recorded_until_init() -> None:
    processor = Counting()
    at.init(processor=processor, auto_instrument=False)
    at.shutdown()

    with at.span("lost") as span:
        assert not span.is_recording
    assert processor.ended == []
    assert at.flush()


def test_disabled_means_that_nothing_happens() -> None:
    processor = Counting()
    at.init(processor=processor, disabled=True)

    with at.span("work") as span:
        assert not span.is_recording
    at.shutdown()
    assert processor.ended == []


def test_another_provider_can_be_used() -> None:
    exporter = InMemoryExporter()
    seen = Counting()
    at.init(tracer_provider=exporter.tracer_provider, processor=seen, auto_instrument=False, session="s", tags=["t"])

    with at.span("ours"):
        pass
    at.shutdown()

    assert [span.name for span in exporter.spans] == ["ours"]
    assert seen.ended[0].attributes["agenttrace.session.name"] == "s"
    assert seen.ended[0].attributes["agenttrace.tags"] == ("t",)


def test_the_global_provider_of_the_user_is_kept_and_joined() -> None:
    program = """
import agenttrace as at
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from agenttrace.testing import InMemoryExporter
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
theirs, ours = InMemoryExporter(), InMemoryExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(theirs))
trace.set_tracer_provider(provider)
at.init(processor=SimpleSpanProcessor(ours), session="s", auto_instrument=False)
with at.span("a"), trace.get_tracer("x").start_as_current_span("b"):
    pass
assert trace.get_tracer_provider() is provider
print([s.name for s in theirs.spans], [s.attributes["agenttrace.session.name"] for s in ours.spans])
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True)

    assert (done.stdout.strip(), done.stderr) == ("['b', 'a'] ['s', 's']", "")


def test_before_init_everything_is_a_passthrough() -> None:
    program = """
import agenttrace as at
@at.tool
def double(x):
    return 2 * x
with at.session("s"), at.span("a", attributes={"b": object()}) as span:
    at.message(to="x", content="y")
    at.log("z")
    assert double(4) == 8 and not span.is_recording
assert at.flush()
at.shutdown()
print("ok")
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True)

    assert (done.stdout.strip(), done.stderr) == ("ok", "")


def test_a_broken_tracer_does_not_break_the_agent(caplog: pytest.LogCaptureFixture) -> None:
    at.init(processor=Failing(), auto_instrument=False)
    before = guarded_failures().get("passing on the end of a span", 0)

    for _ in range(3):
        with at.span("work"):
            pass
    at.shutdown()

    assert guarded_failures()["passing on the end of a span"] == before + 3
    assert sum("passing on the end" in record.message for record in caplog.records) <= 1


def test_our_own_failures_can_be_raised() -> None:
    at.init(processor=Failing(), auto_instrument=False, raise_internal_errors=True)

    with pytest.raises(RuntimeError, match="our bug"), at.span("work"):
        pass
    at.init(disabled=True, raise_internal_errors=False)
    at.shutdown()


def test_ids_can_be_fixed_and_are_random_otherwise() -> None:
    ids: list[list[str]] = []
    for generator in (FixedIdGenerator(7), FixedIdGenerator(7), None):
        processor = Counting()
        at.init(processor=processor, auto_instrument=False, id_generator=generator)
        with at.span("a") as a, at.span("b") as b:
            ids.append([a.trace_id, a.span_id, b.span_id])
        at.shutdown()

    assert ids[0] == ids[1] != ids[2]


def test_seeding_the_global_random_does_not_repeat_ids(spans: InMemoryExporter) -> None:
    import random

    seen = set()
    for _ in range(5):
        random.seed(1)
        with at.span("a") as span:
            seen.add(span.trace_id)

    assert len(seen) == 5


@pytest.mark.parametrize(("rate", "expected"), [(0.0, 0), (1.0, 200)])
def test_a_rate_keeps_none_or_all(exporter: InMemoryExporter, rate: float, expected: int) -> None:
    at.init(processor=SimpleSpanProcessor(exporter), auto_instrument=False, sample_rate=rate)
    for _ in range(200):
        with at.span("a"):
            pass
    at.shutdown()

    assert len(exporter.spans) == expected


def test_a_trace_is_kept_or_dropped_as_a_whole(exporter: InMemoryExporter) -> None:
    at.init(
        processor=SimpleSpanProcessor(exporter),
        auto_instrument=False,
        sample_rate=0.5,
        id_generator=FixedIdGenerator(1),
    )
    for _ in range(400):
        with at.span("root"), at.span("child"):
            pass
    at.shutdown()

    roots, children = exporter.by_name("root"), exporter.by_name("child")
    assert 140 < len(roots) < 260
    assert {span.context.trace_id for span in roots} == {span.context.trace_id for span in children}


def test_a_provider_that_stands_before_one_of_opentelemetry_is_joined(exporter: InMemoryExporter) -> None:
    class Proxy(trace.TracerProvider):
        def __init__(self) -> None:
            self.behind = TracerProvider(shutdown_on_exit=False)
            self.add_span_processor = self.behind.add_span_processor

        def get_tracer(self, *names: Any, **details: Any) -> trace.Tracer:
            return self.behind.get_tracer(*names, **details)

    theirs: Any = Proxy()
    at.init(processor=SimpleSpanProcessor(exporter), tracer_provider=theirs, auto_instrument=False)
    with at.span("ours"), theirs.get_tracer("theirs").start_as_current_span("theirs"):
        pass
    at.shutdown()

    assert [span.name for span in exporter.spans] == ["theirs", "ours"]
