"""What knowing whose step a span was promises, whoever said it and in whatever order they told."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenttrace.model import Agent, Span, SpanId, SpanType, Tool
from agenttrace_server.store.api import GroupBy, SpanFilter, Store, Totals
from agenttrace_server.store.api.folding import fold
from agenttrace_server.store.api.versions import as_arrived

from .agents import agents_by_hand, traces_of_agents
from .calls import a_seen_call
from .harness import Harness, put
from .making import a_call, a_span, running, span_id, trace_id


def agents_of(store: Store) -> dict[SpanId, str | None]:
    """Return whose step each span of the first trace was, as the store says."""
    return {stored.span.span_id: stored.span.agent_name for stored in store.get_spans(trace_id(1))}


def assert_agents(store: Store, spans: list[Span]) -> None:
    """The store's agents, its lists and its sums by agent are those that a walk through the spans finds."""
    expected = agents_by_hand(spans)
    stored = [found.span for found in store.get_spans(spans[0].trace_id)]
    assert {span.span_id: span.agent_name for span in stored} == expected
    assert {span.span_id: as_arrived(span) for span in stored} == {span.span_id: span for span in spans}
    summary = store.get_trace(spans[0].trace_id)
    assert summary == fold(stored).summary(spans[0].project, spans[0].trace_id)
    assert set(summary.agents) == {name for name in expected.values() if name is not None}
    by_agent = {row.key: row.totals for row in store.stats(SpanFilter(), GroupBy.AGENT)}
    assert {key: totals.spans for key, totals in by_agent.items()} == {
        name: list(expected.values()).count(name) for name in expected.values()
    }
    together = Totals()
    for totals in by_agent.values():
        together = together.plus(totals)
    assert together == summary.totals


class AgentsContract(Harness):
    def test_a_step_below_an_agent_is_the_agents_whoever_comes_first(self, store: Store) -> None:
        agent, chain = a_span(1, 1, agent=Agent("planner")), a_span(1, 2)
        call = a_call(1, 3, parent=2, cost=5)
        put(store, call)
        written = put(store, chain, agent)
        assert set(agents_of(store).values()) == {"planner"}
        assert {stored.span.span_id for stored in written.spans} == {agent.span_id, chain.span_id, call.span_id}
        (row,) = store.stats(SpanFilter(agent="planner"), GroupBy.AGENT)
        assert (row.totals.spans, row.totals.cost_nano_usd) == (3, 5)

    def test_what_runs_below_a_tool_that_asks_an_agent_is_that_agents(self, store: Store) -> None:
        given = {"span_type": SpanType.TOOL_EXECUTION, "tool": Tool("delegate_work_to_coworker", asked_agent="pilot")}
        captain, asked = a_span(1, 1, agent=Agent("captain")), a_span(1, 2, **given)
        call, tool = a_call(1, 3, parent=2), a_span(1, 4, parent=2)
        put(store, call)
        put(store, captain)
        store.flush()
        put(store, asked)
        put(store, tool)
        assert_agents(store, [captain, asked, call, tool])
        assert list(agents_of(store).values()).count("pilot") == 2

    def test_the_nearest_agent_above_is_meant(self, store: Store) -> None:
        put(store, a_span(1, 3, parent=2))
        put(store, a_span(1, 1, agent=Agent("planner")))
        store.flush()
        put(store, a_span(1, 2, parent=1, agent=Agent("coder")))
        assert agents_of(store)[span_id(1_000_003)] == "coder"
        trace = store.get_trace(trace_id(1))
        assert trace is not None
        assert trace.agents == ("planner", "coder")

    def test_an_agent_known_by_its_id_gets_the_name_that_another_span_gives_it(self, store: Store) -> None:
        tool = a_span(1, 2, agent=Agent("a7", "a7"))
        put(store, a_span(1, 1, agent=Agent("main")), tool, a_span(1, 3, parent=2))
        assert agents_of(store)[tool.span_id] == "a7"
        store.flush()
        put(store, a_call(1, 4, agent=Agent("explorer", "a7")))
        assert agents_of(store) == {
            span_id(1_000_001): "main",
            tool.span_id: "explorer",
            span_id(1_000_003): "explorer",
            span_id(1_000_004): "explorer",
        }
        trace = store.get_trace(trace_id(1))
        assert trace is not None
        assert trace.agents == ("main", "explorer")

    def test_a_call_that_nobody_is_above_has_the_agent_of_its_shadow(self, store: Store) -> None:
        node = a_span(1, 2, agent=Agent("critic"))
        shadow = a_seen_call(3, "framework", at=1, response_id="msg_1", parent_span_id=node.span_id)
        winner = a_seen_call(4, "native", at=1, response_id="msg_1", says=True)
        put(store, a_span(1, 1), winner, shadow)
        store.flush()
        put(store, node)
        stored = store.get_span(winner.span_id, trace_id(1))
        assert stored is not None
        assert stored.span.counts_usage
        assert stored.span.agent_name == "critic"
        assert store.stats(SpanFilter(agent="critic"), GroupBy.NOTHING)[0].totals.model_calls == 1

    def test_an_agent_that_a_newer_version_takes_back_is_nobodys(self, store: Store) -> None:
        spans = [a_span(1, 1, agent=Agent("planner")), a_span(1, 2), a_span(1, 3, parent=2)]
        put(store, *spans)
        store.flush()
        put(store, replace(spans[0], agent=None, session_id="s"))
        assert set(agents_of(store).values()) == {None}
        trace = store.get_trace(trace_id(1))
        assert trace is not None
        assert trace.agents == ()

    def test_redelivery_changes_nothing(self, store: Store) -> None:
        spans = [a_span(1, 1, agent=Agent("planner")), a_span(1, 2), a_call(1, 3, parent=2)]
        put(store, *spans)
        assert put(store, *reversed(spans)).spans == ()

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
    @given(traces_of_agents(), st.data())
    def test_any_order_any_batches_and_any_repeats_find_the_same_agents(
        self, spans: list[Span], data: st.DataObject
    ) -> None:
        early = data.draw(st.lists(st.sampled_from(spans), max_size=4, unique_by=lambda span: span.span_id))
        starts = [
            running(1, 1, span_id=span.span_id, parent_span_id=span.parent_span_id, start_ns=span.start_ns)
            for span in early
        ]
        again = data.draw(st.lists(st.sampled_from(spans), max_size=4))
        records = data.draw(st.permutations([*spans, *starts, *again]))
        cuts = sorted(data.draw(st.sets(st.integers(1, len(records)), max_size=5)))
        with self.a_store() as store:
            for begin, end in zip([0, *cuts], [*cuts, len(records)], strict=True):
                put(store, *records[begin:end])
                if data.draw(st.booleans()):
                    store.flush()
            assert_agents(store, spans)
