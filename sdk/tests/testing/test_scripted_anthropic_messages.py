"""The real anthropic client reads scripted messages: whole, streamed, with thinking, tool use and cache usage."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import groupby
from typing import Any

import pytest
from anthropic import Anthropic, AsyncAnthropic

from agenttrace.testing.llm_server import Reply, Rule, ScriptedLLM, TokenCounts, ToolCall

ASKED: list[Any] = [{"role": "user", "content": [{"type": "text", "text": "weather?"}]}]
EVERYTHING = Reply(
    text="Let me look.",
    reasoning="They want weather.",
    tool_calls=(ToolCall("get_weather", {"city": "Paris"}), ToolCall("get_time", {"zone": "CET"})),
    usage=TokenCounts(input=100, output=30, cache_read=40, cache_write_5m=20, cache_write_1h=10, reasoning=12),
    chunk=5,
)


def ask(client: Anthropic) -> Any:
    return client.messages.create(model="claude-sonnet-5", max_tokens=100, messages=ASKED)


def test_a_message_has_thinking_text_and_tool_use_in_that_order(llm: ScriptedLLM, anthropic: Anthropic) -> None:
    llm.play(Rule(replies=(EVERYTHING,)))

    message = ask(anthropic)

    assert [block.type for block in message.content] == ["thinking", "text", "tool_use", "tool_use"]
    assert message.content[0].thinking == "They want weather."
    assert message.content[1].text == "Let me look."
    assert [block.input for block in message.content[2:]] == [{"city": "Paris"}, {"zone": "CET"}]
    assert message.stop_reason == "tool_use"
    assert message.id == "msg_000000000000000000010000"
    assert message.content[3].id == "toolu_000000000000000000010001"


def test_input_tokens_exclude_the_cache_as_anthropic_counts_them(llm: ScriptedLLM, anthropic: Anthropic) -> None:
    llm.play(Rule(replies=(EVERYTHING,)))

    usage = ask(anthropic).usage

    assert usage.input_tokens == 30
    assert usage.cache_read_input_tokens == 40
    assert usage.cache_creation_input_tokens == 30
    assert usage.cache_creation.ephemeral_5m_input_tokens == 20
    assert usage.cache_creation.ephemeral_1h_input_tokens == 10
    assert usage.output_tokens == 30
    assert usage.output_tokens_details.thinking_tokens == 12


def test_a_streamed_message_has_the_providers_event_sequence(llm: ScriptedLLM, anthropic: Anthropic) -> None:
    llm.play(Rule(replies=(Reply(text="hello there", chunk=6, usage=TokenCounts(9, 3)),)))

    with anthropic.messages.create(model="c", max_tokens=9, messages=ASKED, stream=True) as stream:
        events = list(stream)

    assert [kind for kind, _ in groupby(event.type for event in events)] == [
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
    ]


def test_a_ping_is_sent_after_the_first_block_is_opened(llm: ScriptedLLM, anthropic: Anthropic) -> None:
    llm.play(Rule(replies=(Reply(text="hi"),)))
    create = anthropic.messages.with_streaming_response.create

    with create(model="c", max_tokens=9, messages=ASKED, stream=True) as response:
        names = [line.removeprefix("event: ") for line in response.iter_lines() if line.startswith("event: ")]

    assert names[:4] == ["message_start", "content_block_start", "ping", "content_block_delta"]


def test_the_client_puts_a_streamed_message_together(llm: ScriptedLLM, anthropic: Anthropic) -> None:
    llm.play(Rule(replies=(EVERYTHING,)))
    whole = ask(anthropic)
    llm.play(Rule(replies=(EVERYTHING,)))

    with anthropic.messages.stream(model="claude-sonnet-5", max_tokens=100, messages=ASKED) as stream:
        texts = list(stream.text_stream)
        final = stream.get_final_message()

    assert texts == ["Let m", "e loo", "k."]
    assert final.model_dump(exclude={"content"}) == whole.model_dump(exclude={"content"})
    assert [block.to_dict() for block in final.content] == [block.to_dict() for block in whole.content]


@pytest.mark.parametrize(
    ("finish", "stop_reason"), [(None, "end_turn"), ("length", "max_tokens"), ("content_filter", "refusal")]
)
def test_a_finish_reason_is_said_in_anthropics_words(
    llm: ScriptedLLM, anthropic: Anthropic, finish: Any, stop_reason: str
) -> None:
    llm.play(Rule(replies=(Reply(text="so", finish=finish),)))

    assert ask(anthropic).stop_reason == stop_reason


def test_broken_tool_arguments_can_be_streamed_but_not_sent_whole(llm: ScriptedLLM, anthropic: Anthropic) -> None:
    llm.play(Rule(replies=(Reply(tool_calls=(ToolCall("search", '{"query": "unfin'),)),)))

    with anthropic.messages.create(model="c", max_tokens=9, messages=ASKED, stream=True) as stream:
        deltas: list[Any] = [event.delta for event in stream if event.type == "content_block_delta"]
    with pytest.raises(Exception, match="no JSON object"):
        ask(anthropic)

    assert "".join(delta.partial_json for delta in deltas) == '{"query": "unfin'
    assert len(llm.unmatched) == 1


def test_tokens_can_be_counted_before_asking(anthropic: Anthropic) -> None:
    counted = anthropic.messages.count_tokens(model="claude-sonnet-5", messages=ASKED, system="Be brief.")

    assert counted.input_tokens == 5  # "weather?" and "Be brief." are 17 characters


def test_the_async_client_reads_whole_and_streamed_messages(
    llm: ScriptedLLM, async_anthropic: Callable[[], AsyncAnthropic]
) -> None:
    llm.play(Rule(replies=(Reply(text="hello there", chunk=5),)))

    async def both() -> tuple[Any, str]:
        async with async_anthropic() as client:
            whole: Any = await client.messages.create(model="c", max_tokens=9, messages=ASKED)
            async with client.messages.stream(model="c", max_tokens=9, messages=ASKED) as stream:
                streamed = await stream.get_final_text()
        return whole.content[0].text, streamed

    assert asyncio.run(both()) == ("hello there", "hello there")
