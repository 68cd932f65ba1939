"""The API over a memory store: spans go in by `keep`, answers come out of a client."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from agenttrace.model import (
    OK,
    RUNNING,
    UNKNOWN_COST,
    Agent,
    Call,
    Cost,
    Message,
    NanoUsd,
    Part,
    PartType,
    PriceMatch,
    ProjectName,
    Span,
    SpanEvent,
    SpanId,
    SpanState,
    SpanType,
    Status,
    Tool,
    TraceId,
    Usage,
)
from agenttrace_server.api.application import create_api
from agenttrace_server.api.services import PipelineState, Rejection, Services
from agenttrace_server.config import Settings
from agenttrace_server.journal.protocol import Damage, Entry, JournalStats, RawRecord
from agenttrace_server.live.in_process import InProcessBus
from agenttrace_server.pipeline.decode import decode
from agenttrace_server.pipeline.price import PriceBook
from agenttrace_server.pipeline.price.keeper import PriceKeeper
from agenttrace_server.pipeline.reprocess import Reprocessing
from agenttrace_server.pipeline.stages import stages_for
from agenttrace_server.query.trace_views import TraceViews
from agenttrace_server.replays import open_replays
from agenttrace_server.store.api import Store, TraceDelta
from agenttrace_server.store.memory import MemoryStore
from agenttrace_server.telemetry import Metrics
from agenttrace_server.upkeep import Installation, KeeperState

NOW_NS = 1_800_000_000_000_000_000
T0_NS = NOW_NS - 3_600_000_000_000
MS = 1_000_000
TRACE = TraceId("ab" * 16)


@dataclass
class FixedWatch:
    """Says of journal, pipeline and receiver what a test wants."""

    stats: JournalStats = field(default_factory=lambda: JournalStats(0, 0, 100, 1))
    state: PipelineState = field(default_factory=lambda: PipelineState("running"))
    rejection: Rejection | None = None
    refused: Rejection | None = None
    kept: KeeperState = field(default_factory=KeeperState)

    def journal(self) -> JournalStats:
        return self.stats

    def pipeline(self) -> PipelineState:
        return self.state

    def last_rejection(self) -> Rejection | None:
        return self.rejection

    def not_kept(self) -> Rejection | None:
        return self.refused

    def keeper(self) -> KeeperState:
        return self.kept

    def otlp_port(self) -> int:
        return 4318


class EmptyJournal:
    """Has kept nothing of what was sent."""

    async def append(self, record: RawRecord) -> int:
        raise AssertionError("nothing is sent here")

    def read(self, offset: int, max_bytes: int) -> Sequence[Entry]:
        return ()

    def wait(self, offset: int, timeout_s: float) -> bool:
        return False

    def received_ns(self, offset: int) -> int | None:
        return None

    def commit(self, offset: int) -> None:
        """Nothing to let go of."""

    def stats(self) -> JournalStats:
        return JournalStats(0, 0, 0, 1)

    def damages(self) -> Sequence[Damage]:
        return ()

    def copy(self, folder: Path, offset: int) -> None:
        """Nothing to copy."""

    def close(self) -> None:
        """Nothing to let go of."""


@dataclass
class House:
    """Everything behind the API."""

    settings: Settings
    store: Store = field(default_factory=MemoryStore)
    bus: InProcessBus = field(default_factory=lambda: InProcessBus(100))
    metrics: Metrics = field(default_factory=Metrics)
    watch: FixedWatch = field(default_factory=FixedWatch)
    offset: int = 0
    journal: EmptyJournal = field(default_factory=EmptyJournal)

    def keep(self, *spans: Span) -> None:
        """Write the spans as one batch, and tell the watchers."""
        by_trace: dict[tuple[ProjectName, TraceId], list[Span]] = {}
        for span in spans:
            by_trace.setdefault((span.project, span.trace_id), []).append(span)
        self.offset += 1
        deltas = [TraceDelta(project, trace, tuple(group)) for (project, trace), group in by_trace.items()]
        written = self.store.write(deltas, self.offset)
        self.bus.publish(written.spans, written.traces)

    def services(self) -> Services:
        """What `app` would join together."""
        views = TraceViews(self.store, cache_bytes=1_000_000, max_spans=self.settings.skeleton_max_spans)
        book = PriceBook()
        prices = PriceKeeper(book, self.settings.home / "prices.toml", every_s=3600)
        stages = stages_for(book, self.settings)
        return Services(
            self.settings,
            self.store,
            views,
            self.bus,
            self.metrics,
            self.watch,
            prices,
            Reprocessing(
                EmptyJournal(),
                self.store,
                self.bus,
                self.metrics,
                decode=decode,
                stages=stages,
                finish=lambda span: span,
                now_ns=lambda: NOW_NS,
            ),
            Installation(self.settings, EmptyJournal(), self.store, open_replays(self.settings)),
            lambda: NOW_NS,
            NOW_NS - 5 * 10**9,
            self.journal,
        )

    def client(self, **settings: Any) -> TestClient:
        """A client of the API, with other settings where given."""
        self.settings = replace(self.settings, **settings)
        app = create_api(self.services())
        return TestClient(app, base_url="http://127.0.0.1:8080", raise_server_exceptions=False)


SpanMaker = Callable[..., Span]


def _make(number: int, parent: int | None = None, start_ms: int = 0, end_ms: int | None = 10, **fields: Any) -> Span:
    defaults = {
        "project": ProjectName("default"),
        "trace_id": TRACE,
        "name": f"span {number}",
        "status": RUNNING if end_ms is None else OK,
    }
    return Span(
        span_id=SpanId(f"{number + 1:016x}"),
        parent_span_id=None if parent is None else SpanId(f"{parent + 1:016x}"),
        start_ns=T0_NS + start_ms * MS,
        end_ns=None if end_ms is None else T0_NS + end_ms * MS,
        **{**defaults, **fields},
    )


@pytest.fixture
def make_span() -> SpanMaker:
    """Make one span; times are milliseconds from a fixed start, `parent` is another number."""
    return _make


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A server without its network."""
    return House(
        Settings(data_dir=tmp_path, store="memory", web_dir=tmp_path / "no-web", recordings_dir=tmp_path / "traces")
    )


@pytest.fixture
def client(house: House) -> TestClient:
    """A client of the API."""
    return house.client()


@pytest.fixture
def run() -> tuple[Span, ...]:
    """One run: a task, an agent, a priced call, a call whose price is unknown, and a tool that fails."""
    writer = Agent(name="writer", id="w1", role="author")
    said = (Message("user", (Part(PartType.TEXT, text="write about otters"),)),)
    told = (Message("assistant", (Part(PartType.TEXT, text="otters float"),), finish_reason="stop"),)
    shared: dict[str, Any] = {"session_id": "s/1", "session_name": "essay", "user_id": "ada", "framework": "crew"}
    return (
        _make(0, end_ms=900, name="essay", span_type=SpanType.TASK, input="otters", input_preview="otters", **shared),
        _make(1, 0, 10, 800, name="writer", span_type=SpanType.AGENT, agent=writer, tags=("prod",), **shared),
        _make(
            2,
            1,
            20,
            500,
            name="chat gpt-4o",
            span_type=SpanType.LLM_CALL,
            agent=writer,
            call=Call("openai", "gpt-4o", "gpt-4o-2024", finish_reasons=("stop",)),
            usage=Usage(1_000, 200, cache_read_tokens=100, reasoning_tokens=50),
            cost=Cost(PriceMatch.EXACT, NanoUsd(4_500_000), NanoUsd(2_500_000), NanoUsd(2_000_000), "openai/gpt-4o"),
            input_messages=said,
            output_messages=told,
            attributes={"gen_ai.system": "openai", "nested": {"deep": [1, 2.5, None, True]}},
            resource={"service.name": "essayist"},
            events=(SpanEvent("first.chunk", T0_NS + 100 * MS, {"n": 1}),),
            **shared,
        ),
        _make(
            3,
            1,
            510,
            600,
            name="chat acme",
            span_type=SpanType.LLM_CALL,
            call=Call(provider="acme", request_model="acme-1"),
            usage=Usage(10, 5),
            cost=UNKNOWN_COST,
            **shared,
        ),
        _make(
            4,
            1,
            610,
            700,
            name="search",
            span_type=SpanType.TOOL_EXECUTION,
            tool=Tool("web_search", "call_1"),
            status=Status(SpanState.ERROR, "timed out after 30 s", "TimeoutError"),
            input={"q": "otters"},
            **shared,
        ),
    )
