"""Recordings go up and come down, replays are asked for and carried out, over the API."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from server.tests.a_tape import record, tar_of

from agenttrace.recording.log.line import line_of
from agenttrace_server.replays import packed

TRACE = "ab" * 16
PATH = f"/api/v1/traces/{TRACE}"
TAR = {"content-type": "application/x-tar"}
WORKER = {"name": "w1", "entrypoint": "shop:main"}


@pytest.fixture
def recorded(tmp_path: Path, house: Any, run: Any) -> bytes:
    """A trace whose recording is not on the server's machine, and that recording."""
    house.keep(*run)
    return b"".join(packed(record(tmp_path / "elsewhere", TRACE, long="x" * 10_000)))


@pytest.fixture
def replayable(client: Any, recorded: bytes) -> Any:
    assert client.put(f"{PATH}/recording", content=recorded, headers=TAR).status_code == 200
    return client


def test_a_recording_comes_down_as_it_went_up(client: Any, recorded: bytes) -> None:
    up = client.put(f"{PATH}/recording", content=recorded, headers=TAR)
    down = client.get(f"{PATH}/recording")

    assert up.json()["events"] == 6
    assert up.json()["problems"] == []
    assert down.content == recorded
    assert down.headers["content-type"] == "application/x-tar"


def test_a_recording_of_no_trace_is_refused(client: Any) -> None:
    assert client.put(f"{PATH}/recording", content=b"", headers=TAR).status_code == 404


def test_another_type_and_too_many_bytes_are_refused(house: Any, recorded: bytes) -> None:
    client = house.client(recording_max_bytes=len(recorded))
    assert client.put(f"{PATH}/recording", content=recorded).status_code == 415
    assert client.put(f"{PATH}/recording", content=recorded, headers=TAR).status_code == 200
    client = house.client(recording_max_bytes=len(recorded) - 1)
    too_long = client.put(f"{PATH}/recording", content=recorded, headers=TAR)
    assert too_long.status_code == 413
    assert "recording_max_bytes" in too_long.json()["detail"]


def test_a_file_that_does_not_belong_is_named(client: Any, recorded: bytes) -> None:
    answer = client.put(f"{PATH}/recording", content=tar_of({"../x": b""}), headers=TAR)
    assert (answer.status_code, answer.json()["field"]) == (400, "../x")


def test_a_trace_without_a_recording_says_how_to_send_one(client: Any, recorded: bytes) -> None:
    answers = [client.get(f"{PATH}/recording"), client.post(f"{PATH}/replays", json={})]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert all(f"agenttrace recordings push {TRACE}" in answer.json()["detail"] for answer in answers)
    assert client.get(f"{PATH}/replays").json()["recording"] is None


def test_what_agents_recorded_on_this_machine_needs_no_upload(house: Any, client: Any, recorded: bytes) -> None:
    folder = record(house.settings.recordings / TRACE, TRACE)
    assert client.get(f"{PATH}/recording").content == b"".join(packed(folder))
    assert client.get(f"{PATH}/replays").json()["recording"]["place"] == "this machine"


def test_steps_show_what_may_be_edited(replayable: Any) -> None:
    model, tool = replayable.get(f"{PATH}/recording/steps").json()
    assert (model["step"], model["kind"], model["name"], model["cost_usd"]) == (1, "model", "gpt-5.5", None)
    assert '"role": "user"' in model["asked"]
    assert (tool["step"], tool["kind"], tool["asked"], tool["answer"]) == (
        2,
        "tool",
        '{"what": "umbrella"}',
        '{"packed": true}',
    )


def test_a_model_call_has_the_cost_of_its_span_and_its_time_in_the_trace(client: Any, house: Any, run: Any) -> None:
    priced = next(span for span in run if span.cost is not None)
    record(house.settings.recordings / TRACE, TRACE, span_id=str(priced.span_id))
    house.keep(*run)

    model, tool = client.get(f"{PATH}/recording/steps").json()

    assert (model["cost_usd"], tool["cost_usd"]) == (0.0045, None)
    assert tool["offset_us"] - model["offset_us"] == 2_000


def test_a_long_step_is_cut_and_says_so(house: Any, replayable: Any) -> None:
    model, tool = house.client(replay_step_bytes=16).get(f"{PATH}/recording/steps").json()
    assert (len(model["asked"]), model["is_cut"]) == (16, True)
    assert (tool["answer"], tool["is_cut"]) == ('{"packed": true}', True)  # its arguments are longer


def test_a_replay_goes_from_the_question_to_the_linked_result(replayable: Any) -> None:
    edits = {"2": {"response": '{"packed": false}'}}
    asked = replayable.post(f"{PATH}/replays", json={"from_step": 3, "edits": edits, "model": "gpt-6"})
    assert asked.status_code == 201
    name = asked.json()["id"]

    taken = replayable.post("/api/v1/workers/take", json=WORKER).json()
    assert (taken["job"]["id"], taken["job"]["asked"]["edits"], taken["otlp_port"]) == (name, edits, 4318)
    assert replayable.post(f"/api/v1/replays/{name}/beat", json={"lease": taken["lease"]}).status_code == 200
    ended = {"lease": taken["lease"], "state": "done", "result_trace_id": "cd" * 16, "report": {"faithful": False}}
    assert replayable.post(f"/api/v1/replays/{name}/end", json=ended).status_code == 200

    told = replayable.get(f"{PATH}/replays").json()
    assert [(job["state"], job["report"]) for job in told["replays"]] == [("done", {"faithful": False})]
    assert told["replays"][0]["diff_href"] == f"/api/v1/diff?a={TRACE}&b={'cd' * 16}"
    assert told["branches"] == [{"trace_id": "cd" * 16, "step": 3}]
    assert [worker["name"] for worker in told["workers"]] == ["w1"]
    assert replayable.post(f"/api/v1/replays/{name}/end", json=ended).status_code == 409


def test_the_lease_is_told_to_nobody_but_its_worker(replayable: Any) -> None:
    name = replayable.post(f"{PATH}/replays", json={}).json()["id"]
    lease = replayable.post("/api/v1/workers/take", json=WORKER).json()["lease"]
    pages = [replayable.get(path).text for path in (f"/api/v1/replays/{name}", "/api/v1/replays", f"{PATH}/replays")]
    assert not any(lease in page for page in pages)
    assert replayable.post(f"/api/v1/replays/{name}/beat", json={"lease": "another"}).status_code == 409


@pytest.mark.parametrize(
    "asked",
    [
        {"command": ["rm", "-rf", "/"]},
        {"entrypoint": "os:system"},
        {"allow_network": ["example.com"]},
        {"edits": {"1": {"response": "a", "error": "b"}}},
        {"edits": {"0": {"response": "a"}}},
        {"edits": {"1": {"code": "import os"}}},
        {"from_step": 0},
        {"from_step": 1, "from_checkpoint": "after-plan"},
        {"from_checkpoint": ""},
        {"tools": "verify"},
        {"model": ""},
    ],
)
def test_a_replay_holds_edits_and_nothing_that_runs(replayable: Any, asked: dict[str, Any]) -> None:
    assert replayable.post(f"{PATH}/replays", json=asked).status_code == 400


def test_replays_are_listed_shown_and_cancelled(replayable: Any) -> None:
    name = replayable.post(f"{PATH}/replays", json={"until_step": 1}).json()["id"]
    assert [job["id"] for job in replayable.get("/api/v1/replays?state=queued&project=default").json()] == [name]
    assert replayable.get("/api/v1/replays?project=other").json() == []
    assert replayable.post(f"/api/v1/replays/{name}/cancel").json()["state"] == "cancelled"
    assert replayable.post(f"/api/v1/replays/{name}/cancel").status_code == 409
    assert replayable.get("/api/v1/replays/nothing").status_code == 404


def test_workers_are_listed_until_they_leave(client: Any) -> None:
    assert client.post("/api/v1/workers/take", json=WORKER).json()["job"] is None
    assert [worker["entrypoint"] for worker in client.get("/api/v1/workers").json()] == ["shop:main"]
    assert client.delete("/api/v1/workers/w1").json() == []


def test_recording_and_replays_go_with_their_trace(house: Any, replayable: Any) -> None:
    name = replayable.post(f"{PATH}/replays", json={}).json()["id"]
    replayable.delete(PATH)
    assert list(house.settings.home.glob("recordings/*/*")) == []
    assert replayable.get(f"/api/v1/replays/{name}").status_code == 404


def test_an_upload_that_names_its_parent_is_a_branch_of_it(client: Any, recorded: bytes, tmp_path: Path) -> None:
    folder = record(tmp_path / "branch", TRACE, parent={"run_id": "ef" * 16, "step": 2})
    body = io.BytesIO(b"".join(packed(folder))).getvalue()
    assert client.put(f"{PATH}/recording", content=body, headers=TAR).json()["parent"]["step"] == 2
    assert client.get(f"{PATH}/replays").json()["parents"] == [{"trace_id": "ef" * 16, "step": 2}]


UNTELLABLE = [
    (b'"\\ud800"', "characters that no text has"),
    (b"NaN", "a number that JSON does not have"),
    (b"1e999", "a number that JSON does not have"),
    (b"[" * 100 + b"]" * 100, "nested deeper than 100"),
    (b'"%s"' % (b"x" * 16_000_000), "may have 16000000"),
]


@pytest.mark.parametrize(("value", "said"), UNTELLABLE, ids=["half", "nan", "infinite", "deep", "long"])
def test_what_no_list_could_show_is_refused_when_it_is_asked_for(replayable: Any, value: bytes, said: str) -> None:
    asked = b'{"edits": {"1": {"request": {"a": %s}}}}' % value
    answer = replayable.post(f"{PATH}/replays", content=asked, headers={"content-type": "application/json"})

    assert (answer.status_code, answer.json()["field"]) == (400, "edits")
    assert said in answer.json()["detail"]
    assert replayable.get("/api/v1/replays").json() == []


def test_an_edit_at_the_edge_of_depth_is_listed(replayable: Any) -> None:
    asked = b'{"edits": {"1": {"request": {"a": %s}}}}' % (b"[" * 99 + b"]" * 99)
    answer = replayable.post(f"{PATH}/replays", content=asked, headers={"content-type": "application/json"})

    assert answer.status_code == 201
    assert replayable.get("/api/v1/replays").json() == [answer.json()]


@pytest.mark.parametrize(
    ("rest", "field"), [(b'"report": {"a": "\\ud800"}', "report"), (b'"exit_code": 1e30', "exit_code")]
)
def test_a_worker_that_says_what_cannot_be_kept_is_refused(replayable: Any, rest: bytes, field: str) -> None:
    replayable.post(f"{PATH}/replays", json={})
    taken = replayable.post("/api/v1/workers/take", json=WORKER).json()
    said = b'{"state": "done", "lease": "%s", %s}' % (taken["lease"].encode(), rest)

    path = f"/api/v1/replays/{taken['job']['id']}/end"
    answer = replayable.post(path, content=said, headers={"content-type": "application/json"})

    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert [job["state"] for job in replayable.get("/api/v1/replays").json()] == ["running"]


def test_a_step_with_half_a_character_is_shown_with_a_question_mark(client: Any, recorded: bytes) -> None:
    call = {"v": 1, "seq": 1, "proc": "p", "run_id": TRACE, "t": 1, "kind": "llm.request"}
    call["payload"] = {"protocol": "x", "body": {"text": "a\ud800b"}}
    events = line_of(json.dumps(call).encode())
    client.put(f"{PATH}/recording", content=tar_of({"events.jsonl": events}), headers=TAR)

    assert [step["asked"] for step in client.get(f"{PATH}/recording/steps").json()] == ["a?b"]
