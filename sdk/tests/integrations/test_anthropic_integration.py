"""Every message of the real anthropic library is one span: the instrumentor's, with what only the library knows."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import anthropic
import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.trace import StatusCode

import agenttrace as at
from agenttrace.testing import InMemoryExporter
from agenttrace.testing.llm_server import ScriptedLLM

HELLO: Any = {
    "model": "claude-sonnet-5",
    "max_tokens": 200,
    "system": "be kind",
    "messages": [{"role": "user", "content": "hello"}],
}


@pytest.fixture
def client(llm: ScriptedLLM) -> Iterator[anthropic.Anthropic]:
    with anthropic.Anthropic(base_url=llm.anthropic_base_url, api_key="test", max_retries=0) as opened:
        yield opened


def async_client_of(llm: ScriptedLLM) -> anthropic.AsyncAnthropic:
    return anthropic.AsyncAnthropic(base_url=llm.anthropic_base_url, api_key="test", max_retries=0)


def asking(text: str) -> Any:
    return {**HELLO, "messages": [{"role": "user", "content": text}]}


def assert_one_complete_span(spans: InMemoryExporter) -> dict[str, Any]:
    (span,) = spans.spans
    attributes: dict[str, Any] = dict(span.attributes)
    usage = {name: value for name, value in attributes.items() if name.startswith("gen_ai.usage.")}
    assert usage == {
        "gen_ai.usage.input_tokens": 100,
        "gen_ai.usage.output_tokens": 20,
        "gen_ai.usage.cache_read.input_tokens": 30,
        "gen_ai.usage.cache_write.input_tokens": 15,
        "gen_ai.usage.reasoning.output_tokens": 4,
    }
    assert attributes["anthropic.usage.cache_creation.ephemeral_1h_input_tokens"] == 5
    assert attributes["anthropic.request.id"].startswith("req_")
    assert attributes["gen_ai.provider.name"] == "anthropic"
    assert attributes["gen_ai.request.model"] == attributes["gen_ai.response.model"] == "claude-sonnet-5"
    assert "hello" in str(json.loads(attributes["gen_ai.input.messages"]))
    assert "be kind" in str(attributes["gen_ai.system_instructions"])
    assert "dear friend" in str(json.loads(attributes["gen_ai.output.messages"]))
    assert span.status.status_code is not StatusCode.ERROR
    return attributes


def test_a_message(spans: InMemoryExporter, client: anthropic.Anthropic) -> None:
    client.messages.create(**HELLO)

    assert_one_complete_span(spans)


def test_a_raw_stream(spans: InMemoryExporter, client: anthropic.Anthropic) -> None:
    for _ in client.messages.create(stream=True, **HELLO):
        pass

    assert assert_one_complete_span(spans)["gen_ai.response.time_to_first_chunk"] > 0


def test_the_stream_helper(spans: InMemoryExporter, client: anthropic.Anthropic) -> None:
    with client.messages.stream(**HELLO) as stream:
        assert "".join(stream.text_stream) == "hello there, dear friend"

    assert assert_one_complete_span(spans)["gen_ai.response.time_to_first_chunk"] > 0


def test_a_message_of_the_beta(spans: InMemoryExporter, client: anthropic.Anthropic) -> None:
    client.beta.messages.create(**HELLO)

    assert_one_complete_span(spans)


def test_an_async_message(spans: InMemoryExporter, llm: ScriptedLLM) -> None:
    async def work() -> None:
        async with async_client_of(llm) as client:
            await client.messages.create(**HELLO)

    asyncio.run(work())

    assert_one_complete_span(spans)


def test_an_async_raw_stream(spans: InMemoryExporter, llm: ScriptedLLM) -> None:
    async def work() -> None:
        async with async_client_of(llm) as client:
            async for _ in await client.messages.create(stream=True, **HELLO):
                pass

    asyncio.run(work())

    assert_one_complete_span(spans)


def test_the_async_stream_helper(spans: InMemoryExporter, llm: ScriptedLLM) -> None:
    async def work() -> None:
        async with async_client_of(llm) as client, client.messages.stream(**HELLO) as stream:
            async for _ in stream.text_stream:
                pass

    asyncio.run(work())

    assert_one_complete_span(spans)


def test_a_tool_use_is_in_the_answer(spans: InMemoryExporter, client: anthropic.Anthropic) -> None:
    tools: Any = [{"name": "get_weather", "input_schema": {"type": "object"}}]
    client.messages.create(tools=tools, **asking("weather?"))

    (span,) = spans.spans
    (message,) = json.loads(span.attributes["gen_ai.output.messages"])
    (call,) = [part for part in message["parts"] if part["type"] == "tool_call"]
    assert (call["name"], call["arguments"]) == ("get_weather", {"city": "Paris"})


@pytest.mark.parametrize(
    ("said", "error"), [("break", anthropic.BadRequestError), ("overload", anthropic.RateLimitError)]
)
def test_an_error_is_on_the_span_and_reaches_the_user(
    spans: InMemoryExporter, client: anthropic.Anthropic, said: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        client.messages.create(**asking(said))

    (span,) = spans.spans
    assert span.status.status_code is StatusCode.ERROR
    assert span.attributes["error.type"].endswith(error.__name__)


def test_an_error_in_the_users_block_fails_the_stream(spans: InMemoryExporter, client: anthropic.Anthropic) -> None:
    def leave_early() -> None:
        with client.messages.stream(**HELLO) as stream:
            next(iter(stream.text_stream))
            raise KeyError("mine")

    with pytest.raises(KeyError):
        leave_early()

    (span,) = spans.spans
    assert span.status.status_code is StatusCode.ERROR


def test_what_the_instrumentor_does_not_know_is_still_the_librarys_span(
    spans: InMemoryExporter, client: anthropic.Anthropic
) -> None:
    client.messages.count_tokens(model="claude-sonnet-5", messages=HELLO["messages"])

    assert [span.name for span in spans.spans] == ["anthropic.messages.count_tokens"]


def test_a_client_made_before_the_instrumentation_is_traced_once_too(client: anthropic.Anthropic) -> None:
    exporter = InMemoryExporter()
    at.init(processor=SimpleSpanProcessor(exporter))
    client.messages.create(**HELLO)
    at.shutdown()

    assert_one_complete_span(exporter)
