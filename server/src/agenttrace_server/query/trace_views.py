"""Show one trace: as a tree, as columns for the waterfall, and its spans by their number."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from agenttrace.model import SpanId, TraceId
from agenttrace_server.errors import BadQuestion, NotFound
from agenttrace_server.query.columns import as_json, build_columns, encode
from agenttrace_server.query.layout import Layout, lay_out
from agenttrace_server.query.spans import span_in_project
from agenttrace_server.query.traces import get_trace
from agenttrace_server.store.api import Store, StoredSpan, TraceSummary

_ID_BYTES = 8
_GZIP_LEVEL = 1
_NUMBERED_TRACES = 64


@dataclass(frozen=True, slots=True)
class Form:
    """How the columns are wanted."""

    as_json: bool
    gzipped: bool
    since_seq: int | None = None


class TraceViews:
    """The views of single traces, with a bounded memory of what is dear to build. Safe in several threads."""

    def __init__(self, store: Store, *, cache_bytes: int, max_spans: int) -> None:
        self._store = store
        self._cache = _BytesCache(cache_bytes)
        self._max_spans = max_spans
        self._numbers = _SpanNumbers()

    def layout(self, trace_id: TraceId, project: str | None, *, content: bool = False) -> Layout:
        """Return the trace's spans as a tree. Raises: NotFound. BadQuestion: too many spans."""
        self._check_size(get_trace(self._store, trace_id, project))
        spans = self._store.get_spans(trace_id, project, content=content)
        self._numbers.remember(trace_id, project, spans)
        return lay_out(spans)

    def etag(self, trace: TraceSummary) -> str | None:
        """Return what changes with the trace, or None while it runs and any answer is old at once."""
        if trace.totals.running:
            return None
        return f'W/"{hashlib.blake2b(repr(trace).encode(errors="replace"), digest_size=12).hexdigest()}"'

    def skeleton(self, trace: TraceSummary, project: str | None, form: Form) -> bytes:
        """Return the columns as bytes; those of an ended trace are remembered. Raises: BadQuestion: too many spans."""
        self._check_size(trace)
        etag = self.etag(trace)
        key = (trace.trace_id, project, etag, form)
        kept = None if etag is None else self._cache.get(key)
        if kept is not None:
            return kept
        columns = build_columns(self.layout(trace.trace_id, project), form.since_seq)
        raw = as_json(columns) if form.as_json else encode(columns)
        body = gzip.compress(raw, _GZIP_LEVEL, mtime=0) if form.gzipped else raw
        if etag is not None:
            self._cache.put(key, body)
        return body

    def _check_size(self, trace: TraceSummary) -> None:
        if trace.totals.spans > self._max_spans:
            raise BadQuestion(
                f"the trace has {trace.totals.spans} spans and a tree or waterfall shows at most {self._max_spans};"
                " ask /spans with filters instead",
                field="trace_id",
            )

    def span_by_number(self, trace_id: TraceId, seq: int, project: str | None) -> StoredSpan:
        """Return the span that arrived as number `seq`. Raises: NotFound."""
        for _ in range(2):
            span_id = self._numbers.find(trace_id, project, seq)
            found = None if span_id is None else span_in_project(self._store, span_id, trace_id, project)
            if found is not None and found.seq == seq:
                return found
            self._numbers.remember(trace_id, project, self._store.get_spans(trace_id, project, content=False))
        raise NotFound(f"no span number {seq} in trace {trace_id}", field="span")


class _BytesCache:
    """The latest used answers, up to a number of bytes."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._kept: OrderedDict[object, bytes] = OrderedDict()
        self._size = 0

    def get(self, key: object) -> bytes | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: object, body: bytes) -> None:
        if len(body) > self._max_bytes:
            return
        with self._lock:
            self._size += len(body) - len(self._kept.pop(key, b""))
            self._kept[key] = body
            while self._size > self._max_bytes:
                _, oldest = self._kept.popitem(last=False)
                self._size -= len(oldest)


class _SpanNumbers:
    """Which span id has which number: eight bytes a span, for the traces looked at last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ids: OrderedDict[tuple[TraceId, str | None], bytes] = OrderedDict()

    def find(self, trace_id: TraceId, project: str | None, seq: int) -> SpanId | None:
        with self._lock:
            packed = self._ids.get((trace_id, project), b"")
        raw = packed[seq * _ID_BYTES : (seq + 1) * _ID_BYTES]
        return SpanId(raw.hex()) if any(raw) else None

    def remember(self, trace_id: TraceId, project: str | None, spans: Sequence[StoredSpan]) -> None:
        size = max((stored.seq for stored in spans), default=-1) + 1
        packed = bytearray(size * _ID_BYTES)
        for stored in spans:
            packed[stored.seq * _ID_BYTES : (stored.seq + 1) * _ID_BYTES] = bytes.fromhex(stored.span.span_id)
        with self._lock:
            self._ids[trace_id, project] = bytes(packed)
            self._ids.move_to_end((trace_id, project))
            while len(self._ids) > _NUMBERED_TRACES:
                self._ids.popitem(last=False)
