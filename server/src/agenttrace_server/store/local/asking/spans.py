"""Say where a segment has each field of the filter language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from agenttrace.model import SpanState
from agenttrace_server.store.api import Looked
from agenttrace_server.store.api.language import Has, Leaf, Node, Text
from agenttrace_server.store.api.language.fields import ATTRIBUTE
from agenttrace_server.store.api.language.texts import words_in
from agenttrace_server.store.api.language.tree import All
from agenttrace_server.store.local.asking.dialect import Column, Dialect, Shape, leaf_of, sql_of
from agenttrace_server.store.local.condition import ANYTHING, UNKNOWN, Condition
from agenttrace_server.store.local.content import MARK
from agenttrace_server.store.local.content.contents import Contents
from agenttrace_server.store.local.content.files import numbers_with
from agenttrace_server.store.local.engine import Engine
from agenttrace_server.store.local.shelf import Segment, View
from agenttrace_server.store.local.words import Indexer, Narrowing
from agenttrace_server.store.local.words.narrowing import Told, is_told

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
_SAID = ("content", "attributes", "name", "concat_ws(' ', status_message, status_code)")
"""Where words stand that are not in a file of content."""
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


@dataclass(frozen=True, slots=True)
class Source:
    """The FROM of a question. Of some parts of the question the index has told: its rows may be meant by these."""

    sql: str
    told: frozenset[Node] = frozenset()

    def __str__(self) -> str:
        return self.sql


class SpanSql:
    """Writes questions about spans as SQL over the columns of segments and hot parts."""

    def __init__(self, engine: Engine, contents: Contents, indexer: Indexer, view: View) -> None:
        self.engine = engine
        self.contents = contents
        self.view = view
        self._narrowing = Narrowing(indexer, view, partial(numbers_with, engine))
        self._scanned: dict[int, int] = {}
        self._indexed: dict[int, int] = {}

    @property
    def looked(self) -> Looked:
        """What was asked for up to now: rows of segments by number, and all that is in memory."""
        hot = sum(part.rows for part in self.view.parts)
        return Looked(hot + sum(self._scanned.values()), sum(self._indexed.values()))

    def source(self, node: Node | None, segments: Sequence[Segment], *, all_rows: bool = True) -> Source:
        """Return the FROM of a question: these segments, or the rows of them that may be meant, and the hot parts.

        With `all_rows` false, a segment of which the index cannot name the rows is searched by reading.
        """
        told = self._told(node, segments)
        for segment in segments:
            named = told[segment.number].rows if segment.number in told else None
            self._scanned[segment.number] = segment.rows if named is None else len(named)
        if not all_rows:
            told = {number: found for number, found in told.items() if found.rows is not None}
        if not told:
            return Source(self.engine.source(self.view, segments, with_hot=True))
        rows = {number: found.rows for number, found in told.items()}
        return Source(self.engine.source(self.view, segments, with_hot=True, told=rows), frozenset(_about_words(node)))

    def worth_reading(self, node: Node | None, segments: Sequence[Segment]) -> list[Segment]:
        """Return the segments that may have what is meant."""
        told = self._told(node, segments)
        return [segment for segment in segments if segment.number not in told or told[segment.number].count]

    def names_few(self, node: Node, segments: Sequence[Segment], most: int) -> bool:
        """Whether the index names all rows that may be meant, and no more than so many."""
        told = self._told(node, segments)
        return len(told) == len(segments) and sum(found.count for found in told.values()) <= most

    def of(self, node: Node | None, source: Source) -> Condition:
        """Return a question as SQL."""
        if node is None:
            return ANYTHING
        return sql_of(node, lambda leaf: self.leaf(leaf, source), told=source.told)

    def leaf(self, leaf: Leaf, source: Source) -> Condition:
        """Return one comparison or text."""
        if isinstance(leaf, Text):
            return self._words(leaf, source)
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

    def _told(self, node: Node | None, segments: Sequence[Segment]) -> dict[int, Told]:
        if node is None:
            return {}
        found = {segment.number: self._narrowing.told(node, segment) for segment in segments}
        self._indexed.update({one.number: one.rows for one in segments if found[one.number] is not None})
        return {number: told for number, told in found.items() if told is not None}

    def _words(self, text: Text, source: Source) -> Condition:
        """Return what is true of every span with the words, and of few others."""
        held = UNKNOWN
        words = words_in(text.words)
        for place, word in enumerate(words, 1):
            sql = " OR ".join(f"contains(lower({column}), ?)" for column in _SAID)
            values: list[object] = [word] * len(_SAID)
            pieces = self._narrowing.pieces_with(word, is_prefix=text.is_prefix and place == len(words))
            if pieces is None:
                sql += " OR refs IS NOT NULL"
            elif pieces:
                unread = "WHERE refs <> ''" + (" AND NOT told" if source.told else "")
                sql += (
                    " OR version IN (SELECT version FROM (SELECT version, unnest(string_split(refs, ' '))::BIGINT"  # noqa: S608
                    f" AS number FROM {source} {unread}) WHERE number IN (SELECT unnest(?::BIGINT[])))"
                )
                values.append(pieces)
            held = held.and_(Condition(f"({sql})", values))
        return held


def _about_words(node: Node | None) -> tuple[Node, ...]:
    """Return the parts of a question that must all be true and that an index can answer."""
    parts = () if node is None else node.parts if isinstance(node, All) else (node,)
    return tuple(part for part in parts if is_told(part))


def values_sql(field: str, source: Source, where: Condition, counted: str) -> str:
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
