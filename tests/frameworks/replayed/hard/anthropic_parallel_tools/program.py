"""Three tools that one answer asks for run at once, in tasks of their own; each asks the model, too."""

import asyncio

from anthropic import AsyncAnthropic

import agenttrace as at

WEATHER = {"name": "get_weather", "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}}}


def main() -> None:
    asyncio.run(_travel())


async def _travel() -> None:
    async with AsyncAnthropic() as client:

        @at.tool
        async def get_weather(city: str) -> str:
            return (await _say(client, [{"role": "user", "content": f"describe {city}"}]))[0].text

        asked = [{"role": "user", "content": "weather in three cities"}]
        said = await _say(client, asked)
        calls = [block for block in said if block.type == "tool_use"]
        found = await asyncio.gather(*(get_weather(**call.input) for call in calls))
        results = [
            {"type": "tool_result", "tool_use_id": call.id, "content": text}
            for call, text in zip(calls, found, strict=True)
        ]
        print(results)
        asked.append({"role": "assistant", "content": [block.model_dump(exclude_none=True) for block in said]})
        print(await _say(client, [*asked, {"role": "user", "content": results}]))


async def _say(client: AsyncAnthropic, messages: list) -> list:
    answer = await client.messages.create(model="claude-sonnet-5", max_tokens=512, messages=messages, tools=[WEATHER])
    return answer.content
