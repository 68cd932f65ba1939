"""Routes: two traces laid beside each other."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import APIRouter, Query, Response

from agenttrace.comparison import Node, Row, Run, RunDiff, Totals, aligned, diff_runs, run_of_spans
from agenttrace_server.api.exporting import row_of
from agenttrace_server.api.large import json_of
from agenttrace_server.api.rendering.values import rfc3339
from agenttrace_server.api.routes.replays.parameters import TracePair, TracePairStep
from agenttrace_server.api.schemas.replays import (
    ComparedFieldOut,
    ComparedOut,
    ComparedPlaceOut,
    ComparedRowOut,
    ComparedSideOut,
    ComparedStepOut,
    ComparedTotalsOut,
    ComparedWordOut,
)
from agenttrace_server.api.schemas.replays.comparison import WhatWord
from agenttrace_server.api.services import Services, WithServices
from agenttrace_server.errors import NotFound
from agenttrace_server.query import expressions, traces
from agenttrace_server.store.api import TraceSummary

router = APIRouter(tags=["replays"])
_US = 1_000


@router.get("/diff", response_model=ComparedOut)
def compare(services: WithServices, asked: Annotated[TracePair, Query()]) -> Response:
    """Two traces as one tree: what is the same, changed, gone and new, and where they part first."""
    before, after = _trace(services, asked.a, "a", asked.project), _trace(services, asked.b, "b", asked.project)
    diff = diff_runs(_run(services, before), _run(services, after))
    rows = list(aligned(diff))
    first = diff.first_divergence
    starts = (_start(diff.before), _start(diff.after))
    return json_of(
        ComparedOut(
            before=_totals(before, diff.totals[0]),
            after=_totals(after, diff.totals[1]),
            is_same=first is None,
            first_divergence=next((place for place, row in enumerate(rows) if first and row.is_of(first)), None),
            changes=len(diff.changes),
            rows=[_row(row, diff, starts) for row in rows],
        )
    )


@router.get("/diff/step", response_model=ComparedStepOut)
def compare_step(services: WithServices, asked: Annotated[TracePairStep, Query()]) -> Response:
    """How one span of the first trace differs from one of the second: word by word, and by JSON path."""
    pair = (("a", asked.a, asked.before), ("b", asked.b, asked.after))
    nodes = []
    for name, trace, span in pair:
        run = _run(services, _trace(services, trace, name, asked.project))
        wanted = expressions.span_id(span, field="before" if name == "a" else "after")
        found = next((node for node in run.nodes() if node.id == wanted), None)
        if found is None:
            raise NotFound(f"no span {wanted} in trace {trace}", field="before" if name == "a" else "after")
        nodes.append(found)
    for node in nodes:
        node.children = []
    diff = diff_runs(Run("a", nodes[:1]), Run("b", nodes[1:]))
    changes = [change for change in diff.changes if change.before and change.after]
    fields = [
        ComparedFieldOut(
            field=each.field,
            places=[ComparedPlaceOut(path=d.path, before=d.expected, after=d.got) for d in each.differences],
            words=[ComparedWordOut(what=what, text=text) for what, text in each.words],
        )
        for change in changes
        for each in change.fields
    ]
    return json_of(ComparedStepOut(fields=fields))


def _trace(services: Services, text: str, field: str, project: str | None) -> TraceSummary:
    return traces.get_trace(services.store, expressions.trace_id(text, field=field), project)


def _run(services: Services, trace: TraceSummary) -> Run:
    layout = services.views.layout(trace.trace_id, trace.project, content=True)
    return run_of_spans(trace.trace_id, map(row_of, layout.spans))


def _start(run: Run) -> int:
    return min((node.start_ns for node in run.nodes()), default=0)


def _totals(trace: TraceSummary, totals: Totals) -> ComparedTotalsOut:
    return ComparedTotalsOut(
        trace_id=trace.trace_id,
        project=trace.project,
        name=trace.name,
        status=trace.status.value,
        started_at=rfc3339(trace.start_ns),
        spans=totals.nodes,
        model_calls=totals.model_calls,
        tool_calls=totals.tool_calls,
        errors=totals.errors,
        input_tokens=totals.input_tokens,
        output_tokens=totals.output_tokens,
        cost_usd=totals.cost_usd,
        unpriced_calls=totals.unpriced_calls,
        duration_us=totals.duration_us,
    )


def _row(row: Row, diff: RunDiff, starts: tuple[int, int]) -> ComparedRowOut:
    node = row.node
    first = diff.first_divergence
    return ComparedRowOut(
        depth=row.depth,
        what=cast(WhatWord, row.what),
        kind=node.kind.value,
        name=node.name,
        is_downstream=row.what != "same" and first is not None and not row.is_of(first),
        fields=[] if row.change is None else [each.field for each in row.change.fields],
        before=_side(row.before, starts[0]),
        after=_side(row.after, starts[1]),
    )


def _side(node: Node | None, start_ns: int) -> ComparedSideOut | None:
    if node is None:
        return None
    return ComparedSideOut(
        span_id=node.id,
        status=node.status,
        model=node.model,
        offset_us=(node.start_ns - start_ns) // _US,
        duration_us=None if node.duration_ns is None else node.duration_ns // _US,
        input_tokens=node.input_tokens,
        output_tokens=node.output_tokens,
        cost_usd=node.cost_usd,
    )
