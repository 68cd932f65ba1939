"""The legacy spans of Vercel's AI SDK, which no recorded trace has."""

from __future__ import annotations

import json

from agenttrace.model import Json, PartType, Span, SpanType, Usage
from agenttrace_server.pipeline.normalize import normalize

from .making import make_span

PARIS = {"city": "Paris"}


def _vercel(attributes: dict[str, Json]) -> Span:
    return normalize(make_span({"ai.telemetry.functionId": "research-fn", **attributes}, scope="ai"))


def test_the_legacy_spans_of_vercels_sdk_tell_the_call_from_what_stands_around_it() -> None:
    usage: dict[str, Json] = {"ai.usage.promptTokens": 120, "ai.usage.completionTokens": 25}

    around = _vercel({"ai.operationId": "ai.generateText", **usage})
    call = _vercel({"ai.operationId": "ai.generateText.doGenerate", **usage})
    embedding = _vercel({"ai.operationId": "ai.embed.doEmbed", "ai.usage.tokens": 8, "ai.value": '"abc"'})

    assert [span.span_type for span in (around, call, embedding)] == [
        SpanType.AGENT, SpanType.LLM_CALL, SpanType.EMBEDDING
    ]  # fmt: skip
    assert [span.counts_usage for span in (around, call)] == [False, True]
    assert (embedding.usage, embedding.input) == (Usage(input_tokens=8), "abc")
    assert call.agent is not None
    assert call.agent.name == "research-fn"


def test_a_legacy_call_of_vercels_sdk_has_its_conversation_model_usage_and_tools() -> None:
    span = _vercel(
        {
            "ai.operationId": "ai.streamText.doStream",
            "ai.model.id": "gpt-5.4-mini",
            "ai.model.provider": "openai.responses",
            "ai.response.id": "resp_1",
            "ai.response.model": "gpt-5.4-mini-2026-08-01",
            "ai.response.finishReason": "tool-calls",
            "ai.response.msToFirstChunk": 12.5,
            "ai.response.toolCalls": json.dumps(
                [{"type": "tool-call", "toolCallId": "c1", "toolName": "get_weather", "input": '{"city":"Paris"}'}]
            ),
            "ai.prompt.messages": json.dumps(
                [
                    {"role": "system", "content": "You research."},
                    {"role": "user", "content": [{"type": "text", "text": "Weather?"}]},
                ]
            ),
            "ai.prompt.tools": ['{"type":"function","name":"get_weather","inputSchema":{"type":"object"}}'],
            "ai.usage.inputTokens": 120,
            "ai.usage.cachedInputTokens": 64,
            "ai.usage.outputTokens": 25,
            "ai.usage.reasoningTokens": 12,
            "ai.settings.temperature": 0.2,
            "ai.telemetry.metadata.sessionId": "s1",
        }
    )

    assert span.call is not None
    assert (span.call.provider, span.call.model, span.call.response_id) == (
        "openai",
        "gpt-5.4-mini-2026-08-01",
        "resp_1",
    )
    assert (span.call.finish_reasons, span.call.time_to_first_chunk_ns) == (("tool_calls",), 12_500_000)
    assert (span.call.parameters, span.session_id) == ({"temperature": 0.2}, "s1")
    assert span.call.tools == [{"name": "get_weather", "description": None, "parameters": {"type": "object"}}]
    assert span.usage == Usage(120, 25, cache_read_tokens=64, reasoning_tokens=12)
    assert [message.role for message in span.input_messages] == ["system", "user"]
    [part] = span.output_messages[0].parts
    assert (part.type, part.name, part.call_id, part.value) == (PartType.TOOL_CALL, "get_weather", "c1", PARIS)


def test_a_legacy_tool_call_of_vercels_sdk_has_arguments_and_result() -> None:
    span = _vercel(
        {
            "ai.operationId": "ai.toolCall",
            "ai.toolCall.name": "get_weather",
            "ai.toolCall.id": "c1",
            "ai.toolCall.args": '{"city":"Paris"}',
            "ai.toolCall.result": '"sunny"',
        }
    )

    assert span.tool is not None
    assert (span.tool.name, span.tool.call_id, span.input, span.output) == ("get_weather", "c1", PARIS, "sunny")
