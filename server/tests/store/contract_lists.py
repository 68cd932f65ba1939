"""What lists, filters, cursors, sessions and search promise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from agenttrace.model import Agent, Call, Message, Part, PartType, ProjectName, SpanState, SpanType, Tool
from agenttrace_server.errors import BadQuestion
from agenttrace_server.store.api import Page, SessionFilter, SpanFilter, Store, TraceFilter

from .harness import Harness, put
from .making import HOUR, NOON, SECOND, a_call, a_span, failed, running, trace_id


def numbers(items: Any) -> list[int]:
    """The traces of a page, by the number that the test gave them."""
    return [int(item.trace_id, 16) for item in items]


class ListsContract(Harness):
    def test_traces_come_newest_first(self, store: Store) -> None:
        put(store, *(a_span(trace, 1, at=at) for trace, at in ((1, 5), (2, 9), (3, 1))))
        assert numbers(store.find_traces(TraceFilter(), Page()).items) == [2, 1, 3]

    def test_pages_join_without_a_gap_or_a_repeat_while_newer_traces_arrive(self, store: Store) -> None:
        put(store, *(a_span(trace, 1, at=trace // 3) for trace in range(1, 11)))
        seen: list[int] = []
        cursor: str | None = None
        for arriving in range(100, 200):
            page = store.find_traces(TraceFilter(), Page(3, cursor))
            seen += numbers(page.items)
            cursor = page.next_cursor
            if cursor is None:
                break
            put(store, a_span(arriving, 1, at=arriving))
        assert seen == list(range(10, 0, -1))

    def test_a_page_that_is_exactly_full_has_no_next(self, store: Store) -> None:
        put(store, a_span(1, 1), a_span(2, 1))
        assert store.find_traces(TraceFilter(), Page(limit=2)).next_cursor is None
        assert store.find_traces(TraceFilter(), Page(limit=1)).next_cursor is not None

    @pytest.mark.parametrize("cursor", ["", "x", "%%%", "bm9wZQ", "WzIsInRyYWNlcyIsMV0", "😀", "A" * 5_000])
    def test_a_broken_cursor_is_named(self, store: Store, cursor: str) -> None:
        finds: list[Callable[[], object]] = [
            lambda: store.find_traces(TraceFilter(), Page(cursor=cursor)),
            lambda: store.find_spans(SpanFilter(), Page(cursor=cursor)),
            lambda: store.find_sessions(SessionFilter(), Page(cursor=cursor)),
            lambda: store.search("x", SpanFilter(), Page(cursor=cursor)),
            lambda: store.dead_letters(Page(cursor=cursor)),
        ]
        for find in finds:
            with pytest.raises(BadQuestion) as refused:
                find()
            assert refused.value.field == "cursor"

    def test_a_cursor_of_another_list_is_refused(self, store: Store) -> None:
        put(store, a_span(1, 1), a_span(1, 2))
        cursor = store.find_spans(SpanFilter(), Page(limit=1)).next_cursor
        with pytest.raises(BadQuestion):
            store.find_traces(TraceFilter(), Page(cursor=cursor))

    @pytest.mark.parametrize(
        ("where", "expected"),
        [
            (TraceFilter(), [4, 3, 2, 1]),
            (TraceFilter(project="shop"), [4]),
            (TraceFilter(session_id="s"), [2, 1]),
            (TraceFilter(user_id="ann"), [1]),
            (TraceFilter(status=(SpanState.ERROR,)), [2]),
            (TraceFilter(status=(SpanState.ERROR, SpanState.RUNNING)), [3, 2]),
            (TraceFilter(has_errors=True), [2, 1]),
            (TraceFilter(has_errors=False), [4, 3]),
            (TraceFilter(agent="planner"), [1]),
            (TraceFilter(agent="plan"), []),
            (TraceFilter(model="gpt-5-2025"), [4, 1]),
            (TraceFilter(framework="crewai"), [2]),
            (TraceFilter(tag="nightly"), [3]),
            (TraceFilter(name="RESEARCH"), [1]),
            (TraceFilter(name="100%_"), [4]),
            (TraceFilter(since_ns=NOON + 20 * SECOND), [4, 3, 2]),
            (TraceFilter(until_ns=NOON + 20 * SECOND), [1]),
            (TraceFilter(min_duration_ns=50 * SECOND), [2]),
            (TraceFilter(min_cost_nano_usd=1_000), [4, 1]),
            (TraceFilter(min_cost_nano_usd=1_001), [4]),
            (TraceFilter(min_tokens=16), [4]),
            (TraceFilter(project="default", model="gpt-5-2025", min_tokens=15), [1]),
        ],
    )
    def test_a_trace_filter_means_the_same_everywhere(
        self, store: Store, where: TraceFilter, expected: list[int]
    ) -> None:
        put(
            store,
            a_span(1, 1, at=10, name="Deep Research", session_id="s", user_id="ann"),
            a_call(1, 2, at=11, agent=Agent("planner")),
            failed(1, 3, at=12),
            failed(2, 1, at=20, lasts=60, session_id="s", framework="crewai"),
            running(3, 1, at=30, tags=("nightly", "b")),
            a_call(4, 1, at=40, project=ProjectName("shop"), name="at 100%_done"),
            a_call(4, 2, at=41, project=ProjectName("shop")),
        )
        assert numbers(store.find_traces(where, Page()).items) == expected

    @pytest.mark.parametrize(
        ("where", "expected"),
        [
            (SpanFilter(), [6, 5, 4, 3, 2, 1]),
            (SpanFilter(project="shop"), [5]),
            (SpanFilter(trace_id=trace_id(1)), [6, 4, 3, 2, 1]),
            (SpanFilter(session_id="s"), [1]),
            (SpanFilter(user_id="ann"), [2]),
            (SpanFilter(span_type=(SpanType.TOOL_EXECUTION,)), [3]),
            (SpanFilter(span_type=(SpanType.TOOL_EXECUTION, SpanType.LLM_CALL)), [3, 2]),
            (SpanFilter(status=(SpanState.RUNNING,)), [6]),
            (SpanFilter(model="claude"), [2]),
            (SpanFilter(provider="anthropic"), [2]),
            (SpanFilter(agent="planner"), [4]),
            (SpanFilter(tool_name="search"), [3]),
            (SpanFilter(name="Step 1"), [1]),
            (SpanFilter(since_ns=NOON + 4 * SECOND, until_ns=NOON + 6 * SECOND), [5, 4]),
            (SpanFilter(min_duration_ns=2 * SECOND), [4]),
            (SpanFilter(min_cost_nano_usd=1), [2]),
            (SpanFilter(attributes=(("k.1", "v"),)), [3]),
            (SpanFilter(attributes=(("n/~", "2"), ("yes", "true"))), [4]),
            (SpanFilter(attributes=(("f", "1.5"), ("l", '[1,"a"]'))), [4]),
            (SpanFilter(attributes=(("service.name", "crew"),)), [5]),
            (SpanFilter(attributes=(("k.1", "other"),)), []),
        ],
    )
    def test_a_span_filter_means_the_same_everywhere(
        self, store: Store, where: SpanFilter, expected: list[int]
    ) -> None:
        claude = Call(provider="anthropic", request_model="claude")
        odd = {"n/~": 2, "yes": True, "f": 1.5, "l": [1, "a"]}
        put(
            store,
            a_span(1, 1, session_id="s"),
            a_call(1, 2, user_id="ann", call=claude),
            a_span(1, 3, span_type=SpanType.TOOL_EXECUTION, tool=Tool("search"), attributes={"k.1": "v"}),
            a_span(1, 4, agent=Agent("planner"), lasts=3, attributes=odd),
            a_span(2, 5, project=ProjectName("shop"), resource={"service.name": "crew"}),
            running(1, 6),
        )
        page = store.find_spans(where, Page())
        assert [int(stored.span.span_id, 16) % 1_000_000 for stored in page.items] == expected

    def test_spans_are_paged_newest_first(self, store: Store) -> None:
        put(store, *(a_span(trace, number) for trace in (1, 2) for number in range(1, 8)))
        seen: list[tuple[int, str]] = []
        cursor: str | None = None
        while True:
            page = store.find_spans(SpanFilter(), Page(4, cursor))
            seen += [(stored.span.start_ns, stored.span.span_id) for stored in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert len(seen) == 14
        assert seen == sorted(seen, reverse=True)

    def test_a_session_adds_up_its_traces(self, store: Store) -> None:
        put(
            store,
            a_call(1, 1, at=0, session_id="s", session_name="first", user_id="ann", agent=Agent("a"), tags=("x",)),
            failed(2, 1, at=50, session_id="s", session_name="second", agent=Agent("b"), framework="crewai"),
            a_span(3, 1, at=70, session_id="t"),
            a_span(4, 1, at=70),
        )
        session = store.get_session("s")
        assert session is not None
        assert (session.name, session.user_id, session.framework) == ("second", "ann", "crewai")
        assert (session.start_ns, session.end_ns) == (NOON, NOON + 51 * SECOND)
        assert (session.status, session.traces, session.agents, session.tags) == (
            SpanState.ERROR,
            2,
            ("a", "b"),
            ("x",),
        )
        assert (session.totals.spans, session.totals.model_calls) == (2, 1)
        assert [s.session_id for s in store.find_sessions(SessionFilter(), Page()).items] == ["t", "s"]

    def test_a_session_moves_up_when_something_happens_in_it(self, store: Store) -> None:
        put(store, a_span(1, 1, at=0, session_id="s"), a_span(2, 1, at=50, session_id="t"))
        put(store, running(3, 1, at=99, session_id="s"))
        first, second = store.find_sessions(SessionFilter(), Page()).items
        assert (first.session_id, first.status, first.end_ns, first.traces) == ("s", SpanState.RUNNING, None, 2)
        assert second.session_id == "t"

    def test_a_trace_whose_session_is_told_late_joins_it(self, store: Store) -> None:
        put(store, a_span(1, 2, at=5))
        assert store.find_sessions(SessionFilter(), Page()).items == ()
        put(store, a_span(1, 1, at=0, session_id="s"))
        session = store.get_session("s")
        assert session is not None
        assert session.totals.spans == 2

    def test_a_trace_that_changes_its_session_leaves_the_old_one(self, store: Store) -> None:
        put(store, a_span(1, 2, at=5, session_id="old"))
        put(store, a_span(1, 1, at=0, session_id="new"))
        assert store.get_session("old") is None
        assert [s.session_id for s in store.find_sessions(SessionFilter(), Page()).items] == ["new"]
        assert store.info().sessions == 1

    @pytest.mark.parametrize(
        ("where", "expected"),
        [
            (SessionFilter(project="shop"), ["c"]),
            (SessionFilter(user_id="ann"), ["a"]),
            (SessionFilter(framework="crewai"), ["b"]),
            (SessionFilter(status=(SpanState.ERROR,)), ["b"]),
            (SessionFilter(name="NIGHT"), ["a"]),
            (SessionFilter(name="B"), ["b"]),
            (SessionFilter(since_ns=NOON + 20 * SECOND), ["c", "b"]),
            (SessionFilter(until_ns=NOON + 20 * SECOND), ["a"]),
        ],
    )
    def test_a_session_filter_means_the_same_everywhere(
        self, store: Store, where: SessionFilter, expected: list[str]
    ) -> None:
        put(
            store,
            a_span(1, 1, at=10, session_id="a", session_name="Nightly", user_id="ann"),
            failed(2, 1, at=20, session_id="b", framework="crewai"),
            a_span(3, 1, at=30, session_id="c", project=ProjectName("shop"), session_name="x"),
        )
        assert [s.session_id for s in store.find_sessions(where, Page()).items] == expected

    def test_sessions_are_paged_by_latest_activity(self, store: Store) -> None:
        put(store, *(a_span(trace, 1, at=trace, session_id=f"s{trace}") for trace in range(1, 6)))
        first = store.find_sessions(SessionFilter(), Page(limit=3))
        put(store, a_span(9, 1, at=99, session_id="s9"))
        second = store.find_sessions(SessionFilter(), Page(3, first.next_cursor))
        assert [s.session_id for s in (*first.items, *second.items)] == ["s5", "s4", "s3", "s2", "s1"]

    def test_search_finds_all_words_in_any_field_newest_first(self, store: Store) -> None:
        said = Message("user", (Part(PartType.TEXT, text='Where is the Zürich "quoted" office?\nline'),))
        put(
            store,
            a_span(1, 1, name="plan the trip"),
            a_span(1, 2, input_messages=(said,), output="an office trip"),
            failed(1, 3, "trip refused: rate limit"),
            a_span(1, 4, attributes={"city": "Zürich trip"}),
        )

        def found(text: str) -> list[tuple[int, str]]:
            hits = store.search(text, SpanFilter(), Page()).items
            return [(int(hit.stored.span.span_id, 16) % 10, hit.field) for hit in hits]

        assert found("trip") == [(4, "attributes"), (3, "error"), (2, "output"), (1, "name")]
        assert found("ZÜRICH office") == [(2, "output")]
        assert found('"quoted"') == [(2, "input_messages")]
        assert found("trip nowhere") == []
        assert found("100%") == []
        snippet = store.search("refused", SpanFilter(), Page()).items[0].snippet
        assert "trip refused: rate limit" in snippet

    def test_search_pages_and_filters(self, store: Store) -> None:
        put(store, *(a_span(trace, number, name="needle") for trace in (1, 2) for number in range(1, 6)))
        only = SpanFilter(trace_id=trace_id(2))
        first = store.search("needle", only, Page(limit=3))
        second = store.search("needle", only, Page(3, first.next_cursor))
        assert [len(first.items), len(second.items)] == [3, 2]
        assert {hit.stored.span.trace_id for hit in (*first.items, *second.items)} == {trace_id(2)}
        assert second.next_cursor is None

    def test_a_search_without_words_is_refused(self, store: Store) -> None:
        with pytest.raises(BadQuestion):
            store.search("  ", SpanFilter(), Page())

    def test_a_page_of_nothing_is_refused(self, store: Store) -> None:
        with pytest.raises(BadQuestion):
            store.find_traces(TraceFilter(), Page(limit=0))

    def test_a_trace_is_listed_once_whatever_happens_to_it(self, store: Store) -> None:
        for number in range(1, 6):
            put(store, a_span(1, number, at=5 - number))
            put(store, a_span(number + 10, 1, at=HOUR / SECOND))
            assert numbers(store.find_traces(TraceFilter(), Page()).items).count(1) == 1
        trace = store.get_trace(trace_id(1))
        assert trace is not None
        assert trace.start_ns == NOON
