"""Apply what arrives to the active part: find the older version of each span, and count the difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass

from agenttrace.model import Span, SpanId
from agenttrace_server.store.api import StoredSpan, TraceDelta, TraceSummary, Written
from agenttrace_server.store.api.arriving.open_span import ahead_of
from agenttrace_server.store.api.dedupe import COUNTED_ONCE, Role, SeenIndex, role_of, seen_of, with_role
from agenttrace_server.store.api.folding import TraceFold, fold
from agenttrace_server.store.api.versions import replaces
from agenttrace_server.store.api.whose import AgentIndex, saying_of, with_agent
from agenttrace_server.store.local.catalog import Catalog
from agenttrace_server.store.local.condition import Condition, in_list
from agenttrace_server.store.local.content.contents import Contents
from agenttrace_server.store.local.content.preparing import numbered
from agenttrace_server.store.local.engine import Engine
from agenttrace_server.store.local.hot import Dead, HotTrace, TraceKey, TraceRecord
from agenttrace_server.store.local.questions import sealed_rows, span_numbers
from agenttrace_server.store.local.rows import (
    AT,
    Row,
    outline_of,
    row_of,
    storable,
    with_agent_name,
)
from agenttrace_server.store.local.shelf import Shelf, View
from agenttrace_server.store.local.told import Twins, calls_told, sayings_told

_AT_ONCE = 64
"""Changes that are applied before readers get a turn."""


@dataclass(slots=True)
class _Change:
    """A version of a span that wins, and the one it replaces."""

    old: Span | None
    new: StoredSpan
    row: Row
    dead: Dead | None
    """The old version, where it lies in an older layer; the active part simply forgets its own."""


class Writer:
    """Not safe to call from two threads: the store lets one in at a time, and no seal ends meanwhile."""

    def __init__(
        self, shelf: Shelf, catalog: Catalog, engine: Engine, contents: Contents, next_number: int, compared_calls: int
    ) -> None:
        self._shelf = shelf
        self._catalog = catalog
        self._engine = engine
        self._contents = contents
        self.next_number = next_number
        self._twins = Twins(engine, compared_calls)

    def write(self, deltas: Sequence[TraceDelta]) -> Written:
        """Apply deltas; see `Store.write`."""
        spans: list[StoredSpan] = []
        changed: dict[TraceKey, TraceSummary] = {}
        with self._shelf.reading() as view, self._all_or_anew():
            self._twins.begin(view)
            traces = self._traces_of(view, [(delta.project, delta.trace_id) for delta in deltas])
            self._look_up_numbers(view, traces.values())
            telling = [d for d in deltas if any(span.span_type in COUNTED_ONCE for span in d.spans)]
            self._look_up_calls(view, [traces[delta.project, delta.trace_id] for delta in telling])
            self._look_up_agents(view, traces.values())
            sealed = self._sealed_versions(view, traces, deltas)
            for delta in deltas:
                trace = traces[delta.project, delta.trace_id]
                written = self._write_delta(view, trace, delta, sealed)
                if written:
                    spans += written
                    changed[trace.record.key] = trace.summary
            for trace, written in self._follow(view, traces):
                spans += written
                changed[trace.record.key] = trace.summary
        return Written(tuple(spans), tuple(changed.values()))

    def leave(self, keys: Sequence[TraceKey]) -> bool:
        """Let calls that are counted in these traces, which are about to be deleted, count in others that saw them.

        Whether there are any: what became of them is not durable yet.
        """
        with self._shelf.reading() as view, self._all_or_anew():
            self._twins.begin(view)
            traces = self._traces_of(view, keys)
            self._look_up_calls(view, list(traces.values()))
            followed = list(self._follow(view, traces, leaving=set(keys)))
            for trace in traces.values():
                self._twins.leave(trace)
            return bool([*followed, *self._follow(view, {}, leaving=set(keys))])

    @contextmanager
    def _all_or_anew(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self._twins.forget()
            raise

    def _follow(
        self, view: View, traces: Mapping[TraceKey, HotTrace], leaving: Set[TraceKey] = frozenset()
    ) -> Iterator[tuple[HotTrace, list[StoredSpan]]]:
        """Rewrite what counts otherwise now because of a call that another trace has too."""
        known = dict(traces)
        while waiting := self._twins.take_waiting():
            keys = waiting.keys() - leaving
            known.update(self._traces_of(view, keys - known.keys()))
            others = [known[key] for key in sorted(keys)]
            self._look_up_numbers(view, others)
            self._look_up_calls(view, others)
            self._look_up_agents(view, others)
            for trace in others:
                roles = {span_id: self._twins.role_of(trace, span_id) for span_id in waiting[trace.record.key]}
                changes = self._recast_stored(view, trace, roles.keys(), roles)
                if changes:
                    yield trace, self._take_in(view, trace, changes)

    def _traces_of(self, view: View, asked: Iterable[TraceKey]) -> dict[TraceKey, HotTrace]:
        """Return these traces: as the active part has them, or to be put into it."""
        keys = list(dict.fromkeys(asked))
        unknown = [key for key in keys if not any(key in part.traces for part in view.parts)]
        in_catalog = self._catalog.records(unknown) if unknown else {}
        traces: dict[TraceKey, HotTrace] = {}
        for key in keys:
            held = view.active.traces.get(key)
            frozen = None if view.frozen is None else view.frozen.traces.get(key)
            if held is not None:
                traces[key] = held
            elif frozen is not None:
                record = frozen.record.copy()
                trace = HotTrace(record, frozen.summary, frozen.in_catalog, frozen.sealed)
                trace.calls, trace.agents = frozen.calls, frozen.agents
                traces[key] = trace
            elif key in in_catalog:
                summary = in_catalog[key].summary()
                traces[key] = HotTrace(in_catalog[key], summary, summary)
            else:
                self.next_number += 1
                record = TraceRecord(key, self.next_number, TraceFold(), {})
                trace = HotTrace(record, record.summary(), None, sealed={}, calls=SeenIndex(), agents=AgentIndex())
                traces[key] = trace
        return traces

    def _look_up_numbers(self, view: View, traces: Iterable[HotTrace]) -> None:
        """Find out which spans are sealed, once a trace and seal, all traces with one question."""
        asking = {trace.record.key: trace for trace in traces if trace.sealed is None}
        if not asking:
            return
        told = [trace.in_catalog for trace in asking.values() if trace.in_catalog is not None]
        numbers: dict[TraceKey, dict[SpanId, int]] = {key: {} for key in asking}
        if told:
            since_ns = min(summary.start_ns for summary in told)
            last_ns = max(summary.last_seen_ns for summary in told)
            ids = sorted({summary.trace_id for summary in told})
            for project, trace_id, span_id, seq in span_numbers(self._engine, view, ids, since_ns, last_ns):
                numbers.get((project, trace_id), {})[span_id] = seq
        for key, trace in asking.items():
            trace.sealed = numbers[key]

    def _look_up_calls(self, view: View, traces: Iterable[HotTrace]) -> None:
        asking = {trace.record.key: trace for trace in traces if trace.calls is None}
        for key, stored in calls_told(self._engine, view, asking).items() if asking else ():
            asking[key].calls = calls = SeenIndex()
            calls.load(stored)
            self._twins.load(key, calls, stored)

    def _look_up_agents(self, view: View, traces: Iterable[HotTrace]) -> None:
        asking = {trace.record.key: trace for trace in traces if trace.agents is None}
        for key, sayings in sayings_told(self._engine, view, asking).items() if asking else ():
            asking[key].agents = agents = AgentIndex()
            agents.change(sayings.values())

    def _sealed_versions(
        self, view: View, traces: dict[TraceKey, HotTrace], deltas: Sequence[TraceDelta]
    ) -> dict[tuple[str, str, str], Row]:
        """Return the sealed rows that the deltas may replace, by key of the span."""
        wanted: list[tuple[TraceSummary, SpanId]] = []
        for delta in deltas:
            trace = traces[delta.project, delta.trace_id]
            if trace.in_catalog is None or not trace.sealed:
                continue
            wanted += [
                (trace.in_catalog, span.span_id)
                for span in delta.spans
                if span.span_id in trace.sealed and span.span_id not in trace.rows
            ]
        if not wanted:
            return {}
        trace_ids = sorted({summary.trace_id for summary, _ in wanted})
        span_ids = sorted({span_id for _, span_id in wanted})
        where = Condition(in_list("trace_id", trace_ids), [*trace_ids])
        rows = sealed_rows(
            self._engine,
            view,
            where.and_(Condition(in_list("span_id", span_ids), [*span_ids])),
            min(summary.start_ns for summary, _ in wanted),
            max(summary.last_seen_ns for summary, _ in wanted),
        )
        return {(row[AT["project"]], row[AT["trace_id"]], row[AT["span_id"]]): row for row in rows}

    def _write_delta(
        self, view: View, trace: HotTrace, delta: TraceDelta, sealed: dict[tuple[str, str, str], Row]
    ) -> list[StoredSpan]:
        changes = self._changes(view, trace, delta, sealed)
        if not changes:
            return []
        try:
            changes = self._settled(view, trace, changes)
        except BaseException:
            trace.calls = trace.agents = None
            raise
        return self._take_in(view, trace, changes)

    def _take_in(self, view: View, trace: HotTrace, changes: list[_Change]) -> list[StoredSpan]:
        record = trace.record
        record.fold.add([change.new.span for change in changes if change.old is None])
        are_folded = [record.fold.replace(change.old, change.new.span) for change in changes if change.old is not None]
        for begin in range(0, len(changes), _AT_ONCE):
            with self._shelf.lock:
                self._apply(trace, changes[begin : begin + _AT_ONCE])
        if not all(are_folded):
            record.fold = fold(outline_of(row).span for row in self._all_rows(view, trace))
        with self._shelf.lock:
            self._shelf.active.put_trace(trace, record.summary(), self._shelf.version)
        return [change.new for change in changes]

    def _changes(
        self, view: View, trace: HotTrace, delta: TraceDelta, sealed: dict[tuple[str, str, str], Row]
    ) -> list[_Change]:
        """Find what wins. Each new version gets a number of its own, each new span its place in the trace."""
        frozen = None if view.frozen is None else view.frozen.traces.get(trace.record.key)
        arrived = trace.record.fold.totals.spans
        changes: list[_Change] = []
        for span in _winners(delta.spans):
            held = trace.rows.get(span.span_id)
            old = held or (frozen.rows.get(span.span_id) if frozen else None) or sealed.get(span.key)
            seq = arrived if old is None else old[AT["seq"]]
            version = self._shelf.version + 1
            kept, row = self._encoded(span, seq, version)
            replaced = None if old is None else self._whole(view, old)
            if replaced is not None and not replaces(kept, replaced):
                continue
            arrived += old is None
            self._shelf.version = version
            dead = None if old is None or held is not None else Dead(old[AT["version"]], version)
            changes.append(_Change(replaced, StoredSpan(kept, seq), row, dead))
        return changes

    def _settled(self, view: View, trace: HotTrace, changes: list[_Change]) -> list[_Change]:
        """Say of each span what the others make of it, and rewrite stored spans of which that is something else now."""
        news = {
            change.new.span.span_id: seen_of(change.new.span)
            for change in changes
            if change.new.span.span_type in COUNTED_ONCE or (change.old and change.old.span_type in COUNTED_ONCE)
        }
        recast = set(trace.calls.change(news)) if news and trace.calls is not None else set()
        recast |= self._twins.change(trace, news.keys() | recast)
        roles = {span_id: self._twins.role_of(trace, span_id) for span_id in recast}
        others = trace.agents.change(saying_of(change.new.span) for change in changes) if trace.agents else set()
        arrived = {change.new.span.span_id for change in changes}
        for change in changes:
            self._recast(change, trace, self._twins.role_of(trace, change.new.span.span_id))
        changes = changes + self._recast_stored(view, trace, (roles.keys() | others) - arrived, roles)
        done = {change.new.span.span_id for change in changes}
        shadows = (span for change in changes if (span := change.new.span).span_id in others)
        winners = {span.shadow_of for span in shadows if span.shadow_of_trace is None}
        return changes + self._recast_stored(view, trace, {found for found in winners if found} - done, roles)

    def _recast_stored(
        self, view: View, trace: HotTrace, span_ids: Set[SpanId], roles: Mapping[SpanId, Role]
    ) -> list[_Change]:
        """Return those of these stored spans that are to be rewritten; their role is another if `roles` says so."""
        if not span_ids:
            return []
        frozen = None if view.frozen is None else view.frozen.traces.get(trace.record.key)
        held = {**(frozen.rows if frozen is not None else {}), **trace.rows}
        missing = sorted(span_ids - held.keys())
        if missing and trace.in_catalog is not None:
            where = Condition(in_list("span_id", missing), [*missing])
            held.update({row[AT["span_id"]]: row for row in self._sealed_rows_of(view, trace.in_catalog, where)})
        changes: list[_Change] = []
        rows = [held[span_id] for span_id in span_ids]
        for row, stored in zip(rows, self._contents.stored_spans(view, rows), strict=True):
            span_id, version = stored.span.span_id, self._shelf.version + 1
            dead = None if span_id in trace.rows else Dead(row[AT["version"]], version)
            change = _Change(stored.span, stored, row, dead)
            self._recast(change, trace, roles.get(span_id, role_of(stored.span)), version)
            if change.new is not stored:
                self._shelf.version = version
                changes.append(change)
        return changes

    def _apply(self, trace: HotTrace, changes: Sequence[_Change]) -> None:
        active = self._shelf.active
        for change in changes:
            active.put_row(trace, change.new.span.span_id, change.row)
        active.dead += [change.dead for change in changes if change.dead is not None]
        active.count(trace.record, (change.old for change in changes if change.old is not None), -1)
        active.count(trace.record, (change.new.span for change in changes), 1)

    def _all_rows(self, view: View, trace: HotTrace) -> list[Row]:
        rows: dict[SpanId, Row] = {}
        if trace.in_catalog is not None:
            rows = {row[AT["span_id"]]: row for row in self._sealed_rows_of(view, trace.in_catalog)}
        if view.frozen is not None and trace.record.key in view.frozen.traces:
            rows.update(view.frozen.traces[trace.record.key].rows)
        rows.update(trace.rows)
        return list(rows.values())

    def _encoded(self, span: Span, seq: int, version: int) -> tuple[Span, Row]:
        ahead = ahead_of(span)
        if ahead is not None and ahead.prepared is not None:
            return span, numbered(ahead.prepared, seq, version)
        try:
            return span, row_of(span, seq, version, self._contents.packing(span.project))
        except TypeError:
            kept: Span = storable(span)
            return kept, row_of(kept, seq, version, self._contents.packing(kept.project))

    def _recast(self, change: _Change, trace: HotTrace, role: Role, version: int | None = None) -> None:
        """Put the span into this role, and give it its agent. `version`: the new one of a row that is stored."""
        stored, span = change.new, change.new.span
        in_role = with_role(span, role)
        found = in_role if trace.agents is None else with_agent(in_role, trace.agents)
        if found is span:
            return
        lies_elsewhere = version is not None and change.dead is not None
        version = change.row[AT["version"]] if version is None else version
        if in_role is span and not lies_elsewhere:
            change.row = with_agent_name(change.row, found.agent_name, version)
        else:
            change.row = row_of(found, stored.seq, version, self._contents.packing(found.project))
        change.new = StoredSpan(found, stored.seq)

    def _whole(self, view: View, row: Row) -> Span:
        (stored,) = self._contents.stored_spans(view, [row])
        return stored.span

    def _sealed_rows_of(self, view: View, summary: TraceSummary, also: Condition | None = None) -> list[Row]:
        where = Condition("trace_id = ? AND project = ?", [summary.trace_id, summary.project])
        where = where if also is None else where.and_(also)
        return sealed_rows(self._engine, view, where, summary.start_ns, summary.last_seen_ns)


def _winners(spans: Sequence[Span]) -> Iterable[Span]:
    found: dict[SpanId, Span] = {}
    for span in spans:
        held = found.get(span.span_id)
        if held is None or replaces(span, held):
            found[span.span_id] = span
    return found.values()
