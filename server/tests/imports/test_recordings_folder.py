"""The folder of recordings is read once, followed while it grows, and read again only where something was lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from server.tests.cli.a_recording import record

from agenttrace_server.imports.recordings import Follower
from agenttrace_server.imports.recordings.folder import RecordingsFolder

RUN = "0a" * 16


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return record(tmp_path / "traces", RUN) / "events.jsonl"


def opened(tmp_path: Path) -> RecordingsFolder:
    return RecordingsFolder(tmp_path / "traces", tmp_path / "recordings.json")


def read(folder: RecordingsFolder) -> list[tuple[str, bool]]:
    found = []
    for name in list(folder.changed()):
        found += [(span.name, span.end_ns is not None) for span in folder.news(name)]
        folder.sent(name)
    return found


def test_what_was_read_whole_is_not_read_again_not_even_after_a_restart(tmp_path: Path, recording: Path) -> None:
    folder = opened(tmp_path)
    assert read(folder) == [("agent", True)]
    assert read(folder) == []
    folder.remember()

    assert read(opened(tmp_path)) == []


def test_a_run_is_followed_while_it_goes_on(tmp_path: Path, recording: Path) -> None:
    lines = recording.read_bytes().splitlines(keepends=True)
    folder = opened(tmp_path)
    recording.write_bytes(b"".join(lines[:3]) + lines[3][:10])
    assert read(folder) == [("agent", False)]
    assert read(folder) == []

    recording.write_bytes(b"".join(lines))

    assert read(folder) == [("agent", True)]
    assert folder.tally.problem_count == 0


def test_what_did_not_arrive_is_read_from_the_beginning(tmp_path: Path, recording: Path) -> None:
    folder = opened(tmp_path)
    assert len(list(folder.news(RUN))) == 1
    folder.not_sent(RUN)

    assert read(folder) == [("agent", True)]


@pytest.mark.parametrize("damage", ["", "{", "[1]", '{"x": "y"}'])
def test_a_damaged_memory_is_no_memory(tmp_path: Path, recording: Path, damage: str) -> None:
    (tmp_path / "recordings.json").write_text(damage)

    assert read(opened(tmp_path)) == [("agent", True)]


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read(opened(tmp_path)) == []


def test_a_server_that_takes_nothing_loses_nothing(tmp_path: Path, recording: Path) -> None:
    follower = Follower(tmp_path / "traces", tmp_path, "http://127.0.0.1:9")

    assert follower.look() == 0
    assert not (tmp_path / "recordings.json").exists()
    assert read(opened(tmp_path)) == [("agent", True)]
    follower.stop()
