"""The real openai client reads scripted responses: whole, as the event sequence, with reasoning and function calls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import groupby

from openai import AsyncOpenAI, OpenAI

from agenttrace.testing.llm_server import Reply, Rule, ScriptedLLM, TokenCounts, ToolCall

EVERYTHING = Reply(
    text="It is sunny.",
    reasoning="The user wants weather.",
    tool_calls=(ToolCall("get_weather", {"city": "Paris"}), ToolCall("get_time", {})),
    usage=TokenCounts(input=90, output=30, cache_read=50, cache_write_1h=10, reasoning=20),
    chunk=5,
)
EVENTS_OF_A_MESSAGE = [
    "response.output_item.added",
    "response.content_part.added",
    "response.output_text.delta",
    "response.output_text.done",
    "response.content_part.done",
    "response.output_item.done",
]
EVENTS_OF_REASONING = [
    "response.output_item.added",
    "response.reasoning_summary_part.added",
    "response.reasoning_summary_text.delta",
    "response.reasoning_summary_text.done",
    "response.reasoning_summary_part.done",
    "response.output_item.done",
]
EVENTS_OF_A_CALL = [
    "response.output_item.added",
    "response.function_call_arguments.delta",
    "response.function_call_arguments.done",
    "response.output_item.done",
]


def test_a_response_has_reasoning_text_and_function_calls_in_that_order(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(Rule(replies=(EVERYTHING,)))

    response = openai.responses.create(model="gpt-5.5", input="weather?")

    assert [item.type for item in response.output] == ["reasoning", "message", "function_call", "function_call"]
    assert response.output_text == "It is sunny."
    assert response.output[0].summary[0].text == "The user wants weather."  # type: ignore[union-attr,union-attr]
    assert response.output[2].arguments == '{"city":"Paris"}'  # type: ignore[union-attr]
    assert (response.id, response.status) == ("resp_000000000000000000010000", "completed")


def test_the_usage_of_a_response_has_cached_written_and_reasoning_tokens(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(Rule(replies=(EVERYTHING,)))

    usage = openai.responses.create(model="gpt-5.5", input="weather?").usage

    assert usage is not None
    assert (usage.input_tokens, usage.output_tokens, usage.total_tokens) == (90, 30, 120)
    assert (usage.input_tokens_details.cached_tokens, usage.input_tokens_details.cache_write_tokens) == (50, 10)
    assert usage.output_tokens_details.reasoning_tokens == 20


def test_a_streamed_response_has_the_providers_event_sequence(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(Rule(replies=(EVERYTHING,)))

    with openai.responses.create(model="gpt-5.5", input="weather?", stream=True) as stream:
        events = list(stream)

    last_call = ["response.output_item.added", *EVENTS_OF_A_CALL[1:]]  # its arguments are "{}", one delta
    assert [kind for kind, _ in groupby(event.type for event in events)] == [
        "response.created",
        "response.in_progress",
        *EVENTS_OF_REASONING,
        *EVENTS_OF_A_MESSAGE,
        *EVENTS_OF_A_CALL,
        *last_call,
        "response.completed",
    ]
    assert [event.sequence_number for event in events] == list(range(len(events)))


def test_the_client_puts_a_streamed_response_together(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(Rule(replies=(EVERYTHING,)))

    with openai.responses.stream(model="gpt-5.5", input="weather?") as stream:
        deltas = [event.delta for event in stream if event.type == "response.output_text.delta"]
        final = stream.get_final_response()

    assert deltas == ["It is", " sunn", "y."]
    assert final.output_text == "It is sunny."
    assert final.usage is not None
    assert final.usage.total_tokens == 120


def test_a_response_cut_by_length_is_incomplete(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(Rule(replies=(Reply(text="half a sen", finish="length"),)))

    whole = openai.responses.create(model="gpt-5.5", input="go on")
    with openai.responses.create(model="gpt-5.5", input="go on", stream=True) as stream:
        last = list(stream)[-1]

    assert whole.status == "incomplete"
    assert whole.incomplete_details is not None
    assert whole.incomplete_details.reason == "max_output_tokens"
    assert last.type == "response.incomplete"


def test_a_function_call_is_answered_in_the_next_response(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(Rule(replies=(Reply(tool_calls=(ToolCall("get_time", {}),)), Reply(text="noon"))))

    call = openai.responses.create(model="gpt-5.5", input="time?").output[0]
    assert call.type == "function_call"
    output = {"type": "function_call_output", "call_id": call.call_id, "output": "12:00"}
    answer = openai.responses.create(model="gpt-5.5", input=[call.model_dump(exclude_none=True), output])  # type: ignore[list-item]

    assert answer.output_text == "noon"
    assert llm.requests[1].tool_result == "12:00"


def test_the_async_client_reads_whole_and_streamed_responses(
    llm: ScriptedLLM, async_openai: Callable[[], AsyncOpenAI]
) -> None:
    llm.play(Rule(replies=(EVERYTHING,)))

    async def ask() -> tuple[str, str]:
        async with async_openai() as client:
            whole = await client.responses.create(model="gpt-5.5", input="weather?")
            async with client.responses.stream(model="gpt-5.5", input="weather?") as stream:
                final = await stream.get_final_response()
        return whole.output_text, final.output_text

    assert asyncio.run(ask()) == ("It is sunny.", "It is sunny.")
