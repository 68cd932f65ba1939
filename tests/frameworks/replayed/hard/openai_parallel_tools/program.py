"""Three tools that one answer asks for run at once, in threads of their own; each asks the model, too."""

import json
from concurrent.futures import ThreadPoolExecutor

from openai import OpenAI

import agenttrace as at

WEATHER = {
    "type": "function",
    "function": {"name": "get_weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}},
}


def main() -> None:
    client = OpenAI()

    @at.tool
    def get_weather(city: str) -> str:
        return _say(client, [{"role": "user", "content": f"describe {city}"}]).content

    asked = [{"role": "user", "content": "weather in three cities"}]
    said = _say(client, asked)
    asked.append(said.model_dump(exclude_none=True))
    with ThreadPoolExecutor() as threads:
        found = threads.map(lambda call: get_weather(**json.loads(call.function.arguments)), said.tool_calls)
        for call, text in zip(said.tool_calls, found, strict=True):
            print(call.id, text)
            asked.append({"role": "tool", "tool_call_id": call.id, "content": text})
    print(_say(client, asked).content)


def _say(client: OpenAI, messages: list) -> object:
    return client.chat.completions.create(model="gpt-5.5", messages=messages, tools=[WEATHER]).choices[0].message
