"""A program that no hook can see writes its recording itself, from as many places as it likes."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

import agenttrace as at
from agenttrace.recording import TraceReader

JOINING = """
import sys
import agenttrace as at
with at.Tracer(sys.argv[2], folder=sys.argv[1]) as tracer:
    for number in range(50):
        tracer.log("from a process", number=number)
"""


def test_what_is_written_is_read_again_without_its_secrets(tmp_path: Path) -> None:
    with at.Tracer(folder=tmp_path) as tracer:
        asked = tracer.write("llm.request", {"body": "my key is sk-proj-abcdefghijklmnopqrstuvwx0123456789"})
        tracer.write("llm.end", {"body": "hello"}, of=asked)
        tracer.message("hi", role="user")

    reader = TraceReader(tracer.path)
    assert [event.kind for event in reader.events] == ["run.start", "llm.request", "llm.end", "message", "run.end"]
    assert reader.events[2].of == asked == reader.events[1].id
    assert reader.events[3].payload == {"content": "hi", "role": "user"}
    assert b"abcdefghijklmnop" not in (tracer.path / "events.jsonl").read_bytes()
    assert reader.is_complete


def test_a_tool_that_was_written_by_hand_is_replayed(tmp_path: Path) -> None:
    with at.Tracer(folder=tmp_path) as tracer:
        tracer.tool("weather", {"city": "Rome"}).returned("sunny")
        tracer.tool("train", {}).raised(ValueError("no train"))

    @at.tool(name="weather")
    def weather(city: str) -> str:
        return f"rain in {city}"

    @at.tool(name="train")
    def train() -> str:
        return "a train"

    def program() -> str:
        with pytest.raises(ValueError, match="no train"):
            train()
        return weather("Rome")

    replayer = at.Replayer(tracer.path)
    assert replayer.run(program) == "sunny"
    assert replayer.report.is_faithful, str(replayer.report)


def test_threads_and_other_processes_write_one_run(tmp_path: Path) -> None:
    with at.Tracer(folder=tmp_path) as tracer:
        command = [sys.executable, "-c", JOINING, str(tmp_path), tracer.run_id]
        others = [subprocess.Popen(command) for _ in range(2)]
        threads = [threading.Thread(target=lambda: [tracer.log("from a thread") for _ in range(50)]) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [other.wait(30) for other in others] == [0, 0]

    reader = TraceReader(tracer.path)
    said = [event.payload["message"] for event in reader.events if event.kind == "log"]
    assert (said.count("from a thread"), said.count("from a process")) == (200, 100)
    assert reader.problems == ()
    assert len({event.process for event in reader.events}) == 3


def test_a_run_that_fails_says_so_and_nothing_comes_after_its_end(tmp_path: Path) -> None:
    with pytest.raises(KeyError), at.Tracer(folder=tmp_path) as tracer:
        raise KeyError("city")
    tracer.log("too late")
    tracer.close()

    events = TraceReader(tracer.path).events
    assert [event.kind for event in events] == ["run.start", "error", "run.end"]
    assert events[1].payload == {"error": "KeyError: 'city'"}


def test_a_kind_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with at.Tracer(folder=tmp_path) as tracer, pytest.raises(ValueError, match=r"'llm\.thought' is not a valid Kind"):
        tracer.write("llm.thought", {})
