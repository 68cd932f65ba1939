"""Turn a span into a row of a segment and back: the only place that knows the columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any, NamedTuple

import orjson

from agenttrace.model import (
    Agent,
    AgentMessage,
    Call,
    Cost,
    Figures,
    Message,
    Part,
    PartType,
    PriceMatch,
    Scope,
    SeenBy,
    Span,
    SpanEvent,
    SpanLink,
    SpanState,
    SpanType,
    Status,
    Tool,
    Usage,
)
from agenttrace_server.store.api import StoredSpan, Totals
from agenttrace_server.store.api.dedupe import COUNTED_ONCE, Role, Seen, arguments_of, role_of, seen_of, weight_of
from agenttrace_server.store.api.totals import figures_of
from agenttrace_server.store.local.content import Packing, unpacked, unpacked_all

Row = tuple[Any, ...]
"""The values of `COLUMNS`, in their order."""


class Column(NamedTuple):
    """A column of a segment. `is_text` or a 64-bit integer."""

    name: str
    is_text: bool


_WHOLE = (
    Column("version", is_text=False),
    Column("seq", is_text=False),
    Column("start_ns", is_text=False),
    Column("end_ns", is_text=False),
    *(
        Column(name, is_text=True)
        for name in (
            "project",
            "trace_id",
            "span_id",
            "parent_span_id",
            "name",
            "state",
            "status_message",
            "status_code",
            "span_type",
            "session_id",
            "user_id",
            "agent",
            "attributes",
            "resource",
            "content",
            "body",
            "refs",
        )
    ),
)
LAYOUT = 2
"""Which columns a segment has, so that one that an older server wrote can be read."""
SINCE_LAYOUT_2 = frozenset({"refs", "content_bytes", "compared_cost_nano_usd", "compared_reported_nano_usd"})
_FOR_QUESTIONS = (
    Column("duration_ns", is_text=False),
    Column("cost", is_text=False),
    Column("provider", is_text=True),
    Column("model", is_text=True),
    Column("tool", is_text=True),
    Column("content_bytes", is_text=False),
)
FIGURES = tuple(spec.name for spec in fields(Totals))[1:]
"""What the span adds to each sum but the number of spans, as `figures_of` says, so that SQL only has to add."""

COLUMNS = (*_WHOLE, *_FOR_QUESTIONS, *(Column(name, is_text=False) for name in FIGURES))
NAMES = tuple(column.name for column in COLUMNS)
WHOLE = NAMES[: len(_WHOLE)]
"""The first columns, from which a span is read back; the others are there to be asked for."""
AT = {name: position for position, name in enumerate(NAMES)}
"""Where in a row a column is."""

_LARGE = ("attributes", "resource", "content")
_NOTHING = {**dict.fromkeys(_LARGE, "{}"), "refs": None}
WITHOUT_CONTENT = tuple(
    f"'{{}}' AS {name}" if name in _LARGE else "NULL AS refs" if name == "refs" else name for name in WHOLE
)
"""The same, with nothing in those that are large and not drawn."""
OUTLINE = tuple(f"'{{}}' AS {name}" if name in _LARGE else name for name in WHOLE)
"""The same, with what the row refers to."""

_IN_CONTENT = ("events", "links", "input_messages", "output_messages", "input", "output", "messages")
_IN_BODY = (
    "scope",
    "otel_kind",
    "dropped",
    "dialect",
    "session_name",
    "tags",
    "framework",
    "framework_version",
    "agent",
    "call",
    "tool",
    "usage",
    "reported_cost",
    "file_path",
    "internal",
    "input_preview",
    "output_preview",
    "cost",
    "shadow_of",
    "shadow_of_trace",
    "also_seen_by",
    "figures",
)
_LARGE_TOOLS = "tools"
_PACKED = "~"
"""Begins the name of a content field whose JSON text is kept as a reference."""
_WEIGHT = "weight"
"""What a model or tool call's span has to show, kept in its body so that nobody reads its content for it."""
_ARGUMENTS = "arguments"
"""A digest of what a tool was given; for the same reason."""
_DEFAULTS = {spec.name: spec.default for spec in fields(Span)}
_GIVEN: dict[tuple[str, ...], tuple[attrgetter[tuple[Any, ...]], tuple[Any, ...]]] = {
    names: (attrgetter(*names), tuple(_DEFAULTS[name] for name in names)) for names in (_IN_CONTENT, _IN_BODY)
}
_LARGEST = 2**63


def row_of(span: Span, seq: int, version: int, packing: Packing) -> Row:
    """Return the row, with what is large packed.

    Raises: TypeError: the span holds a value that JSON in UTF-8 cannot; see `storable`.
    """
    call, cost = span.call, span.cost
    figures = figures_of(span)[1:]
    if max(figures) >= _LARGEST:
        raise TypeError("a figure of the span has more than 64 bits")
    _json((span.name, span.status.message, span.status.code, span.session_id, span.user_id))
    return (
        version,
        seq,
        span.start_ns,
        span.end_ns,
        span.project,
        span.trace_id,
        span.span_id,
        span.parent_span_id,
        span.name,
        span.status.state.value,
        span.status.message,
        span.status.code,
        span.span_type.value,
        span.session_id,
        span.user_id,
        span.agent_name,
        _json(packing.values(span.attributes)),
        _json(packing.values(span.resource)),
        *_content_and_body_of(span, packing),
        packing.refs,
        span.duration_ns,
        cost.total if cost else None,
        call.provider if call else None,
        call.model if call else None,
        span.tool.name if span.tool else None,
        packing.content_bytes or None,
        *figures,
    )


def _content_and_body_of(span: Span, packing: Packing) -> tuple[str, str]:
    content: dict[str, object] = {}
    for name, value in _given(span, _IN_CONTENT).items():
        if isinstance(value, str):
            content[name] = packing.text(value)
            continue
        _put_json(content, name, _json(value), packing)
    body = _given(span, _IN_BODY)
    if span.span_type in COUNTED_ONCE:
        body[_WEIGHT] = weight_of(span)
    if span.span_type is SpanType.TOOL_EXECUTION:
        body[_ARGUMENTS] = arguments_of(span)
    call = span.call
    if call is not None and call.tools is not None and not packing.keeps(tools := _json(call.tools)):
        _put_json(content, _LARGE_TOOLS, tools, packing)
        body["call"] = replace(call, tools=None)
    return _json(content), _json(body)


def _put_json(content: dict[str, object], name: str, text: str, packing: Packing) -> None:
    packed = text if packing.keeps(text) else packing.text(text)
    if packed is text:
        content[name] = orjson.Fragment(text)
        return
    content[_PACKED + name] = packed


def seen_in(row: Row) -> tuple[Seen, Role] | None:
    """Return a model or tool call and its role, from the columns `WITHOUT_CONTENT`; None where the row is neither."""
    span = outline_of(row).span
    body = orjson.loads(row[AT["body"]])
    has_input, has_output, attributes, *process = body.get(_WEIGHT, (False, False, 0))
    weight = (has_input, has_output, attributes, process[0] if process else 0)
    seen = seen_of(span, weight, body.get(_ARGUMENTS))
    return None if seen is None else (seen, role_of(span))


def outline_of(row: Row) -> StoredSpan:
    """Return the span of a row for who asks nothing of its content: what is packed is left out or stays packed."""
    attributes, resource, content = (orjson.loads(row[AT[name]]) for name in _LARGE)
    unpacked_content = {name: value for name, value in content.items() if not name.startswith(_PACKED)}
    return _span_of(row, attributes, resource, unpacked_content)


def stored_span_of(row: Row, pieces: Mapping[int, bytes]) -> StoredSpan:
    """Return the span of a row, of which the columns `WHOLE` are enough, with what it refers to put back."""
    attributes, resource, content = (orjson.loads(row[AT[name]]) for name in _LARGE)
    if row[AT["refs"]] is not None:
        attributes, resource = unpacked_all(attributes, pieces), unpacked_all(resource, pieces)
        content = _unpacked_content(content, pieces)
    return _span_of(row, attributes, resource, content)


def _unpacked_content(content: dict[str, Any], pieces: Mapping[int, bytes]) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    for name, value in content.items():
        if name.startswith(_PACKED):
            whole[name.removeprefix(_PACKED)] = orjson.loads(unpacked(value, pieces))
        else:
            whole[name] = unpacked(value, pieces) if isinstance(value, str) else value
    return whole


def _span_of(row: Row, attributes: Any, resource: Any, content: dict[str, Any]) -> StoredSpan:
    _, seq, start_ns, end_ns, project, trace_id, span_id, parent, name, state, message, code = row[:12]
    body: dict[str, Any] = {**orjson.loads(row[AT["body"]]), **content}
    body.pop(_WEIGHT, None)
    body.pop(_ARGUMENTS, None)
    if (tools := body.pop(_LARGE_TOOLS, None)) is not None:
        body["call"]["tools"] = tools
    for field, read in _READERS.items():
        if field in body:
            body[field] = read(body[field])
    said: Agent | None = body.get("agent")
    span = Span(
        project=project,
        trace_id=trace_id,
        span_id=span_id,
        parent_span_id=parent,
        name=name,
        start_ns=start_ns,
        end_ns=end_ns,
        status=Status(SpanState(state), message, code),
        span_type=SpanType(row[AT["span_type"]]),
        session_id=row[AT["session_id"]],
        user_id=row[AT["user_id"]],
        acting_agent=None if said is not None and said.name == row[AT["agent"]] else row[AT["agent"]],
        attributes=attributes,
        resource=resource,
        **body,
    )
    return StoredSpan(span, seq)


def with_agent_name(row: Row, name: str | None, version: int) -> Row:
    """Return a row that has all columns with another agent and version."""
    return (version, *row[1 : AT["agent"]], name, *row[AT["agent"] + 1 :])


def thin(row: Row) -> Row:
    """Return the first columns of a row with nothing in those that are large, as `WITHOUT_CONTENT` reads them."""
    return tuple(_NOTHING.get(name, value) for name, value in zip(WHOLE, row, strict=False))


def size_of(row: Row) -> int:
    """Return about how many bytes the row takes before compression."""
    return 300 + sum(len(row[AT[name]] or "") for name in (*_LARGE, "body", "refs"))


def storable(value: Any) -> Any:
    """Return the span, or part of one, with what UTF-8 JSON cannot hold replaced.

    Integers beyond 64 bits become their digits as text, or the greatest there is where a number is needed; half
    surrogate pairs become U+FFFD.
    """
    if isinstance(value, str) and not hasattr(value, "value"):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, int) and not isinstance(value, bool):
        return value if -_LARGEST <= value < _LARGEST else str(value)
    if isinstance(value, Mapping):
        return {storable(name): storable(held) for name, held in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(storable(held) for held in value)
    if hasattr(value, "__dataclass_fields__"):
        return type(value)(**{spec.name: _storable_field(getattr(value, spec.name)) for spec in fields(value)})
    return value


def _storable_field(value: Any) -> Any:
    """A bare integer field is a count, a time or an amount: it stays one."""
    if isinstance(value, int) and not isinstance(value, bool):
        return max(1 - _LARGEST, min(value, _LARGEST - 1))
    return storable(value)


def _given(span: Span, names: tuple[str, ...]) -> dict[str, object]:
    values, defaults = _GIVEN[names]
    return {
        name: value
        for name, value, default in zip(names, values(span), defaults, strict=True)
        if value is not default and value != default
    }


def _json(value: object) -> str:
    return orjson.dumps(value, default=_mapping).decode()


def _mapping(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a span cannot hold a value of type {type(value).__name__}")


def _events(found: Iterable[dict[str, Any]]) -> tuple[SpanEvent, ...]:
    return tuple(SpanEvent(**event) for event in found)


def _links(found: Iterable[dict[str, Any]]) -> tuple[SpanLink, ...]:
    return tuple(SpanLink(**link) for link in found)


def _call(found: dict[str, Any]) -> Call:
    return Call(**{**found, "finish_reasons": tuple(found["finish_reasons"])})


def _cost(found: dict[str, Any]) -> Cost:
    return Cost(**{**found, "match": PriceMatch(found["match"])})


def _seen_by(found: Iterable[dict[str, Any]]) -> tuple[SeenBy, ...]:
    return tuple(SeenBy(**entry) for entry in found)


def _figures(found: dict[str, Any]) -> Figures:
    usage, cost = found["usage"], found["cost"]
    return Figures(**{**found, "usage": usage and Usage(**usage), "cost": cost and _cost(cost)})


def _spoken(found: Iterable[dict[str, Any]]) -> tuple[Message, ...]:
    return tuple(Message(**{**message, "parts": tuple(map(_part, message["parts"]))}) for message in found)


def _part(found: dict[str, Any]) -> Part:
    return Part(**{**found, "type": PartType(found["type"])})


def _told(found: Iterable[dict[str, Any]]) -> tuple[AgentMessage, ...]:
    return tuple(AgentMessage(**message) for message in found)


_READERS: dict[str, Callable[[Any], object]] = {
    "scope": lambda found: Scope(**found),
    "events": _events,
    "links": _links,
    "tags": tuple,
    "agent": lambda found: Agent(**found),
    "call": _call,
    "tool": lambda found: Tool(**found),
    "usage": lambda found: Usage(**found),
    "input_messages": _spoken,
    "output_messages": _spoken,
    "messages": _told,
    "cost": _cost,
    "also_seen_by": _seen_by,
    "figures": _figures,
}
