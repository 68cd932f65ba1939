"""Turn replays into what the API shows."""

from __future__ import annotations

from collections.abc import Sequence

from agenttrace.model import Cost, SpanId
from agenttrace_server.api.rendering.spans import counted_cost
from agenttrace_server.api.rendering.values import rfc3339, rfc3339_or_none, usd_or_none
from agenttrace_server.api.schemas.replays import BranchOut, ReplayAskedOut, ReplayOut, StepOut, WorkerOut
from agenttrace_server.replays import Asked, Job, Step, Worker
from agenttrace_server.store.api import StoredSpan

_US = 1_000


def replay(job: Job, root_path: str) -> ReplayOut:
    """Show one that was asked for; its lease is its worker's alone."""
    result = job.result_trace_id
    query = f"a={job.trace_id}&b={result}"
    return ReplayOut(
        id=job.id,
        project=job.project,
        trace_id=job.trace_id,
        asked=_asked(job.asked),
        state=job.state.value,
        reason=job.reason,
        created_at=rfc3339(job.created_ns),
        started_at=rfc3339_or_none(job.started_ns),
        ended_at=rfc3339_or_none(job.ended_ns),
        attempts=job.attempts,
        worker=job.worker,
        is_cancel_asked=job.is_cancel_asked,
        result_trace_id=result,
        report=None if job.report is None else dict(job.report),
        exit_code=job.exit_code,
        output=job.output,
        diff_href=None if result is None else f"{root_path}/api/v1/diff?{query}",
    )


def worker(found: Worker) -> WorkerOut:
    """Show one that has been heard of."""
    return WorkerOut(
        name=found.name,
        entrypoint=found.entrypoint,
        live_tools=found.live_tools,
        project=found.project,
        seen_at=rfc3339(found.seen_ns),
    )


def branches(found: list[tuple[str, int | None]]) -> list[BranchOut]:
    """Show traces that are replays of each other."""
    return [BranchOut(trace_id=trace_id, step=number) for trace_id, number in found]


def steps(found: Sequence[Step], spans: Sequence[StoredSpan], cut_bytes: int) -> list[StepOut]:
    """Show the steps of a recording on the time axis of its trace, long texts cut."""
    first_ns = min(stored.span.start_ns for stored in spans)
    costs = {stored.span.span_id: counted_cost(stored.span) for stored in spans}
    return [_step(each, first_ns, costs.get(SpanId(each.span_id or "")), cut_bytes) for each in found]


def _step(found: Step, first_ns: int, cost: Cost | None, cut_bytes: int) -> StepOut:
    asked, answer = _whole(found.asked[:cut_bytes]), _whole(found.answer[:cut_bytes])
    return StepOut(
        step=found.number,
        kind="tool" if found.is_tool else "model",
        name=_whole(found.name),
        span_id=found.span_id,
        offset_us=(found.start_ns - first_ns) // _US,
        duration_us=None if found.end_ns is None else (found.end_ns - found.start_ns) // _US,
        cost_usd=None if found.is_tool or cost is None else usd_or_none(cost.total),
        asked=asked,
        answer=answer,
        failure=None if found.failure is None else _whole(found.failure),
        is_cut=len(asked) < len(found.asked) or len(answer) < len(found.answer),
    )


def _whole(text: str) -> str:
    """Halves of characters, which recordings keep, are shown as question marks: no answer can hold them."""
    return text.encode("utf-8", "replace").decode()


def _asked(asked: Asked) -> ReplayAskedOut:
    return ReplayAskedOut(
        from_step=asked.from_step,
        from_checkpoint=asked.from_checkpoint,
        until_step=asked.until_step,
        edits={step: dict(edit) for step, edit in asked.edits.items()},
        model=asked.model,
        tools="live" if asked.live_tools else "recorded",
    )
