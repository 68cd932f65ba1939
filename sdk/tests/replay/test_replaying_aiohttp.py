"""aiohttp by itself is recorded and served like every other client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from agenttrace.recording.http import aiohttp_session
from agenttrace.recording.http.hooks import hooks
from agenttrace.replay import ReplayDivergence
from agenttrace.replay.playing.network import NetworkBlocked
from agenttrace.testing.llm_server import Failure, Interrupt, Match, Reply, Reset, Rule, Timeout

from .conftest import Studio

RULES = (
    Rule(match=Match(user="limited"), replies=(Failure(status=429, retry_after_s=0), Reply(text="at last"))),
    Rule(match=Match(user="reset"), replies=(Reset(),)),
    Rule(match=Match(user="late"), replies=(Timeout(),)),
    Rule(match=Match(user="cut"), replies=(Reply(text="it is sunny and warm", chunk=3, interrupt=Interrupt(3)),)),
    Rule(match=Match(user="hi 0"), replies=(Reply(text="it is 0", delay_s=0.05),)),
    Rule(match=Match(user="hi 1"), replies=(Reply(text="it is 1", delay_s=0.02),)),
    Rule(match=Match(user="hi 2"), replies=(Reply(text="it is 2"),)),
    Rule(replies=(Reply(text="it is sunny", chunk=3),)),
)
Program = Callable[[aiohttp.ClientSession], Awaitable[Any]]


def asked(user: str, *, stream: bool = False) -> dict[str, Any]:
    return {"model": "m", "messages": [{"role": "user", "content": user}], "stream": stream}


def running(program: Program, **options: Any) -> Callable[[], Any]:
    async def run() -> Any:
        async with aiohttp.ClientSession(**options) as session:
            return await program(session)

    return lambda: asyncio.run(run())


@pytest.fixture
def url(studio: Studio) -> str:
    studio.llm.play(*RULES)
    return studio.llm.openai_base_url + "/chat/completions"


async def _whole(answer: aiohttp.ClientResponse) -> Any:
    return answer.status, answer.reason, answer.content_type, await answer.json(), str(answer.url.path)


async def _lines(answer: aiohttp.ClientResponse) -> Any:
    return [line async for line in answer.content]


async def _pieces(answer: aiohttp.ClientResponse) -> Any:
    return b"".join([piece async for piece in answer.content.iter_any()])


async def _chunks(answer: aiohttp.ClientResponse) -> Any:
    return b"".join([data async for data, _ in answer.content.iter_chunks()])


async def _sized(answer: aiohttp.ClientResponse) -> Any:
    return [piece async for piece in answer.content.iter_chunked(16)]


async def _first_line(answer: aiohttp.ClientResponse) -> Any:
    return await answer.content.readline()


async def _text(answer: aiohttp.ClientResponse) -> Any:
    return await answer.text(), await answer.read()


@pytest.mark.parametrize("redact", [True, False])
@pytest.mark.parametrize("read", [_whole, _lines, _pieces, _chunks, _first_line, _text])
def test_an_answer_comes_again_however_it_is_read(
    studio: Studio, url: str, read: Callable[[aiohttp.ClientResponse], Any], redact: bool
) -> None:
    async def program(session: aiohttp.ClientSession) -> Any:
        async with session.post(url, json=asked("hi", stream=read is not _whole)) as answer:
            return await read(answer)

    recorded = studio.record(running(program), redact=redact)
    replayer = studio.replayer()

    assert replayer.run(running(program)) == recorded
    assert replayer.report.is_faithful, str(replayer.report)


@pytest.mark.parametrize("user", ["reset", "late", "cut"])
def test_a_failure_comes_again_as_what_it_was(studio: Studio, url: str, user: str) -> None:
    async def program(session: aiohttp.ClientSession) -> Any:
        try:
            async with session.post(url, json=asked(user, stream=True)) as answer:
                return await answer.read()
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            return type(error), str(error)

    options = {"timeout": aiohttp.ClientTimeout(total=0.3)} if user == "late" else {}
    recorded = studio.record(running(program, **options))
    replayer = studio.replayer()

    assert replayer.run(running(program)) == recorded
    assert isinstance(recorded, tuple)
    assert replayer.report.is_faithful, str(replayer.report)


def test_a_connection_that_is_refused_is_refused_again(studio: Studio) -> None:
    async def program(session: aiohttp.ClientSession) -> Any:
        try:
            await session.get("http://127.0.0.1:9/v1/models")
        except aiohttp.ClientConnectorError as error:
            return str(error)

    recorded = studio.record(running(program))

    assert studio.replayer().run(running(program)) == recorded
    assert "127.0.0.1:9" in recorded


def test_a_refusal_that_raises_is_tried_again_and_ends_the_same(studio: Studio, url: str) -> None:
    async def program(session: aiohttp.ClientSession) -> Any:
        try:
            await session.post(url, json=asked("limited"))
        except aiohttp.ClientResponseError as error:
            status = error.status
        async with session.post(url, json=asked("limited")) as answer:
            return status, (await answer.json())["choices"][0]["message"]["content"]

    recorded = studio.record(running(program, raise_for_status=True))
    replayer = studio.replayer()

    assert replayer.run(running(program, raise_for_status=True)) == recorded == (429, "at last")
    assert replayer.report.is_faithful, str(replayer.report)


def test_answers_that_were_under_way_together_end_in_the_same_order(studio: Studio, url: str) -> None:
    async def program(session: aiohttp.ClientSession) -> list[str]:
        done: list[str] = []

        async def ask(number: int) -> None:
            async with session.post(url, json=asked(f"hi {number}")) as answer:
                done.append((await answer.json())["choices"][0]["message"]["content"])

        await asyncio.gather(*(ask(number) for number in range(3)))
        return done

    recorded = studio.record(running(program))

    assert studio.replayer().run(running(program)) == recorded
    assert sorted(recorded) == ["it is 0", "it is 1", "it is 2"]


@pytest.mark.parametrize("body", [{"data": b"plain"}, {"data": "text"}, {"data": {"a": "b"}}, {"params": {"q": "1"}}])
def test_another_body_or_query_is_another_request(studio: Studio, body: dict[str, Any]) -> None:
    url = studio.llm.url + "/nowhere"

    async def program(session: aiohttp.ClientSession) -> int:
        async with session.post(url, **body) as answer:
            return answer.status

    async def other(session: aiohttp.ClientSession) -> int:
        async with session.post(url, data=b"other") as answer:
            return answer.status

    recorded = studio.record(running(program))

    assert studio.replayer().run(running(program)) == recorded
    with pytest.raises(ReplayDivergence):
        studio.replayer().run(running(other))


def test_a_program_that_waits_for_a_line_in_turns_loses_nothing(studio: Studio, url: str) -> None:
    """`wait_for` cancels the reading, and the program comes back for the rest."""

    async def program(session: aiohttp.ClientSession) -> bytes:
        async with session.post(url, json=asked("hi", stream=True)) as answer:
            read = b""
            while not read.endswith(b"[DONE]\n\n"):
                try:
                    read += await asyncio.wait_for(answer.content.readany(), 0.0005)
                except asyncio.TimeoutError:
                    continue
            return read

    assert studio.record(running(program)).count(b"data: ") > 3


def test_a_websocket_of_aiohttp_is_not_let_out_of_a_replay(studio: Studio) -> None:
    async def program(session: aiohttp.ClientSession) -> Any:
        await session.ws_connect("ws://127.0.0.1:9/")

    with pytest.raises(aiohttp.ClientConnectorError):
        studio.record(running(program))
    replayer = studio.replayer()
    with pytest.raises(NetworkBlocked):
        replayer.run(running(program))

    assert "a websocket of aiohttp" in replayer.report.notes[0]


def test_what_is_no_url_is_refused_in_the_words_of_aiohttp(studio: Studio) -> None:
    async def program(session: aiohttp.ClientSession) -> Any:
        await session.get("http://[::1")

    with pytest.raises(aiohttp.InvalidURL):
        studio.record(running(program))


def test_a_session_that_makes_json_its_own_way_sends_and_records_that(studio: Studio, url: str) -> None:
    def dumps(body: Any) -> bytes:
        return json.dumps(body, default=sorted).encode()

    async def program(session: aiohttp.ClientSession) -> Any:
        async with session.post(url, json={**asked("hi"), "stop": {"b", "a"}}) as answer:
            return await answer.json()

    recorded = studio.record(running(program, json_serialize_bytes=dumps))

    assert studio.replayer().run(running(program, json_serialize_bytes=dumps)) == recorded


def test_an_aiohttp_that_looks_different_is_left_alone_and_said(caplog: pytest.LogCaptureFixture) -> None:
    class Session:
        pass

    class Library:
        ClientSession = Session
        StreamReader = Session
        __version__ = "9.0"

    aiohttp_session.wrap(Library)()  # type: ignore[arg-type]

    assert "aiohttp 9.0 looks different" in caplog.text
    assert not hasattr(Session, "_request")


def test_aiohttp_is_as_it_was_when_nobody_records(studio: Studio) -> None:
    hooks.stop()
    before = aiohttp.ClientSession._request
    studio.record(lambda: None)

    assert aiohttp.ClientSession._request is before
