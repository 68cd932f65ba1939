"""A replay that is asked for over REST is carried out by a real worker beside a real agent, and becomes a trace."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.trip import Trip, recorded_trip

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def trip(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trip]:
    with recorded_trip(tmp_path_factory.mktemp("trip"), replay_silence_s="8") as recorded:
        yield recorded


def ask(trip: Trip, **asked: Any) -> str:
    answer = httpx.post(f"{trip.server.web}/api/v1/traces/{trip.trace_id}/replays", json=asked)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_a_replay_as_it_was_is_faithful_and_a_trace_of_its_own(trip: Trip) -> None:
    with trip.worker():
        done = trip.result(ask(trip))

    assert (done["state"], done["reason"], done["exit_code"]) == ("done", None, 0)
    assert done["report"]["faithful"] is True
    assert "Take a hat." in done["output"]
    diff = trip.server.get("/api/v1/diff", a=trip.trace_id, b=done["result_trace_id"])
    assert diff["is_same"] is True, [row for row in diff["rows"] if row["what"] != "same"]


def test_a_replay_goes_on_live_from_a_checkpoint_that_the_program_named(trip: Trip) -> None:
    checkpoints = trip.server.get(f"/api/v1/traces/{trip.trace_id}/checkpoints", kind="manual")["items"]
    by_id = checkpoints[0]["id"]
    with trip.worker():
        by_name = trip.result(ask(trip, from_checkpoint="after-city"))
        done = trip.result(ask(trip, from_checkpoint=by_id))
        nowhere = trip.result(ask(trip, from_checkpoint="after-lunch"))

    assert [each["state"] for each in (by_name, done)] == ["done", "done"], done["output"]
    assert len(done["report"]["live"]) == len(by_name["report"]["live"]) == 1
    branches = {branch["trace_id"]: branch["step"] for branch in trip.replays()["branches"]}
    assert branches[done["result_trace_id"]] == 2
    assert nowhere["state"] == "failed"
    assert "after-lunch: the run has no such checkpoint, it has after-city" in nowhere["reason"]


def test_an_edited_tool_result_changes_what_comes_after_it(trip: Trip) -> None:
    steps = trip.server.get(f"/api/v1/traces/{trip.trace_id}/recording/steps")
    assert [(step["kind"], step["name"]) for step in steps] == [
        ("model", "gpt-5.5"),
        ("tool", "weather"),
        ("model", "gpt-5.5"),
    ]
    rain = json.dumps({"city": "Paris", "sky": "rain"})
    with trip.worker():
        done = trip.result(ask(trip, edits={"2": {"response": rain}}))

    assert (done["state"], done["reason"]) == ("done", None), done["output"]
    assert "umbrella" in done["output"]
    diff = trip.server.get("/api/v1/diff", a=trip.trace_id, b=done["result_trace_id"])
    first = diff["rows"][diff["first_divergence"]]
    assert (first["name"], first["fields"]) == ("weather", ["output"])
    branches = [branch["trace_id"] for branch in trip.replays()["branches"]]
    assert done["result_trace_id"] in branches
    branch = trip.server.get(f"/api/v1/traces/{done['result_trace_id']}/replays")
    assert branch["made_by"]["id"] == done["id"]
    assert [parent["trace_id"] for parent in branch["parents"]] == [trip.trace_id]
    assert branch["recording"]["place"] == "uploaded"


def test_a_worker_that_may_not_run_tools_says_so(trip: Trip) -> None:
    with trip.worker():
        done = trip.result(ask(trip, tools="live"))

    assert done["state"] == "failed"
    assert "--live-tools" in done["reason"]


def test_a_running_replay_is_cancelled(trip: Trip) -> None:
    with trip.worker("endless"):
        name = ask(trip)
        trip.server.wait_for(lambda: trip.server.get(f"/api/v1/replays/{name}")["state"] == "running", "running replay")
        httpx.post(f"{trip.server.web}/api/v1/replays/{name}/cancel")
        done = trip.result(name)

    assert (done["state"], done["reason"]) == ("cancelled", "cancelled")


def test_a_killed_worker_gives_its_replay_to_the_next(trip: Trip) -> None:
    with trip.worker("endless") as first:
        name = ask(trip)
        trip.server.wait_for(lambda: trip.server.get(f"/api/v1/replays/{name}")["state"] == "running", "running replay")
        first.kill()
        first.wait(timeout=10)
    with trip.worker():
        done = trip.result(name)

    assert (done["state"], done["attempts"]) == ("done", 2)


def test_a_program_that_is_not_there_fails_with_its_words(trip: Trip) -> None:
    with trip.worker("nothing"):
        done = trip.result(ask(trip))

    assert done["state"] == "failed"
    assert "trip_agent has no function nothing" in done["output"]


def test_a_replay_takes_no_longer_than_the_limit_and_a_recording_may_come_from_the_server(tmp_path: Path) -> None:
    with recorded_trip(tmp_path, replay_time_limit_s="6", follow_recordings="false") as trip:
        run_cli(trip, "recordings", "push", trip.trace_id)
        (tmp_path / "home" / "traces").rename(tmp_path / "elsewhere")
        with trip.worker("endless"):
            done = trip.result(ask(trip))

    assert (done["state"], done["reason"]) == ("failed", "the time limit of 6 s is over")


def run_cli(trip: Trip, *words: str) -> None:
    command = [sys.executable, "-m", "agenttrace_server.cli", "--url", trip.server.web, *words]
    subprocess.run(command, env=trip.environment, check=True, capture_output=True)
