"""A scripted server for each test, and the real clients pointed at it; they do not retry by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from anthropic import Anthropic, AsyncAnthropic
from openai import AsyncOpenAI, OpenAI

from agenttrace.testing.llm_server import ScriptedLLM


@pytest.fixture
def llm() -> Iterator[ScriptedLLM]:
    with ScriptedLLM() as running:
        yield running


@pytest.fixture
def openai(llm: ScriptedLLM) -> Iterator[OpenAI]:
    with OpenAI(base_url=llm.openai_base_url, api_key="test", max_retries=0) as client:
        yield client


@pytest.fixture
def anthropic(llm: ScriptedLLM) -> Iterator[Anthropic]:
    with Anthropic(base_url=llm.anthropic_base_url, api_key="test", max_retries=0) as client:
        yield client


@pytest.fixture
def async_openai(llm: ScriptedLLM) -> Callable[[], AsyncOpenAI]:
    return lambda: AsyncOpenAI(base_url=llm.openai_base_url, api_key="test", max_retries=0)


@pytest.fixture
def async_anthropic(llm: ScriptedLLM) -> Callable[[], AsyncAnthropic]:
    return lambda: AsyncAnthropic(base_url=llm.anthropic_base_url, api_key="test", max_retries=0)
