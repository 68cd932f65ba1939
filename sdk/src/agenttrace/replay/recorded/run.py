"""Read a recording as a run: its spans, with the model calls, tools and requests of the tape in their places."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from agenttrace.comparison import ERROR, OK, RUNNING, Node, NodeKind, Run, tree_of
from agenttrace.model.semconv import (
    AGENT_NAME,
    INPUT,
    INPUT_TOKENS,
    OUTPUT,
    OUTPUT_TOKENS,
    REQUEST_MODEL,
    RESPONSE_MODEL,
    SPAN_TYPE,
    TOOL_ARGUMENTS,
    TOOL_NAME,
    TOOL_RESULT,
)
from agenttrace.recording import Event, Kind, TraceReader
from agenttrace.replay.recorded.answers import answer_of
from agenttrace.replay.tape.entries import Entry, ExchangeEntry, ToolEntry
from agenttrace.replay.tape.load import load_tape

_HTTP_ERROR = 400
_KINDS = {"llm_call": NodeKind.MODEL, "tool_execution": NodeKind.TOOL, "agent": NodeKind.AGENT}
_MODEL_OPERATIONS = frozenset(("chat", "generate_content", "text_completion", "embeddings"))
_OPERATION = "gen_ai.operation.name"


def run_of_recording(reader: TraceReader) -> Run:
    """Read the whole recording. Raises: NoRecording."""
    tape = load_tape(reader)
    spans = {event.span_id: node for event in reader.events if (node := _span_node(event, reader))}
    parents = {event.span_id: _text(event, reader, "parent_id") for event in reader.events if event.span_id in spans}
    span_of = {event.id: event.span_id for event in reader.events}
    below: dict[str | None, list[Node]] = defaultdict(list)
    for entry in tape.entries:
        node = _entry_node(entry)
        if node is not None:
            below[span_of.get(entry.id)].append(node)
    placed = [(parents.get(span_id), node) for span_id, node in spans.items() if span_id is not None]
    for span_id, steps in below.items():
        span = spans.get(span_id)
        alike = [step for step in steps if span is not None and step.kind is span.kind]
        if span is not None and len(alike) == 1:
            _take_over(span, alike[0])
            steps.remove(alike[0])
        placed += [(span_id, step) for step in steps]
    return Run(tape.run_id, tree_of(placed))


def _span_node(event: Event, reader: TraceReader) -> Node | None:
    if event.kind not in (Kind.SPAN_START, Kind.SPAN_END) or event.span_id is None:
        return None
    payload = reader.payload_of(event)
    attributes: Mapping[str, Any] = payload.get("attributes") or {}
    kind = _kind_of(attributes)
    status = (payload.get("status") or {}).get("code", RUNNING) if event.kind == Kind.SPAN_END else RUNNING
    named = {NodeKind.TOOL: TOOL_NAME, NodeKind.AGENT: AGENT_NAME}.get(kind, "")
    return Node(
        id=event.span_id,
        name=str(attributes.get(named) or payload.get("name", "")),
        kind=kind,
        start_ns=int(payload.get("start_ns") or event.time_ns),
        end_ns=payload.get("end_ns"),
        status=OK if status == "unset" else str(status),
        model=attributes.get(RESPONSE_MODEL) or attributes.get(REQUEST_MODEL),
        input=_json(attributes.get(INPUT, attributes.get(TOOL_ARGUMENTS))),
        output=_json(attributes.get(OUTPUT, attributes.get(TOOL_RESULT))),
        input_tokens=attributes.get(INPUT_TOKENS) if kind is NodeKind.MODEL else None,
        output_tokens=attributes.get(OUTPUT_TOKENS) if kind is NodeKind.MODEL else None,
    )


def _kind_of(attributes: Mapping[str, Any]) -> NodeKind:
    told = _KINDS.get(str(attributes.get(SPAN_TYPE)))
    if told is not None:
        return told
    operation = attributes.get(_OPERATION)
    if operation in _MODEL_OPERATIONS:
        return NodeKind.MODEL
    return {"execute_tool": NodeKind.TOOL, "invoke_agent": NodeKind.AGENT}.get(str(operation), NodeKind.SPAN)


def _entry_node(entry: Entry) -> Node | None:
    if isinstance(entry, ToolEntry):
        return _tool_node(entry)
    return _exchange_node(entry) if isinstance(entry, ExchangeEntry) else None


def _tool_node(entry: ToolEntry) -> Node:
    failed = entry.failure is not None
    return Node(
        id=entry.id,
        name=entry.name,
        kind=NodeKind.TOOL,
        start_ns=entry.start_ns,
        end_ns=entry.end_ns,
        status=RUNNING if entry.end_ns is None else ERROR if failed else OK,
        step=entry.step,
        input=entry.arguments,
        output={"error": entry.failure} if failed else entry.result,
    )


def _exchange_node(entry: ExchangeEntry) -> Node:
    asked = _json(entry.body)
    answer = answer_of(entry.protocol, b"".join(data for _, data in entry.chunks))
    failed = entry.failure is not None or (entry.status or 0) >= _HTTP_ERROR
    output = answer.content
    if entry.failure is not None:
        output = {"error": {"type": entry.failure.type, "message": entry.failure.message}, "said": output}
    asked_model = asked.get("model") if isinstance(asked, dict) else None
    return Node(
        id=entry.id,
        name=f"{entry.method} /{entry.url.partition('://')[2].partition('/')[2]}",
        kind=NodeKind.MODEL if entry.protocol else NodeKind.REQUEST,
        start_ns=entry.start_ns,
        end_ns=entry.end_ns,
        status=RUNNING if entry.end_ns is None else ERROR if failed else OK,
        step=entry.step,
        model=answer.model or asked_model,
        input=asked,
        output=output,
        input_tokens=answer.input_tokens,
        output_tokens=answer.output_tokens,
    )


def _take_over(span: Node, step: Node) -> None:
    """Let the span that was made around a step say what the step was: it is the same call, seen from two sides."""
    span.step, span.input, span.output = step.step, step.input, step.output
    span.model = step.model or span.model
    span.status = span.status if span.status == ERROR else step.status
    if step.input_tokens is not None:
        span.input_tokens, span.output_tokens = step.input_tokens, step.output_tokens


def _text(event: Event, reader: TraceReader, name: str) -> str | None:
    value = reader.payload_of(event).get(name)
    return value if isinstance(value, str) else None


def _json(value: Any) -> Any:
    """Return what a text that is JSON says, and everything else as it is."""
    if not isinstance(value, str) or value[:1] not in ("[", "{"):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value
