"""Hold what decode found as columns: one list a field, one place in it a span."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Final

from agenttrace.model import Json, ProjectName, Scope, Span, SpanEvent, SpanId, SpanLink, Status, TraceId
from agenttrace_server.store.api.arriving.open_span import open_span


@dataclass(slots=True)
class SpanColumns:
    """The spans of one request in the order they were sent. The names are those of `Span`'s first block.

    This is what a decoder makes of bytes, whatever it is written in: two decoders agree where these are equal.
    """

    project: list[ProjectName] = field(default_factory=list)
    trace_id: list[TraceId] = field(default_factory=list)
    span_id: list[SpanId] = field(default_factory=list)
    parent_span_id: list[SpanId | None] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    start_ns: list[int] = field(default_factory=list)
    end_ns: list[int | None] = field(default_factory=list)
    status: list[Status] = field(default_factory=list)
    scope: list[Scope] = field(default_factory=list)
    otel_kind: list[str] = field(default_factory=list)
    resource: list[Mapping[str, Json]] = field(default_factory=list)
    """Spans of one resource share one mapping, and those of one scope one `Scope`."""
    attributes: list[Mapping[str, Json]] = field(default_factory=list)
    events: list[tuple[SpanEvent, ...]] = field(default_factory=list)
    links: list[tuple[SpanLink, ...]] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.span_id)

    def spans(self) -> Iterator[Span]:
        """Yield each row as a span that the stages may fill."""
        for values in zip(*(getattr(self, name) for name in _NAMES), strict=True):
            yield open_span(zip(_NAMES, values, strict=True))


_NAMES: Final = tuple(column.name for column in fields(SpanColumns))
