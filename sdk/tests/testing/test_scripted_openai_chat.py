"""The real openai client reads scripted chat completions: whole, streamed, with tools, usage and finish reasons."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from openai import AsyncOpenAI, OpenAI

from agenttrace.testing.llm_server import Reply, Rule, ScriptedLLM, TokenCounts, ToolCall

ASKED: list[Any] = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "What is up?"}]
COUNTS = TokenCounts(input=120, output=40, cache_read=64, cache_write_5m=16, reasoning=25)
TWO_CALLS = (ToolCall("get_weather", {"city": "Paris"}), ToolCall("get_time", {"zone": "CET", "exact": True}))


def says(llm: ScriptedLLM, reply: Reply) -> None:
    llm.play(Rule(replies=(reply,)))


def test_a_chat_answer_has_the_scripted_text_model_and_finish_reason(llm: ScriptedLLM, openai: OpenAI) -> None:
    says(llm, Reply(text="Nothing – really ☕", model="gpt-5.5-2026-01-01"))

    answer = openai.chat.completions.create(model="gpt-5.5", messages=ASKED)

    assert answer.choices[0].message.content == "Nothing – really ☕"
    assert answer.choices[0].finish_reason == "stop"
    assert answer.model == "gpt-5.5-2026-01-01"


def test_scripted_usage_reaches_the_client_with_cached_and_reasoning_tokens(llm: ScriptedLLM, openai: OpenAI) -> None:
    says(llm, Reply(text="ok", usage=COUNTS))

    usage = openai.chat.completions.create(model="gpt-5.5", messages=ASKED).usage

    assert usage is not None
    assert usage.prompt_tokens_details
    assert usage.completion_tokens_details
    assert (usage.prompt_tokens, usage.completion_tokens, usage.total_tokens) == (120, 40, 160)
    assert usage.prompt_tokens_details.cached_tokens == 64
    assert usage.prompt_tokens_details.cache_write_tokens == 16
    assert usage.completion_tokens_details.reasoning_tokens == 25


def test_unscripted_usage_is_a_quarter_of_the_characters(llm: ScriptedLLM, openai: OpenAI) -> None:
    says(llm, Reply(text="a" * 9))

    usage = openai.chat.completions.create(model="gpt-5.5", messages=ASKED).usage

    assert usage is not None
    assert usage.prompt_tokens == 5  # "Be brief." and "What is up?" are 20 characters
    assert usage.completion_tokens == 3


def test_parallel_tool_calls_come_with_their_arguments_and_no_text(llm: ScriptedLLM, openai: OpenAI) -> None:
    says(llm, Reply(tool_calls=TWO_CALLS))

    choice = openai.chat.completions.create(model="gpt-5.5", messages=ASKED).choices[0]

    called = [(call.function.name, call.function.arguments) for call in choice.message.tool_calls or []]  # type: ignore[union-attr]
    assert called == [("get_weather", '{"city":"Paris"}'), ("get_time", '{"zone":"CET","exact":true}')]
    assert choice.message.content is None
    assert choice.finish_reason == "tool_calls"


def test_ids_are_the_same_on_every_server_with_that_seed(llm: ScriptedLLM, openai: OpenAI) -> None:
    seen = []
    for _ in range(2):
        says(llm, Reply(tool_calls=TWO_CALLS))
        answer = openai.chat.completions.create(model="gpt-5.5", messages=ASKED)
        seen.append((answer.id, [call.id for call in answer.choices[0].message.tool_calls or []]))

    assert seen[0] == seen[1]
    assert seen[0][0] == "chatcmpl-000000000000000000010000"
    assert seen[0][1] == ["call_000000000000000000010000", "call_000000000000000000010001"]


def test_a_streamed_answer_arrives_in_chunks_of_the_scripted_size(llm: ScriptedLLM, openai: OpenAI) -> None:
    says(llm, Reply(text="one two three", chunk=4))

    with openai.chat.completions.create(model="gpt-5.5", messages=ASKED, stream=True) as stream:
        chunks = list(stream)

    assert [chunk.choices[0].delta.content for chunk in chunks] == ["", "one ", "two ", "thre", "e", None]
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert all(chunk.usage is None for chunk in chunks)


def test_usage_is_streamed_last_and_only_when_it_was_asked_for(llm: ScriptedLLM, openai: OpenAI) -> None:
    says(llm, Reply(text="ok", usage=COUNTS))

    with openai.chat.completions.create(
        model="gpt-5.5", messages=ASKED, stream=True, stream_options={"include_usage": True}
    ) as stream:
        last = list(stream)[-1]

    assert last.choices == []
    assert last.usage is not None
    assert last.usage.total_tokens == 160


def test_the_client_puts_streamed_tool_calls_together(llm: ScriptedLLM, openai: OpenAI) -> None:
    says(llm, Reply(text="Let me see.", tool_calls=TWO_CALLS, chunk=3))

    with openai.chat.completions.stream(model="gpt-5.5", messages=ASKED) as stream:
        message = stream.get_final_completion().choices[0].message

    called = [(call.function.name, call.function.arguments) for call in message.tool_calls or []]
    assert called == [("get_weather", '{"city":"Paris"}'), ("get_time", '{"zone":"CET","exact":true}')]
    assert message.content == "Let me see."


def test_broken_tool_arguments_are_sent_as_they_are(llm: ScriptedLLM, openai: OpenAI) -> None:
    says(llm, Reply(tool_calls=(ToolCall("search", '{"query": "unfin'),)))

    message = openai.chat.completions.create(model="gpt-5.5", messages=ASKED).choices[0].message

    assert [call.function.arguments for call in message.tool_calls or []] == ['{"query": "unfin']  # type: ignore[union-attr]


@pytest.mark.parametrize("finish", ["length", "content_filter"])
def test_a_scripted_finish_reason_is_told(llm: ScriptedLLM, openai: OpenAI, finish: Any) -> None:
    says(llm, Reply(text="cut", finish=finish))

    assert openai.chat.completions.create(model="gpt-5.5", messages=ASKED).choices[0].finish_reason == finish


def test_the_async_client_reads_whole_and_streamed_answers(
    llm: ScriptedLLM, async_openai: Callable[[], AsyncOpenAI]
) -> None:
    says(llm, Reply(text="hello there", chunk=5))

    async def ask() -> tuple[str | None, str]:
        async with async_openai() as client:
            whole = await client.chat.completions.create(model="gpt-5.5", messages=ASKED)
            stream = await client.chat.completions.create(model="gpt-5.5", messages=ASKED, stream=True)
            streamed = "".join([chunk.choices[0].delta.content or "" async for chunk in stream])
        return whole.choices[0].message.content, streamed

    assert asyncio.run(ask()) == ("hello there", "hello there")


def test_many_calls_at_the_same_time_are_all_answered_and_numbered(
    llm: ScriptedLLM, async_openai: Callable[[], AsyncOpenAI]
) -> None:
    says(llm, Reply(text="yes"))

    async def ask() -> set[str]:
        async with async_openai() as client:
            create = client.chat.completions.create
            answers = await asyncio.gather(*(create(model="gpt-5.5", messages=ASKED) for _ in range(20)))
        return {answer.id for answer in answers}

    assert len(asyncio.run(ask())) == 20
    assert [request.number for request in llm.requests] == list(range(1, 21))
