"""The openai library used directly: chat and responses, streamed and not, parallel tools, embeddings, retry, error."""

import asyncio
import json

from openai import AsyncOpenAI, BadRequestError, OpenAI

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Look up the weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}


def main() -> None:
    client = OpenAI()
    _ask_with_tools(client)
    _stream(client)
    _responses(client)
    client.embeddings.create(model="text-embedding-3-small", input=["offline sync", "shared workspaces"])
    _say(client, "rate limited at first")
    try:
        _say(client, "too long")
    except BadRequestError as refused:
        print(f"refused as it should be: {refused}")
    asyncio.run(_asynchronous())


def _say(client: OpenAI, text: str) -> None:
    client.chat.completions.create(model="gpt-5.5", messages=[{"role": "user", "content": text}])


def _ask_with_tools(client: OpenAI) -> None:
    messages = [
        {"role": "system", "content": "You are a travel agent."},
        {"role": "user", "content": "weather in Paris and Rome"},
    ]
    first = client.chat.completions.create(model="gpt-5.5", messages=messages, tools=[WEATHER])
    asked = first.choices[0].message
    messages.append(asked.model_dump(exclude_none=True))
    for call in asked.tool_calls:
        city = json.loads(call.function.arguments)["city"]
        messages.append({"role": "tool", "tool_call_id": call.id, "content": f"sunny in {city}"})
    client.chat.completions.create(model="gpt-5.5", messages=messages, tools=[WEATHER])


def _stream(client: OpenAI) -> None:
    asked = [{"role": "user", "content": "stream a story"}]
    for with_usage in ({"stream_options": {"include_usage": True}}, {}):
        for chunk in client.chat.completions.create(model="gpt-5.4-mini", messages=asked, stream=True, **with_usage):
            print(chunk.choices[0].delta.content or "" if chunk.choices else "", end="")


def _responses(client: OpenAI) -> None:
    client.responses.create(model="gpt-5.5", input="think about it", reasoning={"effort": "low"})
    for event in client.responses.create(model="gpt-5.5", input="think and stream", stream=True):
        print(event.type)


async def _asynchronous() -> None:
    async with AsyncOpenAI() as client:
        asked = [{"role": "user", "content": "asynchronously"}]
        await asyncio.gather(*(client.chat.completions.create(model="gpt-5.5", messages=asked) for _ in range(2)))
        stream = await client.chat.completions.create(
            model="gpt-5.5", messages=asked, stream=True, stream_options={"include_usage": True}
        )
        async for chunk in stream:
            print(chunk.id)
