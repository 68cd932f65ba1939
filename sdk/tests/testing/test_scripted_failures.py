"""Errors, timeouts, resets and broken streams arrive in the real clients as the exceptions that the providers cause."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anthropic as anthropic_package
import openai as openai_package
import pytest
from anthropic import Anthropic
from openai import AsyncOpenAI, OpenAI

from agenttrace.testing.llm_server import Failure, Interrupt, Reply, Reset, Rule, Scenario, ScriptedLLM, Timeout

ASKED: list[Any] = [{"role": "user", "content": "go"}]
BROKEN_STREAM = Reply(text="one two three", chunk=4, interrupt=Interrupt(after_events=3))


def ask_openai(client: OpenAI, **options: Any) -> Any:
    return client.chat.completions.create(model="gpt-5.5", messages=ASKED, **options)


def ask_anthropic(client: Anthropic, **options: Any) -> Any:
    return client.messages.create(model="claude-sonnet-5", max_tokens=9, messages=ASKED, **options)


@pytest.mark.parametrize(
    ("status", "kind", "error_type", "code"),
    [
        (400, openai_package.BadRequestError, "invalid_request_error", None),
        (401, openai_package.AuthenticationError, "invalid_request_error", "invalid_api_key"),
        (429, openai_package.RateLimitError, "requests", "rate_limit_exceeded"),
        (500, openai_package.InternalServerError, "server_error", None),
        (529, openai_package.InternalServerError, "server_error", None),
    ],
)
def test_openai_failures_have_openais_shape(
    llm: ScriptedLLM, openai: OpenAI, status: int, kind: Any, error_type: str, code: str | None
) -> None:
    llm.play(Rule(replies=(Failure(status),)))

    with pytest.raises(kind) as caught:
        ask_openai(openai)

    assert set(caught.value.body) == {"message", "type", "param", "code"}
    assert (caught.value.status_code, caught.value.type, caught.value.code) == (status, error_type, code)


@pytest.mark.parametrize(
    ("status", "kind", "error_type"),
    [
        (400, anthropic_package.BadRequestError, "invalid_request_error"),
        (401, anthropic_package.AuthenticationError, "authentication_error"),
        (429, anthropic_package.RateLimitError, "rate_limit_error"),
        (500, anthropic_package.InternalServerError, "api_error"),
        (529, anthropic_package.InternalServerError, "overloaded_error"),
    ],
)
def test_anthropic_failures_have_anthropics_shape(
    llm: ScriptedLLM, anthropic: Anthropic, status: int, kind: Any, error_type: str
) -> None:
    llm.play(Rule(replies=(Failure(status),)))

    with pytest.raises(kind) as caught:
        ask_anthropic(anthropic)

    assert caught.value.status_code == status
    assert caught.value.body["type"] == "error"
    assert caught.value.body["error"]["type"] == error_type
    assert caught.value.body["request_id"] == caught.value.request_id == "req_000000000000000000010000"


def test_the_words_type_and_code_of_a_failure_can_be_scripted(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(
        Rule(replies=(Failure(429, message="no money left", type="insufficient_quota", code="insufficient_quota"),))
    )

    with pytest.raises(openai_package.RateLimitError, match="no money left") as caught:
        ask_openai(openai)

    assert caught.value.code == caught.value.type == "insufficient_quota"


def test_retry_after_is_sent_in_whole_seconds_and_in_milliseconds(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(Rule(replies=(Failure(429, retry_after_s=1.5),)))

    with pytest.raises(openai_package.RateLimitError) as caught:
        ask_openai(openai)

    assert caught.value.response.headers["retry-after"] == "2"
    assert caught.value.response.headers["retry-after-ms"] == "1500"


def test_a_client_that_retries_gets_the_next_reply(llm: ScriptedLLM, openai: OpenAI, anthropic: Anthropic) -> None:
    llm.play(Rule(replies=(Failure(429, retry_after_s=0.001), Reply(text="at last"))))

    assert ask_openai(openai.with_options(max_retries=1)).choices[0].message.content == "at last"
    assert [answer.status for answer in llm.answers] == [429, 200]


def test_a_timeout_lasts_until_the_client_gives_up(llm: ScriptedLLM, openai: OpenAI, anthropic: Anthropic) -> None:
    llm.play(Rule(replies=(Timeout(),)))

    with pytest.raises(openai_package.APITimeoutError):
        ask_openai(openai.with_options(timeout=0.1))
    with pytest.raises(anthropic_package.APITimeoutError):
        ask_anthropic(anthropic.with_options(timeout=0.1))

    assert [answer.status for answer in llm.answers] == [None, None]


def test_stopping_the_server_ends_a_timeout(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(Rule(replies=(Timeout(),)))
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(ask_openai, openai)
        _until(lambda: bool(llm.requests))
        llm.stop()
        with pytest.raises(openai_package.APIConnectionError):
            asked.result(timeout=10)


def test_a_reset_connection_is_a_connection_error(llm: ScriptedLLM, openai: OpenAI, anthropic: Anthropic) -> None:
    llm.play(Rule(replies=(Reset(),)))

    with pytest.raises(openai_package.APIConnectionError) as caught:
        ask_openai(openai)
    with pytest.raises(anthropic_package.APIConnectionError):
        ask_anthropic(anthropic)

    assert "reset" in str(caught.value.__cause__).lower()


def test_a_cut_chat_stream_has_sent_exactly_the_scripted_events(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(Rule(replies=(BROKEN_STREAM,)))
    got: list[str] = []

    with ask_openai(openai, stream=True) as stream, pytest.raises(openai_package.APIConnectionError):
        _read(stream, got, of=lambda chunk: chunk.choices[0].delta.content)

    assert got == ["", "one ", "two "]


def test_a_cut_message_stream_has_sent_exactly_the_scripted_events(llm: ScriptedLLM, anthropic: Anthropic) -> None:
    llm.play(Rule(replies=(BROKEN_STREAM,)))
    got: list[str] = []

    with ask_anthropic(anthropic, stream=True) as stream, pytest.raises(Exception, match="incomplete chunked read"):
        _read(stream, got, of=lambda event: event.type)

    assert got == ["message_start", "content_block_start"]  # the third is a ping, which the client keeps to itself


def test_an_answer_that_is_not_streamed_is_cut_half_way(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(Rule(replies=(BROKEN_STREAM,)))

    with pytest.raises(openai_package.APIConnectionError):
        ask_openai(openai)


def test_a_stalled_stream_times_out_in_the_client(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(Rule(replies=(Reply(text="one two", interrupt=Interrupt(after_events=1, how="stall")),)))

    with (
        pytest.raises(openai_package.APITimeoutError),
        ask_openai(openai.with_options(timeout=0.2), stream=True) as stream,
    ):
        list(stream)


def test_a_stream_can_end_in_the_providers_error_event(llm: ScriptedLLM, openai: OpenAI, anthropic: Anthropic) -> None:
    llm.play(Rule(replies=(Reply(text="one two", interrupt=Interrupt(after_events=2, how="error")),)))

    with pytest.raises(openai_package.APIError, match="server had an error"), ask_openai(openai, stream=True) as chunks:
        list(chunks)
    with (
        pytest.raises(anthropic_package.APIStatusError, match="Overloaded"),
        ask_anthropic(anthropic, stream=True) as events,
    ):
        list(events)


def test_the_async_client_sees_a_cut_stream(llm: ScriptedLLM, async_openai: Callable[[], AsyncOpenAI]) -> None:
    llm.play(Rule(replies=(BROKEN_STREAM,)))

    async def ask() -> None:
        async with async_openai() as client:
            stream = await client.chat.completions.create(model="gpt-5.5", messages=ASKED, stream=True)
            async for _ in stream:
                pass

    with pytest.raises(openai_package.APIConnectionError):
        asyncio.run(ask())


def test_a_key_is_required_where_the_scenario_says_so(llm: ScriptedLLM, openai: OpenAI, anthropic: Anthropic) -> None:
    llm.play(Scenario(rules=(Rule(replies=(Reply(text="in"),)),), require_key="right"))

    with pytest.raises(openai_package.AuthenticationError):
        ask_openai(openai)
    with pytest.raises(anthropic_package.AuthenticationError):
        ask_anthropic(anthropic)

    assert ask_openai(openai.with_options(api_key="right")).choices[0].message.content == "in"
    assert ask_anthropic(anthropic.with_options(api_key="right")).content[0].text == "in"


def test_a_delayed_answer_and_delayed_chunks_still_arrive_whole(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(Rule(replies=(Reply(text="slow", chunk=2, delay_s=0.01, chunk_delay_s=0.001),)))

    with ask_openai(openai, stream=True) as stream:
        assert "".join(chunk.choices[0].delta.content or "" for chunk in stream) == "slow"


def test_stopping_leaves_no_thread_behind() -> None:
    before = set(threading.enumerate())
    with (
        ScriptedLLM(Rule(replies=(Reply(text="hi"),))) as llm,
        OpenAI(base_url=llm.openai_base_url, api_key="t") as client,
    ):
        ask_openai(client)
        llm.stop()

    assert [thread for thread in threading.enumerate() if thread not in before] == []


def _read(stream: Iterable[Any], got: list[str], of: Callable[[Any], str]) -> None:
    """Put what arrives into `got` one by one, so that it is there when the stream breaks."""
    for event in stream:
        got.append(of(event))  # noqa: PERF401 - a comprehension would lose it


def _until(holds: Callable[[], bool], deadline_s: float = 10) -> None:
    """Wait until it holds, which a thread of the server makes true."""
    waiting = threading.Event()
    for _ in range(int(deadline_s * 100)):
        if holds():
            return
        waiting.wait(0.01)
    raise AssertionError("it did not come true in time")
