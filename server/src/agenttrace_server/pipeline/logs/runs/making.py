"""Make the spans of a run of the log events that tell of it: the same spans for the same set of events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Final

from agenttrace.model import Scope, Span, SpanType, semconv
from agenttrace_server.pipeline.logs.runs import claude_code, codex
from agenttrace_server.pipeline.logs.runs.events import (
    CLAUDE_CODE,
    CODEX,
    AgentEvent,
    event_of,
    prompt_of,
    span_id_of,
)
from agenttrace_server.pipeline.logs.runs.steps import Step
from agenttrace_server.store.api.signals import LogRecord

SCOPE: Final = Scope("agenttrace.logs")
_SESSION_KEY: Final = "session"
_READERS: Final[Mapping[str, Callable[[Sequence[AgentEvent]], list[Step]]]] = {
    CLAUDE_CODE: claude_code.steps_of,
    CODEX: codex.steps_of,
}
_NAMES: Final = {CLAUDE_CODE: claude_code.NAME, CODEX: codex.NAME}


def spans_of_run(records: Iterable[LogRecord]) -> list[Span]:
    """Return the spans of one run, before any stage; none where its events tell of nothing that takes time."""
    events = sorted((event for record in records if (event := event_of(record)) is not None), key=attrgetter("order"))
    if not events:
        return []
    steps = list({step.key: step for step in _READERS[events[0].agent](events)}.values())
    if not steps:
        return []
    first, prompt_id = events[0], prompt_of(events[0].record)
    if prompt_id is not None:
        return [_span(first, *placed) for placed in _placed(steps, claude_code.turn_key(prompt_id), None)]
    session = _session_of(first, steps)
    return [
        _span(first, session, None),
        *(_span(first, *placed) for placed in _placed(steps, session.key, session.key)),
    ]


def _session_of(first: AgentEvent, steps: Sequence[Step]) -> Step:
    name = f"{_NAMES[first.agent]} session"
    start_ns, end_ns = min(step.start_ns for step in steps), max(step.end_ns for step in steps)
    return Step(_SESSION_KEY, SpanType.TASK, name, start_ns, end_ns)


def _placed(steps: Sequence[Step], stray: str, above: str | None) -> list[tuple[Step, str | None]]:
    """Return each step with the key of what it is in. A turn lasts as long as what is in it.

    A turn is in `above`, the rest in the turn that was on when it ended, and what came before any turn in `stray`.
    """
    found: list[tuple[Step, str | None]] = []
    turn: Step | None = None
    ends: dict[str, int] = {}
    for step in sorted(steps, key=lambda one: (one.end_ns, not one.is_turn, one.key)):
        if step.is_turn:
            turn = step
            found.append((step, above))
            continue
        holder = stray if turn is None else turn.key
        ends[holder] = step.end_ns
        found.append((step, holder))
    return [(replace(step, end_ns=max(step.end_ns, ends.get(step.key, 0))), holder) for step, holder in found]


def _span(first: AgentEvent, step: Step, holder: str | None) -> Span:
    record = first.record
    run_id = record.run_id
    if run_id is None:
        raise ValueError(f"log record {record.uid} belongs to no run")
    named = {semconv.SPAN_TYPE: step.type.value, semconv.SESSION_ID: record.session_id, **step.attributes}
    if not step.is_turn:
        named[semconv.INHERITED_AGENT_NAME] = None if step.key == _SESSION_KEY else _NAMES[first.agent]
    named[semconv.USER_ID] = first.text(semconv.USER_ID)
    return Span(
        project=record.project,
        trace_id=run_id,
        span_id=span_id_of(run_id, step.key),
        parent_span_id=None if holder is None else span_id_of(run_id, holder),
        name=step.name,
        start_ns=step.start_ns,
        end_ns=step.end_ns,
        status=step.status,
        scope=SCOPE,
        resource={**record.resource, semconv.FRAMEWORK: first.agent},
        attributes={name: value for name, value in named.items() if value is not None},
    )
