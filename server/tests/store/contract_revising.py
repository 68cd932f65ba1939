"""What it promises to put another reading in the place of a span."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenttrace.model import Span, Usage
from agenttrace_server.store.api import GroupBy, Revision, SpanFilter, Store

from .calls import traces_of_calls
from .contract_counting import assert_counted_once
from .harness import Harness, put
from .making import a_call, a_span, trace_id


def _dearer(span: Span) -> Span:
    """Twice the tokens: a new reading of the same record."""
    used = span.usage or Usage()
    doubled = replace(used, input_tokens=2 * (used.input_tokens or 0), output_tokens=2 * (used.output_tokens or 0))
    return replace(span, usage=doubled, shadow_of=None, also_seen_by=(), figures=None)


class RevisingContract(Harness):
    def test_every_sum_moves_by_the_difference(self, store: Store) -> None:
        old, new = a_call(1, 2, cost=1_000, session_id="s"), a_call(1, 2, cost=5_000, session_id="s")
        put(store, a_span(1, 1, session_id="s"), old, a_call(1, 3, cost=70, session_id="s"))
        store.flush()

        written = store.revise([Revision(old, new)])

        assert [stored.span for stored in written.spans] == [new]
        session = store.get_session("s")
        trace = store.get_trace(trace_id(1))
        (row,) = store.stats(SpanFilter(), GroupBy.NOTHING)
        assert session is not None
        assert trace is not None
        assert {row.totals.cost_nano_usd, session.totals.cost_nano_usd, trace.totals.cost_nano_usd} == {5_070}
        assert row.totals == session.totals == trace.totals

    def test_revising_twice_is_revising_once(self, store: Store) -> None:
        old, new = a_call(1, 1, cost=1_000), a_call(1, 1, cost=5_000)
        put(store, old)
        store.revise([Revision(old, new)])
        before = (store.get_trace(trace_id(1)), list(store.stats(SpanFilter(), GroupBy.MODEL)))

        again = store.revise([Revision(old, new)])

        assert again.spans == ()
        assert (store.get_trace(trace_id(1)), list(store.stats(SpanFilter(), GroupBy.MODEL))) == before

    def test_a_span_that_changed_since_it_was_read_is_left_alone(self, store: Store) -> None:
        read, since = a_call(1, 1, cost=1_000), a_call(1, 1, cost=2_000)
        put(store, read)
        put(store, since)

        written = store.revise([Revision(read, a_call(1, 1, cost=5_000)), Revision(a_call(9, 1), a_call(9, 1, cost=7))])

        assert written.spans == ()
        assert [stored.span for stored in store.get_spans(trace_id(1))] == [since]
        assert store.get_trace(trace_id(9)) is None

    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors]
    )
    @given(traces_of_calls(), st.data())
    def test_calls_count_once_after_any_revision_in_any_order(self, spans: list[Span], data: st.DataObject) -> None:
        with self.a_store() as store:
            for span in data.draw(st.permutations(spans)):
                put(store, span)
            if data.draw(st.booleans()):
                store.flush()
            chosen = data.draw(st.lists(st.sampled_from(spans), unique_by=lambda span: span.span_id))

            store.revise([Revision(span, _dearer(span)) for span in chosen if span.span_type.is_model_call])

            news = {span.span_id: _dearer(span) for span in chosen if span.span_type.is_model_call}
            assert_counted_once(store, [news.get(span.span_id, span) for span in spans])
