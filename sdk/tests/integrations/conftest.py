"""Run the SDK with the real libraries against the scripted LLM server, with the spans in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

import agenttrace as at
from agenttrace.testing import InMemoryExporter
from agenttrace.testing.llm_server import Failure, Match, Reply, Rule, Scenario, ScriptedLLM, TokenCounts, ToolCall

USAGE = TokenCounts(input=100, output=20, cache_read=30, cache_write_5m=10, cache_write_1h=5, reasoning=4)
SCENARIO = Scenario(
    rules=(
        Rule(match=Match(user="break"), replies=(Failure(status=400, message="no such thing"),)),
        Rule(match=Match(user="overload"), replies=(Failure(status=429, message="slow down", retry_after_s=0),)),
        Rule(
            match=Match(user="weather"),
            replies=(Reply(tool_calls=(ToolCall("get_weather", {"city": "Paris"}),), usage=USAGE),),
        ),
        Rule(replies=(Reply(text="hello there, dear friend", usage=USAGE),)),
    )
)


@pytest.fixture
def llm() -> Iterator[ScriptedLLM]:
    with ScriptedLLM(SCENARIO) as server:
        yield server


@pytest.fixture
def spans() -> Iterator[InMemoryExporter]:
    exporter = InMemoryExporter()
    at.init(processor=SimpleSpanProcessor(exporter), raise_internal_errors=True)
    yield exporter
    at.shutdown()
    at.init(disabled=True, raise_internal_errors=False)
