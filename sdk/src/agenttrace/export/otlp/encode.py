"""Turn spans into OTLP requests of a bounded size: nothing of a span passes here that the redactor has not seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import InstrumentationScope as WireScope
from opentelemetry.proto.resource.v1.resource_pb2 import Resource as WireResource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans
from opentelemetry.proto.trace.v1.trace_pb2 import Span as WireSpan
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.util.instrumentation import InstrumentationScope

from agenttrace.export.guard import Say, contained
from agenttrace.export.otlp.content import (
    REDACTION_FAILED,
    SCOPE_NAME_KEY,
    WITHHELD,
    Redact,
    as_it_is,
    clean_name,
    content_of,
    plain,
    withheld,
)
from agenttrace.export.otlp.values import text, write_attributes
from agenttrace.export.otlp.wire_span import wire_span
from agenttrace.export.stats import Counters

_MAX_KNOWN_SCOPES = 256


@dataclass(frozen=True, slots=True)
class Encoded:
    """One OTLP request and how many spans it holds."""

    body: bytes
    spans: int


class Encoder:
    """Redacts and encodes, on one thread. A span or resource whose redaction fails goes out with its words withheld."""

    def __init__(self, redact: Redact | None, max_bytes: int, counters: Counters, say: Say) -> None:
        self._redact = redact
        self._max_bytes = max_bytes
        self._counters = counters
        self._say = say
        self._scopes: dict[int, tuple[InstrumentationScope | None, WireScope]] = {}
        self._last_resource: tuple[Resource, WireResource] | None = None

    def encode(self, spans: Iterable[ReadableSpan]) -> list[Encoded]:
        """Return requests of at most `max_bytes`, in the order of `spans`; one larger span travels alone.

        A span without an end time becomes a start record: its end time is 0. One that cannot be encoded is counted as
        dropped.
        """
        done: list[Encoded] = []
        request = _Request()
        for span in spans:
            wire = contained(self._say, "encode a span", partial(self._wire_span, span), None)
            if wire is None:
                self._counters.add(dropped=1)
                continue
            size = wire.ByteSize()
            if request.spans and request.size + size > self._max_bytes:
                done.append(request.encoded())
                request = _Request()
            scope = span.instrumentation_scope
            request.add(wire, size, scope, self._wire_scope(scope), span.resource, self._wire_resource(span.resource))
        return [*done, request.encoded()] if request.spans else done

    def _wire_span(self, span: ReadableSpan) -> WireSpan:
        content = contained(self._say, "redact a span", partial(content_of, span, self._redact), None)
        if content is None:
            self._counters.add(unredacted=1)
            content = withheld(span)
        return wire_span(span, content)

    def _wire_scope(self, scope: InstrumentationScope | None) -> WireScope:
        """Return the scope's message; scopes are few and live long, so each is made once."""
        known = self._scopes.get(id(scope))
        if known is not None and known[0] is scope:
            return known[1]
        wire = WireScope()
        if scope is not None:
            redact = self._redact or as_it_is
            name = contained(self._say, "redact a scope", partial(clean_name, SCOPE_NAME_KEY, scope.name, redact), None)
            clean = contained(self._say, "redact a scope", partial(redact, plain(scope.attributes)), None)
            wire.name = WITHHELD if name is None else text(name)
            wire.version = text(scope.version or "")
            write_attributes(wire.attributes, {REDACTION_FAILED: True} if clean is None else clean)
        if len(self._scopes) >= _MAX_KNOWN_SCOPES:
            self._scopes.clear()
        self._scopes[id(scope)] = (scope, wire)
        return wire

    def _wire_resource(self, resource: Resource) -> WireResource:
        if self._last_resource is not None and self._last_resource[0] is resource:
            return self._last_resource[1]
        attributes, redact = plain(resource.attributes), self._redact or as_it_is
        clean = contained(self._say, "redact a resource", partial(redact, attributes), None)
        wire = WireResource()
        write_attributes(wire.attributes, {REDACTION_FAILED: True} if clean is None else clean)
        self._last_resource = (resource, wire)
        return wire


@dataclass(slots=True)
class _Request:
    """A request being filled: spans grouped as OTLP groups them, by resource and by instrumentation scope."""

    size: int = 0
    spans: int = 0
    message: ExportTraceServiceRequest = field(default_factory=ExportTraceServiceRequest)
    resources: dict[int, ResourceSpans] = field(default_factory=dict)
    scopes: dict[tuple[int, int], ScopeSpans] = field(default_factory=dict)

    def add(
        self,
        span: WireSpan,
        size: int,
        scope: InstrumentationScope | None,
        wire_scope: WireScope,
        resource: Resource,
        wire_resource: WireResource,
    ) -> None:
        group = self.resources.get(id(resource))
        if group is None:
            group = self.resources[id(resource)] = self.message.resource_spans.add(
                resource=wire_resource, schema_url=resource.schema_url
            )
        scope_group = self.scopes.get((id(resource), id(scope)))
        if scope_group is None:
            scope_group = self.scopes[id(resource), id(scope)] = group.scope_spans.add(
                scope=wire_scope, schema_url=text(scope.schema_url or "") if scope is not None else ""
            )
        scope_group.spans.append(span)
        self.size += size
        self.spans += 1

    def encoded(self) -> Encoded:
        return Encoded(self.message.SerializeToString(), self.spans)
