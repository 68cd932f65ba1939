"""Read the spans of a trace, as the server exports them, as a run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from agenttrace.comparison.node import Node, NodeKind, Run, tree_of

_KINDS = {
    "llm_call": NodeKind.MODEL,
    "embedding": NodeKind.MODEL,
    "tool_execution": NodeKind.TOOL,
    "agent": NodeKind.AGENT,
    "api_call": NodeKind.REQUEST,
}
_TIME = re.compile(r"(.*?)(?:\.(\d+))?Z$")
_NS_PER_S = 1_000_000_000
_NANO_DIGITS = 9


def run_of_spans(trace_id: str, rows: Iterable[Mapping[str, Any]]) -> Run:
    """Return the run that these rows of `GET /api/v1/export/spans` are; model calls that count twice are left out."""
    placed = [(row["parent_span_id"], _node(row)) for row in rows if row.get("shadow_of") is None]
    steps = [node for _, node in placed if node.kind in (NodeKind.MODEL, NodeKind.TOOL)]
    for number, node in enumerate(sorted(steps, key=lambda node: (node.start_ns, node.id)), 1):
        node.step = number
    return Run(trace_id, tree_of(placed))


def _node(row: Mapping[str, Any]) -> Node:
    kind = _KINDS.get(row["span_type"], NodeKind.SPAN)
    is_model = kind is NodeKind.MODEL
    named = row["tool_name"] if kind is NodeKind.TOOL else row["agent"] if kind is NodeKind.AGENT else None
    return Node(
        id=row["span_id"],
        name=named or row["name"],
        kind=kind,
        start_ns=_ns(row["start_time"]),
        end_ns=None if row["end_time"] is None else _ns(row["end_time"]),
        status=row["status"],
        model=row["model"],
        input=_json(row.get("input")),
        output=_json(row.get("output")),
        input_tokens=row["input_tokens"] if is_model else None,
        output_tokens=row["output_tokens"] if is_model else None,
        cost_usd=row["total_cost_usd"] if is_model else None,
    )


def _ns(time: str) -> int:
    """Return the nanoseconds since 1970 of an RFC 3339 time in UTC; `datetime` keeps only six digits of nine."""
    found = _TIME.match(time)
    if found is None:
        raise ValueError(f"{time!r} is no time of the server's: it must end with Z")
    seconds = int(datetime.fromisoformat(f"{found[1]}+00:00").timestamp())
    return seconds * _NS_PER_S + int((found[2] or "0").ljust(_NANO_DIGITS, "0"))


def _json(value: Any) -> Any:
    if not isinstance(value, str) or value[:1] not in ("[", "{"):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value
