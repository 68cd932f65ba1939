"""What counting each model call once promises where its emitters began two traces."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenttrace.model import ProjectName, Scope, Span, SpanState, SpanType, Status, Usage
from agenttrace_server.store.api import GroupBy, SpanFilter, Store, Totals
from agenttrace_server.store.api.dedupe import SeenIndex, seen_of, twin_roles, with_role
from agenttrace_server.store.api.folding import fold

from .calls import a_seen_call
from .harness import Harness, put
from .making import HOUR, NOON, running, span_id, trace_id


def counted_once(spans: list[Span]) -> dict[tuple[str, str], Span]:
    """Return each span in its role, found by looking at all spans of all traces at once."""
    indexes: dict[tuple[ProjectName, Any], SeenIndex] = {}
    for span in spans:
        index = indexes.setdefault((span.project, span.trace_id), SeenIndex())
        index.change({span.span_id: seen_of(span)})
    across = twin_roles(head for key, index in indexes.items() for head in index.all_heads(*key))
    return {
        (span.trace_id, span.span_id): with_role(
            span, across.get(span.key) or indexes[span.project, span.trace_id].role_of(span.span_id)
        )
        for span in spans
    }


def assert_counted_once(store: Store, spans: list[Span]) -> None:
    """The store's spans, and the sums of traces, sessions and hours, are those of the spans in their roles."""
    expected = counted_once(spans)
    total = Totals()
    for trace in {span.trace_id for span in spans}:
        members = {key: span for key, span in expected.items() if key[0] == trace}
        assert {(trace, found.span.span_id): found.span for found in store.get_spans(trace)} == members
        summary = fold(members.values()).summary(spans[0].project, trace)
        assert store.get_trace(trace) == summary
        total = total.plus(summary.totals)
    for where in (SpanFilter(since_ns=NOON - HOUR, until_ns=NOON + HOUR), SpanFilter(since_ns=NOON - HOUR + 1)):
        (row,) = store.stats(where, GroupBy.NOTHING)
        assert row.totals == total
    session = store.get_session("s")
    assert session is not None
    assert session.totals == total


def in_trace(trace: int, number: int, scope: str, **given: Any) -> Span:
    """A call with a response id, alone in its trace."""
    call = a_seen_call(number, scope, **{"response_id": "msg_1", "session_id": "s", **given})
    return replace(call, trace_id=trace_id(trace), span_id=span_id(trace * 1_000_000 + number))


RICH = in_trace(1, 1, "rich", at=0, lasts=3, says=True)
NATIVE = in_trace(2, 1, "native", at=1, usage=Usage(100, 10, cache_read_tokens=80), cost=70)
NAMELESS = in_trace(2, 1, "native", at=1, response_id=None)
THIRD = in_trace(3, 1, "third", at=1, usage=None, cost=None)


class TwinsContract(Harness):
    def test_a_call_that_two_traces_tell_of_counts_once(self, store: Store) -> None:
        put(store, RICH)
        store.flush()
        written = put(store, NATIVE)
        assert_counted_once(store, [RICH, NATIVE])
        assert {stored.span.trace_id for stored in written.spans} == {RICH.trace_id, NATIVE.trace_id}
        assert {trace.trace_id for trace in written.traces} == {RICH.trace_id, NATIVE.trace_id}
        shadow, winner = store.get_span(NATIVE.span_id), store.get_span(RICH.span_id)
        assert shadow is not None
        assert winner is not None
        assert (shadow.span.shadow_of, shadow.span.shadow_of_trace) == (RICH.span_id, RICH.trace_id)
        assert [(seen.span_id, seen.trace_id) for seen in winner.span.also_seen_by] == [NATIVE.key[:0:-1]]
        totals = store.stats(SpanFilter(), GroupBy.NOTHING)[0].totals
        assert (totals.spans, totals.model_calls, totals.input_tokens) == (2, 1, 100)
        assert (totals.cache_read_tokens, totals.cost_nano_usd) == (80, 70)

    def test_what_is_not_surely_one_call_counts_in_both_traces(self, store: Store) -> None:
        for other in (
            replace(NATIVE, scope=RICH.scope),
            replace(NATIVE, project=ProjectName("shop")),
            replace(NATIVE, usage=Usage(100, 15)),
            in_trace(2, 1, "native", at=5.1),
            in_trace(2, 1, "native", at=1, model="gpt"),
            in_trace(2, 1, "native", at=1, response_id="msg_2"),
            in_trace(2, 1, "native", at=2.5, response_id=None),
            replace(NAMELESS, usage=Usage(100, 11)),
            replace(NAMELESS, parent_span_id=span_id(9)),
            replace(NAMELESS, resource={"service.name": "another"}),
            replace(NAMELESS, scope=RICH.scope),
            replace(NAMELESS, status=Status(SpanState.ERROR)),
            in_trace(2, 1, "native", at=1, span_type=SpanType.EMBEDDING),
        ):
            put(store, RICH, other)
            totals = store.stats(SpanFilter(), GroupBy.NOTHING)[0].totals
            assert (totals.spans, totals.model_calls) == (2, 2)
            for span in (RICH, other):
                store.delete_trace(span.trace_id)

    def test_a_call_without_an_id_is_one_with_that_which_begins_a_trace_inside_it(self, store: Store) -> None:
        failed = {"status": Status(SpanState.ERROR), "usage": None, "response_id": None, "cost": None}
        for outer, inner in (
            (RICH, NAMELESS),
            (replace(RICH, parent_span_id=span_id(9), call=NAMELESS.call), NATIVE),
            (replace(RICH, call=NAMELESS.call), NAMELESS),
            (in_trace(1, 1, "rich", at=0, lasts=3, **failed), in_trace(2, 1, "native", at=1, **failed)),
            (
                in_trace(1, 1, "rich", at=0, lasts=3, **failed),
                in_trace(2, 1, "native", at=1, **{**failed, "usage": Usage(100, 2), "response_id": "msg_9"}),
            ),
        ):
            for first, second in ((outer, inner), (inner, outer)):
                put(store, first)
                put(store, second)
                assert_counted_once(store, [outer, inner])
                assert store.stats(SpanFilter(), GroupBy.NOTHING)[0].totals.model_calls == 1
                for span in (outer, inner):
                    store.delete_trace(span.trace_id)

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
    @given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=12), st.randoms())
    def test_as_many_calls_as_were_made_count_however_alike_and_at_one_time(
        self, times: list[tuple[int, int]], chance: random.Random
    ) -> None:
        """Each is told by the library that makes it, without an id, and by the client below it, in a trace apart."""
        spans: list[Span] = []
        for number, (start, length) in enumerate(times, 1):
            outer = in_trace(number, 1, "rich", at=start / 8, lasts=(length + 2) / 8, says=True, response_id=None)
            inner = in_trace(
                100 + number, 1, "native", at=(start + 1) / 8, lasts=length / 8, response_id=f"msg_{number}"
            )
            spans += [outer, inner]
        chance.shuffle(spans)
        with self.a_store() as store:
            for span in spans:
                put(store, span)
            assert_counted_once(store, spans)
            assert store.stats(SpanFilter(), GroupBy.NOTHING)[0].totals.model_calls == len(times)

    def test_a_stream_whose_first_token_one_emitter_counts_twice_is_one_call(self, store: Store) -> None:
        put(store, RICH, replace(NATIVE, usage=Usage(100, 14)))
        assert_counted_once(store, [RICH, replace(NATIVE, usage=Usage(100, 14))])
        assert store.stats(SpanFilter(), GroupBy.NOTHING)[0].totals.model_calls == 1

    def test_when_one_trace_is_deleted_the_call_counts_in_the_other(self, store: Store) -> None:
        for doomed in (RICH, NATIVE):
            put(store, RICH, NATIVE, THIRD)
            assert store.delete_trace(doomed.trace_id) == 1
            assert_counted_once(store, [span for span in (RICH, NATIVE, THIRD) if span is not doomed])
            put(store, doomed)
            assert_counted_once(store, [RICH, NATIVE, THIRD])
            for span in (RICH, NATIVE, THIRD):
                store.delete_trace(span.trace_id)

    def test_an_id_that_a_crowd_of_calls_has_at_one_time_is_none(self, store: Store) -> None:
        calls = [in_trace(n, 1, scope, at=n / 128) for n in range(1, 34) for scope in ("rich", "native")[n % 2 :][:1]]
        put(store, *calls[:32])
        assert_counted_once(store, calls[:32])
        assert store.stats(SpanFilter(), GroupBy.NOTHING)[0].totals.model_calls == 16
        put(store, calls[32])
        assert store.stats(SpanFilter(), GroupBy.NOTHING)[0].totals.model_calls == 33
        assert_counted_once(store, calls)

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
    @given(
        st.lists(st.deferred(lambda: calls_of_traces()), min_size=2, max_size=8, unique_by=lambda s: s.key), st.data()
    )
    def test_any_order_any_batches_and_any_repeats_count_the_same_across_traces(
        self, spans: list[Span], data: st.DataObject
    ) -> None:
        starts = [
            running(1, 1, **{name: getattr(span, name) for name in ("span_id", "trace_id", "start_ns", "span_type")})
            for span in data.draw(st.lists(st.sampled_from(spans), max_size=3, unique_by=lambda span: span.key))
        ]
        repeats = data.draw(st.lists(st.sampled_from(spans), max_size=3))
        early = [replace(start, scope=Scope("early"), session_id="s") for start in starts]
        records = data.draw(st.permutations([*spans, *early, *repeats]))
        cuts = sorted(data.draw(st.sets(st.integers(1, len(records)), max_size=5)))
        with self.a_store() as store:
            for begin, end in zip([0, *cuts], [*cuts, len(records)], strict=True):
                put(store, *records[begin:end])
                if data.draw(st.booleans()):
                    store.flush()
            assert_counted_once(store, spans)
            doomed = data.draw(st.sampled_from(spans)).trace_id
            left = [span for span in spans if span.trace_id != doomed]
            store.delete_trace(doomed)
            if left:
                assert_counted_once(store, left)


@st.composite
def calls_of_traces(draw: st.DrawFn) -> Span:
    """A call of one of three traces, with much that is equal to others."""
    return in_trace(
        draw(st.integers(1, 3)),
        draw(st.integers(1, 4)),
        draw(st.sampled_from(["native", "rich", "third"])),
        says=draw(st.booleans()),
        response_id=draw(st.sampled_from([None, "msg_1", "msg_1", "msg_2"])),
        at=draw(st.sampled_from([0, 1, 2, 6])),
        lasts=draw(st.integers(0, 2)),
        usage=draw(st.sampled_from([None, Usage(100, 10), Usage(100, 10, cache_read_tokens=3), Usage(7, 9)])),
        cost=draw(st.sampled_from([None, 500])),
        status=Status(draw(st.sampled_from([SpanState.OK, SpanState.OK, SpanState.ERROR]))),
        parent_span_id=draw(st.sampled_from([None, None, span_id(9)])),
    )
