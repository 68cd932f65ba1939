"""urllib3, and what is built on it, is recorded and served like every other client."""

from __future__ import annotations

import json
from typing import Any

import pytest
import urllib3
from urllib3.exceptions import HTTPError

from agenttrace.testing.llm_server import Failure, Interrupt, Match, Reply, Reset, Rule, Timeout

from .conftest import Studio

RULES = (
    Rule(match=Match(user="limited"), replies=(Failure(status=429, retry_after_s=0), Reply(text="at last"))),
    Rule(match=Match(user="reset"), replies=(Reset(),)),
    Rule(match=Match(user="late"), replies=(Timeout(),)),
    Rule(match=Match(user="cut"), replies=(Reply(text="it is sunny and warm", chunk=3, interrupt=Interrupt(3)),)),
    Rule(replies=(Reply(text="it is sunny", chunk=3),)),
)


def asked(user: str, *, stream: bool = False) -> bytes:
    return json.dumps({"model": "m", "messages": [{"role": "user", "content": user}], "stream": stream}).encode()


@pytest.fixture
def url(studio: Studio) -> str:
    studio.llm.play(*RULES)
    return studio.llm.openai_base_url + "/chat/completions"


@pytest.mark.parametrize("redact", [True, False])
@pytest.mark.parametrize("way", ["whole", "stream", "read", "read in pieces", "as botocore does", "retried"])
def test_an_answer_comes_again_however_it_is_read(studio: Studio, url: str, way: str, redact: bool) -> None:
    def program() -> Any:
        pool = studio.clients.enter_context(urllib3.PoolManager())
        if way == "whole":
            answer = pool.request("POST", url, body=asked("hi"))
            return answer.status, answer.json(), answer.headers["content-type"]
        if way == "retried":
            retries = urllib3.Retry(total=2, status_forcelist=[429], allowed_methods=None, backoff_factor=0)
            return pool.request("POST", url, body=asked("limited"), retries=retries).json()
        streams = way != "as botocore does"
        answer = pool.request("POST", url, body=asked("hi", stream=streams), preload_content=False)
        if not streams:
            return b"".join(answer.stream())
        if way == "stream":
            return b"".join(answer.stream(64))
        return answer.read() if way == "read" else [answer.read(10) for _ in range(5)]

    recorded = studio.record(program, redact=redact)
    replayer = studio.replayer()

    assert replayer.run(program) == recorded
    assert replayer.report.is_faithful, str(replayer.report)


@pytest.mark.parametrize("user", ["reset", "late", "cut"])
def test_a_failure_comes_again_as_what_it_was(studio: Studio, url: str, user: str) -> None:
    def program() -> Any:
        pool = studio.clients.enter_context(urllib3.PoolManager(timeout=0.3, retries=False))
        try:
            answer = pool.request("POST", url, body=asked(user, stream=True), preload_content=False)
            return b"".join(answer.stream(16))
        except HTTPError as error:
            return type(error).__name__

    recorded = studio.record(program)
    replayer = studio.replayer()

    assert replayer.run(program) == recorded
    assert isinstance(recorded, str)
    assert replayer.report.is_faithful, str(replayer.report)


def test_the_pieces_of_a_stream_are_kept_with_their_times(studio: Studio, url: str) -> None:
    def program() -> bytes:
        answer = studio.clients.enter_context(urllib3.PoolManager()).request(
            "POST", url, body=asked("hi", stream=True), preload_content=False
        )
        return b"".join(answer.stream(1024))

    studio.record(program, redact=False)
    pieces = [event.payload for event in studio.reader().events if event.kind == "llm.chunk"]

    assert len(pieces) > 3
    times = [piece["at_ns"] for piece in pieces[1:]]
    assert times == sorted(times)


def test_our_own_export_is_never_on_the_tape(studio: Studio) -> None:
    studio.record(
        lambda: studio.clients.enter_context(urllib3.PoolManager(retries=False)).request(
            "GET", studio.llm.url + "/v1/models"
        ),
        endpoint=studio.llm.url,
    )

    assert [event.kind for event in studio.reader().events] == ["run.start", "run.end"]
