"""Programs with the real libraries print the same when they are replayed without a server."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anthropic
import httpx
import httpx2
import openai
import pytest

from agenttrace.testing.llm_server import Failure, Interrupt, Match, Reply, Reset, Rule, Scenario, Timeout, ToolCall

from .conftest import Studio

KEY = "sk-ant-api03-" + "a1B2c3D4" * 11 + "-AAAAAAAA"
TEXT = "it is sunny, the weather is fine, and the sky is blue"
HELLO = [{"role": "user", "content": "hello"}]
SCENARIO = Scenario(
    rules=(
        Rule(match=Match(user="limited"), replies=(Failure(status=429, retry_after_s=0), Reply(text="at last"))),
        Rule(match=Match(user="broken"), replies=(Failure(status=500), Failure(status=400, message="no such thing"))),
        Rule(match=Match(user="cut"), replies=(Reply(text=TEXT, interrupt=Interrupt(3)),)),
        Rule(match=Match(user="reset"), replies=(Reset(),)),
        Rule(match=Match(user="late"), replies=(Timeout(),)),
        Rule(
            match=Match(user="both"),
            replies=(Reply(tool_calls=(ToolCall("look", {"at": "a"}), ToolCall("look", {"at": "b"}))),),
        ),
        Rule(replies=(Reply(text=TEXT),)),
    )
)


def openai_client(studio: Studio, **options: Any) -> openai.OpenAI:
    return studio.clients.enter_context(openai.OpenAI(base_url=studio.llm.openai_base_url, api_key="test", **options))


def ask_openai(studio: Studio) -> Callable[[], Any]:
    client = openai_client(studio)

    def program() -> Any:
        answer = client.chat.completions.create(model="gpt-5.5", messages=HELLO)
        return answer.model_dump(), client.responses.create(model="gpt-5.5", input="hello").model_dump()

    return program


def stream_openai(studio: Studio) -> Callable[[], Any]:
    client = openai_client(studio)
    return lambda: [
        chunk.model_dump()
        for chunk in client.chat.completions.create(
            model="gpt-5.5", messages=HELLO, stream=True, stream_options={"include_usage": True}
        )
    ]


def stream_openai_async(studio: Studio) -> Callable[[], Any]:
    url = studio.llm.openai_base_url

    async def program() -> Any:
        async with openai.AsyncOpenAI(base_url=url, api_key="test") as client:
            stream = await client.chat.completions.create(model="gpt-5.5", messages=HELLO, stream=True)
            whole = await client.chat.completions.create(model="gpt-5.5", messages=HELLO)
            return [chunk.model_dump() async for chunk in stream], whole.model_dump()

    return lambda: asyncio.run(program())


def ask_anthropic(studio: Studio) -> Callable[[], Any]:
    client = studio.clients.enter_context(anthropic.Anthropic(base_url=studio.llm.anthropic_base_url, api_key="test"))

    def program() -> Any:
        asked: Any = {"model": "claude-sonnet-5", "max_tokens": 99, "messages": HELLO}
        with client.messages.stream(**asked) as stream:
            texts = list(stream.text_stream)
        return client.messages.create(**asked).model_dump(), texts

    return program


def stream_anthropic_async(studio: Studio) -> Callable[[], Any]:
    url = studio.llm.anthropic_base_url

    async def program() -> Any:
        async with anthropic.AsyncAnthropic(base_url=url, api_key="test") as client:
            asked: Any = {"model": "claude-sonnet-5", "max_tokens": 99, "messages": HELLO}
            async with client.messages.stream(**asked) as stream:
                return [text async for text in stream.text_stream]

    return lambda: asyncio.run(program())


def call_tools_in_parallel(studio: Studio) -> Callable[[], Any]:
    client = openai_client(studio)

    def program() -> Any:
        asked: list[Any] = [{"role": "user", "content": "both"}]
        message = client.chat.completions.create(model="gpt-5.5", messages=asked).choices[0].message
        asked.append(message.model_dump(exclude_none=True))
        asked += [{"role": "tool", "tool_call_id": call.id, "content": "seen"} for call in message.tool_calls or ()]
        return client.chat.completions.create(model="gpt-5.5", messages=asked).model_dump()

    return program


def be_limited(studio: Studio) -> Callable[[], Any]:
    client = openai_client(studio, max_retries=2)
    asked: Any = [{"role": "user", "content": "limited"}]
    return lambda: client.chat.completions.create(model="gpt-5.5", messages=asked).model_dump()


def fail(studio: Studio) -> Callable[[], Any]:
    client = openai_client(studio, max_retries=1, timeout=0.3)

    def outcome(user: str, **options: Any) -> Any:
        try:
            asked: Any = [{"role": "user", "content": user}]
            answer = client.with_options(**options).chat.completions.create(
                model="gpt-5.5", messages=asked, stream=user == "cut"
            )
            return [chunk.model_dump() for chunk in answer] if user == "cut" else answer.model_dump()
        except (openai.OpenAIError, httpx2.HTTPError) as error:
            return type(error).__name__, str(error), type(error.__cause__).__name__

    return lambda: [outcome("broken"), outcome("reset", max_retries=0), outcome("late", max_retries=0), outcome("cut")]


PROGRAMS = (
    ask_openai,
    stream_openai,
    stream_openai_async,
    ask_anthropic,
    stream_anthropic_async,
    call_tools_in_parallel,
    be_limited,
    fail,
)


@pytest.mark.parametrize("redact", [True, False])
@pytest.mark.parametrize("make", PROGRAMS)
def test_a_program_gives_the_same_when_it_is_replayed_without_a_server(
    studio: Studio, make: Callable[[Studio], Callable[[], Any]], redact: bool
) -> None:
    studio.llm.play(SCENARIO)
    program = make(studio)
    recorded = studio.record(program, redact=redact)

    replayer = studio.replayer()
    replayed = replayer.run(program)

    assert replayed == recorded
    assert replayer.report.is_faithful, str(replayer.report)
    assert replayer.report.served.keys() == {"exact in lane"}


@pytest.mark.parametrize("library", [httpx, httpx2])
@pytest.mark.parametrize("redact", [True, False])
def test_every_piece_of_a_stream_comes_again_byte_for_byte(studio: Studio, library: Any, redact: bool) -> None:
    studio.llm.play(Rule(replies=(Reply(text=TEXT, chunk=5, chunk_delay_s=0.01),)))
    url = studio.llm.openai_base_url + "/chat/completions"
    asked = {"model": "gpt-5.5", "messages": HELLO, "stream": True}

    def program() -> Any:
        with library.stream("POST", url, json=asked) as answer:
            return answer.status_code, answer.headers["content-type"], list(answer.iter_raw())

    recorded = studio.record(program, redact=redact)

    assert studio.replayer().run(program) == recorded
    assert len(recorded[2]) > 5


@pytest.mark.parametrize("library", [httpx, httpx2])
def test_an_answer_that_a_transport_has_read_already_is_recorded_whole(studio: Studio, library: Any) -> None:
    transport = library.MockTransport(lambda request: library.Response(200, json={"asked": request.url.path}))
    client = library.Client(transport=transport)

    def program() -> Any:
        return client.get("http://model.example/v1/models").json()

    recorded = studio.record(program)

    assert studio.replayer().run(program) == recorded == {"asked": "/v1/models"}


def test_twenty_identical_calls_find_their_own_answers_and_their_order_in_tasks(studio: Studio) -> None:
    replies = tuple(Reply(text=f"answer {n}", delay_s=0.4 - n * 0.02) for n in range(20))
    studio.llm.play(Rule(replies=replies))
    url = studio.llm.openai_base_url

    async def main() -> list[tuple[int, str | None]]:
        ended = []
        async with openai.AsyncOpenAI(base_url=url, api_key="test", max_retries=0) as client:

            async def ask(number: int) -> None:
                answer = await client.chat.completions.create(model="gpt-5.5", messages=HELLO)
                ended.append((number, answer.choices[0].message.content))

            await asyncio.gather(*(ask(number) for number in range(20)))
        return ended

    recorded = studio.record(lambda: asyncio.run(main()))
    replayer = studio.replayer()

    assert replayer.run(lambda: asyncio.run(main())) == recorded
    assert len({text for _, text in recorded}) == 20
    assert recorded != sorted(recorded)
    assert replayer.report.is_faithful, str(replayer.report)


@pytest.mark.parametrize("way", ["pool", "threads"])
def test_identical_calls_find_their_own_answers_in_threads(studio: Studio, way: str) -> None:
    replies = tuple(Reply(text=f"answer {n}", delay_s=0.3 - n * 0.03) for n in range(8))
    studio.llm.play(Rule(replies=replies))
    client = openai_client(studio, max_retries=0)

    def program() -> dict[int, str | None]:
        found: dict[int, str | None] = {}

        def ask(number: int) -> None:
            answer = client.chat.completions.create(model="gpt-5.5", messages=HELLO)
            found[number] = answer.choices[0].message.content

        if way == "pool":
            with ThreadPoolExecutor(8) as pool:
                list(pool.map(ask, range(8)))
        else:
            threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        return dict(found)

    recorded = studio.record(program)

    assert list(studio.replayer().run(program).items()) == list(recorded.items())
    assert len(set(recorded.values())) == 8


def test_a_stream_that_is_neither_read_to_its_end_nor_closed_is_recorded(studio: Studio) -> None:
    studio.llm.play(Rule(replies=(Reply(text=TEXT, chunk=3),)))
    client = openai_client(studio)
    kept = []

    def program() -> Any:
        stream = client.chat.completions.create(model="gpt-5.5", messages=HELLO, stream=True)
        kept.append(stream)
        return [next(stream).model_dump() for _ in range(4)]

    recorded = studio.record(program)

    assert studio.replayer().run(program) == recorded
    assert studio.reader().events[-2].payload["outcome"] == "left"


def test_a_secret_that_lies_across_deltas_never_reaches_the_disk_and_the_run_replays(studio: Studio) -> None:
    studio.llm.play(Rule(replies=(Reply(text=f"your key is {KEY} keep it", chunk=7),)))
    client = openai_client(studio)

    def program() -> str:
        stream = client.chat.completions.create(model="gpt-5.5", messages=HELLO, stream=True)
        told = "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)
        asked: Any = [*HELLO, {"role": "assistant", "content": told}, {"role": "user", "content": f"{KEY}?"}]
        client.chat.completions.create(model="gpt-5.5", messages=asked)
        return told

    recorded = studio.record(program)
    replayer = studio.replayer()
    replayed = replayer.run(program)

    assert KEY in recorded
    assert KEY[:24].encode() not in studio.everything_written()
    assert replayed.startswith("your key is [")
    assert replayed.endswith("] keep it")
    assert replayer.report.is_faithful, str(replayer.report)
