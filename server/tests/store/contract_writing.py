"""What writing, versions and deleting promise."""

from __future__ import annotations

import random
import threading

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenttrace.model import Agent, Cost, NanoUsd, PriceMatch, ProjectName, SpanState, Status
from agenttrace_server.store.api import (
    DeadLetter,
    GroupBy,
    Page,
    SessionFilter,
    SpanFilter,
    Store,
    TraceFilter,
)
from agenttrace_server.store.api.folding import fold

from .harness import Harness, put
from .making import a_call, a_full_span, a_span, failed, running, span_id, trace_id

SHOP = ProjectName("shop")


class WritingContract(Harness):
    def test_a_written_span_comes_back_equal_in_every_field(self, store: Store) -> None:
        span = a_full_span()
        put(store, span)
        assert [stored.span for stored in store.get_spans(span.trace_id)] == [span]
        found = store.get_span(span.span_id)
        assert found is not None
        assert found.span == span
        assert store.find_spans(SpanFilter(), Page()).items == (found,)

    def test_spans_without_content_keep_all_that_is_drawn(self, store: Store) -> None:
        span = a_full_span()
        put(store, span)
        (stored,) = store.get_spans(span.trace_id, content=False)
        drawn = ("name", "status", "call", "tool", "agent", "usage", "cost", "input_preview", "output_preview", "tags")
        assert [getattr(stored.span, name) for name in drawn] == [getattr(span, name) for name in drawn]

    def test_a_value_that_json_cannot_hold_is_kept_as_near_as_can_be(self, store: Store) -> None:
        odd = a_span(1, 1, name="half \ud800 pair", attributes={"huge": 10**30}, input={"deep": [10**25]})
        put(store, odd)
        put(store, odd)
        (stored,) = store.find_spans(SpanFilter(), Page()).items
        assert stored.span.name.startswith("half ")
        assert str(stored.span.attributes["huge"]) == str(10**30)

    def test_nothing_found_is_an_empty_answer(self, store: Store) -> None:
        assert store.get_trace(trace_id(1)) is None
        assert list(store.get_spans(trace_id(1))) == []
        assert store.get_span(span_id(1)) is None
        assert store.get_session("nobody") is None
        assert store.find_traces(TraceFilter(), Page()).items == ()
        assert store.find_sessions(SessionFilter(), Page()).items == ()
        assert list(store.stats(SpanFilter(), GroupBy.NOTHING)) == []
        assert list(store.projects()) == []
        assert store.delete_trace(trace_id(1)) == 0
        assert store.delete_session("nobody") == 0

    def test_writing_a_batch_twice_stores_it_once(self, store: Store) -> None:
        spans = [a_call(1, 1, cost=7, session_id="s"), failed(1, 2), running(1, 3)]
        put(store, *spans, offset=1)
        before = (store.get_trace(trace_id(1)), list(store.stats(SpanFilter(), GroupBy.NOTHING)))
        again = put(store, *spans, offset=2)
        assert again.spans == ()
        assert again.traces == ()
        assert (store.get_trace(trace_id(1)), list(store.stats(SpanFilter(), GroupBy.NOTHING))) == before
        assert store.info().spans == 3

    def test_a_write_says_what_it_changed(self, store: Store) -> None:
        put(store, a_span(1, 1))
        written = put(store, a_span(1, 1), a_span(1, 2), a_span(2, 1))
        assert [(stored.span.trace_id, stored.seq) for stored in written.spans] == [(trace_id(1), 1), (trace_id(2), 0)]
        assert {trace.trace_id: trace.totals.spans for trace in written.traces} == {trace_id(1): 2, trace_id(2): 1}

    def test_an_ended_span_replaces_the_running_one_and_keeps_its_number(self, store: Store) -> None:
        put(store, running(1, 1), running(1, 2))
        put(store, a_call(1, 2, cost=9))
        spans = store.get_spans(trace_id(1))
        assert [(stored.seq, stored.span.is_running) for stored in spans] == [(0, True), (1, False)]
        trace = store.get_trace(trace_id(1))
        assert trace is not None
        assert (trace.totals.spans, trace.totals.running, trace.totals.cost_nano_usd) == (2, 1, 9)
        assert trace.status is SpanState.RUNNING
        assert trace.end_ns is None

    def test_a_running_record_that_comes_late_changes_nothing(self, store: Store) -> None:
        put(store, a_span(1, 1))
        assert put(store, running(1, 1)).spans == ()
        assert not store.get_spans(trace_id(1))[0].span.is_running

    def test_a_later_record_of_the_same_state_wins(self, store: Store) -> None:
        put(store, a_call(1, 1, cost=5, name="first", agent=Agent("a")))
        put(store, failed(1, 1, name="second"))
        trace = store.get_trace(trace_id(1))
        assert trace is not None
        assert (trace.name, trace.agents, trace.models, trace.totals.cost_nano_usd) == ("second", (), (), 0)
        assert (trace.status, trace.totals.errors, trace.totals.spans) == (SpanState.ERROR, 1, 1)

    def test_a_late_span_joins_its_trace(self, store: Store) -> None:
        put(store, a_span(1, 2, at=5), a_span(1, 3, at=6))
        for number in range(10):
            put(store, a_span(50 + number, 1))
        put(store, a_span(1, 1, at=0, name="root"))
        trace = store.get_trace(trace_id(1))
        assert trace is not None
        assert (trace.name, trace.root_span_id, trace.totals.spans) == ("root", a_span(1, 1).span_id, 3)
        assert [stored.seq for stored in store.get_spans(trace_id(1))] == [2, 0, 1]

    def test_the_same_trace_id_in_two_projects_is_two_traces(self, store: Store) -> None:
        put(store, a_span(1, 1, name="mine", at=1), a_span(1, 1, project=SHOP, name="theirs", at=2))
        put(store, a_span(1, 2, project=SHOP, at=3))
        assert len(store.get_spans(trace_id(1), "default")) == 1
        assert len(store.get_spans(trace_id(1), "shop")) == 2
        assert len(store.get_spans(trace_id(1))) == 2
        latest = store.get_trace(trace_id(1))
        assert latest is not None
        assert latest.name == "theirs"
        assert [(p.project, p.traces, p.spans) for p in store.projects()] == [("default", 1, 1), ("shop", 1, 2)]
        assert store.delete_trace(trace_id(1), "shop") == 2
        assert len(store.get_spans(trace_id(1))) == 1

    def test_ten_thousand_spans_come_back_in_order(self, store: Store) -> None:
        spans = [a_span(1, number, at=number // 3) for number in range(1, 10_001)]
        shuffled = random.Random(7).sample(spans, len(spans))
        for first in range(0, len(shuffled), 2_500):
            put(store, *shuffled[first : first + 2_500])
        got = store.get_spans(trace_id(1))
        assert len(got) == 10_000
        assert [(s.span.start_ns, s.seq) for s in got] == sorted((s.span.start_ns, s.seq) for s in got)
        assert sorted(stored.seq for stored in got) == list(range(10_000))
        assert [stored.span for stored in sorted(got, key=lambda stored: stored.seq)] == shuffled

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
    @given(st.data())
    def test_batches_in_any_order_give_the_same_totals(self, data: st.DataObject) -> None:
        ended = [
            a_call(1, 1, cost=None, session_id="s", user_id="u"),
            a_call(1, 2, cost=11, agent=Agent("writer")),
            failed(1, 3, "no file", agent=Agent("reader")),
            a_span(2, 1, tags=("x", "y"), session_id="s"),
            failed(2, 2, "late", lasts=9),
        ]
        records = [*ended, running(1, 1), running(1, 3, agent=Agent("reader")), running(2, 2, session_id="s")]
        order = data.draw(st.permutations(records))
        cuts = sorted(data.draw(st.sets(st.integers(1, len(records) - 1), max_size=4)))
        with self.a_store() as store:
            for begin, end in zip([0, *cuts], [*cuts, len(order)], strict=True):
                put(store, *order[begin:end])
                put(store, *order[begin:end])
            for trace in (1, 2):
                members = [span for span in ended if span.trace_id == trace_id(trace)]
                expected = fold(members).summary(members[0].project, members[0].trace_id)
                assert store.get_trace(trace_id(trace)) == expected
            (total,) = store.stats(SpanFilter(), GroupBy.NOTHING)
            assert (total.totals.spans, total.totals.cost_nano_usd, total.totals.errors) == (5, 11, 2)
            assert (total.traces, total.totals.running, total.totals.unknown_cost_calls) == (2, 0, 1)
            session = store.get_session("s")
            assert session is not None
            assert (session.traces, session.totals.spans) == (2, 5)

    def test_unknown_cost_and_missing_usage_are_counted_not_zeroed(self, store: Store) -> None:
        put(
            store,
            a_call(1, 1, cost=None),
            a_call(1, 2, cost=40),
            a_call(1, 3, usage=None, cost=None),
            a_call(1, 4, usage=None, cost=None, status=Status(SpanState.ERROR, "500")),
            a_span(1, 5, usage=a_call().usage, cost=Cost(PriceMatch.EXACT, NanoUsd(9))),
        )
        trace = store.get_trace(trace_id(1))
        assert trace is not None
        totals = trace.totals
        assert (totals.model_calls, totals.unknown_cost_calls, totals.calls_without_usage) == (4, 1, 1)
        assert (totals.cost_nano_usd, totals.input_tokens, totals.output_tokens) == (40, 20, 10)
        assert (totals.cache_read_tokens, totals.reasoning_tokens) == (4, 2)

    def test_a_deleted_trace_is_gone_everywhere(self, store: Store) -> None:
        put(store, a_call(1, 1, session_id="s"), failed(1, 2), a_call(2, 1, session_id="s", cost=3))
        assert store.delete_trace(trace_id(1)) == 2
        assert store.get_trace(trace_id(1)) is None
        assert list(store.get_spans(trace_id(1))) == []
        assert store.get_span(a_span(1, 1).span_id) is None
        assert [t.trace_id for t in store.find_traces(TraceFilter(), Page()).items] == [trace_id(2)]
        assert len(store.find_spans(SpanFilter(), Page()).items) == 1
        assert len(store.search("step", SpanFilter(), Page()).items) == 1
        assert list(store.error_patterns(SpanFilter(), 5)) == []
        (total,) = store.stats(SpanFilter(), GroupBy.NOTHING)
        assert (total.totals.spans, total.totals.cost_nano_usd, total.traces) == (1, 3, 1)
        session = store.get_session("s")
        assert session is not None
        assert (session.traces, session.totals.spans) == (1, 1)
        assert (store.info().spans, store.info().traces) == (1, 1)

    def test_late_spans_of_a_deleted_trace_start_it_anew(self, store: Store) -> None:
        put(store, a_span(1, 1), a_span(1, 2))
        store.delete_trace(trace_id(1))
        put(store, a_span(1, 2, name="late"))
        trace = store.get_trace(trace_id(1))
        assert trace is not None
        assert (trace.name, trace.totals.spans) == ("late", 1)
        assert [(stored.span.name, stored.seq) for stored in store.get_spans(trace_id(1))] == [("late", 0)]

    def test_deleting_a_session_removes_its_traces_only(self, store: Store) -> None:
        put(store, a_span(1, 1, session_id="s"), a_span(2, 1, session_id="s"), a_span(3, 1, session_id="t"))
        assert store.delete_session("s") == 2
        assert store.get_session("s") is None
        assert [t.trace_id for t in store.find_traces(TraceFilter(), Page()).items] == [trace_id(3)]
        assert [s.session_id for s in store.find_sessions(SessionFilter(), Page()).items] == ["t"]

    def test_dead_letters_are_kept_once(self, store: Store) -> None:
        letters = [DeadLetter(o, "default", NOON_NS, "traces", "application/json", "no", 3) for o in (30, 40, 50)]
        for _ in range(2):
            store.write_dead_letters(letters, 55)
        assert store.info().dead_letters == 3
        first = store.dead_letters(Page(limit=2))
        assert first.items == (letters[2], letters[1])
        assert store.dead_letters(Page(limit=2, cursor=first.next_cursor)).items == (letters[0],)

    def test_a_flush_makes_what_was_written_durable(self, store: Store) -> None:
        put(store, a_span(1, 1), offset=100)
        store.write([], 120)
        store.write_dead_letters([], 130)
        store.flush()
        assert store.durable_offset() == 130

    def test_readers_and_a_writer_do_not_disturb_each_other(self, store: Store) -> None:
        wrong: list[object] = []
        done = threading.Event()

        def read() -> None:
            while not done.is_set():
                for trace in store.find_traces(TraceFilter(), Page(limit=3)).items:
                    spans = store.get_spans(trace.trace_id)
                    if len(spans) < trace.totals.spans or len({s.seq for s in spans}) != len(spans):
                        wrong.append((trace.totals.spans, [s.seq for s in spans]))
                counted = store.stats(SpanFilter(name="step"), GroupBy.NOTHING)
                if counted and counted[0].totals.spans > 300:
                    wrong.append(counted)

        readers = [threading.Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        for number in range(1, 31):
            put(store, *(running(trace, number) for trace in range(1, 11)), offset=2 * number)
            put(store, *(a_span(trace, number) for trace in range(1, 11)), offset=2 * number + 1)
            if number % 10 == 0:
                store.flush()
        done.set()
        for reader in readers:
            reader.join(30)
        assert wrong == []
        assert store.info().spans == 300


NOON_NS = a_span(1, 1).start_ns
