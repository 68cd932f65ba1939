"""Record a piece of program against the scripted server, and replay it when that server is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

import agenttrace as at
from agenttrace.recording import TraceReader
from agenttrace.replay import Replayer
from agenttrace.testing import InMemoryExporter
from agenttrace.testing.llm_server import ScriptedLLM

T = TypeVar("T")


@dataclass
class Studio:
    """Runs a program three ways: recorded, replayed, and replayed while that is recorded too."""

    llm: ScriptedLLM
    traces: Path
    runs: list[str] = field(default_factory=list)
    clients: ExitStack = field(default_factory=ExitStack)
    """Closed when the test is over."""

    def record(self, program: Callable[[], T], **settings: Any) -> T:
        """Run it once, recorded; the server is gone when it is over."""
        self.begin(**settings)
        try:
            return program()
        finally:
            at.shutdown()
            self.llm.stop()

    def begin(self, **settings: Any) -> None:
        before = set(self.folders())
        at.init(
            record=self.traces,
            processor=SimpleSpanProcessor(InMemoryExporter()),
            raise_internal_errors=True,
            **{"auto_instrument": False, **settings},
        )
        self.runs += [folder.name for folder in set(self.folders()) - before]

    def replayer(self, **plan: Any) -> Replayer:
        return Replayer(self.traces / self.runs[0], **plan)

    def reader(self, number: int = 0) -> TraceReader:
        return TraceReader(self.traces / self.runs[number])

    def folders(self) -> list[Path]:
        return list(self.traces.iterdir()) if self.traces.exists() else []

    def everything_written(self) -> bytes:
        return b"".join(file.read_bytes() for file in self.traces.rglob("*") if file.is_file())


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with ScriptedLLM() as llm, ExitStack() as clients:
        yield Studio(llm, tmp_path / "traces", clients=clients)
        at.shutdown()
        at.init(disabled=True, raise_internal_errors=False)
