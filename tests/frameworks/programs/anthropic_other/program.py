"""The anthropic library in threads and tasks: streamed tools, structured answers, caches of an hour, cuts, 500s."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx2
from anthropic import Anthropic, APIStatusError, APITimeoutError, AsyncAnthropic
from pydantic import BaseModel

MODEL = "claude-opus-5-5"
TOOL = {
    "name": "get_tide",
    "description": "Look up the tide",
    "input_schema": {"type": "object", "properties": {"port": {"type": "string"}}, "required": ["port"]},
}


class Town(BaseModel):
    name: str
    people: int


def main() -> None:
    client = Anthropic(max_retries=1)
    _tools_in_a_stream(client)
    _structured(client)
    print(client.messages.count_tokens(model=MODEL, messages=[{"role": "user", "content": "how long is this"}]))
    raw = client.messages.with_raw_response.create(**_asked("raw, please"))
    print(raw.parse().id)
    _failures(client)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: client.messages.create(**_asked("from a thread")), range(3)))
    asyncio.run(_asynchronous())


def _asked(text: str) -> dict:
    return {"model": MODEL, "max_tokens": 512, "messages": [{"role": "user", "content": text}]}


def _tools_in_a_stream(client: Anthropic) -> None:
    asked = {
        "model": MODEL,
        "max_tokens": 4096,
        "tools": [TOOL],
        "system": [
            {"type": "text", "text": "You are a pilot.", "cache_control": {"type": "ephemeral", "ttl": "1h"}},
        ],
    }
    messages = [{"role": "user", "content": "tides in two ports"}]
    with client.messages.stream(messages=messages, **asked) as stream:
        for event in stream:
            print(event.type)
        first = stream.get_final_message()
    messages.append({"role": "assistant", "content": [block.model_dump(exclude_none=True) for block in first.content]})
    results = [
        {"type": "tool_result", "tool_use_id": block.id, "content": f"high in {block.input['port']}"}
        for block in first.content
        if block.type == "tool_use"
    ]
    messages.append({"role": "user", "content": results})
    for event in client.messages.create(messages=messages, stream=True, **asked):
        print(event.type)


def _structured(client: Anthropic) -> None:
    schema = {"name": "town", "description": "A town", "input_schema": Town.model_json_schema()}
    answer = client.messages.create(
        **_asked("name a town"), tools=[schema], tool_choice={"type": "tool", "name": "town"}
    )
    print(Town(**answer.content[0].input))


def _failures(client: Anthropic) -> None:
    for text, kind in (("always broken", APIStatusError), ("never answers", APITimeoutError)):
        try:
            client.with_options(timeout=0.5).messages.create(**_asked(text))
        except kind as failed:
            print(f"failed as it should: {type(failed).__name__}")
    for how in ("cut off", "broken in the middle"):
        try:
            with client.messages.stream(**_asked(how)) as stream:
                for text in stream.text_stream:
                    print(text)
        except (APIStatusError, httpx2.HTTPError) as failed:
            print(f"{how}: {type(failed).__name__}")
    with client.messages.stream(**_asked("left early")) as stream:
        for text in stream.text_stream:
            print(text)
            break


async def _asynchronous() -> None:
    async with AsyncAnthropic() as client:

        async def stream() -> None:
            async with client.messages.stream(**_asked("all at once")) as answer:
                async for text in answer.text_stream:
                    print(text)

        await asyncio.gather(*(stream() for _ in range(4)))
        async for event in await client.messages.create(**_asked("stream in a task"), stream=True):
            print(event.type)
