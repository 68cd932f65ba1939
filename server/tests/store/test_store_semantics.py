"""The decisions that every store shares: versions, totals, patterns, snippets, cursors, buckets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenttrace.model import ProjectName, SpanState, Status
from agenttrace_server.config import Settings
from agenttrace_server.errors import BadQuestion, BadSetting
from agenttrace_server.store.api import GroupBy
from agenttrace_server.store.api.failures import pattern_of
from agenttrace_server.store.api.folding import fold
from agenttrace_server.store.api.grouping import DAY_NS, WEEK_NS, bucket_name, bucket_start, nearest_rank
from agenttrace_server.store.api.paging import TRACE_SHAPE, decode_cursor, encode_cursor
from agenttrace_server.store.api.totals import totals_of
from agenttrace_server.store.api.versions import replaces
from agenttrace_server.store.api.wording import SNIPPET_LENGTH, snippet_of
from agenttrace_server.store.registry import open_store

from .making import a_call, a_span, failed, running


def test_ended_beats_running_and_else_the_later_wins() -> None:
    assert replaces(a_span(), running())
    assert not replaces(running(), a_span())
    assert replaces(failed(), a_span())
    assert not replaces(a_span(), a_span())


def test_figures_add_and_take_away() -> None:
    both = totals_of(a_call()).plus(totals_of(failed()))
    assert (both.spans, both.errors, both.model_calls, both.input_tokens) == (2, 1, 1, 10)
    assert both.minus(totals_of(failed())) == totals_of(a_call())


def test_a_trace_without_a_root_failed_if_any_span_did() -> None:
    assert fold([a_span(1, 2), failed(1, 3)]).summary(ProjectName("p"), a_span().trace_id).status is SpanState.ERROR
    assert fold([a_span(1, 1), failed(1, 3)]).summary(ProjectName("p"), a_span().trace_id).status is SpanState.OK


def test_the_error_of_a_trace_is_that_of_the_span_that_failed_first() -> None:
    spans = [failed(1, 1, "outer", at=0, lasts=9), failed(1, 2, "inner", at=3)]
    assert fold(spans).summary(ProjectName("p"), spans[0].trace_id).error_message == "inner"


def test_exchanging_a_version_is_the_same_as_folding_anew() -> None:
    started = running(1, 1, input_preview="q")
    ended = a_call(1, 1, input_preview="q", output_preview="a", status=Status(SpanState.ERROR, "no"))
    folded = fold([started, a_span(1, 2)])
    assert folded.replace(started, ended)
    assert folded == fold([ended, a_span(1, 2)])


def test_a_version_that_takes_something_back_cannot_be_exchanged() -> None:
    folded = fold([running(1, 1, tags=("a",))])
    assert not folded.replace(running(1, 1, tags=("a",)), a_span(1, 1))
    assert not folded.replace(a_span(1, 1), replace(a_span(1, 1), name="other"))


@pytest.mark.parametrize(
    ("message", "pattern"),
    [
        ("timed out after 30.5 s", "timed out after <n> s"),
        ("no such file: 'data/a b.txt'", "no such file: <text>"),
        ('model "gpt-5" not found', "model <text> not found"),
        ("don't panic, it's 3", "don't panic, it's <n>"),
        ("run 6f1f9a2e-0d6b-4d0e-9e58-0a1b2c3d4e5f failed", "run <uuid> failed"),
        ("object at 0x7f8a10", "object at <id>"),
        ("request req_011CSHoEeqs5C35K2UUqR7Fy", "request <id>"),
        ("commit 9fceb02d0ae598e95dc970b74767f19372d61af8", "commit <id>"),
        ("rate limit\n  reached", "rate limit reached"),
        ("read timeout", "read timeout"),
    ],
)
def test_what_differs_from_case_to_case_is_taken_out(message: str, pattern: str) -> None:
    assert pattern_of(message) == pattern


@given(st.text(max_size=400), st.data())
def test_a_snippet_is_short_and_has_the_match(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, max(0, len(text) - 1)))
    snippet = snippet_of(text, at, 1)
    assert len(snippet) <= SNIPPET_LENGTH + 2
    assert text[at : at + 1].strip() in snippet


@given(st.integers(0, 2**62), st.text(), st.text())
def test_a_cursor_comes_back_as_it_was(time_ns: int, trace: str, project: str) -> None:
    cursor = encode_cursor("traces", (time_ns, trace, project))
    assert cursor.isascii()
    assert decode_cursor("traces", cursor, TRACE_SHAPE) == (time_ns, trace, project)


@given(st.text())
def test_any_text_is_a_cursor_or_refused_but_never_crashes(text: str) -> None:
    refused: BadQuestion | None = None
    try:
        decode_cursor("traces", text, TRACE_SHAPE)
    except BadQuestion as failure:
        refused = failure
    assert refused is None or refused.field == "cursor"


@given(st.integers(WEEK_NS, 2**62))
def test_a_week_starts_on_a_monday_at_midnight(time_ns: int) -> None:
    start_ns = bucket_start(time_ns, GroupBy.WEEK)
    assert start_ns <= time_ns < start_ns + WEEK_NS
    assert start_ns % DAY_NS == 0
    assert (start_ns // DAY_NS + 3) % 7 == 0


def test_a_bucket_is_named_by_its_start() -> None:
    assert bucket_name(1_790_000_000 * 1_000_000_000 // DAY_NS * DAY_NS) == "2026-09-21T00:00:00Z"


@given(st.lists(st.integers(0, 1_000), min_size=1), st.floats(0.01, 1))
def test_a_percentile_is_a_value_that_enough_do_not_exceed(values: list[int], share: float) -> None:
    ordered = sorted(values)
    found = nearest_rank(ordered, share)
    assert sum(value <= found for value in ordered) >= share * len(ordered)


def test_an_unknown_store_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(BadSetting, match=r"local, memory, not 'oracle'") as refused:
        open_store(Settings(store="oracle"))
    assert refused.value.field == "store"


def test_the_memory_store_is_found_by_its_name() -> None:
    store = open_store(Settings(store="memory"))
    assert store.info().spans == 0
    store.close()
