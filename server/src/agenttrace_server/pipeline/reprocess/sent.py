"""Find again what was sent: the spans of a trace in the journal's records, as far back as they are kept."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Final

from agenttrace.model import ProjectName, Span, SpanId, TraceId
from agenttrace_server.journal.protocol import CorruptRecord, Entry, Journal, Signal
from agenttrace_server.pipeline.batch import MISTAKES, Decode
from agenttrace_server.pipeline.decode.columns import SpanColumns
from agenttrace_server.pipeline.reprocess.progress import Selection
from agenttrace_server.store.api.versions import replaces

TraceKey = tuple[ProjectName, TraceId]
_READ_BYTES: Final = 4 * 1024 * 1024
_RECORDS_KEPT: Final = 32
"""Decoded records in memory: traces are asked for in about the order in which they were sent."""


class SentSpans:
    """An index of the journal by trace, made in one pass; the spans themselves are read when asked for."""

    def __init__(self, journal: Journal, decode: Decode) -> None:
        self._journal = journal
        self._decode = decode
        self._places: dict[TraceKey, array[int]] = {}
        self._decoded: OrderedDict[int, SpanColumns] = OrderedDict()

    def index(self, until: int, selection: Selection, is_wanted: Callable[[], bool]) -> None:
        """Note which records before `until` have spans of which trace. Ends early once `is_wanted` says no."""
        for entry in self._entries(until):
            if not is_wanted():
                return
            columns = self._columns(entry)
            keys = set(zip(columns.project, columns.trace_id, strict=True)) if columns is not None else set()
            for key in keys:
                if selection.project in (None, key[0]) and selection.trace_id in (None, key[1]):
                    self._places.setdefault(key, array("q")).append(entry.offset)

    def of_trace(self, key: TraceKey) -> dict[SpanId, Span]:
        """Return the version of each span that wins among all that the journal has of this trace."""
        found: dict[SpanId, Span] = {}
        for offset in self._places.get(key, ()):
            columns = self._record_at(offset)
            for span in () if columns is None else columns.spans():
                if (span.project, span.trace_id) != key:
                    continue
                held = found.get(span.span_id)
                if held is None or replaces(span, held):
                    found[span.span_id] = span
        return found

    def _record_at(self, offset: int) -> SpanColumns | None:
        held = self._decoded.get(offset)
        if held is not None:
            self._decoded.move_to_end(offset)
            return held
        entries = self._journal.read(offset, 1)
        if not entries or entries[0].offset != offset:
            return None  # it was pruned meanwhile
        columns = self._columns(entries[0])
        if columns is not None:
            self._decoded[offset] = columns
            if len(self._decoded) > _RECORDS_KEPT:
                self._decoded.popitem(last=False)
        return columns

    def _columns(self, entry: Entry) -> SpanColumns | None:
        """What cannot be decoded was a dead letter then and is one now."""
        if entry.record.signal is not Signal.TRACES:
            return None
        try:
            return self._decode(entry.record)
        except MISTAKES:
            return None

    def _entries(self, until: int) -> Iterator[Entry]:
        offset = 0
        while offset < until:
            try:
                entries = self._journal.read(offset, _READ_BYTES)
            except CorruptRecord as lost:
                offset = lost.resume_offset
                continue
            if not entries:
                return
            for entry in entries:
                if entry.offset >= until:
                    return
                yield entry
                offset = entry.next_offset
