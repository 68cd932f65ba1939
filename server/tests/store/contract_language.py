"""What questions in the filter language promise: every store means the same by them."""

from __future__ import annotations

from typing import Any

import pytest

from agenttrace.model import Agent, Call, Message, Part, PartType, ProjectName, Span, SpanType, Tool
from agenttrace_server.store.api import FacetQuery, GroupBy, Page, SessionFilter, SpanFilter, Store, TraceFilter
from agenttrace_server.store.api.language import Node, Target, parse
from agenttrace_server.store.api.language.moments import write_moment

from .harness import Harness, put
from .making import NOON, SECOND, a_call, a_span, failed, running

LARGE = "begin" + " hay" * 2_000 + " the needle lies" + " hay" * 2_000 + " end"
NOW = NOON + 3_600 * SECOND


def asked(text: str, target: Target) -> Node | None:
    return parse(text, target, now_ns=NOW)


def said(text: str) -> tuple[Message, ...]:
    return (Message("user", (Part(PartType.TEXT, text=text),)),)


def some_spans() -> list[Span]:
    """Four traces: 1 and 2 of a session, 3 runs, 4 is another project's."""
    claude = Call(provider="anthropic", request_model="claude-4", finish_reasons=("stop", "tool_calls"))
    attributes = {"http.status_code": 500, "Region": "EU West", "odd key?": True, "ratio": 0.25}
    return [
        a_span(1, 1, at=10, name="Deep Research", session_id="s", user_id="ann", tags=("nightly", "A b")),
        a_call(1, 2, at=11, agent=Agent("Planner"), call=claude, input_messages=said("The card was charged twice.")),
        failed(1, 3, at=12, message="refused by the bank", span_type=SpanType.TOOL_EXECUTION, tool=Tool("pay")),
        a_span(2, 1, at=20, lasts=60, session_id="s", framework="crewai", attributes=attributes),
        running(3, 1, at=30, input={"question": "twice\ncharged", "n": 3}, resource={"service.name": "crew"}),
        a_call(4, 1, at=40, cost=2_000_000_000, project=ProjectName("shop"), name="at 100%_done"),
        a_call(4, 2, at=41, project=ProjectName("shop"), output="東京タワー"),
    ]


TRACES = [
    ("", [4, 3, 2, 1]),
    ("status:error OR status:running", [3]),
    ("-status:running", [4, 2, 1]),
    ("has:error", [1]),
    ("errors=0", [4, 3, 2]),
    ("agent:planner", [1]),
    ("agent=planner", []),
    ("agent:plan*", [1]),
    ("agent:plan", []),
    ("name:research", [1]),
    ("name=research", []),
    ('name:"100%_"', [4]),
    ("name:*_done", [4]),
    ("model:(claude-4, gpt-none)", [1]),
    ("-has:model", [3, 2]),
    ("tag:nightly", [1]),
    ('tag:"a B"', [1]),
    ("framework:CrewAI", [2]),
    ("session:s -user:ann", [2]),
    ("project:shop", [4]),
    ("cost>0.50", [4]),
    ("cost>=$2 dur<10s", [4]),
    ("cost:0.000001..0.5", [1]),
    ("dur>=1m", [2]),
    ("tokens>15", [4]),
    ("input_tokens:20", [4]),
    ("spans:3", [1]),
    ("calls>1", [4]),
    (f"start>={write_moment(NOON + 30 * SECOND)}", [4, 3]),
    (f"until:{write_moment(NOON + 20 * SECOND)}", [1]),
    ("trace:*4", [4]),
    # what only spans know
    ("type:tool_execution", [1]),
    ("tool:pay provider:anthropic", [1]),
    ("-type:llm_call", [3, 2]),
    ("error:bank", [1]),
    ("finish:tool_calls", [1]),
    ("finish:TOOL*", [1]),
    ("@http.status_code:500", [2]),
    ("@http.status_code>=400", [2]),
    ("attributes.http.status_code:400..499", []),
    ("@ratio<0.5", [2]),
    ("@Region>0", []),
    ('@Region:"eu west"', [2]),
    ('@"odd key?":true', [2]),
    ("@service.name:crew", [3]),
    ("-has:@Region", [4, 3, 1]),
    ("charged", [3, 1]),
    ('"charged twice"', [1]),
    ('"twice charged"', [3]),
    ("charg", []),
    ("charg*", [3, 1]),
    ("-charged", [4, 2]),
    ("charged status:running", [3]),
    ("input:card", [1]),
    ("output:card", []),
    ("東京", [4]),
    ("京タ", [4]),
    ("NOT (charged OR 東京) has:session", [2]),
]
SPANS = [
    ("", [2, 1, 1, 1, 3, 2, 1]),
    ("type:llm_call", [2, 1, 2]),
    ("-has:cost", [1, 1, 3, 1]),
    ("tokens:15", [2, 1, 2]),
    ("cost:<=0.5", [2, 2]),
    ("dur>1s", [1]),
    ("-dur>=0s", [1]),
    ("status:error error:REFUSED", [3]),
    ('"charged twice" OR @Region:*', [1, 2]),
    ("-has:input", [2, 1, 1, 3, 1]),
    ("user:ann OR tool:pay", [3, 1]),
    ("tag:nightly -tag:other", [1]),
    ("span:*2 -type:chain", [2, 2]),
    ("framework:crew*", [1]),
]
SESSIONS = [
    ("", ["s"]),
    ("name:S", ["s"]),
    ("traces:2 spans>=4", ["s"]),
    ("has:error agent:planner", ["s"]),
    ("model:claude-4 charged", ["s"]),
    ("tool:pay framework:crewai", ["s"]),
    ("tool:none", []),
    ("-user:ann", []),
    ("cost>1", []),
    ("type:llm_call @http.status_code:500", ["s"]),
]


class LanguageContract(Harness):
    @pytest.fixture
    def filled(self, store: Store) -> Store:
        put(store, *some_spans())
        return store

    @pytest.mark.parametrize("group", [TRACES[start::6] for start in range(6)])
    def test_a_question_about_traces_means_the_same_everywhere(self, filled: Store, group: Any) -> None:
        for text, expected in group:
            page = filled.find_traces(TraceFilter(query=asked(text, Target.TRACES)), Page())
            assert [int(item.trace_id, 16) for item in page.items] == expected, text

    def test_a_question_about_spans_means_the_same_everywhere(self, filled: Store) -> None:
        for text, expected in SPANS:
            page = filled.find_spans(SpanFilter(query=asked(text, Target.SPANS)), Page())
            assert [int(stored.span.span_id, 16) % 1_000_000 for stored in page.items] == expected, text

    def test_a_question_about_sessions_means_the_same_everywhere(self, filled: Store) -> None:
        for text, expected in SESSIONS:
            page = filled.find_sessions(SessionFilter(query=asked(text, Target.SESSIONS)), Page())
            assert [session.session_id for session in page.items] == expected, text

    def test_sums_count_what_the_list_shows(self, filled: Store) -> None:
        for text, expected in SPANS:
            rows = filled.stats(SpanFilter(query=asked(text, Target.SPANS)), GroupBy.NOTHING)
            assert sum(row.totals.spans for row in rows) == len(expected), text

    def test_figures_over_traces_count_what_the_list_shows(self, filled: Store) -> None:
        for text, expected in TRACES:
            where = TraceFilter(query=asked(text, Target.TRACES))
            assert filled.trace_stats(where).traces == len(expected), text
            assert sum(bar.traces for bar in filled.trace_bars(where, NOON, 7 * SECOND)) == len(expected), text

    def test_pages_of_a_question_join_without_a_gap(self, store: Store) -> None:
        put(store, *(a_span(number, 1, at=number, name="odd" if number % 2 else "even") for number in range(1, 300)))
        where = TraceFilter(query=asked("odd", Target.TRACES))
        seen: list[int] = []
        cursor: str | None = None
        while True:
            page = store.find_traces(where, Page(20, cursor))
            seen += [int(item.trace_id, 16) for item in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert seen == list(range(299, 0, -2))

    def test_bars_stand_where_traces_began(self, filled: Store) -> None:
        bars = filled.trace_bars(TraceFilter(), NOON + 10 * SECOND, 10 * SECOND)
        assert [(bar.start_ns - NOON) // SECOND for bar in bars] == [10, 20, 30, 40]
        assert [bar.p95_ns for bar in bars] == [3 * SECOND, 60 * SECOND, None, 2 * SECOND]

    @pytest.mark.parametrize(
        ("text", "field", "query", "expected"),
        [
            ("", "status", FacetQuery(), [("ok", 3), ("running", 1)]),
            ("", "agent", FacetQuery(), [("Planner", 1)]),
            ("", "tag", FacetQuery(prefix="a"), [("A b", 1)]),
            ("", "name", FacetQuery(prefix="DEEP"), [("Deep Research", 1)]),
            ("", "project", FacetQuery(limit=1), [("default", 3)]),
            ("-user:ann", "session", FacetQuery(), [("s", 1)]),
            ("", "type", FacetQuery(), [("chain", 3), ("llm_call", 2), ("tool_execution", 1)]),
            ("", "tool", FacetQuery(), [("pay", 1)]),
            ("charged", "status", FacetQuery(), [("ok", 1), ("running", 1)]),
            ("charged", "provider", FacetQuery(), [("anthropic", 1)]),
            ("", "attributes.http.status_code", FacetQuery(), [("500", 1)]),
            ("", "finish", FacetQuery(), [("stop", 1), ("tool_calls", 1)]),
        ],
    )
    def test_facets_count_the_traces_that_have_a_value(
        self, filled: Store, text: str, field: str, query: FacetQuery, expected: list[tuple[str, int]]
    ) -> None:
        found = filled.trace_facet(TraceFilter(query=asked(text, Target.TRACES)), field, query)
        assert [(each.value, each.count) for each in found] == expected

    def test_facets_of_spans_and_names_of_attributes(self, filled: Store) -> None:
        of_type = filled.span_facet(SpanFilter(), "type", FacetQuery())
        assert [(each.value, each.count) for each in of_type] == [("chain", 3), ("llm_call", 3), ("tool_execution", 1)]
        names = filled.attribute_names(SpanFilter(), FacetQuery(prefix="h"))
        assert [each.value for each in names] == ["http.status_code"]

    def test_the_first_trace_is_known(self, filled: Store) -> None:
        assert filled.earliest_ns() == NOON + 10 * SECOND
        assert filled.earliest_ns("shop") == NOON + 40 * SECOND
        assert filled.earliest_ns("nobody") is None

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("needle", [1]),
            ('"the needle lies"', [1]),
            ("input:needle -output:needle", [1]),
            ("-needle", [2]),
            ("@big:*needle*", [1]),
            ("@big:begin*end", [1]),
            ("-@big:*needle*", [2]),
            ("@big:small", [2]),
            ("@big!=small", [1]),
            ("@http.status_code:200 needle", [1]),
            ("has:@big", [2, 1]),
        ],
    )
    def test_what_is_large_is_found_like_what_is_small(self, store: Store, text: str, expected: list[int]) -> None:
        put(
            store,
            a_span(1, 1, attributes={"big": LARGE, "http.status_code": 200}, input_messages=said(LARGE)),
            a_span(2, 1, at=2, attributes={"big": "small"}),
        )
        spans = store.find_spans(SpanFilter(query=asked(text, Target.SPANS)), Page()).items
        assert [int(stored.span.trace_id, 16) for stored in spans] == expected
        traces = store.find_traces(TraceFilter(query=asked(text, Target.TRACES)), Page()).items
        assert [int(trace.trace_id, 16) for trace in traces] == expected

    def test_values_that_are_large_are_no_facet(self, store: Store) -> None:
        put(store, a_span(1, 1, attributes={"big": LARGE}), a_span(2, 1, attributes={"big": "small"}))
        found = store.span_facet(SpanFilter(), "attributes.big", FacetQuery())
        assert [each.value for each in found] == ["small"]
