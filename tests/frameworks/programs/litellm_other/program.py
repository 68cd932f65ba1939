"""LiteLLM: a router that falls back, streams of two providers with tools, structured answers, threads, embeddings."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import litellm
from pydantic import BaseModel

TOOL = {
    "type": "function",
    "function": {
        "name": "get_tide",
        "description": "Look up the tide",
        "parameters": {"type": "object", "properties": {"port": {"type": "string"}}, "required": ["port"]},
    },
}
STREAM = {"stream": True, "stream_options": {"include_usage": True}}


class Town(BaseModel):
    name: str
    people: int


def main() -> None:
    for model in ("openai/gpt-5.5", "anthropic/claude-opus-5-5"):
        chunks = list(litellm.completion(model=model, messages=_said("tides in two ports"), tools=[TOOL], **STREAM))
        asked = litellm.stream_chunk_builder(chunks).choices[0].message
        print([call.function.name for call in asked.tool_calls])
    print(litellm.completion(model="openai/gpt-5.5", messages=_said("name a town"), response_format=Town).id)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: litellm.completion(model="openai/gpt-5.5", messages=_said("from a thread")), range(3)))
    litellm.embedding(model="openai/text-embedding-3-small", input=["one text"])
    try:
        litellm.completion(model="openai/gpt-5.5", messages=_said("always broken"), num_retries=0, max_retries=0)
    except litellm.InternalServerError as failed:
        print(f"failed as it should: {type(failed).__name__}")
    asyncio.run(_asynchronous())


def _said(text: str) -> list[dict]:
    return [{"role": "user", "content": text}]


async def _asynchronous() -> None:
    answer = await litellm.acompletion(model="anthropic/claude-opus-5-5", messages=_said("stream in a task"), **STREAM)
    async for chunk in answer:
        print(chunk.id)
    router = litellm.Router(
        model_list=[
            {"model_name": "first", "litellm_params": {"model": "openai/gpt-4.1", "max_retries": 0}},
            {"model_name": "second", "litellm_params": {"model": "anthropic/claude-opus-5-5"}},
        ],
        fallbacks=[{"first": ["second"]}],
        num_retries=0,
    )
    print((await router.acompletion(model="first", messages=_said("whoever can"))).id)
    await asyncio.sleep(1)
