"""A program that does something else than it did is stopped, and told where."""

from __future__ import annotations

import asyncio
import json
import socket
from datetime import datetime, timezone
from typing import Any

import httpx2
import openai
import pytest

import agenttrace as at
from agenttrace.comparison import differences
from agenttrace.replay import ReplayDivergence
from agenttrace.replay.playing.network import NetworkBlocked
from agenttrace.testing.llm_server import Reply, Rule

from .conftest import Studio


def ask(client: openai.OpenAI, text: str) -> str | None:
    asked: Any = [{"role": "system", "content": "be brief"}, {"role": "user", "content": text}]
    return client.chat.completions.create(model="gpt-5.5", messages=asked).choices[0].message.content


@pytest.fixture
def client(studio: Studio) -> openai.OpenAI:
    studio.llm.play(Rule(replies=(Reply(text="fine"),)))
    return studio.clients.enter_context(
        openai.OpenAI(base_url=studio.llm.openai_base_url, api_key="test", max_retries=3)
    )


def test_a_prompt_that_changed_is_named_with_its_path_and_not_retried(studio: Studio, client: openai.OpenAI) -> None:
    studio.record(lambda: ask(client, "Weather in Paris at 10:31?"))
    replayer = studio.replayer()

    with pytest.raises(ReplayDivergence) as caught:
        replayer.run(ask, client, "Weather in Paris at 10:32?")

    assert (caught.value.step, caught.value.lane) == (1, "main")
    assert str(caught.value) == (
        "this request is not on the tape (step 1, lane main)\n"
        f"  got:      model call POST {studio_url(client)}/chat/completions\n"
        "  expected: model call POST /v1/chat/completions\n"
        '  $.messages[1].content: "Weather in Paris at 10:31?" → "Weather in Paris at 10:32?"'
    )
    assert len(replayer.report.diverged) == 1
    assert list(replayer.report.unused.values()) == ["step 1: model call POST /v1/chat/completions"]


def test_a_prompt_that_contains_the_time_diverges_there_and_replays_with_our_clock(
    studio: Studio, client: openai.OpenAI
) -> None:
    bare = lambda: ask(client, f"It is {datetime.now(timezone.utc).isoformat()}")  # noqa: E731
    told = lambda: ask(client, f"It is {at.now().isoformat()}")  # noqa: E731
    studio.record(lambda: (told(), bare()))
    replayer = studio.replayer()

    with pytest.raises(ReplayDivergence) as caught:
        replayer.run(lambda: (told(), bare()))

    assert replayer.report.served == {"exact in lane": 2}
    assert caught.value.step == 2
    [difference] = caught.value.differences
    assert difference.path == "$.messages[1].content"
    assert str(difference.expected).startswith('"It is 20')


def studio_url(client: openai.OpenAI) -> str:
    return str(client.base_url).rstrip("/")


def test_one_call_too_many_diverges_at_the_end_of_the_run(studio: Studio, client: openai.OpenAI) -> None:
    studio.record(lambda: ask(client, "a"))

    with pytest.raises(ReplayDivergence, match="expected: the end of the run"):
        studio.replayer().run(lambda: [ask(client, "a"), ask(client, "a")])


def test_a_call_that_is_left_out_is_unused_and_the_replay_is_not_faithful(
    studio: Studio, client: openai.OpenAI
) -> None:
    studio.record(lambda: [ask(client, "a"), ask(client, "b")])
    replayer = studio.replayer()
    replayer.run(ask, client, "a")

    assert list(replayer.report.unused.values()) == ["step 2: model call POST /v1/chat/completions"]
    assert not replayer.report.is_faithful


def test_a_divergence_in_a_task_comes_out_of_it(studio: Studio) -> None:
    studio.llm.play(Rule(replies=(Reply(text="fine"),)))
    url = studio.llm.openai_base_url

    async def main(text: str) -> None:
        async with openai.AsyncOpenAI(base_url=url, api_key="test", max_retries=3) as client:
            asked: Any = [{"role": "user", "content": text}]
            await asyncio.create_task(client.chat.completions.create(model="gpt-5.5", messages=asked))

    studio.record(lambda: asyncio.run(main("a")))

    with pytest.raises(ReplayDivergence, match="main"):
        studio.replayer().run(lambda: asyncio.run(main("b")))


def test_fields_that_only_name_a_call_match_loosely(studio: Studio, client: openai.OpenAI) -> None:
    def program(user: str) -> Any:
        return client.chat.completions.create(
            model="gpt-5.5", messages=[{"role": "user", "content": "a"}], user=user
        ).model_dump()

    recorded = studio.record(lambda: program("one"))
    replayer = studio.replayer()

    assert replayer.run(program, "two") == recorded
    assert replayer.report.served == {"loose": 1}


def test_the_next_answer_of_the_lane_is_given_only_when_that_is_asked_for(
    studio: Studio, client: openai.OpenAI
) -> None:
    studio.record(lambda: ask(client, "a"))
    replayer = studio.replayer(positional=True)

    assert replayer.run(ask, client, "something else") == "fine"
    assert replayer.report.served == {"positional": 1}


def test_nothing_reaches_the_network_in_a_replay(studio: Studio, client: openai.OpenAI) -> None:
    studio.record(lambda: ask(client, "a"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        place = listening.getsockname()
        replayer = studio.replayer()
        with replayer:
            with pytest.raises(NetworkBlocked, match=f"127.0.0.1:{place[1]} is not on its tape"):
                socket.create_connection(place)
            with pytest.raises(NetworkBlocked, match=r"example\.com"):
                socket.getaddrinfo("example.com", 443)
        socket.create_connection(place).close()
        with studio.replayer(allow_network=(f"127.0.0.1:{place[1]}",)):
            socket.create_connection(place).close()

    assert replayer.report.blocked == [f"127.0.0.1:{place[1]}", "example.com:443"]


def test_requests_to_others_than_models_are_on_the_tape_too(studio: Studio) -> None:
    url = studio.llm.url + "/v1/models?api_key=12345678"
    recorded = studio.record(lambda: httpx2.get(url).json())
    replayer = studio.replayer()

    assert replayer.run(lambda: httpx2.get(url).json()) == recorded
    assert [event.kind for event in studio.reader().events] == ["run.start", "side_effect", "side_effect", "run.end"]
    assert b"12345678" not in studio.everything_written()


def test_excluded_hosts_are_neither_recorded_nor_served(studio: Studio) -> None:
    url = studio.llm.url + "/v1/models"
    studio.record(lambda: httpx2.get(url), record_exclude_hosts=["127.0.0.1"])

    assert [event.kind for event in studio.reader().events] == ["run.start", "run.end"]


def test_a_run_that_was_killed_replays_to_where_it_died(studio: Studio, client: openai.OpenAI) -> None:
    program = lambda: [ask(client, "a"), ask(client, "b")]  # noqa: E731
    studio.record(program)
    file = studio.reader().path
    lines = file.read_bytes().splitlines(keepends=True)
    until = next(n for n, line in enumerate(lines) if b"llm.request" in line and b'\\"b\\"' in line)
    file.write_bytes(b"".join(lines[: until + 1]) + lines[until + 1][:20])
    replayer = studio.replayer()

    with pytest.raises(ReplayDivergence, match="the recording ends here"):
        replayer.run(program)

    assert replayer.report.served == {"exact in lane": 2}
    assert "step 2" in str(replayer.report.ended)
    assert "damaged: line" in replayer.report.notes[0]


def test_a_replay_can_be_recorded_and_names_the_run_it_comes_from(studio: Studio, client: openai.OpenAI) -> None:
    program = lambda: ask(client, "a")  # noqa: E731
    studio.record(program)
    replayer = studio.replayer()
    studio.begin()
    replayer.run(program)
    at.shutdown()

    start, _, asked, _, answered, _ = studio.reader(1).events
    assert replayer.report.new_run == start.run_id == studio.runs[1]
    assert asked.payload["replayed"] == studio.reader().events[1].id
    assert asked.hash == studio.reader().events[1].hash
    assert answered.payload["body"] == studio.reader().events[3].payload["body"]


def test_a_replay_within_a_replay_is_refused(studio: Studio, client: openai.OpenAI) -> None:
    studio.record(lambda: ask(client, "a"))

    with studio.replayer(), pytest.raises(RuntimeError, match="running in this process already"):
        studio.replayer().start()


def test_another_redaction_than_the_recorded_one_is_said(studio: Studio, client: openai.OpenAI) -> None:
    studio.record(lambda: ask(client, "a"), redaction_key="another")
    replayer = studio.replayer()
    replayer.run(ask, client, "a")

    assert any("other redaction settings" in note for note in replayer.report.notes)


def test_the_report_says_it_all_for_people_and_programs(studio: Studio, client: openai.OpenAI) -> None:
    studio.record(lambda: ask(client, "a"))
    replayer = studio.replayer()
    replayer.run(ask, client, "a")

    assert str(replayer.report) == (
        f"replay of {studio.runs[0]}: faithful\n"
        "  served    1 (1 exact in lane)\n  diverged  0\n  live      0\n  unused    0"
    )
    assert json.loads(json.dumps(replayer.report.as_json()))["served"] == {
        "total": 1,
        "exact in lane": 1,
        "exact": 0,
        "loose": 0,
        "positional": 0,
    }


@pytest.mark.parametrize(
    ("expected", "got", "shown"),
    [
        ('{"a": [1, {"b": 2}]}', '{"a": [1, {"b": 3}]}', ["$.a[1].b: 2 → 3"]),
        ('{"a": 1}', '{"b": 1}', ["$.a: 1 → nothing", "$.b: nothing → 1"]),
        ("[1]", "[1, 2]", ["$[1]: nothing → 2"]),
        ("1", "true", ["$: 1 → true"]),
        ("no json", "none", ['$: "no json" → "none"']),
        ('{"a": 1}', '{"a": 1}', []),
    ],
)
def test_differences_are_named_by_their_path(expected: str, got: str, shown: list[str]) -> None:
    assert [str(difference) for difference in differences(expected, got)] == shown


def test_long_texts_are_shown_around_the_first_letter_that_differs() -> None:
    (difference,) = differences(
        json.dumps("x" * 1_000 + "a" + "y" * 1_000), json.dumps("x" * 1_000 + "b" + "y" * 1_000)
    )

    assert "a" in str(difference.expected)
    assert "b" in str(difference.got)
    assert len(str(difference.got)) <= 200
