"""Render checkpoints."""

from __future__ import annotations

from typing import Literal, cast

from agenttrace_server.api.rendering.agents import Contents
from agenttrace_server.api.rendering.values import rfc3339
from agenttrace_server.api.schemas import CheckpointOut
from agenttrace_server.query.checkpoints import Checkpoint

_NS_PER_US = 1_000


def checkpoint(found: Checkpoint, contents: Contents, trace_start_ns: int) -> CheckpointOut:
    """One checkpoint; `state_href` is where all of a long state is."""
    span = found.stored.span
    shown = contents.of(found.state)
    href = None if shown == found.state else f"{contents.base_href}?span={span.span_id}&full=true"
    return CheckpointOut(
        name=found.name,
        kind=cast('Literal["manual", "auto"]', found.kind),
        id=found.id,
        recording=found.recording,
        step=found.step,
        time=rfc3339(found.time_ns),
        offset_us=max(0, found.time_ns - trace_start_ns) // _NS_PER_US,
        trace_id=span.trace_id,
        span_id=span.span_id,
        seq=found.stored.seq,
        span_name=span.name,
        state_bytes=found.size_bytes,
        state=shown,
        state_chars=len(found.state or ""),
        state_href=href,
    )
