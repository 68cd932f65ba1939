"""Say where a segment has each field of the filter language."""

from __future__ import annotations

from collections.abc import Callable

from agenttrace.model import SpanState
from agenttrace_server.store.api.language import Has, Leaf, Node, Text
from agenttrace_server.store.api.language.fields import ATTRIBUTE
from agenttrace_server.store.api.language.texts import words_in
from agenttrace_server.store.local.asking.dialect import Column, Dialect, Shape, leaf_of, sql_of
from agenttrace_server.store.local.condition import ANYTHING, Condition
from agenttrace_server.store.local.content import MARK
from agenttrace_server.store.local.content.asking import holding
from agenttrace_server.store.local.content.contents import Contents
from agenttrace_server.store.local.engine import Engine
from agenttrace_server.store.local.shelf import View

_DUCKDB = Dialect(
    fold="lower",
    contains="contains({}, ?)",
    one_of="len(list_filter({list}, lambda item: {condition})) > 0",
    item="item",
)
_IS_FAILURE = " OR ".join(f"state = '{state.value}'" for state in SpanState if state.is_failure)
_ERROR = (
    f"CASE WHEN NOT ({_IS_FAILURE}) THEN NULL WHEN status_message <> '' THEN status_message"
    " WHEN status_code <> '' THEN status_code ELSE '(no message)' END"
)
_TEXTS = {
    "status": "state",
    "type": "span_type",
    "name": "name",
    "agent": "agent",
    "model": "model",
    "provider": "provider",
    "tool": "tool",
    "user": "user_id",
    "session": "session_id",
    "project": "project",
    "trace": "trace_id",
    "span": "span_id",
    "error": _ERROR,
    "framework": "json_extract_string(body, '$.framework')",
}
_LISTS = {
    "tag": "json_extract_string(body, '$.tags[*]')",
    "finish": "json_extract_string(body, '$.call.finish_reasons[*]')",
}
_NUMBERS = {
    "cost": "cost",
    "duration": "duration_ns",
    "start": "start_ns",
    "tokens": "CASE WHEN model_calls > 0 THEN input_tokens + output_tokens END",
    "input_tokens": "CASE WHEN model_calls > 0 THEN input_tokens END",
    "output_tokens": "CASE WHEN model_calls > 0 THEN output_tokens END",
}
COLUMNS = {
    **{name: Column(sql, Shape.TEXT) for name, sql in _TEXTS.items()},
    **{name: Column(sql, Shape.LIST) for name, sql in _LISTS.items()},
    **{name: Column(sql, Shape.NUMBER) for name, sql in _NUMBERS.items()},
}


class SpanSql:
    """Writes questions about spans as SQL over the columns of segments and hot parts."""

    def __init__(self, engine: Engine, contents: Contents, view: View) -> None:
        self.engine = engine
        self.contents = contents
        self.view = view
        self._held: dict[str, Callable[[str], Condition]] = {}

    def of(self, node: Node | None, source: str) -> Condition:
        """Return a question; `source` is the FROM that it is asked of."""
        return ANYTHING if node is None else sql_of(node, lambda leaf: self.leaf(leaf, source))

    def leaf(self, leaf: Leaf, source: str) -> Condition:
        """Return one comparison or text."""
        if isinstance(leaf, Text):
            return self._words(leaf.words)(source)
        if not leaf.field.startswith(ATTRIBUTE):
            return leaf_of(_DUCKDB, COLUMNS, leaf)
        column = column_of(leaf.field)
        compared = leaf_of(_DUCKDB, {leaf.field: column}, leaf)
        if isinstance(leaf, Has) or isinstance(leaf.value, float):
            return compared
        if isinstance(leaf.value, str) and len(leaf.value) < self.contents.shortest and MARK not in leaf.value:
            return compared
        # what is large stands elsewhere, and here only a reference to it
        elsewhere = f"coalesce(contains({column.sql}, '{MARK}'), false)"
        return Condition(f"({compared.sql} OR {elsewhere})", compared.values, is_exact=False)

    def _words(self, words: str) -> Callable[[str], Condition]:
        if words not in self._held:
            self._held[words] = holding(self.engine, self.view, words_in(words))
        return self._held[words]


def values_sql(field: str, source: str, where: Condition, counted: str) -> str:
    """Return the question for each value of a field and a count; what is large and stands elsewhere is left out."""
    column = column_of(field)
    value = f"unnest({column.sql})" if column.shape is Shape.LIST else column.sql
    return (
        f"SELECT value, {counted} FROM (SELECT {value} AS value, project, trace_id FROM {source} WHERE {where.sql})"  # noqa: S608
        f" WHERE value IS NOT NULL AND NOT contains(value, '{MARK}') GROUP BY value"
    )


def column_of(field: str) -> Column:
    """Return where the values of a field are. Raises: KeyError: in no column."""
    return attribute(field.removeprefix(ATTRIBUTE)) if field.startswith(ATTRIBUTE) else COLUMNS[field]


def attribute(name: str) -> Column:
    """Return an attribute: the span's own, else its resource's. A question mark in a name stays one."""
    pointer = "/" + name.replace("~", "~0").replace("/", "~1")
    quoted = "'" + pointer.replace("'", "''") + "'"
    sql = f"coalesce(json_extract_string(attributes, {quoted}), json_extract_string(resource, {quoted}))"
    return Column(sql, Shape.TEXT)
