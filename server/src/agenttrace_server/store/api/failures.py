"""Tell failures that look alike: take numbers, ids and quoted text out of their messages, then count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from agenttrace.model import SpanId, TraceId
from agenttrace_server.store.api.records import ErrorPattern

MAX_PATTERN_LENGTH = 300
_TAKEN_OUT = (
    (re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"), "<uuid>"),
    (re.compile(r"\"[^\"\n]*\"|`[^`\n]*`|(?<!\w)'[^'\n]*'(?!\w)"), "<text>"),
    (re.compile(r"\b0x[0-9a-fA-F]+\b"), "<id>"),
    (re.compile(r"\b(?=[a-z_-]*[0-9])[0-9a-z]{1,8}[_-][0-9A-Za-z_-]{8,}\b"), "<id>"),
    (re.compile(r"\b(?=[0-9a-fA-F]*[0-9])(?=[0-9a-fA-F]*[a-fA-F])[0-9a-fA-F]{8,}\b"), "<id>"),
    (re.compile(r"\d+(?:[.,:]\d+)*"), "<n>"),
    (re.compile(r"\s+"), " "),
)


@dataclass(frozen=True, slots=True)
class Failure:
    """Failed spans of one trace with the same words: `count` of them, `last_span_id` the latest."""

    message: str
    span_type: str
    name: str
    trace_id: TraceId
    count: int
    first_ns: int
    last_ns: int
    last_span_id: SpanId


def pattern_of(message: str) -> str:
    """Return the message with placeholders for what differs from case to case."""
    text = message
    for expression, placeholder in _TAKEN_OUT:
        text = expression.sub(placeholder, text)
    return text.strip()[:MAX_PATTERN_LENGTH]


def failure_words(message: str | None, code: str | None) -> str:
    """Return what a failed span says of itself."""
    return message or code or "(no message)"


def count_patterns(failures: Iterable[Failure], limit: int) -> list[ErrorPattern]:
    """Group failures by pattern, type and name: the commonest first, then the latest."""
    groups: dict[tuple[str, str, str], list[Failure]] = {}
    for failure in failures:
        key = (pattern_of(failure.message), failure.span_type, failure.name)
        groups.setdefault(key, []).append(failure)
    patterns = [_pattern(key, members) for key, members in groups.items()]
    return sorted(patterns, key=lambda p: (-p.count, -p.last_ns, p.pattern, p.name))[:limit]


def _pattern(key: tuple[str, str, str], members: list[Failure]) -> ErrorPattern:
    latest = max(members, key=lambda failure: (failure.last_ns, failure.last_span_id))
    return ErrorPattern(
        pattern=key[0],
        span_type=key[1],
        name=key[2],
        count=sum(failure.count for failure in members),
        traces=len({failure.trace_id for failure in members}),
        first_ns=min(failure.first_ns for failure in members),
        last_ns=latest.last_ns,
        last_trace_id=latest.trace_id,
        last_span_id=latest.last_span_id,
    )
