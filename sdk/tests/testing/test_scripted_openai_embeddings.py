"""The real openai client reads scripted and made-up embeddings, and the list of models."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from typing import Any

import pytest
from anthropic import Anthropic
from openai import AsyncOpenAI, NotFoundError, OpenAI, RateLimitError

from agenttrace.testing.llm_server import Embeddings, Failure, Match, Rule, Scenario, ScriptedLLM, TokenCounts

EMBEDDINGS = Match(endpoint="embeddings")


def test_an_unscripted_embedding_is_a_unit_vector_that_depends_only_on_the_text(openai: OpenAI) -> None:
    first = openai.embeddings.create(
        model="text-embedding-3-small", input=["cat", "dog", "cat"], encoding_format="float"
    )

    cat, dog, again = (item.embedding for item in first.data)
    assert cat == again != dog
    assert len(cat) == 16
    assert math.isclose(sum(value * value for value in cat), 1.0)


def test_float_and_base64_say_the_same_vector(openai: OpenAI) -> None:
    as_floats = openai.embeddings.create(model="m", input="cat", encoding_format="float").data[0].embedding
    as_base64 = openai.embeddings.create(model="m", input="cat").data[0].embedding  # the client asks for base64

    assert as_base64 == pytest.approx(as_floats, abs=1e-6)


def test_base64_is_sent_when_it_is_asked_for(openai: OpenAI) -> None:
    raw: Any = (
        openai.embeddings.create(model="m", input="cat", encoding_format="base64", dimensions=3).data[0].embedding
    )

    assert isinstance(raw, str)
    assert len(raw) == 16


def test_dimensions_are_honoured(openai: OpenAI) -> None:
    assert len(openai.embeddings.create(model="m", input="cat", dimensions=100).data[0].embedding) == 100


def test_scripted_vectors_and_usage_are_sent(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(Rule(match=EMBEDDINGS, replies=(Embeddings(vectors=((1.0, 0.0), (0.0, 1.0)), usage=TokenCounts(7, 0)),)))

    answer = openai.embeddings.create(model="m", input=["a", "b"])

    assert [item.embedding for item in answer.data] == [[1.0, 0.0], [0.0, 1.0]]
    assert answer.usage.total_tokens == 7


def test_the_tokens_of_an_embedding_are_estimated_from_the_text(llm: ScriptedLLM, openai: OpenAI) -> None:
    assert openai.embeddings.create(model="m", input=["abcde", "abc"]).usage.prompt_tokens == 3
    assert llm.answers[0].usage == TokenCounts(3, 0)


def test_embeddings_can_fail_by_script(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(Rule(match=EMBEDDINGS, replies=(Failure(429),)))

    with pytest.raises(RateLimitError):
        openai.embeddings.create(model="m", input="cat")


def test_the_async_client_reads_embeddings(async_openai: Callable[[], AsyncOpenAI]) -> None:
    async def ask() -> int:
        async with async_openai() as client:
            answer = await client.embeddings.create(model="m", input="cat", dimensions=5)
        return len(answer.data[0].embedding)

    assert asyncio.run(ask()) == 5


def test_each_provider_lists_the_scripted_models_in_its_own_shape(
    llm: ScriptedLLM, openai: OpenAI, anthropic: Anthropic
) -> None:
    llm.play(Scenario(models=("gpt-5.5", "claude-sonnet-5")))

    assert [model.id for model in openai.models.list()] == ["gpt-5.5", "claude-sonnet-5"]
    assert [model.display_name for model in anthropic.models.list()] == ["gpt-5.5", "claude-sonnet-5"]
    assert openai.models.retrieve("gpt-5.5").owned_by == "scripted"
    assert anthropic.models.retrieve("claude-sonnet-5").type == "model"


def test_a_model_that_is_not_listed_is_not_found(openai: OpenAI) -> None:
    with pytest.raises(NotFoundError, match="does not exist"):
        openai.models.retrieve("gpt-none")
