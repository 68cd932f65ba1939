"""What is read out of every recorded trace, emitter by emitter, beside what was really served."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest

from agenttrace.model import Span, SpanType

from .making import FIXTURES, normalized

TRUTH: dict[str, dict[str, Any]] = json.loads((FIXTURES / "TRUTH.json").read_text())
TEAM = ("researcher", "writer")
CREW = ("Researcher", "Writer")
HANDED_OVER = {("Researcher", "Writer", "handoff")}
IN_AUTOGEN = {
    ("user", "RoundRobinGroupChatManager", "message"),
    ("user", "researcher", "message"),
    ("user", "writer", "message"),
    ("RoundRobinGroupChatManager", "researcher", "request"),
    ("RoundRobinGroupChatManager", "writer", "request"),
    ("researcher", "writer", "message"),
    ("writer", "researcher", "message"),
}
ANTHROPIC_SDK = "com.anthropic.sdk.python"
GENAI = "opentelemetry.instrumentation.genai."
OPENINFERENCE = "openinference.instrumentation."
OPENLLMETRY = "opentelemetry.instrumentation."


@dataclass(frozen=True)
class Read:
    """`calls` has (calls, input, output) of each scope; what no scope reports is missing, not guessed."""

    agents: tuple[str, ...] = ()
    calls: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    edges: set[tuple[str, str, str]] = field(default_factory=set)
    framework: str | None = None
    internal: int = 0


EIGHT = (8, 3020, 264)
ELEVEN = (11, 1180, 250)
EXPECTED: dict[str, Read] = {
    "adk__native": Read(
        TEAM,
        {"gcp.vertex.agent": (4, 600, 100)},
        {("researcher", "writer", "handoff"), ("writer", "researcher", "handoff")},
        "google_adk",
    ),
    "ag2__openinference": Read(),
    "anthropic__anthropic-native": Read(calls={ANTHROPIC_SDK: EIGHT}),
    "anthropic__openinference": Read(calls={ANTHROPIC_SDK: EIGHT, OPENINFERENCE + "anthropic": EIGHT}),
    "anthropic__otel-genai": Read(calls={ANTHROPIC_SDK: EIGHT, GENAI + "anthropic": EIGHT}),
    "autogen__native": Read(TEAM, {}, IN_AUTOGEN, "autogen", 58),
    "autogen__native+otelgenai-openai": Read(TEAM, {GENAI + "openai": (5, 700, 125)}, IN_AUTOGEN, "autogen", 58),
    "claude_agent_sdk__native": Read(
        ("a2eca5a304bec45bc", "claude-code", "general-purpose"),
        {"com.anthropic.claude_code.tracing": (6, 2430, 198)},
        {("claude-code", "subagent", "delegation")},
        "claude_code",
        6,
    ),
    "claude_code__native": Read(
        ("a334e17ed1fe31797", "claude-code", "general-purpose"),
        {"com.anthropic.claude_code.tracing": (6, 2430, 198)},
        {("claude-code", "general-purpose", "delegation")},
        "claude_code",
        6,
    ),
    "crewai__native": Read(),
    "crewai__openinference": Read(CREW, {}, HANDED_OVER, "crewai"),
    "crewai__openinference+openai": Read(CREW, {OPENINFERENCE + "openai": (3, 380, 75)}, HANDED_OVER, "crewai"),
    "crewai__traceloop": Read(CREW, framework="crewai"),
    "langchain__openinference": Read(
        ("critic", "researcher", "weather_agent", "writer"),
        {OPENINFERENCE + "langchain": (6, 850, 133), ANTHROPIC_SDK: (1, 370, 33)},
        framework="langchain langgraph",
    ),
    "langchain__otel-genai": Read(
        ("weather_agent",),
        {GENAI + "langchain": (6, 850, 133), ANTHROPIC_SDK: (1, 370, 33)},
        framework="langchain",
    ),
    "langchain__traceloop": Read(
        ("critic", "researcher", "weather_agent", "writer"),
        {OPENLLMETRY + "langchain": (6, 850, 133), ANTHROPIC_SDK: (1, 370, 33)},
        framework="langchain langgraph",
    ),
    "litellm__litellm-otel-callback": Read(calls={"litellm": (6, 1070, 141)}, framework="litellm", internal=2),
    "litellm__openinference": Read(calls={OPENINFERENCE + "litellm": (6, 700, 108)}, framework="litellm"),
    "maf__native": Read(
        TEAM,
        {"agent_framework": (5, 670, 125)},
        {
            ("input-conversation", "unknown", "message"),
            ("researcher", "unknown", "message"),
            ("unknown", "researcher", "message"),
            ("unknown", "writer", "message"),
        },
        "agent_framework",
        10,
    ),
    "openai2__openinference": Read(calls={OPENINFERENCE + "openai": ELEVEN}),
    "openai__openinference": Read(calls={OPENINFERENCE + "openai": ELEVEN}),
    "openai__otel-genai": Read(calls={GENAI + "openai": ELEVEN}),
    "openai__traceloop": Read(calls={OPENLLMETRY + "openai.v1": ELEVEN}),
    "openai_agents__native": Read(),
    "openai_agents__openinference": Read(
        CREW, {OPENINFERENCE + "openai_agents": (4, 530, 100)}, HANDED_OVER, "openai_agents"
    ),
    "openai_agents__openinference-stream": Read(
        ("Writer",), {OPENINFERENCE + "openai_agents": (1, 41, 7)}, framework="openai_agents"
    ),
    "openai_agents__otel-genai": Read(CREW, framework="openai_agents"),
    "openai_agents__otel-genai+openai": Read(CREW, {GENAI + "openai": (4, 530, 100)}, framework="openai_agents"),
    "peer__langfuse": Read(("agent",), {"langfuse-sdk": (4, 520, 100), ANTHROPIC_SDK: (2, 760, 66)}),
    "peer__logfire": Read(
        calls={"logfire.openai": (6, 520, 100), "logfire.anthropic": (6, 1520, 132), ANTHROPIC_SDK: (2, 760, 66)}
    ),
    "peer__traceloopsdk": Read(
        ("researcher",),
        {
            OPENLLMETRY + "openai.v1": (4, 520, 100),
            OPENLLMETRY + "anthropic": (4, 1520, 134),
            ANTHROPIC_SDK: (4, 1520, 132),
        },
    ),
    "pydantic_ai__native": Read(
        ("structured_agent", "weather_agent", "writer_agent"),
        {"pydantic-ai": (9, 1690, 241), ANTHROPIC_SDK: (2, 740, 66)},
        framework="pydantic_ai",
    ),
    "pydantic_ai__openinference": Read(
        ("structured_agent", "weather_agent", "writer_agent"),
        {"pydantic-ai": (9, 1690, 241), ANTHROPIC_SDK: (2, 740, 66)},
        framework="pydantic_ai",
    ),
    "vercel_ai__native": Read(("research-fn", "stream-fn"), {"gen_ai": (3, 370, 75)}, framework="vercel_ai"),
}


def _read(spans: tuple[Span, ...]) -> Read:
    calls: dict[str, tuple[int, int, int]] = {}
    for span in spans:
        if span.span_type is SpanType.LLM_CALL and not span.status.state.is_failure:
            number, asked, answered = calls.get(span.scope.name, (0, 0, 0))
            tokens = (span.usage.input_tokens or 0, span.usage.output_tokens or 0) if span.usage else (0, 0)
            calls[span.scope.name] = (number + 1, asked + tokens[0], answered + tokens[1])
    return Read(
        tuple(sorted({span.agent.name for span in spans if span.agent})),
        calls,
        {(message.from_agent, message.to_agent, message.type) for span in spans for message in span.messages},
        " ".join(sorted({span.framework for span in spans if span.framework})) or None,
        sum(span.internal for span in spans),
    )


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_agents_calls_edges_and_machinery_of_every_recorded_trace_are_read(name: str) -> None:
    spans = normalized(name)

    read = _read(spans)

    kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(Counter(s.span_type.value for s in spans).items()))
    served = tuple(TRUTH[name][figure] for figure in ("llm_calls", "input_tokens", "output_tokens"))
    print(f"{name}: served {served}; read {read.calls or 'no model calls'}; {read.internal} internal; {kinds}")
    print(f"    agents {', '.join(read.agents) or 'none'}; tools {', '.join(TRUTH[name]['tools']) or 'none'}")
    assert read == EXPECTED[name]


@pytest.mark.parametrize("name", ["litellm__litellm-otel-callback", "pydantic_ai__native", "openai__otel-genai"])
def test_a_call_without_reported_usage_has_none_rather_than_zero(name: str) -> None:
    failed = [span for span in normalized(name) if span.span_type.is_model_call and span.status.state.is_failure]

    assert all(span.usage is None for span in failed)


@pytest.mark.parametrize("name", ["autogen__native", "maf__native", "claude_code__native"])
def test_machinery_is_never_a_model_call_or_a_tool(name: str) -> None:
    internal = [span for span in normalized(name) if span.internal]

    assert internal
    assert {span.span_type for span in internal} <= {SpanType.CUSTOM, SpanType.CHAIN}


def test_the_cost_that_an_emitter_reports_is_kept_beside_ours() -> None:
    reported = [span.reported_cost for span in normalized("pydantic_ai__native") if span.reported_cost is not None]

    assert reported == [540_000, 540_000]
