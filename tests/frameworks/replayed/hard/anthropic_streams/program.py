"""Streams of the anthropic library: its events, its text, left half-way, and two that are read in turns."""

import asyncio

from anthropic import Anthropic, AsyncAnthropic

ASKED = {"model": "claude-sonnet-5", "max_tokens": 512}


def main() -> None:
    client = Anthropic()
    for event in client.messages.create(stream=True, messages=_said("a whole story"), **ASKED):
        print(event.model_dump_json())
    with client.messages.stream(messages=_said("half a story"), **ASKED) as stream:
        for number, text in enumerate(stream.text_stream):
            print(text)
            if number == 2:
                break
    with client.messages.stream(messages=_said("call a tool"), **ASKED) as stream:
        print(stream.get_final_message().content)
    asyncio.run(_in_turns())


def _said(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}]


async def _in_turns() -> None:
    async with AsyncAnthropic() as client:
        asked = _said("one of two stories")
        first, second = [await client.messages.create(stream=True, messages=asked, **ASKED) for _ in range(2)]
        async for event in first:
            other = await anext(second, None)
            print(event.model_dump_json(), "|", other and other.model_dump_json())
