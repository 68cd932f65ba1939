"""Find which of some traces have a span for which a leaf of a question is true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from agenttrace.model import ProjectName, TraceId
from agenttrace_server.store.api import TraceSummary
from agenttrace_server.store.api.language import AnyOf, Is, Leaf, Node, Text, span_holds
from agenttrace_server.store.api.language.fields import ATTRIBUTE
from agenttrace_server.store.api.language.tree import All
from agenttrace_server.store.local.asking.spans import Source, SpanSql, values_sql
from agenttrace_server.store.local.condition import Condition
from agenttrace_server.store.local.hot import TraceKey
from agenttrace_server.store.local.questions import segments_for
from agenttrace_server.store.local.rows import WHOLE
from agenttrace_server.store.local.shelf import Segment

_FEW = 4_000
"""So many rows are asked at once for their traces; where the index names more, lists are filled soon without."""
_ROUNDS = (1, 8, 64)
"""How many spans of each trace are read at first, then, and then again and again, until one holds."""


class Holding:
    """Asks segments and hot parts about the spans of a few traces at a time."""

    def __init__(self, sql: SpanSql) -> None:
        self._sql = sql
        self._engine = sql.engine
        self._view = sql.view

    def of(self, leaf: Leaf, traces: Sequence[TraceSummary]) -> set[TraceKey]:
        """Return the keys of the traces for which it is true."""
        source, among = self._among(leaf, traces)
        condition = self._sql.of(leaf, source)
        if condition.is_exact:
            sql = f"SELECT DISTINCT project, trace_id FROM {source} WHERE {among.sql} AND {condition.sql}"  # noqa: S608
            rows = self._engine.query(sql, (*among.values, *condition.values))
            return {(ProjectName(project), TraceId(trace_id)) for project, trace_id in rows}
        sql = (
            f"SELECT project, trace_id, list(version) FROM {source}"  # noqa: S608
            f" WHERE {among.sql} AND {condition.sql} GROUP BY project, trace_id"
        )
        rows = self._engine.query(sql, (*among.values, *condition.values))
        return self._read(leaf, {(ProjectName(row[0]), TraceId(row[1])): row[2] for row in rows}, source, among)

    def among(self, node: Node, since_ns: int | None) -> set[TraceKey] | None:
        """Return the traces that alone may be meant, if the index of words names few; else None."""
        if isinstance(node, All):
            known = [found for part in node.parts if (found := self.among(part, since_ns)) is not None]
            return set.intersection(*known) if known else None
        if isinstance(node, AnyOf):
            parts = [self.among(part, since_ns) for part in node.parts]
            known = [found for found in parts if found is not None]
            return set.union(*known) if len(known) == len(parts) else None
        if isinstance(node, Text) or (isinstance(node, Is) and node.field.startswith(ATTRIBUTE)):
            return self._named(node, segments_for(self._view, since_ns, None))
        return None

    def _named(self, leaf: Leaf, segments: Sequence[Segment]) -> set[TraceKey] | None:
        if not self._sql.names_few(leaf, segments, _FEW):
            return None
        source = self._sql.source(leaf, self._sql.worth_reading(leaf, segments))
        condition = self._sql.of(leaf, source)
        sql = f"SELECT DISTINCT project, trace_id FROM {source} WHERE {condition.sql}"  # noqa: S608
        rows = self._engine.query(sql, condition.values)
        return {(ProjectName(project), TraceId(trace_id)) for project, trace_id in rows}

    def values(self, field: str, traces: Sequence[TraceSummary]) -> Counter[str]:
        """Return each value of a field with the number of the traces in which it is."""
        source, among = self._among(None, traces)
        sql = values_sql(field, source, among, "count(DISTINCT (project, trace_id))")
        return Counter({str(found): count for found, count in self._engine.query(sql, among.values)})

    def _among(self, leaf: Leaf | None, traces: Sequence[TraceSummary]) -> tuple[Source, Condition]:
        since_ns = min(trace.start_ns for trace in traces)
        last_ns = max(trace.last_seen_ns for trace in traces)
        segments = segments_for(self._view, since_ns, last_ns + 1)
        among = Condition(
            "start_ns BETWEEN ? AND ? AND trace_id IN (SELECT unnest(?))",
            (since_ns, last_ns, [trace.trace_id for trace in traces]),
        )
        segments = self._sql.worth_reading(leaf, segments)
        return self._sql.source(leaf, segments, all_rows=False), among

    def _read(
        self, leaf: Leaf, candidates: Mapping[TraceKey, list[int]], source: Source, among: Condition
    ) -> set[TraceKey]:
        """Look at the spans themselves, a few of each trace at a time: one is enough."""
        holding: set[TraceKey] = set()
        waiting = dict(candidates)
        for size in _rounds():
            versions = [version for held in waiting.values() for version in held[:size]]
            if not versions:
                return holding
            sql = (
                f"SELECT {', '.join(WHOLE)} FROM {source} WHERE {among.sql}"  # noqa: S608
                " AND version IN (SELECT unnest(?))"
            )
            rows = self._engine.query(sql, (*among.values, versions))
            spans = (stored.span for stored in self._sql.contents.stored_spans(self._view, rows))
            holding |= {(span.project, span.trace_id) for span in spans if span_holds(span, leaf)}
            waiting = {key: held[size:] for key, held in waiting.items() if key not in holding}
        return holding


def _rounds() -> Iterator[int]:
    yield from _ROUNDS
    while True:
        yield _ROUNDS[-1]
