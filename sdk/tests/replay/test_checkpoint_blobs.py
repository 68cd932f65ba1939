"""States of runs as files, and what can be changed in those that are JSON."""

from __future__ import annotations

import asyncio
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenttrace.replay.checkpoints import BadCheckpoint, CheckpointBlob, load_checkpoint
from agenttrace.replay.executors.native.alone import completed
from agenttrace.replay.executors.native.document import changed, compared, paths_and_others, state_in

STATE = {"team": {"planner": {"messages": [{"content": "sun"}, {"content": "rain"}]}}, "done": False}


def blob(data: bytes = b"{}", **fields: Any) -> CheckpointBlob:
    return CheckpointBlob(**{"framework": "autogen", "version": "0.7", "format": "x+json", "data": data, **fields})


def test_a_checkpoint_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    kept = blob(b"\x00\xff state", step_refs=("a", "b"))
    assert load_checkpoint(kept.save(tmp_path / "c.json")) == kept
    assert stat.S_IMODE((tmp_path / "c.json").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["c.json"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"data": "AAAA"}, "data: is not what was written"),
        ({"data": "%"}, "data: is not base64"),
        ({"framework": 1}, "framework: must be text"),
        ({"step_refs": "a"}, "step_refs: must be a list of texts"),
        ({"agenttrace_checkpoint": 2}, "is no checkpoint of version 1"),
    ],
)
def test_a_damaged_file_is_refused_by_its_field(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    file = blob().save(tmp_path / "c.json")
    file.write_text(json.dumps({**json.loads(file.read_text()), **change}))
    with pytest.raises(BadCheckpoint, match=words):
        load_checkpoint(file)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_checkpoint_or_refused(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    file = tmp_path_factory.mktemp("blobs") / "c.json"
    file.write_bytes(raw)
    with pytest.raises(BadCheckpoint, match="is"):
        load_checkpoint(file)


def test_a_state_is_changed_at_a_path_and_the_old_one_stays() -> None:
    edited = changed(STATE, {"$.team.planner.messages[1].content": "snow", "$.done": True})
    assert edited["team"]["planner"]["messages"][1] == {"content": "snow"}
    assert edited["done"] is True
    assert STATE["done"] is False


def test_a_path_may_add_a_name_an_item_or_be_the_whole() -> None:
    assert changed([1], {"$[1]": 2, "$[2]": 3}) == [1, 2, 3]
    assert changed({}, {"$.a": 1, '$["b c"]': 2}) == {"a": 1, "b c": 2}
    assert changed({"a": 1}, {"$": []}) == []


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("$.team.critic.messages", r"there is no \.critic in \$\.team"),
        ("$.team.planner.messages[3]", r"nothing can be put at \[3\]"),
        ("$.done.x", r"nothing can be put at \.x"),
        ("$.team..x", "is no JSON path, from '..x' on"),
        ("$x", "is no JSON path"),
    ],
)
def test_a_path_that_leads_nowhere_says_where_it_ends(path: str, words: str) -> None:
    with pytest.raises(BadCheckpoint, match=words):
        changed(STATE, {path: 1})


def test_an_edit_without_a_path_has_to_be_known() -> None:
    assert paths_and_others({"$.a": 1, "task": "go"}, ("task",)) == ({"$.a": 1}, {"task": "go"})
    with pytest.raises(BadCheckpoint, match="prompt: cannot be edited here; what can be: task, a JSON path"):
        paths_and_others({"prompt": 1}, ("task",))


def test_two_states_differ_by_path() -> None:
    pair = (blob(json.dumps(STATE).encode()), blob(json.dumps(changed(STATE, {"$.done": True})).encode()))
    assert [str(each) for each in compared(*pair)] == ["$.done: false → true"]


def test_a_state_that_is_no_json_is_refused() -> None:
    with pytest.raises(BadCheckpoint, match="data: is not JSON"):
        state_in(blob(b"\xff"), "autogen", "x+json")


def test_a_coroutine_runs_to_its_end_with_and_without_a_loop() -> None:
    async def work() -> int:
        await asyncio.sleep(0)
        return 7

    async def within() -> int:
        return completed(work)

    assert completed(work) == asyncio.run(within()) == 7
