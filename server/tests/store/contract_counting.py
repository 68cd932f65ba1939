"""What counting each model call once promises, whoever saw it and in whatever order they told."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenttrace.model import ProjectName, Scope, Span, SpanState, Status, Usage
from agenttrace_server.store.api import GroupBy, SpanFilter, Store
from agenttrace_server.store.api.dedupe import roles_in_trace, seen_of, with_role
from agenttrace_server.store.api.folding import fold
from agenttrace_server.store.api.totals import totals_of
from agenttrace_server.store.api.versions import as_arrived

from .calls import a_seen_call, a_tool, traces_of_calls
from .harness import Harness, put
from .making import HOUR, NOON, a_span, running, span_id, trace_id


def counted_once(spans: list[Span]) -> dict[str, Span]:
    """Return each span of one trace in its role, found by looking at all of them at once."""
    roles = roles_in_trace(seen for span in spans if (seen := seen_of(span)) is not None)
    return {span.span_id: with_role(span, roles[span.span_id]) if span.span_id in roles else span for span in spans}


def assert_counted_once(store: Store, spans: list[Span]) -> None:
    """The store's spans, sums and statistics are those of the spans in their roles."""
    expected = counted_once(spans)
    stored = {found.span.span_id: found.span for found in store.get_spans(spans[0].trace_id)}
    assert stored == expected
    summary = fold(expected.values()).summary(spans[0].project, spans[0].trace_id)
    assert store.get_trace(spans[0].trace_id) == summary
    whole_hours = SpanFilter(since_ns=NOON - HOUR, until_ns=NOON + HOUR)
    every_span = SpanFilter(since_ns=NOON - HOUR + 1)
    for where in (whole_hours, every_span):
        (row,) = store.stats(where, GroupBy.NOTHING)
        assert row.totals == summary.totals
    by_model = {row.key: row.totals for row in store.stats(SpanFilter(), GroupBy.MODEL)}
    for model, totals in by_model.items():
        members = [span for span in expected.values() if (span.call.model if span.call else None) == model]
        assert totals.input_tokens == sum(totals_of(span).input_tokens for span in members)
    session = store.get_session("s")
    assert session is not None
    assert session.totals == summary.totals


class CountingContract(Harness):
    def test_a_call_that_two_emitters_saw_counts_once(self, store: Store) -> None:
        rich = a_seen_call(2, "rich", at=0, lasts=3, response_id="msg_1", says=True)
        native = a_seen_call(3, "native", at=1, lasts=1, response_id="msg_1")
        written = put(store, a_span(1, 1, at=0), native)
        assert [stored.span.counts_usage for stored in written.spans] == [False, True]
        written = put(store, rich)
        shadow = store.get_span(native.span_id, trace_id(1))
        winner = store.get_span(rich.span_id, trace_id(1))
        assert shadow is not None
        assert winner is not None
        assert {stored.span.span_id for stored in written.spans} == {native.span_id, rich.span_id}
        assert shadow.span.shadow_of == rich.span_id
        assert [(seen.span_id, seen.scope) for seen in winner.span.also_seen_by] == [(native.span_id, "native")]
        trace = store.get_trace(trace_id(1))
        assert trace is not None
        assert (trace.totals.spans, trace.totals.model_calls, trace.totals.input_tokens) == (3, 1, 100)

    def test_a_shadow_that_comes_after_its_call_was_sealed_joins_it(self, store: Store) -> None:
        calls = [
            a_seen_call(2, "native", at=1, lasts=1, response_id="msg_1", session_id="s"),
            a_seen_call(3, "rich", at=0, lasts=3, response_id="msg_1", says=True),
            a_seen_call(4, "third", at=0.5, lasts=2, response_id="msg_1", usage=None, cost=None),
        ]
        for call in calls:
            put(store, call)
            store.flush()
        assert_counted_once(store, calls)

    def test_what_arrived_is_kept_and_redelivery_changes_nothing(self, store: Store) -> None:
        calls = [a_seen_call(number, f"scope {number}", at=1, response_id="msg_1") for number in (2, 3)]
        put(store, *calls)
        before = list(store.get_spans(trace_id(1)))
        assert put(store, *reversed(calls)).spans == ()
        assert list(store.get_spans(trace_id(1))) == before
        assert [as_arrived(stored.span) for stored in before] == calls

    def test_figures_that_only_a_shadow_knows_are_counted(self, store: Store) -> None:
        cached = Usage(100, 10, cache_read_tokens=80)
        rich = a_seen_call(2, "rich", at=0, lasts=3, response_id="msg_1", says=True, usage=None, cost=None)
        native = a_seen_call(3, "native", at=1, response_id="msg_1", usage=cached, cost=70)
        put(store, rich, native)
        winner = store.get_span(rich.span_id, trace_id(1))
        assert winner is not None
        assert winner.span.usage is None
        assert winner.span.figures is not None
        assert winner.span.figures.span_id == native.span_id
        totals = store.stats(SpanFilter(), GroupBy.NOTHING)[0].totals
        assert (totals.model_calls, totals.calls_without_usage, totals.cost_nano_usd) == (1, 0, 70)
        assert (totals.input_tokens, totals.cache_read_tokens) == (100, 80)

    def test_a_version_that_is_another_call_leaves_the_group(self, store: Store) -> None:
        first = a_seen_call(2, "rich", at=0, lasts=3, response_id="msg_1", session_id="s")
        second = a_seen_call(3, "native", at=5, response_id="msg_1")
        put(store, first, second)
        store.flush()
        assert second.call is not None
        moved = replace(second, call=replace(second.call, response_id="msg_2"))
        put(store, moved)
        assert_counted_once(store, [first, moved])
        assert store.stats(SpanFilter(), GroupBy.NOTHING)[0].totals.model_calls == 2

    def test_a_deleted_trace_takes_its_shadows_with_it(self, store: Store) -> None:
        put(store, *(a_seen_call(number, f"scope {number}", at=1, response_id="msg_1") for number in (2, 3)))
        assert store.delete_trace(trace_id(1)) == 2
        put(store, a_seen_call(2, "scope 2", at=1, response_id="msg_1", session_id="s"))
        assert_counted_once(store, [a_seen_call(2, "scope 2", at=1, response_id="msg_1", session_id="s")])

    def test_errors_count_spans_and_calls_count_once(self, store: Store) -> None:
        broken = Status(SpanState.ERROR, "503")
        outer = a_seen_call(2, "rich", at=0, lasts=3, usage=None, cost=None, status=broken)
        inner = a_seen_call(3, "native", at=1, usage=None, cost=None, status=broken, parent_span_id=outer.span_id)
        put(store, outer, inner)
        totals = store.stats(SpanFilter(), GroupBy.NOTHING)[0].totals
        assert (totals.model_calls, totals.errors, totals.calls_without_usage) == (1, 2, 0)

    def test_the_same_response_in_two_projects_counts_in_both(self, store: Store) -> None:
        call = a_seen_call(2, "rich", at=0, response_id="msg_1")
        put(
            store,
            call,
            replace(call, project=ProjectName("shop")),
            replace(call, trace_id=trace_id(2), span_id=span_id(9)),
        )
        assert store.stats(SpanFilter(), GroupBy.NOTHING)[0].totals.model_calls == 3

    def test_a_tool_that_two_emitters_saw_counts_once(self, store: Store) -> None:
        rich = a_tool(2, "rich", at=0, lasts=3, input={"city": "Rome"}, output="sunny", session_id="s")
        native = a_tool(3, "native", at=1, call_id="call_1", parent_span_id=rich.span_id)
        put(store, native)
        store.flush()
        put(store, rich)
        assert_counted_once(store, [native, rich])
        shadow = store.get_span(native.span_id, trace_id(1))
        assert shadow is not None
        assert shadow.span.shadow_of == rich.span_id
        totals = store.stats(SpanFilter(), GroupBy.NOTHING)[0].totals
        assert (totals.spans, totals.tool_calls) == (2, 1)

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
    @given(traces_of_calls(), st.data())
    def test_any_order_any_batches_and_any_repeats_count_the_same(self, spans: list[Span], data: st.DataObject) -> None:
        starts = [
            running(1, 1, span_id=span.span_id, parent_span_id=span.parent_span_id, start_ns=span.start_ns)
            for span in data.draw(st.lists(st.sampled_from(spans), max_size=4, unique_by=lambda span: span.span_id))
        ]
        starts = [replace(start, span_type=span_of(spans, start).span_type, scope=Scope("early")) for start in starts]
        records = data.draw(
            st.permutations([*spans, *starts, *data.draw(st.lists(st.sampled_from(spans), max_size=4))])
        )
        cuts = sorted(data.draw(st.sets(st.integers(1, len(records)), max_size=5)))
        with self.a_store() as store:
            for begin, end in zip([0, *cuts], [*cuts, len(records)], strict=True):
                put(store, *records[begin:end])
                if data.draw(st.booleans()):
                    store.flush()
            assert_counted_once(store, spans)


def span_of(spans: list[Span], start: Span) -> Span:
    """Return what became of a span that had begun."""
    return next(span for span in spans if span.span_id == start.span_id)
