"""Say where the catalog has each field of the filter language."""

from __future__ import annotations

from agenttrace_server.store.api.language import Leaf, Node, Text
from agenttrace_server.store.local.asking.dialect import Column, Dialect, Shape, leaf_of, sql_of
from agenttrace_server.store.local.condition import ANYTHING, UNKNOWN, Condition

_SQLITE = Dialect(
    fold="fold",
    contains="instr({}, ?) > 0",
    one_of="EXISTS (SELECT 1 FROM json_each({list}) WHERE {condition})",
    item="value",
)
_SHARED = {
    "status": Column("status", Shape.TEXT),
    "name": Column("name_lower", Shape.FOLDED),
    "user": Column("user_id", Shape.TEXT),
    "session": Column("session_id", Shape.TEXT),
    "project": Column("project", Shape.TEXT),
    "framework": Column("framework", Shape.TEXT),
    "start": Column("start_ns", Shape.NUMBER),
}
TRACE_COLUMNS = {
    **_SHARED,
    "trace": Column("trace_id", Shape.TEXT),
    "agent": Column("agents", Shape.LIST),
    "model": Column("models", Shape.LIST),
    "tag": Column("tags", Shape.LIST),
    "cost": Column("cost_nano_usd", Shape.NUMBER),
    "duration": Column("duration_ns", Shape.NUMBER),
    "tokens": Column("tokens", Shape.NUMBER),
    "errors": Column("errors", Shape.NUMBER),
    "spans": Column("spans", Shape.NUMBER),
}
FACET_COLUMNS = {
    **{name: column for name, column in TRACE_COLUMNS.items() if column.shape in (Shape.TEXT, Shape.LIST)},
    "name": Column("json_extract(record_text(record), '$[1].firsts.name[1]')", Shape.TEXT),
}
"""Where the values themselves are, as they were written."""


def traces_meant(node: Node | None) -> Condition:
    """Return a question about traces as SQL over the catalog; what only spans know is left open."""
    return ANYTHING if node is None else sql_of(node, _trace_leaf)


def sessions_meant(node: Node | None) -> Condition:
    """Return a question about sessions as SQL over the catalog; what only traces know is left open."""
    return ANYTHING if node is None else sql_of(node, _session_leaf)


def _trace_leaf(leaf: Leaf) -> Condition:
    return UNKNOWN if isinstance(leaf, Text) else leaf_of(_SQLITE, TRACE_COLUMNS, leaf)


def _session_leaf(leaf: Leaf) -> Condition:
    return UNKNOWN if isinstance(leaf, Text) else leaf_of(_SQLITE, _SHARED, leaf)
