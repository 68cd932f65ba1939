"""The anthropic library used directly: both ways of streaming, parallel tools, thinking, cache, a retry, an error."""

import asyncio

from anthropic import Anthropic, AsyncAnthropic, BadRequestError

MODEL = "claude-sonnet-5"
WEATHER = {
    "name": "get_weather",
    "description": "Look up the weather",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}


def main() -> None:
    client = Anthropic()
    _ask_with_tools(client)
    asked = {"model": MODEL, "max_tokens": 2048, "messages": [{"role": "user", "content": "stream a story"}]}
    for event in client.messages.create(stream=True, **asked):
        print(event.type)
    with client.messages.stream(**asked) as stream:
        print(stream.get_final_message().usage)
    _say(client, "rate limited at first")
    try:
        _say(client, "too long")
    except BadRequestError as refused:
        print(f"refused as it should be: {refused}")
    asyncio.run(_asynchronous())


def _say(client: Anthropic, text: str) -> None:
    client.messages.create(model=MODEL, max_tokens=64, messages=[{"role": "user", "content": text}])


def _ask_with_tools(client: Anthropic) -> None:
    asked = {"model": MODEL, "max_tokens": 2048, "system": "You are a travel agent.", "tools": [WEATHER]}
    thinking = {"type": "enabled", "budget_tokens": 1024}
    messages = [{"role": "user", "content": "weather in Paris and Rome"}]
    first = client.messages.create(messages=messages, thinking=thinking, **asked)
    calls = [block for block in first.content if block.type == "tool_use"]
    messages.append({"role": "assistant", "content": [block.model_dump(exclude_none=True) for block in first.content]})
    results = [
        {"type": "tool_result", "tool_use_id": call.id, "content": f"sunny in {call.input['city']}"} for call in calls
    ]
    client.messages.create(messages=[*messages, {"role": "user", "content": results}], **asked)


async def _asynchronous() -> None:
    async with AsyncAnthropic() as client:
        asked = {"model": MODEL, "max_tokens": 64, "messages": [{"role": "user", "content": "asynchronously"}]}
        await asyncio.gather(*(client.messages.create(**asked) for _ in range(2)))
        async with client.messages.stream(**asked) as stream:
            async for text in stream.text_stream:
                print(text)
