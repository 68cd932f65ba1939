"""What waits in memory is bounded, and what does not fit is counted."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from opentelemetry.util.types import AttributeValue

from .collector import Collector
from .conftest import NewAgent


class Gate:
    """A redactor that holds up the worker until it is opened, as a slow one would."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.opened = threading.Event()

    def __call__(self, attributes: Mapping[str, AttributeValue]) -> Mapping[str, AttributeValue]:
        self.entered.set()
        self.opened.wait()
        return attributes


def test_a_full_queue_drops_the_newest_counts_them_and_never_blocks(collector: Collector, new_agent: NewAgent) -> None:
    gate = Gate()
    agent = new_agent(collector.endpoint, redact=gate, queue_size=10)
    agent.spans("first")
    assert gate.entered.wait(20)
    agent.spans(*["kept"] * 10, *["lost"] * 5)
    assert agent.stats.dropped == 5
    gate.opened.set()
    assert agent.flush()
    assert collector.names() == ["first", *["kept"] * 10]
    assert collector.received[-1].headers["x-agenttrace-dropped"] == "5"


def test_the_queue_is_bounded_in_bytes_too(collector: Collector, new_agent: NewAgent) -> None:
    gate = Gate()
    agent = new_agent(collector.endpoint, redact=gate, queue_bytes=100_000)
    agent.spans("first")
    assert gate.entered.wait(20)
    for _ in range(5):
        agent.tracer.start_span("big", attributes={"text": "x" * 30_000}).end()
    assert agent.stats.dropped == 2
    gate.opened.set()
    assert agent.flush()
    assert collector.names().count("big") == 3


def test_a_redactor_that_hangs_does_not_hold_up_the_end(collector: Collector, new_agent: NewAgent) -> None:
    gate = Gate()
    agent = new_agent(collector.endpoint, redact=gate, shutdown_timeout_s=0.2)
    agent.spans("stuck", "stuck")
    assert gate.entered.wait(20)
    agent.processor.shutdown()
    assert agent.stats.dropped == 2
    gate.opened.set()
