"""A collector, a home folder, and agents in this process or in one of their own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import Tracer

from agenttrace.export import ExportProcessor, ExportSettings, ExportStats, Redact

from .collector import Collector


@dataclass
class Agent:
    """A tracer whose spans are exported, and the processor that does it."""

    tracer: Tracer
    processor: ExportProcessor
    settings: ExportSettings

    def spans(self, *names: str) -> None:
        for name in names:
            self.tracer.start_span(name).end()

    def flush(self) -> bool:
        return self.processor.force_flush(20_000)

    @property
    def stats(self) -> ExportStats:
        return self.processor.stats()


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as running:
        yield running


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


NewAgent = Callable[..., Agent]


@pytest.fixture
def new_agent(home: Path) -> Iterator[NewAgent]:
    """Makes agents that try quickly and often; each is shut down when the test ends."""
    made: list[Agent] = []

    def make(endpoint: str | None, redact: Redact | None = None, **changes: Any) -> Agent:
        quick: dict[str, Any] = {
            "schedule_delay_s": 0.02,
            "backoff_first_s": 0.01,
            "backoff_max_s": 0.05,
            "start_record_after_s": None,
            "shutdown_timeout_s": 2.0,
        }
        settings = ExportSettings(home=home, endpoint=endpoint, **(quick | changes))
        processor = ExportProcessor(settings, redact)
        provider = TracerProvider(shutdown_on_exit=False)
        provider.add_span_processor(processor)
        made.append(Agent(provider.get_tracer("test"), processor, settings))
        return made[-1]

    yield make
    for agent in made:
        agent.processor.shutdown()


PREAMBLE = """
import atexit, multiprocessing, os, signal, sys, threading
from pathlib import Path
from opentelemetry.sdk.trace import TracerProvider
from agenttrace.export import ExportProcessor, ExportSettings

def start(**changes):
    given = dict(home=Path(sys.argv[1]), endpoint=sys.argv[2] or None, schedule_delay_s=60, start_record_after_s=None)
    processor = ExportProcessor(ExportSettings(**(given | changes)))
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(processor)
    return processor, provider.get_tracer("script")
"""

RunScript = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run_script(home: Path, tmp_path: Path) -> RunScript:
    """Runs a program of its own that has `start()`; nothing in it is sent before the process ends, unless it asks."""

    def run(body: str, endpoint: str) -> subprocess.CompletedProcess[str]:
        script = tmp_path / "agent.py"
        script.write_text(PREAMBLE + body)
        command = [sys.executable, str(script), str(home), endpoint]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    return run
