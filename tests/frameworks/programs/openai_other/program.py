"""The openai library in threads and tasks: structured answers, stream helpers, a chain of responses, failures."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

from openai import APIConnectionError, APITimeoutError, AsyncOpenAI, InternalServerError, OpenAI
from pydantic import BaseModel

TOOL = {
    "type": "function",
    "name": "get_weather",
    "description": "Look up the weather",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
        "additionalProperties": False,
    },
    "strict": True,
}


class Town(BaseModel):
    name: str
    people: int


def main() -> None:
    client = OpenAI(max_retries=1)
    _structured(client)
    _helpers(client)
    _chain(client)
    _failures(client)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: _say(client, "from a thread"), range(3)))
    asyncio.run(_asynchronous())


def _say(client: OpenAI, text: str) -> str:
    answer = client.chat.completions.create(model="gpt-5.5", messages=[{"role": "user", "content": text}])
    return answer.choices[0].message.content or ""


def _structured(client: OpenAI) -> None:
    asked = [{"role": "user", "content": "name a town"}]
    print(
        client.chat.completions.parse(model="gpt-5.5", messages=asked, response_format=Town).choices[0].message.parsed
    )
    print(client.responses.parse(model="gpt-5.5", input="name a town by response", text_format=Town).output_parsed)


def _helpers(client: OpenAI) -> None:
    asked = [{"role": "user", "content": "help me to stream"}]
    with client.chat.completions.stream(
        model="gpt-5.4-mini", messages=asked, stream_options={"include_usage": True}
    ) as stream:
        for event in stream:
            print(event.type)
    with client.responses.stream(model="gpt-5.5", input="help me to stream a response") as stream:
        for event in stream:
            print(event.type)
    raw = client.chat.completions.with_raw_response.create(
        model="gpt-5.5", messages=[{"role": "user", "content": "raw, please"}]
    )
    print(raw.parse().id)


def _chain(client: OpenAI) -> None:
    """Two turns of the responses protocol, in which tools are called at once and the server keeps the conversation."""
    first = client.responses.create(
        model="gpt-5.5", instructions="You are a travel agent.", input="tides", tools=[TOOL]
    )
    results = [
        {
            "type": "function_call_output",
            "call_id": item.call_id,
            "output": f"high in {json.loads(item.arguments)['city']}",
        }
        for item in first.output
        if item.type == "function_call"
    ]
    said = [{"role": "user", "content": "tides"}, *(item.model_dump(exclude_none=True) for item in first.output)]
    client.responses.create(
        model="gpt-5.5", instructions="You are a travel agent.", input=[*said, *results], tools=[TOOL]
    )


def _failures(client: OpenAI) -> None:
    for text, kind in (("always broken", InternalServerError), ("never answers", APITimeoutError)):
        try:
            _say(client.with_options(timeout=0.5), text)
        except kind as failed:
            print(f"failed as it should: {type(failed).__name__}")
    try:
        for chunk in client.chat.completions.create(
            model="gpt-5.5",
            messages=[{"role": "user", "content": "cut off"}],
            stream=True,
            stream_options={"include_usage": True},
        ):
            print(chunk.id)
    except APIConnectionError as failed:
        print(f"cut: {type(failed).__name__}")
    stream = client.chat.completions.create(
        model="gpt-5.5",
        messages=[{"role": "user", "content": "left early"}],
        stream=True,
        stream_options={"include_usage": True},
    )
    for chunk in stream:
        print(chunk.id)
        break
    stream.close()


async def _asynchronous() -> None:
    async with AsyncOpenAI() as client:
        asked = [{"role": "user", "content": "all at once"}]

        async def stream() -> None:
            answer = await client.chat.completions.create(
                model="gpt-5.5", messages=asked, stream=True, stream_options={"include_usage": True}
            )
            async for chunk in answer:
                print(chunk.id)

        await asyncio.gather(*(stream() for _ in range(4)))
        await client.embeddings.create(model="text-embedding-3-small", input="one text", dimensions=8)
        answer = await client.responses.create(model="gpt-5.5", input="stream a response in a task", stream=True)
        async for event in answer:
            print(event.type)
