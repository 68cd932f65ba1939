"""A recorded program is taken up from a checkpoint: by the tape, from the recording alone, or all anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import openai
import pytest

import agenttrace as at
from agenttrace.recording import Kind, NoRecording
from agenttrace.replay import Edit, ReplayDivergence, ReplayPlan
from agenttrace.replay.checkpoints import (
    BadCheckpoint,
    BadPlace,
    CheckpointBlob,
    CheckpointExecutor,
    Granularity,
    load_checkpoint,
)
from agenttrace.replay.executors import UnknownExecutor, executor, executor_names
from agenttrace.replay.executors.registry import TABLE
from agenttrace.replay.executors.tape import MockExecutor, RealExecutor, TapeExecutor, TapeHandle
from agenttrace.replay.tape.load import load_tape
from agenttrace.testing.llm_server import Match, Reply, Rule, ScriptedLLM
from agenttrace.tracing.provider.runtime import runtime

from .conftest import Studio

RULES = (
    Rule(match=Match(user="plan a trip"), replies=(Reply(text="sun"),)),
    Rule(match=Match(user="about rain"), replies=(Reply(text="a text on rain"),)),
    Rule(match=Match(user="about sun"), replies=(Reply(text="a text on sun"),)),
)
LIVE_TOOLS = ReplayPlan(live_tools=True)


class Planner:
    """Asks for a plan, notes it, and has a text written about it."""

    def __init__(self, llm: ScriptedLLM) -> None:
        self._llm = llm
        self.noted: list[str] = []

        @at.tool
        def note(plan: str) -> str:
            self.noted.append(plan)
            return plan

        self._note = note

    def __call__(self) -> str:
        with openai.OpenAI(base_url=self._llm.openai_base_url, api_key="test", max_retries=0) as client:
            state = at.checkpoint("after-plan", {"plan": self._ask(client, "plan a trip")})
            noted = self._note(state["plan"])
            at.checkpoint("after-note", {**state, "noted": noted})
            return self._ask(client, f"write about {noted}")

    @staticmethod
    def _ask(client: openai.OpenAI, text: str) -> str:
        answer = client.chat.completions.create(model="gpt-5.5", messages=[{"role": "user", "content": text}])
        return answer.choices[0].message.content or ""


@pytest.fixture
def planner(studio: Studio) -> Planner:
    studio.llm.play(*RULES)
    program = Planner(studio.llm)
    assert studio.record(program) == "a text on sun"
    studio.llm.start()
    studio.llm.play(*RULES)
    program.noted.clear()
    return program


def handle(studio: Studio, program: Callable[[], Any], **more: Any) -> TapeHandle:
    return TapeHandle(studio.traces / studio.runs[0], entry=program, **more)


def test_a_run_goes_on_live_from_a_checkpoint(studio: Studio, planner: Planner) -> None:
    resumed = TapeExecutor().resume(handle(studio, planner, at="after-note"))
    assert resumed.value == "a text on sun"
    assert resumed.report.served == {"exact in lane": 2}
    assert len(resumed.report.live) == len(studio.llm.requests) == 1
    assert planner.noted == []


def test_a_run_goes_on_in_another_state(studio: Studio, planner: Planner) -> None:
    tape = TapeExecutor()
    patched = tape.patch(handle(studio, planner, plan=LIVE_TOOLS), {"states": {"after-plan": {"plan": "rain"}}})
    resumed = tape.resume(patched)
    assert resumed.value == "a text on rain"
    assert planner.noted == ["rain"]
    assert len(studio.llm.requests) == 1
    assert "checkpoint after-plan: the program was given another state" in resumed.report.notes


def test_a_run_goes_on_with_another_result_of_a_tool_and_another_model(studio: Studio, planner: Planner) -> None:
    tape = TapeExecutor()
    edits = {"edits": {"after-plan": Edit(response='"rain"')}, "model": "gpt-6"}
    assert tape.resume(tape.patch(handle(studio, planner), edits)).value == "a text on rain"
    assert [request.model for request in studio.llm.requests] == ["gpt-6"]


def test_a_checkpoint_of_the_tape_goes_through_a_file(studio: Studio, planner: Planner, tmp_path: Path) -> None:
    tape = TapeExecutor()
    blob = tape.capture(handle(studio, planner, at="after-note"))
    blob.save(tmp_path / "place.json")
    restored = tape.restore(load_checkpoint(tmp_path / "place.json"), planner)
    assert tape.resume(restored).value == "a text on sun"
    assert len(blob.step_refs) == 2


def recorded_again(studio: Studio, planner: Planner) -> Callable[[], str]:
    """Return the program as one that begins to record by itself."""

    def program() -> str:
        studio.begin()
        try:
            with at.span("again"):
                return planner()
        finally:
            at.shutdown()

    return program


def test_what_goes_on_from_a_checkpoint_is_recorded_with_its_parent(studio: Studio, planner: Planner) -> None:
    resumed = TapeExecutor().resume(handle(studio, recorded_again(studio, planner), at="after-note"))
    start, *events = studio.reader(1).events
    assert start.payload["parent"] == {"run_id": studio.runs[0], "step": 3}
    assert resumed.report.new_run == studio.runs[1]
    made = [event.payload["name"] for event in events if event.kind == Kind.CHECKPOINT]
    assert made == ["model call openai.chat", "after-plan", "tool note", "after-note", "model call openai.chat"]
    said = next(event.payload["attributes"] for event in events if event.kind == Kind.SPAN_START)
    assert (said["agenttrace.replay.of"], said["agenttrace.replay.step"]) == (studio.runs[0], 3)


def test_a_replay_within_a_run_that_is_recorded_already_is_noted_there(studio: Studio, planner: Planner) -> None:
    studio.begin()
    TapeExecutor().resume(handle(studio, planner, at="after-note"))
    at.shutdown()
    [noted] = [event.payload for event in studio.reader(1).events if event.kind == Kind.LOG]
    assert noted["parent"] == {"run_id": studio.runs[0], "step": 3}


def test_mock_serves_everything_and_edits_nothing(studio: Studio, planner: Planner) -> None:
    resumed = MockExecutor().resume(handle(studio, planner, at="after-plan"))
    assert resumed.value == "a text on sun"
    assert resumed.report.is_faithful
    assert studio.llm.requests == ()
    with pytest.raises(BadCheckpoint, match="mock: nothing can be edited here"):
        MockExecutor().patch(handle(studio, planner), {"model": "gpt-6"})


def test_real_asks_everything_anew_and_names_the_run_it_comes_from(studio: Studio, planner: Planner) -> None:
    resumed = RealExecutor().resume(handle(studio, recorded_again(studio, planner)))
    assert resumed.value == "a text on sun"
    assert (len(studio.llm.requests), planner.noted) == (2, ["sun"])
    assert sum(resumed.report.served.values()) == 0
    assert studio.reader(1).first.payload["parent"] == {"run_id": studio.runs[0], "step": 1}


def test_real_tells_the_time_anew(studio: Studio) -> None:
    told = studio.record(lambda: at.now())
    assert RealExecutor().resume(handle(studio, at.now)).value > told
    assert MockExecutor().resume(handle(studio, at.now)).value == told


def test_a_program_in_another_state_than_the_recorded_one_is_noted(studio: Studio, planner: Planner) -> None:
    def other() -> None:
        at.checkpoint("after-plan", {"plan": "snow"})

    report = MockExecutor().resume(handle(studio, other)).report
    assert 'checkpoint after-plan: $.plan: "sun" → "snow"' in report.notes


def test_two_places_differ_by_their_states_and_by_the_steps_between(studio: Studio, planner: Planner) -> None:
    tape = TapeExecutor()
    before, after = (tape.capture(handle(studio, planner, at=name)) for name in ("after-plan", "after-note"))
    paths = [difference.path for difference in tape.diff(before, after)]
    assert paths == ["$.state.noted", "$.steps[1]"]
    assert tape.diff(before, before) == ()


def test_a_run_that_crashed_is_taken_up_from_its_last_checkpoint(studio: Studio) -> None:
    studio.llm.play(*RULES)
    planner = Planner(studio.llm)
    crashes = [True]

    def program() -> str:
        with openai.OpenAI(base_url=studio.llm.openai_base_url, api_key="test", max_retries=0) as client:
            plan = planner._ask(client, "plan a trip")
            at.checkpoint("planned", plan)
            if crashes.pop():
                raise OSError("the machine is gone")
            return planner._ask(client, f"write about {plan}")

    with pytest.raises(OSError, match="the machine is gone"):
        studio.record(program)
    studio.llm.start()
    studio.llm.play(*RULES)
    crashes.append(False)

    resumed = TapeExecutor().resume(handle(studio, program, at="planned"))

    assert resumed.value == "a text on sun"
    assert (resumed.report.served, len(studio.llm.requests)) == ({"exact in lane": 1}, 1)


def test_a_checkpoint_that_was_written_by_hand_is_one_of_the_program(studio: Studio) -> None:
    studio.record(lambda: runtime.conductor.write(Kind.CHECKPOINT, {"name": "here", "state": 1}))
    [made] = load_tape(studio.reader()).checkpoints
    assert (made.kind, made.step, made.state) == ("manual", 1, 1)


def test_each_thread_gets_the_state_that_was_given_for_its_own(studio: Studio) -> None:
    def program() -> list[int]:
        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(lambda number: at.checkpoint("here", number), range(8)))

    assert studio.record(program) == [*range(8)]
    made = load_tape(studio.reader()).checkpoints
    replayer = studio.replayer(states={entry.id: entry.state * 10 for entry in made if entry.state != 3})
    assert replayer.run(program) == [0, 10, 20, 3, 40, 50, 60, 70]


@pytest.mark.parametrize(
    ("place", "step"), [(2, 2), ("3", 3), ("after-plan", 2), ("after-plan#1", 2), ("model call openai.chat#2", 3)]
)
def test_a_place_is_a_step_or_a_checkpoint(studio: Studio, planner: Planner, place: str | int, step: int) -> None:
    blob = TapeExecutor().capture(handle(studio, planner, at=place))
    assert len(blob.step_refs) == step - 1


def test_a_place_is_named_by_the_id_of_its_checkpoint(studio: Studio, planner: Planner) -> None:
    ids = [event.id for event in studio.reader().events if event.payload.get("name") == "after-note"]
    assert TapeExecutor().resume(handle(studio, planner, at=ids[0])).report.served == {"exact in lane": 2}


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("nowhere", "no such checkpoint, it has after-plan, after-note; its steps are 1 to 3"),
        ("model call openai.chat", "2 checkpoints are called so"),
        ("after-plan#2", "no such checkpoint"),
        (0, "no such step"),
        (5, "no such step, its steps are 1 to 3"),
    ],
)
def test_a_place_that_is_not_there_is_named(studio: Studio, planner: Planner, place: str | int, words: str) -> None:
    with pytest.raises(BadPlace, match=words):
        TapeExecutor().capture(handle(studio, planner, at=place))


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ({"states": {"tool note": {}}}, "only a checkpoint that the program made has a state"),
        ({"states": {"after-plan": {1}}}, r"after-plan: state: \$ is a set"),
    ],
)
def test_a_state_that_cannot_be_given_is_refused(
    studio: Studio, planner: Planner, edits: dict[str, Any], words: str
) -> None:
    tape = TapeExecutor()
    with pytest.raises(ValueError, match=words):
        tape.resume(tape.patch(handle(studio, planner), edits))


def test_what_cannot_be_edited_or_run_is_said(studio: Studio, planner: Planner) -> None:
    tape = TapeExecutor()
    with pytest.raises(BadCheckpoint, match="prompt: cannot be edited on a tape, edits, states, model can"):
        tape.patch(handle(studio, planner), {"prompt": "x"})
    with pytest.raises(BadCheckpoint, match="entry: there is no program"):
        tape.resume(TapeHandle(studio.traces / studio.runs[0]))


def test_a_tool_that_was_not_recorded_with_the_edited_state_ends_the_run(studio: Studio, planner: Planner) -> None:
    tape = TapeExecutor()
    with pytest.raises(ReplayDivergence, match="live_tools runs it"):
        tape.resume(tape.patch(handle(studio, planner), {"states": {"after-plan": {"plan": "rain"}}}))
    assert planner.noted == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"framework": "crewai"}, "framework: this checkpoint is of crewai, not of tape"),
        ({"format": "other"}, "format: 'other' is not known here"),
        ({"data": b"[]"}, "data: names no recording"),
    ],
)
def test_a_blob_of_something_else_is_refused(change: dict[str, Any], words: str) -> None:
    fields = {"framework": "tape", "version": "1", "format": "agenttrace.recording+place/1", "data": b"{}", **change}
    with pytest.raises(BadCheckpoint, match=words):
        TapeExecutor().restore(CheckpointBlob(**fields), lambda: None)


def test_a_place_in_a_recording_that_has_gone_is_refused(tmp_path: Path) -> None:
    said = json.dumps({"recording": str(tmp_path / "gone"), "run_id": "0a" * 16, "at": 1}).encode()
    blob = CheckpointBlob("tape", "1", "agenttrace.recording+place/1", said)
    with pytest.raises(NoRecording, match="gone"):
        TapeExecutor().restore(blob, lambda: None)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_every_executor_says_what_it_can_do_before_its_framework_is_there(name: str) -> None:
    found: CheckpointExecutor[Any] = executor(name)
    assert found.name == name
    assert isinstance(found.capabilities.granularity, Granularity)
    assert found.capabilities.cross_process


def test_an_executor_that_is_not_there_is_named() -> None:
    assert executor().name == "tape"
    assert executor_names() == sorted(TABLE)
    with pytest.raises(UnknownExecutor, match="there is no 'other', only agent_framework, autogen, crewai"):
        executor("other")
