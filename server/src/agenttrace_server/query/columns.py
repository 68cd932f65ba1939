"""Turn a trace into columns for the waterfall, and the columns into bytes; docs/reference/skeleton.md is the format."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

from agenttrace.model import Span, SpanState, SpanType
from agenttrace_server.query.layout import ROOT, Layout

MEDIA_TYPE = "application/vnd.agenttrace.columns.v1"
MAGIC = b"ATC1"

FLAG_ERROR = 1
FLAG_RUNNING = 2
FLAG_ORPHAN = 4
FLAG_UNKNOWN_COST = 8
FLAG_OUTLIVES_PARENT = 16
FLAG_HAS_CONTENT = 32
FLAG_SHADOW = 64
FLAG_INTERNAL = 128

U16_MAX = 2**16 - 1
U32_MAX = 2**32 - 1
_NS_PER_US = 1_000
_ALIGNMENT = 8
_TYPE_NAMES = {"B": "u8", "H": "u16", "I": "u32"}
_KINDS = {kind: number for number, kind in enumerate(SpanType)}
_STATUSES = {state: number for number, state in enumerate(SpanState)}
_FAILURES = frozenset(state for state in SpanState if state.is_failure)

Column = array  # of unsigned integers: "B", "H" or "I"


@dataclass(frozen=True, slots=True)
class Skeleton:
    """One trace as columns in pre-order. `start` and `dur` count `unit_us` from `t0_ns`."""

    n: int
    unit_us: int
    t0_ns: int
    dicts: Mapping[str, Sequence[str]]
    columns: Mapping[str, Column[int]]
    complete: bool
    """No span runs."""
    dropped: int
    """Spans of the trace that are not in the columns."""


def build_columns(layout: Layout, since_seq: int | None = None) -> Skeleton:
    """Return the columns of a whole trace, or of the spans with a `seq` above `since_seq`.

    In the second case a column `pos` says at which position of the whole each row stands.
    """
    t0_ns = min((stored.span.start_ns for stored in layout.spans), default=0)
    seen_ns = max((_last_sign(stored.span) for stored in layout.spans), default=0)
    extent_us = (seen_ns - t0_ns) // _NS_PER_US
    unit_us = max(1, -(-extent_us // U32_MAX))
    columns, dicts = _whole_columns(layout, t0_ns, seen_ns, unit_us * _NS_PER_US)
    total = len(layout.spans)
    if since_seq is not None:
        columns = _only_after(columns, since_seq)
    n = len(columns["seq"])
    return Skeleton(
        n=n,
        unit_us=unit_us,
        t0_ns=t0_ns,
        dicts=dicts,
        columns=columns,
        complete=not any(stored.span.end_ns is None for stored in layout.spans),
        dropped=0 if since_seq is not None else total - n,
    )


def encode(skeleton: Skeleton) -> bytes:
    """Return the binary form: magic, header length, JSON header, padding, 8-aligned little-endian columns."""
    cols: list[list[object]] = []
    body = bytearray()
    for name, column in skeleton.columns.items():
        body.extend(bytes(-len(body) % _ALIGNMENT))
        cols.append([name, _TYPE_NAMES[column.typecode], len(body), len(column)])
        body.extend(_little_endian(column))
    header = orjson.dumps(
        {
            "n": skeleton.n,
            "unit_us": skeleton.unit_us,
            "t0_ns": str(skeleton.t0_ns),
            "dicts": skeleton.dicts,
            "cols": cols,
            "complete": skeleton.complete,
            "dropped": skeleton.dropped,
        }
    )
    head = MAGIC + len(header).to_bytes(4, "little") + header
    return head + bytes(-len(head) % _ALIGNMENT) + bytes(body)


def as_json(skeleton: Skeleton) -> bytes:
    """Return the same columns as JSON arrays, in the shape of `SkeletonOut`."""
    return orjson.dumps(
        {
            "n": skeleton.n,
            "unit_us": skeleton.unit_us,
            "t0_ns": str(skeleton.t0_ns),
            "dicts": skeleton.dicts,
            "columns": {name: column.tolist() for name, column in skeleton.columns.items()},
            "complete": skeleton.complete,
            "dropped": skeleton.dropped,
        }
    )


class _Words:
    """A dictionary that is filled while a column is coded."""

    def __init__(self, *first: str) -> None:
        self.words = list(first)
        self._number = {word: number for number, word in enumerate(first)}

    def number(self, word: str) -> int:
        found = self._number.get(word)
        if found is None:
            found = self._number[word] = len(self.words)
            self.words.append(word)
        return found


def _whole_columns(
    layout: Layout, t0_ns: int, seen_ns: int, unit_ns: int
) -> tuple[dict[str, Column[int]], dict[str, list[str]]]:
    spans = [stored.span for stored in layout.spans]
    names, agents, models = _Words(), _Words(""), _Words("")
    name = [names.number(span.name) for span in spans]
    agent = [agents.number(span.agent_name or "") for span in spans]
    model = [models.number(_model_of(span)) for span in spans]
    ends = [seen_ns if span.end_ns is None else max(span.end_ns, span.start_ns) for span in spans]
    tokens_in, tokens_out, cost = _figures(spans)
    columns: dict[str, Column[int]] = {
        "depth": array("H", (min(depth, U16_MAX) for depth in layout.depth)),
        "end": array("I", layout.end),
        "seq": array("I", (stored.seq for stored in layout.spans)),
        "name": _indexes(name, names),
        "kind": array("B", (_KINDS[span.span_type] for span in spans)),
        "status": array("B", (_STATUSES[span.status.state] for span in spans)),
        "agent": _indexes(agent, agents),
        "model": _indexes(model, models),
        "start": array("I", ((span.start_ns - t0_ns) // unit_ns for span in spans)),
        "dur": array("I", ((end - span.start_ns) // unit_ns for span, end in zip(spans, ends, strict=True))),
        "tin": array("I", tokens_in),
        "tout": array("I", tokens_out),
        "cost_micro": array("I", cost),
        "flags": array("B", _flags(layout, spans)),
    }
    dicts = {
        "name": names.words,
        "kind": [kind.value for kind in SpanType],
        "status": [state.value for state in SpanState],
        "agent": agents.words,
        "model": models.words,
    }
    return columns, dicts


def _indexes(numbers: list[int], words: _Words) -> Column[int]:
    return array("H" if len(words.words) <= U16_MAX + 1 else "I", numbers)


def _figures(spans: Sequence[Span]) -> tuple[list[int], list[int], list[int]]:
    """Return tokens in, tokens out and micro-dollars; 0 on everything that totals do not count."""
    tokens_in, tokens_out, cost = [0] * len(spans), [0] * len(spans), [0] * len(spans)
    for position, span in enumerate(spans):
        counted = span.counted
        if counted is None:
            continue
        if counted.usage is not None:
            tokens_in[position] = min(counted.usage.input_tokens or 0, U32_MAX)
            tokens_out[position] = min(counted.usage.output_tokens or 0, U32_MAX)
        if counted.cost is not None and counted.cost.total is not None:
            cost[position] = min((counted.cost.total + 500) // 1_000, U32_MAX)
    return tokens_in, tokens_out, cost


def _flags(layout: Layout, spans: Sequence[Span]) -> list[int]:
    flags = [FLAG_ORPHAN if orphan else 0 for orphan in layout.orphan]
    for position, span in enumerate(spans):
        flag = flags[position]
        if span.status.state in _FAILURES:
            flag |= FLAG_ERROR
        if span.end_ns is None:
            flag |= FLAG_RUNNING
        flag |= _flags_of_counting(span)
        above = layout.parent[position]
        if above != ROOT and _outlives(span, spans[above]):
            flag |= FLAG_OUTLIVES_PARENT
        if _has_content(span):
            flag |= FLAG_HAS_CONTENT
        if span.internal:
            flag |= FLAG_INTERNAL
        flags[position] = flag
    return flags


def _flags_of_counting(span: Span) -> int:
    if span.shadow_of is not None:
        return FLAG_SHADOW
    counted = span.counted
    is_unknown = counted is not None and counted.cost is not None and counted.cost.total is None
    return FLAG_UNKNOWN_COST if is_unknown else 0


def _outlives(span: Span, parent: Span) -> bool:
    if parent.end_ns is None:
        return False
    return span.end_ns is None or span.end_ns > parent.end_ns


def _has_content(span: Span) -> bool:
    has_value = span.input is not None or span.output is not None
    has_preview = span.input_preview is not None or span.output_preview is not None
    return has_value or has_preview or bool(span.input_messages or span.output_messages)


def _model_of(span: Span) -> str:
    return (span.call.model or "") if span.call is not None else ""


def _last_sign(span: Span) -> int:
    return span.start_ns if span.end_ns is None else max(span.end_ns, span.start_ns)


def _only_after(columns: Mapping[str, Column[int]], since_seq: int) -> dict[str, Column[int]]:
    wanted = [position for position, seq in enumerate(columns["seq"]) if seq > since_seq]
    chosen = {
        name: array(column.typecode, (column[position] for position in wanted)) for name, column in columns.items()
    }
    return {**chosen, "pos": array("I", wanted)}


def _little_endian(column: Column[int]) -> bytes:
    if sys.byteorder == "little":
        return column.tobytes()
    swapped = array(column.typecode, column)
    swapped.byteswap()
    return swapped.tobytes()
