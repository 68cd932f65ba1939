"""OpenTelemetry's conventions, as they are and as they were."""

from __future__ import annotations

import json

import pytest

from agenttrace.model import Message, Part, PartType, Span, SpanType, Usage
from agenttrace_server.pipeline.normalize import normalize

from .making import event, make_span

ASKED = Message("user", (Part(PartType.TEXT, text="Weather?"),))
ANSWERED = Message("assistant", (Part(PartType.TEXT, text="Sunny"),), finish_reason="stop")


def _chat(**attributes: object) -> Span:
    named = {name.replace("__", "."): value for name, value in attributes.items()}
    return normalize(make_span({"gen_ai.operation.name": "chat", **named}))  # type: ignore[dict-item]


def _new_attributes() -> Span:
    return make_span(
        {
            "gen_ai.operation.name": "chat",
            "gen_ai.input.messages": '[{"role":"user","parts":[{"type":"text","content":"Weather?"}]}]',
            "gen_ai.output.messages": [
                {"role": "assistant", "finish_reason": "stop", "parts": [{"type": "text", "content": "Sunny"}]}
            ],
        }
    )


def _old_attributes() -> Span:
    answer = {"role": "assistant", "content": "Sunny", "finish_reason": "end_turn"}
    return make_span(
        {
            "gen_ai.operation.name": "chat",
            "gen_ai.prompt": json.dumps([{"role": "user", "content": "Weather?"}]),
            "gen_ai.completion": json.dumps([answer]),
        }
    )


def _flattened_attributes() -> Span:
    return make_span(
        {
            "gen_ai.operation.name": "chat",
            "gen_ai.prompt.0.role": "user",
            "gen_ai.prompt.0.content": "Weather?",
            "gen_ai.completion.0.role": "assistant",
            "gen_ai.completion.0.content": "Sunny",
            "gen_ai.completion.0.finish_reason": "stop",
        }
    )


def _message_events() -> Span:
    return make_span(
        {"gen_ai.operation.name": "chat"},
        events=(
            event("gen_ai.user.message", {"content": "Weather?"}),
            event("gen_ai.choice", {"index": 0, "finish_reason": "stop", "message": '{"content": "Sunny"}'}),
        ),
    )


def _details_event() -> Span:
    arrived = _new_attributes()
    contents = {name: value for name, value in arrived.attributes.items() if "messages" in name}
    return make_span(
        {"gen_ai.operation.name": "chat"},
        events=(event("gen_ai.client.inference.operation.details", contents),),
    )


@pytest.mark.parametrize("make", [_new_attributes, _old_attributes, _flattened_attributes, _details_event])
def test_a_conversation_reads_the_same_wherever_it_is_written(make: object) -> None:
    span = normalize(make())  # type: ignore[operator]

    assert span.input_messages == (ASKED,)
    assert span.output_messages == (ANSWERED,)


def test_a_conversation_in_span_events_is_read() -> None:
    span = normalize(_message_events())

    assert span.input_messages == (ASKED,)
    assert [message.parts for message in span.output_messages] == [ANSWERED.parts]


def test_system_instructions_come_first() -> None:
    span = _chat(
        gen_ai__system_instructions='[{"type":"text","content":"Be brief"}]',
        gen_ai__input__messages='[{"role":"user","parts":[{"type":"text","content":"Weather?"}]}]',
    )

    assert [message.role for message in span.input_messages] == ["system", "user"]


def test_tool_calls_and_results_keep_their_ids_and_values() -> None:
    span = _chat(
        gen_ai__input__messages=json.dumps(
            [
                {
                    "role": "assistant",
                    "parts": [{"type": "tool_call", "id": "c1", "name": "f", "arguments": '{"a":1}'}],
                },
                {"role": "tool", "parts": [{"type": "tool_call_response", "id": "c1", "response": "done"}]},
            ]
        )
    )

    call, result = (message.parts[0] for message in span.input_messages)
    assert (call.type, call.name, call.call_id, call.value) == (PartType.TOOL_CALL, "f", "c1", {"a": 1})
    assert (result.type, result.call_id, result.value) == (PartType.TOOL_RESULT, "c1", "done")


def test_messages_in_openai_and_anthropic_shape_are_read_alike() -> None:
    openai = {"role": "assistant", "tool_calls": [{"id": "c1", "function": {"name": "f", "arguments": '{"a":1}'}}]}
    anthropic = {"role": "assistant", "content": [{"type": "tool_use", "id": "c1", "name": "f", "input": {"a": 1}}]}

    spans = [_chat(gen_ai__output__messages=json.dumps([shape])) for shape in (openai, anthropic)]

    assert spans[0].output_messages == spans[1].output_messages
    assert spans[0].output_messages[0].parts[0].value == {"a": 1}


@pytest.mark.parametrize("written", [["tool_use"], '["tool-calls"]', "tool_call", "FinishReason.TOOL_CALLS"])
def test_finish_reasons_are_our_words(written: object) -> None:
    span = _chat(gen_ai__response__finish_reasons=written)

    assert span.call is not None
    assert span.call.finish_reasons == ("tool_calls",)


def test_the_native_anthropic_span_says_why_it_stopped_in_its_own_attribute() -> None:
    span = _chat(anthropic__message__stop_reason="end_turn")

    assert span.call is not None
    assert span.call.finish_reasons == ("stop",)


@pytest.mark.parametrize("name", ["gen_ai.usage.cache_write.input_tokens", "gen_ai.usage.cache_creation.input_tokens"])
def test_both_names_of_cache_writes_are_read(name: str) -> None:
    span = normalize(make_span({"gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 50, name: 20}))

    assert span.usage == Usage(input_tokens=50, cache_write_tokens=20)


def test_input_that_leaves_out_its_cached_part_is_made_inclusive() -> None:
    span = _chat(gen_ai__usage__input_tokens=50, gen_ai__usage__cache_read__input_tokens=300)

    assert span.usage is not None
    assert span.usage.input_tokens == 350


@pytest.mark.parametrize(
    ("provider", "model", "expected"),
    [
        ("openai", "openai/gpt-5.4-mini", ("openai", "gpt-5.4-mini")),
        (None, "anthropic/claude-sonnet-5", ("anthropic", "claude-sonnet-5")),
        ("openrouter", "openai/gpt-5.4-mini", ("openrouter", "openai/gpt-5.4-mini")),
        ("openai.chat", "gpt-5.4-mini", ("openai", "gpt-5.4-mini")),
        (None, "meta-llama/llama-4", (None, "meta-llama/llama-4")),
    ],
)
def test_a_model_loses_its_prefix_only_where_that_repeats_the_provider(
    provider: str | None, model: str, expected: tuple[str | None, str]
) -> None:
    span = _chat(gen_ai__provider__name=provider, gen_ai__request__model=model)

    assert span.call is not None
    assert (span.call.provider, span.call.request_model) == expected


def test_the_time_to_the_first_chunk_is_in_nanoseconds() -> None:
    span = _chat(gen_ai__response__time_to_first_chunk=0.016)

    assert span.call is not None
    assert span.call.time_to_first_chunk_ns == 16_000_000


def test_a_request_id_is_not_taken_for_the_id_of_the_response() -> None:
    span = _chat(gen_ai__response__id="req_1")

    assert span.call is not None
    assert span.call.response_id is None


def test_a_label_of_the_operation_comes_after_better_words() -> None:
    span = normalize(make_span({"gen_ai.operation.name": "chat", "langsmith.span.kind": "prompt"}))

    assert span.span_type is SpanType.CHAIN


def test_only_model_calls_have_a_call() -> None:
    span = normalize(make_span({"gen_ai.operation.name": "invoke_agent", "gen_ai.request.model": "gpt-5.4-mini"}))

    assert span.call is None


def test_a_tool_has_its_arguments_as_input_and_its_result_as_output() -> None:
    span = normalize(
        make_span(
            {
                "gen_ai.operation.name": "execute_tool",
                "gen_ai.tool.name": "search",
                "gen_ai.tool.call.arguments": '{"q":"x"}',
                "gen_ai.tool.call.result": "found",
            }
        )
    )

    assert span.tool is not None
    assert (span.tool.name, span.input, span.output) == ("search", {"q": "x"}, "found")
