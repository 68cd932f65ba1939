"""Every call of the real openai library is one span, with models, tokens, messages and errors."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import openai
import pytest
from opentelemetry.trace import StatusCode

import agenttrace as at
from agenttrace.testing import InMemoryExporter
from agenttrace.testing.llm_server import ScriptedLLM

HELLO: Any = [{"role": "system", "content": "be kind"}, {"role": "user", "content": "hello"}]
TOOLS: Any = [{"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object"}}}]


@pytest.fixture
def client(llm: ScriptedLLM) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=llm.openai_base_url, api_key="test", max_retries=0) as opened:
        yield opened


def async_client_of(llm: ScriptedLLM) -> openai.AsyncOpenAI:
    return openai.AsyncOpenAI(base_url=llm.openai_base_url, api_key="test", max_retries=0)


def the_only(spans: InMemoryExporter) -> dict[str, Any]:
    (span,) = spans.spans
    assert span.status.status_code is not StatusCode.ERROR
    return dict(span.attributes)


def assert_complete(attributes: dict[str, Any], *, said: str = "hello") -> None:
    usage = {name: attributes.get(f"gen_ai.usage.{name}") for name in ("input_tokens", "output_tokens")}
    assert usage == {"input_tokens": 100, "output_tokens": 20}
    assert attributes["gen_ai.usage.cache_read.input_tokens"] == 30
    assert attributes["gen_ai.usage.reasoning.output_tokens"] == 4
    assert attributes["gen_ai.provider.name"] == "openai"
    assert attributes["gen_ai.operation.name"] == "chat"
    assert attributes["gen_ai.request.model"] == attributes["gen_ai.response.model"] == "gpt-5.5"
    assert said in str(json.loads(attributes["gen_ai.input.messages"]))
    assert "dear friend" in str(json.loads(attributes["gen_ai.output.messages"]))


def test_a_chat_completion(spans: InMemoryExporter, client: openai.OpenAI) -> None:
    client.chat.completions.create(model="gpt-5.5", messages=HELLO)

    assert_complete(the_only(spans))


def test_a_streamed_chat_completion(spans: InMemoryExporter, client: openai.OpenAI) -> None:
    options: Any = {"include_usage": True}
    for _ in client.chat.completions.create(model="gpt-5.5", messages=HELLO, stream=True, stream_options=options):
        pass

    attributes = the_only(spans)
    assert_complete(attributes)
    assert attributes["gen_ai.request.stream"] is True
    assert attributes["gen_ai.response.time_to_first_chunk"] > 0


def test_a_stream_without_include_usage_is_left_alone_and_has_no_usage(
    spans: InMemoryExporter, client: openai.OpenAI, llm: ScriptedLLM
) -> None:
    for _ in client.chat.completions.create(model="gpt-5.5", messages=HELLO, stream=True):
        pass

    attributes = the_only(spans)
    assert "gen_ai.usage.input_tokens" not in attributes
    assert "dear friend" in attributes["gen_ai.output.messages"]
    assert "stream_options" not in llm.requests[0].body


def test_async_chat_completions_plain_and_streamed(spans: InMemoryExporter, llm: ScriptedLLM) -> None:
    async def work() -> None:
        async with async_client_of(llm) as client:
            await client.chat.completions.create(model="gpt-5.5", messages=HELLO)
            options: Any = {"include_usage": True}
            stream = await client.chat.completions.create(
                model="gpt-5.5", messages=HELLO, stream=True, stream_options=options
            )
            async for _ in stream:
                pass

    asyncio.run(work())

    assert len(spans.spans) == 2
    for span in spans.spans:
        assert_complete(dict(span.attributes))


@pytest.mark.parametrize("stream", [False, True])
def test_a_response(spans: InMemoryExporter, client: openai.OpenAI, stream: bool) -> None:
    answer = client.responses.create(model="gpt-5.5", input="hello", stream=stream)
    if stream:
        list(answer)

    assert_complete(the_only(spans))


def test_the_stream_helper_of_responses(spans: InMemoryExporter, client: openai.OpenAI) -> None:
    with client.responses.stream(model="gpt-5.5", input="hello") as stream:
        for _ in stream:
            pass

    assert_complete(the_only(spans))


def test_an_async_response(spans: InMemoryExporter, llm: ScriptedLLM) -> None:
    async def work() -> None:
        async with async_client_of(llm) as client:
            await client.responses.create(model="gpt-5.5", input="hello")

    asyncio.run(work())

    assert_complete(the_only(spans))


def test_embeddings(spans: InMemoryExporter, client: openai.OpenAI) -> None:
    client.embeddings.create(model="text-embedding-3-small", input=["one", "two"])

    attributes = the_only(spans)
    assert attributes["gen_ai.operation.name"] == "embeddings"
    assert attributes["gen_ai.request.model"] == "text-embedding-3-small"
    assert attributes["gen_ai.usage.input_tokens"] > 0


def test_a_tool_call_is_in_the_answer(spans: InMemoryExporter, client: openai.OpenAI) -> None:
    asked: Any = [{"role": "user", "content": "weather?"}]
    client.chat.completions.create(model="gpt-5.5", messages=asked, tools=TOOLS)

    (message,) = json.loads(the_only(spans)["gen_ai.output.messages"])
    (call,) = [part for part in message["parts"] if part["type"] == "tool_call"]
    assert (call["name"], call["arguments"]) == ("get_weather", {"city": "Paris"})


@pytest.mark.parametrize(("said", "error"), [("break", openai.BadRequestError), ("overload", openai.RateLimitError)])
def test_an_error_is_on_the_span_and_reaches_the_user(
    spans: InMemoryExporter, client: openai.OpenAI, said: str, error: type[Exception]
) -> None:
    asked: Any = [{"role": "user", "content": said}]
    with pytest.raises(error):
        client.chat.completions.create(model="gpt-5.5", messages=asked)

    (span,) = spans.spans
    assert span.status.status_code is StatusCode.ERROR
    assert span.attributes["error.type"].endswith(error.__name__)


def test_the_call_is_below_the_agent_that_made_it(spans: InMemoryExporter, client: openai.OpenAI) -> None:
    @at.agent(name="greeter")
    def greet() -> None:
        client.chat.completions.create(model="gpt-5.5", messages=HELLO)

    with at.session("s", id="s-1"):
        greet()

    call, agent = spans.spans
    assert call.parent.span_id == agent.context.span_id
    assert (call.attributes["agent.name"], call.attributes["session.id"]) == ("greeter", "s-1")
