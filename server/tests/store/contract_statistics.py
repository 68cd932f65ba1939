"""What statistics and failure patterns promise."""

from __future__ import annotations

import pytest

from agenttrace.model import Agent, Call, ProjectName, SpanState, SpanType, Status, Tool
from agenttrace_server.store.api import GroupBy, SpanFilter, Store, TraceFilter
from agenttrace_server.store.api.grouping import bucket_name, bucket_start

from .harness import Harness, put
from .making import HOUR, NOON, SECOND, a_call, a_span, failed, running, span_id, trace_id

HOURS = 3600
DAYS = 24 * HOURS


class StatisticsContract(Harness):
    def test_the_whole_is_one_row(self, store: Store) -> None:
        put(store, a_call(1, 1, cost=3), a_call(2, 1, cost=None), running(2, 2), failed(2, 3))
        (row,) = store.stats(SpanFilter(), GroupBy.NOTHING)
        assert (row.key, row.traces) == (None, 2)
        assert (row.totals.spans, row.totals.errors, row.totals.running, row.totals.model_calls) == (4, 1, 1, 2)
        assert (row.totals.cost_nano_usd, row.totals.unknown_cost_calls) == (3, 1)

    @pytest.mark.parametrize(
        ("group_by", "expected"),
        [
            (GroupBy.MODEL, [("claude", 1, 1), ("gpt-5-2025", 2, 1), (None, 3, 2)]),
            (GroupBy.PROVIDER, [("anthropic", 1, 1), ("openai", 2, 1), (None, 3, 2)]),
            (GroupBy.SPAN_TYPE, [("llm_call", 3, 2), ("tool_execution", 2, 2), ("chain", 1, 1)]),
            (GroupBy.PROJECT, [("shop", 2, 1), ("default", 4, 1)]),
            (GroupBy.AGENT, [(None, 5, 2), ("planner", 1, 1)]),
            (GroupBy.USER, [("ann", 2, 1), (None, 4, 1)]),
            (GroupBy.SESSION, [(None, 5, 2), ("s", 1, 1)]),
            (GroupBy.TOOL, [(None, 4, 2), ("search", 2, 2)]),
            (GroupBy.NAME, [("ask", 3, 2), ("root", 1, 1), ("step 4", 1, 1), ("step 5", 1, 1)]),
        ],
    )
    def test_groups_are_ordered_by_cost_then_spans(
        self, store: Store, group_by: GroupBy, expected: list[tuple[str | None, int, int]]
    ) -> None:
        shop = ProjectName("shop")
        claude = Call(provider="anthropic", request_model="claude")
        tool = {"span_type": SpanType.TOOL_EXECUTION, "tool": Tool("search")}
        put(
            store,
            a_span(1, 1, name="root", session_id="s"),
            a_call(1, 2, cost=10, name="ask"),
            a_call(1, 3, cost=10, name="ask", agent=Agent("planner")),
            a_span(1, 4, **tool),
            a_call(2, 1, cost=100, name="ask", project=shop, call=claude, user_id="ann"),
            a_span(2, 5, **tool, project=shop, user_id="ann"),
        )
        rows = store.stats(SpanFilter(), group_by)
        named = [(row.key, row.totals.spans, row.traces) for row in rows]
        assert named == expected

    @pytest.mark.parametrize(
        ("group_by", "expected"),
        [
            (GroupBy.HOUR, [("2026-09-20T12:00:00Z", 2), ("2026-09-20T14:00:00Z", 1), ("2026-09-21T12:00:00Z", 1)]),
            (GroupBy.DAY, [("2026-09-20T00:00:00Z", 3), ("2026-09-21T00:00:00Z", 1)]),
            (GroupBy.WEEK, [("2026-09-14T00:00:00Z", 3), ("2026-09-21T00:00:00Z", 1)]),
        ],
    )
    def test_time_buckets_come_in_order(self, store: Store, group_by: GroupBy, expected: list[tuple[str, int]]) -> None:
        shift = (1_789_905_600 * SECOND - NOON) / SECOND
        times = [DAYS, 2 * HOURS, 0, 3599]
        put(store, *(a_span(1, number, at=shift + at) for number, at in enumerate(times, start=1)))
        rows = store.stats(SpanFilter(), group_by)
        assert [(row.key, row.totals.spans) for row in rows] == expected
        assert all(row.traces == 1 for row in rows)

    def test_a_trace_that_spans_hours_counts_once_in_the_day(self, store: Store) -> None:
        put(store, *(a_span(trace, number, at=number * HOURS) for trace in (1, 2) for number in range(3)))
        assert [row.traces for row in store.stats(SpanFilter(), GroupBy.HOUR)] == [2, 2, 2]
        assert [row.traces for row in store.stats(SpanFilter(), GroupBy.DAY)] == [2]

    def test_statistics_obey_the_filter(self, store: Store) -> None:
        put(
            store,
            a_call(1, 1, cost=1, at=0, attributes={"env": "prod"}),
            a_call(1, 2, cost=2, at=HOURS, agent=Agent("a")),
            a_call(1, 3, cost=4, at=HOURS + 10, status=Status(SpanState.ERROR, "x")),
            a_call(2, 1, cost=8, at=2 * HOURS, project=ProjectName("shop")),
        )

        def cost(where: SpanFilter) -> int:
            return sum(row.totals.cost_nano_usd for row in store.stats(where, GroupBy.MODEL))

        assert cost(SpanFilter()) == 15
        assert cost(SpanFilter(project="shop")) == 8
        assert cost(SpanFilter(since_ns=NOON + HOUR)) == 14
        assert cost(SpanFilter(since_ns=NOON + HOUR, until_ns=NOON + 2 * HOUR)) == 6
        assert cost(SpanFilter(since_ns=NOON + HOUR + 1)) == 12
        assert cost(SpanFilter(agent="a")) == 2
        assert cost(SpanFilter(attributes=(("env", "prod"),))) == 1
        assert cost(SpanFilter(status=(SpanState.ERROR,))) == 4
        assert cost(SpanFilter(model="gpt-5-2025", span_type=(SpanType.LLM_CALL,))) == 15
        assert cost(SpanFilter(model="none")) == 0

    @pytest.mark.parametrize("where", [SpanFilter(), SpanFilter(name="step")])
    def test_percentiles_are_within_two_percent(self, store: Store, where: SpanFilter) -> None:
        put(
            store, *(a_span(1, number, at=0, lasts=number / 100) for number in range(1, 1_001)), running(1, 2_000, at=0)
        )
        (row,) = store.stats(where, GroupBy.NOTHING)
        for got, expected in (
            (row.p50_ns, 5.00),
            (row.p90_ns, 9.00),
            (row.p95_ns, 9.50),
            (row.p99_ns, 9.90),
            (row.max_ns, 10.0),
            (row.mean_ns, 5.005),
        ):
            assert got == pytest.approx(expected * SECOND, rel=0.02)

    def test_a_group_without_ended_spans_has_no_latency(self, store: Store) -> None:
        put(store, running(1, 1))
        (row,) = store.stats(SpanFilter(), GroupBy.NOTHING)
        assert (row.p50_ns, row.mean_ns, row.max_ns) == (None, None, None)

    def test_a_span_that_ends_moves_to_its_group_with_the_difference(self, store: Store) -> None:
        put(store, running(1, 1, span_type=SpanType.LLM_CALL))
        put(store, a_call(1, 1, cost=6))
        put(store, a_call(1, 1, cost=5))
        rows = store.stats(SpanFilter(), GroupBy.MODEL)
        assert [(row.key, row.traces, row.totals.spans, row.totals.cost_nano_usd) for row in rows] == [
            ("gpt-5-2025", 1, 1, 5)
        ]
        assert rows[0].p50_ns == pytest.approx(SECOND, rel=0.02)

    def test_failures_that_look_alike_are_one_pattern(self, store: Store) -> None:
        put(
            store,
            failed(1, 1, "timeout after 30 s on 'a.txt'", name="read", at=1),
            failed(1, 2, "timeout after 7.5 s on 'b.txt'", name="read", at=2),
            failed(2, 1, "timeout after 9 s on 'c'", name="read", at=3),
            failed(2, 2, "refused", name="read", at=9),
            a_span(2, 3, status=Status(SpanState.TIMEOUT), name="wait", at=4),
            a_span(2, 4, status=Status(SpanState.CANCELLED, "stopped")),
        )
        patterns = store.error_patterns(SpanFilter(), 10)
        assert [(p.pattern, p.name, p.count, p.traces) for p in patterns] == [
            ("timeout after <n> s on <text>", "read", 3, 2),
            ("refused", "read", 1, 1),
            ("(no message)", "wait", 1, 1),
        ]
        assert (patterns[0].first_ns, patterns[0].last_ns) == (NOON + 2 * SECOND, NOON + 4 * SECOND)
        assert (patterns[0].last_trace_id, patterns[0].last_span_id) == (trace_id(2), span_id(2_000_001))
        assert [p.count for p in store.error_patterns(SpanFilter(), 1)] == [3]
        assert [p.pattern for p in store.error_patterns(SpanFilter(status=(SpanState.TIMEOUT,)), 9)] == ["(no message)"]

    @pytest.mark.parametrize(
        ("where", "expected"),
        [
            (TraceFilter(), (4, 1)),
            (TraceFilter(project="default"), (3, 1)),
            (TraceFilter(status=(SpanState.RUNNING,)), (1, 0)),
            (TraceFilter(name="nothing"), (0, 0)),
        ],
    )
    def test_whole_traces_are_counted(self, store: Store, where: TraceFilter, expected: tuple[int, int]) -> None:
        put(store, running(1, 1), a_span(2, 1, lasts=4), running(3, 1), a_span(4, 1, project=ProjectName("shop")))
        put(store, failed(1, 1, lasts=2))
        found = store.trace_stats(where)
        assert (found.traces, found.failed) == expected

    def test_the_latency_of_traces_is_of_those_that_ended(self, store: Store) -> None:
        put(store, *(a_span(trace, 1, lasts=trace) for trace in range(1, 101)), running(200, 1))
        found = store.trace_stats(TraceFilter())
        assert (found.p50_ns, found.p95_ns) == (50 * SECOND, 95 * SECOND)
        assert store.trace_stats(TraceFilter(status=(SpanState.RUNNING,))).p50_ns is None

    def test_a_window_that_does_not_begin_on_the_hour_counts_each_span_and_trace_once(self, store: Store) -> None:
        spans = [a_call(number % 7, number, at=number * 600, lasts=1 + number % 3) for number in range(1, 40)]
        put(store, *spans)
        window = {"since_ns": NOON + 1_234 * SECOND, "until_ns": NOON + 20_001 * SECOND}
        meant = [s for s in spans if window["since_ns"] <= s.start_ns < window["until_ns"]]
        [row] = store.stats(SpanFilter(**window), GroupBy.NOTHING)
        assert (row.totals.spans, row.traces) == (len(meant), len({s.trace_id for s in meant}))
        assert row.totals.input_tokens == 10 * len(meant)
        assert row.max_ns == pytest.approx(3 * SECOND, rel=0.02)
        by_hour = store.stats(SpanFilter(**window), GroupBy.HOUR)
        assert sum(each.totals.spans for each in by_hour) == len(meant)
        assert [each.key for each in by_hour] == sorted(
            {bucket_name(bucket_start(s.start_ns, GroupBy.HOUR)) for s in meant}
        )

    @pytest.mark.parametrize("group_by", [GroupBy.HOUR, GroupBy.NAME, GroupBy.NOTHING])
    def test_durations_are_counted_by_powers_of_two(self, store: Store, group_by: GroupBy) -> None:
        lasted = (0, 1_500, 1_900, 3 * SECOND, 4 * SECOND, 4 * SECOND)
        put(store, *(a_span(1, n, name="step", end_ns=NOON + ns, start_ns=NOON) for n, ns in enumerate(lasted, 1)))
        put(store, running(1, 9, name="step", start_ns=NOON))
        (row,) = store.stats(SpanFilter(), group_by)
        assert dict(row.spread) == {0: 1, 10: 2, 31: 3}
