"""Say whether a span, trace or session is meant by a question: what every store's own way must agree with."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from agenttrace.model import Span
from agenttrace_server.store.api.language.amounts import read_real
from agenttrace_server.store.api.language.fields import Field, Kind, Values, field_named
from agenttrace_server.store.api.language.texts import fold, phrase, texts_of
from agenttrace_server.store.api.language.tree import All, Has, Is, Leaf, Like, Node, Not, Op, Text, leaves
from agenttrace_server.store.api.records import SessionSummary, TraceSummary

Holds = Callable[[Leaf], bool]
"""Answers one leaf."""
_ORDERED: dict[Op, Callable[[float, float], bool]] = {
    Op.HAS: lambda held, wanted: held == wanted,
    Op.EQ: lambda held, wanted: held == wanted,
    Op.GT: lambda held, wanted: held > wanted,
    Op.GE: lambda held, wanted: held >= wanted,
    Op.LT: lambda held, wanted: held < wanted,
    Op.LE: lambda held, wanted: held <= wanted,
}


def is_meant(node: Node, holds: Holds) -> bool:
    """Whether a question is true, given what is true of its leaves."""
    if isinstance(node, Not):
        return not is_meant(node.part, holds)
    if isinstance(node, (Is, Has, Text)):
        return holds(node)
    results = (is_meant(part, holds) for part in node.parts)
    return all(results) if isinstance(node, All) else any(results)


def span_holds(span: Span, leaf: Leaf) -> bool:
    """Whether a leaf is true of a span."""
    if isinstance(leaf, Text):
        wanted = phrase(leaf.words, is_prefix=leaf.is_prefix)
        return any(wanted.search(fold(text)) for _, text in texts_of(span, leaf.place))
    field = field_named(leaf.field)
    return field.span is not None and _compare(field, leaf, field.span(span))


def trace_holds(trace: TraceSummary, leaf: Leaf, in_spans: Holds) -> bool:
    """Whether a leaf is true of a trace, or else of one of its spans, as `in_spans` says."""
    if isinstance(leaf, Text):
        return in_spans(leaf)
    field = field_named(leaf.field)
    return in_spans(leaf) if field.trace is None else _compare(field, leaf, field.trace(trace))


def session_holds(session: SessionSummary, leaf: Leaf, in_traces: Holds) -> bool:
    """Whether a leaf is true of a session, or else of one of its traces, as `in_traces` says."""
    if isinstance(leaf, Text):
        wanted = phrase(leaf.words, is_prefix=leaf.is_prefix)
        own = () if leaf.place else (session.name or "", session.session_id)
        return any(wanted.search(fold(text)) for text in own) or in_traces(leaf)
    field = field_named(leaf.field)
    return in_traces(leaf) if field.session is None else _compare(field, leaf, field.session(session))


def leaves_for_spans(node: Node) -> tuple[Leaf, ...]:
    """Return the leaves that a trace cannot answer without its spans."""
    return tuple(
        dict.fromkeys(leaf for leaf in leaves(node) if isinstance(leaf, Text) or field_named(leaf.field).trace is None)
    )


def leaves_for_traces(node: Node) -> tuple[Leaf, ...]:
    """Return the leaves that a session cannot answer without its traces."""
    return tuple(
        dict.fromkeys(
            leaf for leaf in leaves(node) if isinstance(leaf, Text) or field_named(leaf.field).session is None
        )
    )


def _compare(field: Field, leaf: Is | Has, values: Values) -> bool:
    if isinstance(leaf, Has):
        return bool(values)
    return any(_compare_one(field.kind, leaf, value) for value in values)


def _compare_one(kind: Kind, leaf: Is, value: str | int) -> bool:
    wanted = leaf.value
    if isinstance(wanted, (int, float)):
        held = value if isinstance(value, int) else read_real(value)
        return held is not None and _ORDERED[leaf.op](held, wanted)
    text = str(value)
    if isinstance(wanted, Like):
        return _gaps(wanted).fullmatch(fold(text)) is not None
    if leaf.op is Op.EQ:
        return text == wanted
    return fold(wanted) in fold(text) if kind is Kind.PART else fold(wanted) == fold(text)


@lru_cache(maxsize=512)
def _gaps(pattern: Like) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(fold(piece)) for piece in pattern.pieces), re.DOTALL)
