"""Spans of a batch, gathered by trace."""

from __future__ import annotations

from typing import Any

from agenttrace.model import RUNNING, ProjectName, Span, SpanId, TraceId
from agenttrace_server.pipeline.aggregate import aggregate

from .making import make_span


def _span(trace: int, span: int, name: str = "work", *, running: bool = False, project: str = "default") -> Span:
    more: dict[str, Any] = {"status": RUNNING, "end_ns": None} if running else {}
    return make_span(
        name=name,
        trace_id=TraceId(f"{trace:032x}"),
        span_id=SpanId(f"{span:016x}"),
        project=ProjectName(project),
        **more,
    )


def test_spans_are_gathered_by_trace_in_order_of_arrival() -> None:
    deltas = aggregate([_span(1, 1), _span(2, 2), _span(1, 3)])

    assert [(delta.trace_id[-1], [span.span_id[-1] for span in delta.spans]) for delta in deltas] == [
        ("1", ["1", "3"]),
        ("2", ["2"]),
    ]


def test_the_same_trace_id_in_two_projects_is_two_traces() -> None:
    deltas = aggregate([_span(1, 1, project="a"), _span(1, 1, project="b")])

    assert [delta.project for delta in deltas] == ["a", "b"]


def test_an_ended_span_wins_over_a_running_one_in_either_order() -> None:
    running, ended = _span(1, 1, running=True), _span(1, 1)

    assert aggregate([running, ended])[0].spans == (ended,)
    assert aggregate([ended, running])[0].spans == (ended,)


def test_of_two_ended_versions_the_later_wins_in_the_place_of_the_first() -> None:
    first, other, later = _span(1, 1, "first"), _span(1, 2), _span(1, 1, "later")

    assert aggregate([first, other, later])[0].spans == (later, other)


def test_nothing_gives_nothing() -> None:
    assert aggregate([]) == ()
