"""Keep the writer told of calls that another trace has too, and of the stored spans that this changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from agenttrace.model import SpanId
from agenttrace_server.store.api.dedupe import (
    ALONE,
    COUNTED_ONCE,
    Head,
    HeadKey,
    Role,
    Seen,
    SeenIndex,
    TwinIndex,
    is_across,
    twins_in,
)
from agenttrace_server.store.local.condition import Condition, in_list
from agenttrace_server.store.local.engine import Engine
from agenttrace_server.store.local.hot import HotTrace, TraceKey
from agenttrace_server.store.local.questions import latest_rows
from agenttrace_server.store.local.rows import AT, Row, seen_in
from agenttrace_server.store.local.shelf import View


class Twins:
    """What the traces' call indexes are for one trace, for all of them. Only the writer asks, in one thread."""

    def __init__(self, engine: Engine, most: int) -> None:
        """`most`: see `TwinIndex`."""
        self._engine = engine
        self._most = most
        self._index: TwinIndex | None = None
        self._waiting: dict[TraceKey, set[SpanId]] = defaultdict(set)
        self._missing: set[TraceKey] = set()

    def begin(self, view: View) -> None:
        """Read the last calls that are stored, once."""
        if self._index is not None:
            return
        self._index = TwinIndex(self._most)
        if not self._most:
            return
        kinds = [kind.value for kind in COUNTED_ONCE if kind.is_model_call]
        where = Condition(in_list("span_type", kinds), [*kinds])
        rows = latest_rows(self._engine, view, where, self._most)
        for part in reversed(view.parts):
            rows += [row for trace in part.traces.values() for row in trace.rows.values()]
        by_trace: dict[TraceKey, dict[SpanId, Row]] = defaultdict(dict)
        for row in rows:
            by_trace[row[AT["project"]], row[AT["trace_id"]]][row[AT["span_id"]]] = row
        for key, found in by_trace.items():
            stored = [seen for row in found.values() if (seen := seen_in(row)) is not None]
            calls = SeenIndex()
            calls.load(stored)
            self.load(key, calls, stored)

    def load(self, key: TraceKey, calls: SeenIndex, stored: Iterable[tuple[Seen, Role]]) -> None:
        """Take in the calls of a trace that goes on, with the roles that they have."""
        if self._index is None:
            return
        across = {(*key, seen.span_id): role for seen, role in stored if is_across(role)}
        heads = {head.key: head for head in calls.all_heads(*key) if head.key not in self._index}
        known = {span: role for span, role in across.items() if span in heads}
        self._note(self._index.change(heads, known))
        self._waiting[key].update(span_id for *_, span_id in across.keys() - heads.keys())
        named = (twin for span, role in across.items() for twin in twins_in(role, span))
        self._missing.update(twin[:2] for twin in named if twin not in self._index)

    def change(self, trace: HotTrace, span_ids: Iterable[SpanId]) -> set[SpanId]:
        """Take in what became of these spans of a trace; return those of it that have another role now."""
        if self._index is None or trace.calls is None:
            return set()
        key = trace.record.key
        heads = trace.calls.heads(*key, span_ids)
        news: dict[HeadKey, Head | None] = {
            (*key, span_id): head
            for span_id, head in heads.items()
            if head is not None or (*key, span_id) in self._index
        }
        if not news:
            return set()
        self._note(self._index.change(news))
        return self._waiting.pop(key, set())

    def leave(self, trace: HotTrace) -> None:
        """Take out all calls of a trace that is about to be deleted."""
        if self._index is None or trace.calls is None:
            return
        self._note(self._index.change({head.key: None for head in trace.calls.all_heads(*trace.record.key)}))

    def role_of(self, trace: HotTrace, span_id: SpanId) -> Role:
        """Return the role of a span among those of its trace and of all others."""
        across = None if self._index is None else self._index.role_of((*trace.record.key, span_id))
        if across is not None:
            return across
        return ALONE if trace.calls is None else trace.calls.role_of(span_id)

    def take_waiting(self) -> dict[TraceKey, set[SpanId]]:
        """Return the stored spans whose role may be another now, by trace; and traces that are to be looked up."""
        waiting = {key: span_ids for key, span_ids in self._waiting.items() if span_ids}
        for key in self._missing:
            waiting.setdefault(key, set())
        self._waiting.clear()
        self._missing.clear()
        return waiting

    def forget(self) -> None:
        """Begin anew at the next write: what was told may not have been stored."""
        self._index = None
        self._waiting.clear()
        self._missing.clear()

    def _note(self, changed: Iterable[HeadKey]) -> None:
        for project, trace_id, span_id in changed:
            self._waiting[project, trace_id].add(span_id)
