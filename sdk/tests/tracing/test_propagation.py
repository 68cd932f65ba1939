"""The trace follows threads, executors, other services, child processes and forks."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

import agenttrace as at
from agenttrace.testing import InMemoryExporter


def step(name: str = "step") -> str:
    with at.span(name):
        return name


def test_a_thread_started_with_wrap_continues_the_trace(spans: InMemoryExporter) -> None:
    with at.span("root"):
        thread = threading.Thread(target=at.wrap(step))
        thread.start()
        thread.join()

    assert spans.by_name("step")[0].parent.span_id == spans.by_name("root")[0].context.span_id


def test_the_tasks_of_an_executor_belong_to_whoever_submitted_them(spans: InMemoryExporter) -> None:
    with at.ContextExecutor(ThreadPoolExecutor(2)) as pool:
        for number in range(4):
            with at.session(f"s{number}"), at.span(f"root {number}"):
                pool.submit(step, f"step {number}")
        with at.span("mapping"):
            assert list(pool.map(step, ["step m1", "step m2"])) == ["step m1", "step m2"]

    ids = {span.context.span_id: span.name for span in spans.spans}
    parents = {span.name: ids[span.parent.span_id] for span in spans.spans if span.name.startswith("step")}
    assert parents == {
        **{f"step {number}": f"root {number}" for number in range(4)},
        **dict.fromkeys(["step m1", "step m2"], "mapping"),
    }


def test_headers_carry_the_trace_and_the_session_to_another_service(spans: InMemoryExporter) -> None:
    headers: dict[str, str] = {"baggage": "theirs=1"}
    with at.session("chat, with comma", id="s 1"), at.span("client"):
        at.inject(headers)

    with at.continue_trace({name.title(): value for name, value in headers.items()}), at.span("server"):
        pass

    client, server = spans.spans
    assert headers["baggage"].startswith("theirs=1,")
    assert server.context.trace_id == client.context.trace_id
    assert (server.parent.span_id, server.parent.is_remote) == (client.context.span_id, True)
    assert server.attributes["session.id"] == "s 1"
    assert server.attributes["agenttrace.session.name"] == "chat, with comma"


@pytest.mark.parametrize("value", ["", "garbage", "00-0-0-00", "00-" + "0" * 32 + "-" + "0" * 16 + "-01", "\x00"])
def test_malformed_headers_change_nothing(spans: InMemoryExporter, value: str) -> None:
    with at.continue_trace({"traceparent": value, "baggage": f"{value};=,a"}), at.span("server"):
        pass

    assert spans.spans[0].parent is None


CHILD = """
import threading
import agenttrace as at
from agenttrace.testing import InMemoryExporter
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
exporter = InMemoryExporter()
at.init(processor=SimpleSpanProcessor(exporter), auto_instrument=False)
def work():
    with at.span("work"):
        pass
work()
thread = threading.Thread(target=work)
thread.start()
thread.join()
at.shutdown()
for span in exporter.spans:
    print(span.context.trace_id, span.parent.span_id, span.attributes["session.id"])
"""


def test_a_child_process_continues_the_trace_in_all_its_threads(spans: InMemoryExporter) -> None:
    with at.session("chat", id="s-1"), at.span("parent") as parent:
        environment = at.child_environment()
        done = subprocess.run([sys.executable, "-c", CHILD], env=environment, capture_output=True, text=True)

    assert done.stderr == ""
    expected = f"{int(parent.trace_id, 16)} {int(parent.span_id, 16)} s-1"
    assert done.stdout.splitlines() == [expected, expected]


FORK = """
import os
import agenttrace as at
from agenttrace.testing import InMemoryExporter
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
exporter = InMemoryExporter()
at.init(processor=SimpleSpanProcessor(exporter), auto_instrument=False)
with at.span("before"):
    child = os.fork()
    with at.span("child" if child == 0 else "parent"):
        pass
if child:
    os.waitpid(child, 0)
print("child" if child == 0 else "parent", [span.name for span in exporter.spans], flush=True)
print(exporter.spans[0].context.span_id, flush=True)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_after_a_fork_the_child_makes_its_own_spans_and_leaves_the_parents_alone() -> None:
    done = subprocess.run([sys.executable, "-c", FORK], capture_output=True, text=True)

    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0] == "child ['child']"
    assert lines[2] == "parent ['parent', 'before']"
    assert lines[1] != lines[3]
