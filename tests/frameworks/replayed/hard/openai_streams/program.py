"""Streams of the openai library: whole, left half-way and never closed, of tool calls, and two read in turns."""

import asyncio

from openai import AsyncOpenAI, OpenAI

CHAT = {"model": "gpt-5.5", "stream": True}


def main() -> None:
    client = OpenAI()
    for chunk in _asked(client, "a whole story"):
        print(chunk.model_dump_json())
    for number, chunk in enumerate(_asked(client, "half a story")):
        print(chunk.choices[0].delta.content)
        if number == 2:
            break
    for chunk in _asked(client, "call a tool"):
        print(chunk.choices[0].delta.tool_calls if chunk.choices else chunk.usage)
    asyncio.run(_in_turns())


def _asked(client: OpenAI, text: str) -> object:
    return client.chat.completions.create(messages=[{"role": "user", "content": text}], **CHAT)


async def _in_turns() -> None:
    async with AsyncOpenAI() as client:
        asked = [{"role": "user", "content": "one of two stories"}]
        first, second = [await client.chat.completions.create(messages=asked, **CHAT) for _ in range(2)]
        async for chunk in first:
            other = await anext(second, None)
            print(chunk.choices[0].delta.content, "|", other and other.choices[0].delta.content)
