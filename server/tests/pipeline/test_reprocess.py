"""History is read and priced anew: from what was sent, else from what is stored, with the same sums everywhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from agenttrace.model import Span
from agenttrace_server.config import Settings
from agenttrace_server.errors import Busy
from agenttrace_server.pipeline.batch import Stages, work_from
from agenttrace_server.pipeline.collect import Collector, Limits
from agenttrace_server.pipeline.decode import decode
from agenttrace_server.pipeline.enrich import enrich
from agenttrace_server.pipeline.price import Overrides, PriceBook, load_overrides
from agenttrace_server.pipeline.reprocess import JobState, Progress, Reprocessing, Selection
from agenttrace_server.pipeline.stages import stages_for
from agenttrace_server.pipeline.workers import InProcess
from agenttrace_server.store.api import GroupBy, Page, SpanFilter, Store, Totals, TraceFilter
from agenttrace_server.store.registry import open_store
from agenttrace_server.telemetry import Metrics

from .making import FIXTURES, recorded
from .parts import MemoryJournal, RememberingBus

DEADLINE_S = 60.0
NAMES = sorted(path.stem for path in FIXTURES.glob("*__*.json"))


class House:
    """A store filled from a journal, and a job over both."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.folder = folder
        settings = Settings(data_dir=folder, store=kind)
        self.metrics = Metrics()
        self.store: Store = open_store(settings, self.metrics)
        self.journal = MemoryJournal()
        self.book = PriceBook()
        self.bus = RememberingBus()
        self.stages: Stages = stages_for(self.book, settings)

    def take_in(self, *names: str) -> None:
        """Put recorded requests through the pipeline."""
        begin = self.journal.stats().end_offset
        for name in names:
            self.journal.put(recorded(name))
        here = InProcess(decode, self.stages)
        batch = Collector(self.journal, here, Limits(1_000_000, 0.0), begin).collect()
        work = work_from(batch)
        self.store.write(work.deltas, work.next_offset)

    def forget_what_was_sent(self) -> None:
        """As a journal does whose records are older than it keeps them."""
        self.journal = MemoryJournal()

    def change_prices(self, text: str) -> None:
        path = self.folder / "mine.toml"
        path.write_text(text)
        self.book.use(load_overrides(path))

    def job(self) -> Reprocessing:
        return Reprocessing(
            self.journal,
            self.store,
            self.bus,
            self.metrics,
            decode=decode,
            stages=self.stages,
            finish=partial(enrich, preview_chars=200),
            now_ns=time.time_ns,
        )

    def reprocess(self, selection: Selection | None = None) -> Progress:
        """Run a job to its end."""
        job = self.job()
        job.start(selection or Selection())
        return finished(job)

    def spans(self) -> dict[tuple[str, str], Span]:
        found = self.store.find_traces(TraceFilter(), Page(1000)).items
        every = (one.span for trace in found for one in self.store.get_spans(trace.trace_id, trace.project))
        return {(span.trace_id, span.span_id): span for span in every}

    def sums(self) -> Totals:
        """The sums of all traces, after a look that every other sum agrees."""
        total = Totals()
        for trace in self.store.find_traces(TraceFilter(), Page(1000)).items:
            total = total.plus(trace.totals)
        (row,) = self.store.stats(SpanFilter(), GroupBy.NOTHING)
        assert row.totals == total
        by_model = Totals()
        for row in self.store.stats(SpanFilter(since_ns=1), GroupBy.MODEL):
            by_model = by_model.plus(row.totals)
        assert by_model == total
        return total


def finished(job: Reprocessing) -> Progress:
    progress = job.wait(DEADLINE_S)
    assert progress is not None
    assert progress.ended_ns is not None
    return progress


@pytest.fixture(params=["memory", "local"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path, request.param)
    yield made
    made.store.close()


@pytest.mark.parametrize("is_kept", [True, False], ids=["from the journal", "from what is stored"])
def test_nothing_changes_where_nothing_has_changed(house: House, is_kept: bool) -> None:
    house.take_in(*NAMES)
    before, sums = house.spans(), house.sums()
    if not is_kept:
        house.forget_what_was_sent()

    progress = house.reprocess()

    assert (progress.state, progress.reason, progress.spans_changed) == (JobState.DONE, None, 0)
    assert progress.spans == len(before)
    assert progress.spans_from_journal == (len(before) if is_kept else 0)
    assert progress.before == progress.after == sums
    assert (house.spans(), house.sums()) == (before, sums)


@pytest.mark.parametrize("is_kept", [True, False], ids=["from the journal", "from what is stored"])
def test_a_changed_price_reaches_every_sum_and_only_once(house: House, is_kept: bool) -> None:
    house.take_in(*NAMES)
    house.store.flush()
    before = house.sums()
    if not is_kept:
        house.forget_what_was_sent()
    house.change_prices('[prices."*/every"]\naliases = ["*"]\ninput = 1\noutput = 1\n')

    once = house.reprocess()

    after = house.sums()
    assert (once.before, once.after) == (before, after)
    assert after.cost_nano_usd == (after.input_tokens + after.output_tokens) * 1_000
    assert (after.model_calls, after.input_tokens, after.spans) == (
        before.model_calls,
        before.input_tokens,
        before.spans,
    )
    assert {(s.span.trace_id, s.span.span_id) for s in house.bus.spans} >= {
        key for key, span in house.spans().items() if span.cost is not None and span.cost.total
    }
    twice = house.reprocess()
    assert (twice.spans_changed, twice.before, twice.after) == (0, after, after)
    assert house.sums() == after


def test_a_dry_run_says_the_same_and_changes_nothing(house: House) -> None:
    house.take_in(*NAMES)
    before = house.sums()
    house.change_prices('[prices."*/every"]\naliases = ["*"]\ninput = 3\noutput = 5\n')

    dry = house.reprocess(Selection(dry_run=True))

    assert house.sums() == before == dry.before
    assert house.bus.spans == []
    wet = house.reprocess()
    assert (dry.after, dry.spans_changed, dry.traces_changed) == (wet.after, wet.spans_changed, wet.traces_changed)


def test_a_job_that_was_cancelled_is_ended_by_the_next(house: House) -> None:
    house.take_in(*NAMES)
    house.change_prices('[prices."*/every"]\naliases = ["*"]\ninput = 1\noutput = 1\n')
    job = house.job()
    job.start(Selection())
    cut = job.cancel()
    assert cut is not None
    assert cut.state in (JobState.CANCELLED, JobState.DONE)
    assert house.sums().cost_nano_usd >= 0

    house.reprocess()

    after = house.sums()
    assert after.cost_nano_usd == (after.input_tokens + after.output_tokens) * 1_000


def test_only_what_is_selected_is_done(house: House) -> None:
    house.take_in(*NAMES)
    house.change_prices('[prices."*/every"]\naliases = ["*"]\ninput = 1\noutput = 1\n')
    chosen, *others = house.store.find_traces(TraceFilter(), Page(1000)).items

    one = house.reprocess(Selection(trace_id=chosen.trace_id))
    none = house.reprocess(Selection(until_ns=1))
    elsewhere = house.reprocess(Selection(project="elsewhere"))

    assert (one.traces, one.traces_done, none.traces, elsewhere.spans) == (1, 1, 0, 0)
    assert [house.store.get_trace(other.trace_id) for other in others] == others


def test_there_is_one_job_at_a_time(house: House) -> None:
    house.take_in(*NAMES)
    job = house.job()
    job.start(Selection())
    running = job.progress()
    assert running is not None
    if running.state is JobState.RUNNING:
        with pytest.raises(Busy, match="still running"):
            job.start(Selection())
    first = finished(job)
    assert job.start(Selection()).number == first.number + 1
    finished(job)


def test_taking_the_override_away_brings_the_old_cost_back(house: House) -> None:
    house.take_in(*NAMES)
    before = house.spans()
    house.change_prices('[prices."*/every"]\naliases = ["*"]\ninput = 1\noutput = 1\n')
    house.reprocess()
    house.book.use(Overrides())

    house.reprocess()

    assert house.spans() == before
