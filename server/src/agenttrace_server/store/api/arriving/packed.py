"""Carry spans from one process to another as plain values, and open what is large only where it is asked for."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any, Final

from agenttrace.model import (
    Agent,
    AgentMessage,
    Call,
    Cost,
    Message,
    Part,
    PartType,
    PriceMatch,
    Scope,
    Span,
    SpanEvent,
    SpanLink,
    SpanState,
    SpanType,
    Status,
    Tool,
    Usage,
)
from agenttrace_server.store.api.arriving.open_span import Ahead, OpenSpan, ahead_of, changed
from agenttrace_server.store.api.contract import LARGE_FIELDS, Prepare
from agenttrace_server.store.api.dedupe.seen import weight_of
from agenttrace_server.store.api.dedupe.tools import arguments_of
from agenttrace_server.store.api.totals import figures_of

Plain = tuple[Any, ...]
"""Numbers, texts, lists, dicts and tuples of them: what `marshal` can write."""

_LIGHT: Final = (
    "project", "trace_id", "span_id", "parent_span_id", "name", "start_ns", "end_ns", "otel_kind", "dropped",
    "dialect", "session_id", "session_name", "user_id", "tags", "framework", "framework_version",
    "reported_cost", "file_path", "internal", "input_preview", "output_preview",
)  # fmt: skip
"""Fields that are plain as they are, and small."""
_LARGE: Final = ("resource", "attributes", "input", "output")
"""Those of the large fields that are plain as they are."""
_light_of: Final = attrgetter(*_LIGHT)
_large_of: Final = attrgetter(*_LARGE)
_parts_of_usage: Final = attrgetter(*Usage.__slots__)
_parts_of_call: Final = attrgetter(*Call.__slots__)
_parts_of_cost: Final = attrgetter(*(name for name in Cost.__slots__ if name != "match"))
_parts_of_agent: Final = attrgetter(*Agent.__slots__)
_parts_of_tool: Final = attrgetter(*Tool.__slots__)
_rest_of: Final = attrgetter(*(name for name in Part.__slots__ if name != "type"))
_REMEMBERED: Final = 1_024
"""Values that many spans share, and that one object is enough for."""
_TYPES: Final = {kind.value: kind for kind in SpanType}
_MATCHES: Final = {match.value: match for match in PriceMatch}


class PackedSpan(OpenSpan):
    """A span that another process has worked on; its large fields are read when the first of them is asked for."""

    read_large: Callable[[], Mapping[str, Any]]

    __hash__ = OpenSpan.__hash__


class _Large:
    """A field that is not unpacked yet. What an instance holds hides it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, span: PackedSpan, _owner: type) -> object:
        held = span.__dict__
        for name, value in held["read_large"]().items():
            held.setdefault(name, value)
        return held[self._name]


for _name in LARGE_FIELDS:
    setattr(PackedSpan, _name, _Large(_name))


def pack(span: Span, prepare: Prepare) -> Plain:
    """Return the span, as the store will keep it, as plain values; what is large once, in what the store prepared."""
    span, prepared = prepare(_summed(span))
    ahead = ahead_of(span) or _ahead(span)
    call, tool, usage, cost, agent, status = span.call, span.tool, span.usage, span.cost, span.agent, span.status
    return (
        _light_of(span),
        (status.state.value, status.message, status.code),
        (span.scope.name, span.scope.version),
        span.span_type.value,
        None if agent is None else _parts_of_agent(agent),
        None if call is None else _parts_of_call(call),
        None if tool is None else _parts_of_tool(tool),
        None if usage is None else _parts_of_usage(usage),
        None if cost is None else (cost.match.value, _parts_of_cost(cost)),
        prepared,
        ahead.figures,
        ahead.weight,
        ahead.arguments,
        marshal.dumps(_large_parts(span)) if prepared is None else None,
    )


def _summed(span: Span) -> Span:
    """Return the span with its sums, which the store and the packing ask for several times."""
    return changed(span, ahead=_ahead(span))


def _ahead(span: Span) -> Ahead:
    arguments = arguments_of(span) if span.span_type is SpanType.TOOL_EXECUTION else None
    return Ahead(None, figures_of(span), weight_of(span), arguments)


def unpack(plain: Plain, prepare: Prepare) -> PackedSpan:
    """Return the span of what `pack` returned with the same `prepare`."""
    light, status, scope, kind, agent, call, tool, usage, cost, prepared, figures, weight, arguments, packed = plain
    span = object.__new__(PackedSpan)
    held = span.__dict__
    held.update(zip(_LIGHT, light, strict=True))
    held["status"] = _status(*status)
    held["scope"] = _scope(*scope)
    held["span_type"] = _TYPES[kind]
    held["agent"] = None if agent is None else _agent(*agent)
    held["call"] = None if call is None else Call(*call)
    held["tool"] = None if tool is None else Tool(*tool)
    held["usage"] = None if usage is None else Usage(*usage)
    held["cost"] = None if cost is None else Cost(_MATCHES[cost[0]], *cost[1])
    held["ahead"] = Ahead(prepared, figures, weight, arguments)
    held["read_large"] = partial(_unpacked, packed) if prepared is None else partial(prepare.large_of, prepared)
    return span


@lru_cache(maxsize=_REMEMBERED)
def _status(state: str, message: str | None, code: str | None) -> Status:
    return Status(SpanState(state), message, code)


_scope = lru_cache(maxsize=_REMEMBERED)(Scope)
_agent = lru_cache(maxsize=_REMEMBERED)(Agent)


def _large_parts(span: Span) -> Plain:
    return (
        _large_of(span),
        [(event.name, event.time_ns, event.attributes) for event in span.events],
        [(link.trace_id, link.span_id, link.attributes) for link in span.links],
        _packed_messages(span.input_messages),
        _packed_messages(span.output_messages),
        [(told.from_agent, told.to_agent, told.type, told.content, told.time_ns) for told in span.messages],
    )


def _unpacked(packed: bytes) -> dict[str, Any]:
    large, events, links, asked, answered, told = marshal.loads(packed)  # noqa: S302 - what `pack` wrote
    return {
        **dict(zip(_LARGE, large, strict=True)),
        "events": tuple(SpanEvent(*event) for event in events),
        "links": tuple(SpanLink(*link) for link in links),
        "input_messages": _messages(asked),
        "output_messages": _messages(answered),
        "messages": tuple(AgentMessage(*message) for message in told),
    }


def _packed_messages(messages: Iterable[Message]) -> list[Plain]:
    return [
        (
            message.role,
            [(part.type.value, *_rest_of(part)) for part in message.parts],
            message.name,
            message.finish_reason,
        )
        for message in messages
    ]


def _messages(packed: Iterable[Plain]) -> tuple[Message, ...]:
    return tuple(
        Message(role, tuple(Part(PartType(kind), *rest) for kind, *rest in parts), name, reason)
        for role, parts, name, reason in packed
    )
