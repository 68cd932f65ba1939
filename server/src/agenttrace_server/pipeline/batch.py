"""Turn journal entries into what is to be written: the stages in a row, with nothing of the outside in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from agenttrace.model import Span
from agenttrace_server.errors import AgentTraceError
from agenttrace_server.journal.protocol import Entry, RawRecord, Signal
from agenttrace_server.pipeline.aggregate import aggregate
from agenttrace_server.pipeline.decode import SpanColumns, decode_logs, decode_metrics
from agenttrace_server.pipeline.logs import understood
from agenttrace_server.store.api import DeadLetter, TraceDelta
from agenttrace_server.store.api.signals import LogRecord, MetricBatch

Decode = Callable[[RawRecord], SpanColumns]
"""Raises: BadPayload: the record cannot be read."""
Stage = Callable[[Span], Span]
Stages = Sequence[tuple[str, Stage]]
"""What every span goes through, in order, by name."""

MISTAKES: Final = (AgentTraceError, ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError,
                   TypeError, ValueError)  # fmt: skip
"""What a pure function raises at a value that nobody thought of. Anything else is not the record's fault."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One entry after the stages: its spans, log records or points, and why it is dead, where any of it is."""

    entry: Entry
    spans: tuple[Span, ...] = ()
    logs: tuple[LogRecord, ...] = ()
    points: tuple[MetricBatch, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """Everything that one batch asks of the store. `next_offset` is behind its last entry."""

    deltas: tuple[TraceDelta, ...]
    logs: tuple[LogRecord, ...]
    points: tuple[MetricBatch, ...]
    letters: tuple[DeadLetter, ...]
    next_offset: int
    received_ns: int
    """When the latest of its entries arrived."""


def open_entry(entry: Entry, decode: Decode, stages: Stages) -> Opened:
    """Take one entry through decode and the stages.

    What cannot be decoded is dead as a whole. A span that a stage cannot bear makes its record a dead letter too, and
    the record's other spans go on.
    """
    record = entry.record
    try:
        if record.signal is not Signal.TRACES:
            return _opened_signal(entry)
        decoded = decode(record)
    except MISTAKES as error:
        return Opened(entry, reason=reason_of("decode", error))
    spans: list[Span] = []
    reason: str | None = None
    for span in decoded.spans():
        outcome = through(span, stages)
        if isinstance(outcome, Span):
            spans.append(outcome)
        else:
            reason = reason or outcome
    return Opened(entry, tuple(spans), reason=reason)


def work_from(batch: Sequence[Opened]) -> Work:
    """Return what a batch of at least one entry asks of the store."""
    return Work(
        deltas=aggregate(span for opened in batch for span in opened.spans),
        logs=tuple(record for opened in batch for record in opened.logs),
        points=tuple(points for opened in batch for points in opened.points),
        letters=tuple(_letter(opened.entry, opened.reason) for opened in batch if opened.reason is not None),
        next_offset=batch[-1].entry.next_offset,
        received_ns=max(opened.entry.record.received_ns for opened in batch),
    )


def reason_of(stage: str, error: BaseException) -> str:
    """Say what failed and where, for the dead letter."""
    field = getattr(error, "field", None)
    where = f"{field}: " if field else ""
    return f"{stage}: {where}{error}" if isinstance(error, AgentTraceError) else f"{stage}: {error!r}"


def through(span: Span, stages: Stages) -> Span | str:
    """Return the span behind the stages, or why one of them could not bear it."""
    for name, stage in stages:
        try:
            span = stage(span)
        except MISTAKES as error:
            return f"span {span.span_id} of trace {span.trace_id}: {reason_of(name, error)}"
    return span


def stage_named(name: str, stages: Stages) -> Stage:
    """Return one of the stages."""
    return dict(stages)[name]


def _opened_signal(entry: Entry) -> Opened:
    if entry.record.signal is Signal.LOGS:
        return Opened(entry, logs=tuple(map(understood, decode_logs(entry.record))))
    return Opened(entry, points=decode_metrics(entry.record))


def _letter(entry: Entry, reason: str) -> DeadLetter:
    record = entry.record
    return DeadLetter(
        offset=entry.offset,
        project=record.project,
        received_ns=record.received_ns,
        signal=record.signal.value,
        content_type=record.content_type,
        reason=reason,
        size_bytes=len(record.body),
    )
