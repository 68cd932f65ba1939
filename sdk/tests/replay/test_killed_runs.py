"""A run that was killed replays to where it died, and programs that take what comes first get the same again."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from contextvars import copy_context
from pathlib import Path

import openai
import pytest

from agenttrace.recording import run_folders
from agenttrace.testing.llm_server import Match, Reply, Rule, ScriptedLLM
from agenttrace.tracing.settings import environment_with

from .conftest import Studio

TEXT = "the weather in Rome is sunny and warm today, and so it was before " * 40
PROGRAM = """
import sys
import agenttrace as at
import openai
at.init(record=True, auto_instrument=False)
client = openai.OpenAI(base_url=sys.argv[1], api_key="test", max_retries=0)
asked = [{"role": "user", "content": "hi"}]
print(client.chat.completions.create(model="gpt-5.5", messages=asked).choices[0].message.content, flush=True)
for chunk in client.chat.completions.create(model="gpt-5.5", messages=asked, stream=True):
    print(chunk.choices[0].delta.content or "" if chunk.choices else "", flush=True)
print("the end")
"""


def test_a_program_that_was_killed_in_a_stream_replays_to_where_it_died(tmp_path: Path) -> None:
    quiet = {"AGENTTRACE_ENDPOINT": "http://127.0.0.1:9", "AGENTTRACE_HOME": str(tmp_path)}
    with ScriptedLLM() as llm:
        llm.play(Rule(replies=(Reply(text="hello"), Reply(text=TEXT, chunk=10, chunk_delay_s=0.01))))
        command = [sys.executable, "-c", PROGRAM, llm.openai_base_url]
        with subprocess.Popen(command, env=environment_with(quiet), stdout=subprocess.PIPE, text=True) as run:
            assert run.stdout is not None
            recorded = [next(run.stdout) for _ in range(60)]
            run.kill()
    (folder,) = run_folders(tmp_path / "traces")
    replayed = subprocess.run(
        command, env=environment_with({**quiet, "AGENTTRACE_REPLAY": folder.name}), capture_output=True, text=True
    )

    lines = replayed.stdout.splitlines(keepends=True)
    assert replayed.returncode == 1
    assert "ReplayDivergence: the recording ends here" in replayed.stderr
    assert lines[0] == "hello\n"
    assert len(lines) > 5
    assert lines[: len(recorded)] == recorded[: len(lines)]


def test_a_program_that_takes_its_tasks_as_they_complete_gets_them_in_the_same_order(studio: Studio) -> None:
    studio.llm.play(
        *(Rule(match=Match(user=f"city {n}"), replies=(Reply(text=f"{n}", delay_s=0.3 - n * 0.05),)) for n in range(6))
    )
    url = studio.llm.openai_base_url

    async def main() -> list[str | None]:
        async with openai.AsyncOpenAI(base_url=url, api_key="test", max_retries=0) as client:

            async def ask(number: int) -> str | None:
                asked = client.chat.completions.create(
                    model="gpt-5.5", messages=[{"role": "user", "content": f"city {number}"}]
                )
                return (await asked).choices[0].message.content

            return [await each for each in asyncio.as_completed([asyncio.create_task(ask(n)) for n in range(6)])]

    recorded = studio.record(lambda: asyncio.run(main()))
    replayer = studio.replayer()

    assert replayer.run(lambda: asyncio.run(main())) == recorded
    assert recorded != sorted(recorded, key=str)
    assert replayer.report.is_faithful, str(replayer.report)


def test_threads_that_run_in_a_copied_context_find_their_own_answers_in_any_order(studio: Studio) -> None:
    studio.llm.play(Rule(replies=tuple(Reply(text=f"{n}") for n in range(4))))
    url = studio.llm.openai_base_url
    asked = [{"role": "user", "content": "hi"}]

    def program(order: list[int]) -> dict[int, str | None]:
        found: dict[int, str | None] = {}
        turns = {number: threading.Event() for number in (*order, None)}

        def ask(number: int, after: int | None) -> None:
            turns[number].wait(10)
            with openai.OpenAI(base_url=url, api_key="test", max_retries=0) as client:
                answer = client.chat.completions.create(model="gpt-5.5", messages=asked)  # type: ignore[arg-type]
            found[number] = answer.choices[0].message.content
            turns[after].set()

        after = dict(zip(order, (*order[1:], None), strict=True))
        threads = [threading.Thread(target=copy_context().run, args=(ask, n, after[n])) for n in range(4)]
        for thread in threads:
            thread.start()
        turns[order[0]].set()
        for thread in threads:
            thread.join()
        return found

    recorded = studio.record(lambda: program([0, 1, 2, 3]))

    assert recorded == {0: "0", 1: "1", 2: "2", 3: "3"}
    assert studio.replayer().run(lambda: program([3, 2, 1, 0])) == recorded


@pytest.mark.parametrize("way", ["as they complete", "one after the other"])
def test_identical_calls_that_complete_in_any_order_are_served(studio: Studio, way: str) -> None:
    studio.llm.play(Rule(replies=tuple(Reply(text=f"{n}", delay_s=0.2 - n * 0.05) for n in range(4))))
    url = studio.llm.openai_base_url

    async def main() -> list[str | None]:
        async with openai.AsyncOpenAI(base_url=url, api_key="test", max_retries=0) as client:

            async def ask() -> str | None:
                asked = client.chat.completions.create(model="gpt-5.5", messages=[{"role": "user", "content": "hi"}])
                return (await asked).choices[0].message.content

            if way == "one after the other":
                return [await ask() for _ in range(4)]
            tasks = [asyncio.create_task(ask()) for _ in range(4)]
            return [await each for each in asyncio.as_completed(tasks)]

    recorded = studio.record(lambda: asyncio.run(main()))

    assert studio.replayer().run(lambda: asyncio.run(main())) == recorded
