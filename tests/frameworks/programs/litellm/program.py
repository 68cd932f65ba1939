"""LiteLLM in front of two providers: streamed and not, parallel tools, asynchronous, a retry, an error."""

import asyncio
import json

import litellm

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Look up the weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}


def main() -> None:
    messages = [{"role": "user", "content": "weather in Paris and Rome"}]
    asked = litellm.completion(model="openai/gpt-5.5", messages=messages, tools=[WEATHER]).choices[0].message
    messages.append(asked.model_dump(exclude_none=True))
    for call in asked.tool_calls:
        city = json.loads(call.function.arguments)["city"]
        messages.append({"role": "tool", "tool_call_id": call.id, "content": f"sunny in {city}"})
    litellm.completion(model="openai/gpt-5.5", messages=messages, tools=[WEATHER])
    litellm.completion(model="anthropic/claude-sonnet-5", messages=[{"role": "user", "content": "hello claude"}])
    story = [{"role": "user", "content": "stream a story"}]
    for chunk in litellm.completion(
        model="openai/gpt-5.4-mini", messages=story, stream=True, stream_options={"include_usage": True}
    ):
        print(chunk.id)
    litellm.completion(model="openai/gpt-5.5", messages=[{"role": "user", "content": "rate limited"}], num_retries=2)
    try:
        litellm.completion(model="openai/gpt-5.5", messages=[{"role": "user", "content": "too long"}])
    except litellm.BadRequestError as refused:
        print(f"refused as it should be: {refused}")
    asyncio.run(_asynchronous())


async def _asynchronous() -> None:
    asked = [{"role": "user", "content": "asynchronously"}]
    await asyncio.gather(*(litellm.acompletion(model="openai/gpt-5.5", messages=asked) for _ in range(2)))
    await asyncio.sleep(1)
