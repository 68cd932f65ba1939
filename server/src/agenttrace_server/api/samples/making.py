"""Make the sample traces, as an emitter would send them: one that went well, one that failed, one of several agents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

SAMPLES_PROJECT = "samples"
"""All of them are in a project of their own, so that one click removes them."""

_S = 1_000_000_000
_OPENAI = ("openai", "gpt-5.5")
_ANTHROPIC = ("anthropic", "claude-sonnet-5")


@dataclass(slots=True)
class _Trace:
    """A trace in the making: `clock_ns` is where its next step begins."""

    number: int
    clock_ns: int
    spans: list[dict[str, Any]] = field(default_factory=list)

    def begin(self, parent: str | None, name: str, attributes: Mapping[str, object]) -> dict[str, Any]:
        """Open a span below another, now."""
        span = {
            "traceId": f"5a3b1e{self.number:026x}",
            "spanId": f"5a3b1e{self.number:04x}{len(self.spans) + 1:06x}",
            "parentSpanId": parent or "",
            "name": name,
            "kind": 1,
            "startTimeUnixNano": str(self.clock_ns),
            "attributes": [_attribute(key, value) for key, value in attributes.items()],
        }
        self.spans.append(span)
        return span

    def end(self, span: dict[str, Any], error: str | None = None) -> None:
        """Close a span now; with an error, as a program would that raised it."""
        span["endTimeUnixNano"] = str(self.clock_ns)
        span["status"] = {"code": 1} if error is None else {"code": 2, "message": error}
        if error is not None:
            told = {"exception.type": "ToolError", "exception.message": error}
            attributes = [_attribute(key, value) for key, value in told.items()]
            span["events"] = [{"name": "exception", "timeUnixNano": str(self.clock_ns), "attributes": attributes}]

    def chat(self, parent: str, model: tuple[str, str], asked: str, answered: str, lasts_s: float) -> None:
        """One call of a model."""
        attributes = {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": model[0],
            "gen_ai.request.model": model[1],
            "gen_ai.response.model": model[1],
            "gen_ai.usage.input_tokens": 320 + 4 * len(asked),
            "gen_ai.usage.output_tokens": 30 + len(answered) // 3,
            "gen_ai.input.messages": _messages("user", asked),
            "gen_ai.output.messages": _messages("assistant", answered),
        }
        span = self.begin(parent, f"chat {model[1]}", attributes)
        self.clock_ns += int(lasts_s * _S)
        self.end(span)

    def tool(
        self, parent: str, name: str, given: object, result: object, lasts_s: float, error: str | None = None
    ) -> None:
        """One call of a tool."""
        attributes = {
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.tool.name": name,
            "gen_ai.tool.call.arguments": orjson.dumps(given).decode(),
        }
        if error is None:
            attributes["gen_ai.tool.call.result"] = orjson.dumps(result).decode()
        span = self.begin(parent, f"execute_tool {name}", attributes)
        self.clock_ns += int(lasts_s * _S)
        self.end(span, error)

    def agent(self, parent: str, name: str) -> dict[str, Any]:
        """Open an agent's work."""
        attributes = {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": name}
        return self.begin(parent, f"invoke_agent {name}", attributes)


def sample_traces(now_ns: int) -> bytes:
    """Return an OTLP request in JSON with three traces that ended a few minutes before now."""
    traces = (
        _refund(_Trace(1, now_ns - 11 * 60 * _S)),
        _flight(_Trace(2, now_ns - 6 * 60 * _S)),
        _brief(_Trace(3, now_ns - 2 * 60 * _S)),
    )
    spans = [span for trace in traces for span in trace.spans]
    resource = {"attributes": [_attribute("service.name", SAMPLES_PROJECT)]}
    scope_spans = [{"scope": {"name": "agenttrace.samples"}, "spans": spans}]
    return orjson.dumps({"resourceSpans": [{"resource": resource, "scopeSpans": scope_spans}]})


def _root(trace: _Trace, name: str, asked: str) -> dict[str, Any]:
    attributes = {
        "agenttrace.span.type": "task",
        "agenttrace.tags": ["sample"],
        "session.id": "sample-session",
        "user.id": "sample-user",
        "input.value": asked,
    }
    return trace.begin(None, name, attributes)


def _refund(trace: _Trace) -> _Trace:
    asked = "Why was I charged twice for order 1042?"
    root = _root(trace, "sample: answer a refund question", asked)
    agent = trace.agent(root["spanId"], "support")
    trace.chat(agent["spanId"], _OPENAI, asked, "I look the order up.", 1.4)
    trace.tool(agent["spanId"], "lookup_order", {"order": 1042}, {"charges": [49.0, 49.0], "refunded": False}, 0.3)
    trace.chat(
        agent["spanId"], _OPENAI, "Two charges of 49.00 found.", "You were charged twice; 49.00 comes back.", 2.1
    )
    trace.end(agent)
    root["attributes"].append(_attribute("output.value", "You were charged twice; 49.00 comes back."))
    trace.end(root)
    return trace


def _flight(trace: _Trace) -> _Trace:
    asked = "Book the cheapest flight to Lisbon on Friday."
    root = _root(trace, "sample: book a flight", asked)
    agent = trace.agent(root["spanId"], "travel")
    given = {"to": "LIS", "day": "Friday"}
    refused = "flights answered 503: try again later"
    for attempt in range(3):
        trace.chat(agent["spanId"], _ANTHROPIC, asked, f"I search for flights (attempt {attempt + 1}).", 1.1)
        trace.tool(agent["spanId"], "search_flights", given, None, 0.8, error=refused)
    trace.end(agent, "the same search failed three times")
    trace.end(root, "the same search failed three times")
    return trace


def _brief(trace: _Trace) -> _Trace:
    asked = "Write a launch brief for Comet 4 of at most 120 words."
    root = _root(trace, "sample: write a launch brief", asked)
    planner = trace.agent(root["spanId"], "planner")
    trace.chat(planner["spanId"], _OPENAI, asked, "researcher: facts. writer: the brief. reviewer: every claim.", 1.7)
    for name, model, told, answered in (
        ("researcher", _ANTHROPIC, "Find the facts about Comet 4.", "It starts twice as fast and costs a third less."),
        (
            "writer",
            _OPENAI,
            "Write the brief from these facts.",
            "Comet 4 starts twice as fast, at two thirds the price.",
        ),
        ("reviewer", _ANTHROPIC, "Check every claim against the facts.", "Both claims hold."),
    ):
        agent = trace.agent(planner["spanId"], name)
        if name == "researcher":
            trace.tool(agent["spanId"], "search_notes", {"q": "Comet 4"}, ["startup 2x", "price -33 %"], 0.4)
        trace.chat(agent["spanId"], model, told, answered, 2.3)
        trace.end(agent)
    trace.end(planner)
    root["attributes"].append(_attribute("output.value", "Comet 4 starts twice as fast, at two thirds the price."))
    trace.end(root)
    return trace


def _messages(role: str, text: str) -> str:
    return orjson.dumps([{"role": role, "parts": [{"type": "text", "content": text}]}]).decode()


def _attribute(key: str, value: object) -> dict[str, Any]:
    if isinstance(value, int):
        return {"key": key, "value": {"intValue": str(value)}}
    if isinstance(value, list):
        return {"key": key, "value": {"arrayValue": {"values": [{"stringValue": str(each)} for each in value]}}}
    return {"key": key, "value": {"stringValue": str(value)}}
