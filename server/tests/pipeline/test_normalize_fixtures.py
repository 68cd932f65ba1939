"""What was really served, and what we read out of the spans that real emitters made of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from agenttrace.model import Span, SpanType
from agenttrace_server.pipeline.decode import decode

from .making import FIXTURES, normalized, recorded

TRUTH: dict[str, dict[str, Any]] = json.loads((FIXTURES / "TRUTH.json").read_text())

EMITTERS = {
    "adk__native": "gcp.vertex.agent",
    "anthropic__anthropic-native": "com.anthropic.sdk.python",
    "anthropic__openinference": "openinference.instrumentation.anthropic",
    "anthropic__otel-genai": "opentelemetry.instrumentation.genai.anthropic",
    "autogen__native+otelgenai-openai": "opentelemetry.instrumentation.genai.openai",
    "crewai__openinference+openai": "openinference.instrumentation.openai",
    "langchain__openinference": "openinference.instrumentation.langchain",
    "langchain__otel-genai": "opentelemetry.instrumentation.genai.langchain",
    "langchain__traceloop": "opentelemetry.instrumentation.langchain",
    "maf__native": "agent_framework",
    "openai2__openinference": "openinference.instrumentation.openai",
    "openai__openinference": "openinference.instrumentation.openai",
    "openai__otel-genai": "opentelemetry.instrumentation.genai.openai",
    "openai__traceloop": "opentelemetry.instrumentation.openai.v1",
    "openai_agents__openinference": "openinference.instrumentation.openai_agents",
    "openai_agents__openinference-stream": "openinference.instrumentation.openai_agents",
    "openai_agents__otel-genai+openai": "opentelemetry.instrumentation.genai.openai",
    "pydantic_ai__native": "pydantic-ai",
    "pydantic_ai__openinference": "pydantic-ai",
}
"""The one emitter in each trace that reports every call. Others that repeat it are merged by a later stage."""


def _calls(name: str) -> list[Span]:
    """Return the calls of the emitter that were answered. Embeddings are not in TRUTH."""
    spans = (span for span in normalized(name) if span.scope.name == EMITTERS[name])
    return [span for span in spans if span.span_type is SpanType.LLM_CALL and not span.status.state.is_failure]


def test_an_emitter_is_named_for_every_trace_that_reports_everything() -> None:
    assert {name for name, truth in TRUTH.items() if truth["emitter_reports_everything"]} == set(EMITTERS)


@pytest.mark.parametrize("name", sorted(EMITTERS))
def test_calls_and_tokens_of_one_emitter_are_those_that_were_served(name: str) -> None:
    truth = TRUTH[name]

    calls = _calls(name)

    counted = (
        len(calls),
        sum(call.usage.input_tokens or 0 for call in calls if call.usage),
        sum(call.usage.output_tokens or 0 for call in calls if call.usage),
    )
    served = (truth["llm_calls"], truth["input_tokens"], truth["output_tokens"])
    print(f"{name:40} calls, input, output counted {counted} served {served}")
    assert counted == served


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_the_tools_that_ran_are_found(name: str) -> None:
    found = sorted({span.tool.name for span in normalized(name) if span.tool is not None})

    assert found == sorted(TRUTH[name]["tools"])


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_nothing_that_arrived_is_changed(name: str) -> None:
    arrived = tuple(decode(recorded(name)).spans())

    for before, after in zip(arrived, normalized(name), strict=True):
        assert (after.key, after.name, after.start_ns, after.end_ns) == (
            before.key,
            before.name,
            before.start_ns,
            before.end_ns,
        )
        assert (after.parent_span_id, after.status, after.attributes) == (
            before.parent_span_id,
            before.status,
            before.attributes,
        )
        assert (after.events, after.links, after.resource) == (before.events, before.links, before.resource)


@pytest.mark.parametrize("name", ["openai__otel-genai", "openai__openinference", "anthropic__openinference"])
def test_every_successful_chat_call_has_its_conversation(name: str) -> None:
    calls = _calls(name)

    assert all(call.input_messages and call.output_messages for call in calls)
    assert {message.role for call in calls for message in call.input_messages} >= {"system", "user", "tool"}


@pytest.mark.parametrize("name", ["openai__otel-genai", "openai__openinference", "anthropic__anthropic-native"])
def test_a_call_knows_its_provider_models_response_and_why_it_ended(name: str) -> None:
    calls = [span.call for span in _calls(name)]

    assert all(call is not None and call.provider in ("openai", "anthropic") for call in calls)
    assert all(call is not None and call.response_model and call.response_id for call in calls)
    assert {reason for call in calls if call for reason in call.finish_reasons} <= {"stop", "tool_calls"}


def test_agents_and_the_handing_over_between_them_are_found() -> None:
    spans = normalized("openai_agents__openinference")

    handoffs = [message for span in spans for message in span.messages]

    assert {span.agent.name for span in spans if span.agent} == {"Researcher", "Writer"}
    assert [(m.from_agent, m.to_agent, m.type) for m in handoffs] == [("Researcher", "Writer", "handoff")]


def test_usage_on_an_agent_is_a_roll_up_that_does_not_count() -> None:
    agents = [span for span in normalized("maf__native") if span.span_type is SpanType.AGENT]

    assert any(span.usage is not None for span in agents)
    assert not any(span.counts_usage for span in agents)
