"""`agenttrace store` answers the same with a server and without one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from server.tests.cli.a_server import running_server


def call(*arguments: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own: it configures the log of the whole process."""
    command = [sys.executable, "-m", "agenttrace_server.cli", *before, "store", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def asked(*arguments: str) -> tuple[int, Any]:
    done = call(*arguments, "--json")
    return done.returncode, json.loads(done.stdout)


def test_a_data_folder_is_looked_after_with_its_server_and_without(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        home = ("--data-dir", str(server.home))
        assert asked("verify", "--full", *home)[1]["is_sound"] is True
        code, made = asked("backup", str(tmp_path / "copy"), *home)
        assert (code, made["folder"]) == (0, str(tmp_path / "copy"))
        spans = asked("stats", *home)[1]["spans"]
        assert spans > 1
        named = call("stats", "--json", before=("--url", server.web))
        assert json.loads(named.stdout)["spans"] == spans
    assert asked("stats", *home)[1]["spans"] == spans
    assert asked("compact", "--all", *home)[0] == 0
    code, verified = asked("restore", str(tmp_path / "copy"), "--data-dir", str(tmp_path / "b"))
    assert (code, verified["is_sound"], verified["looked_at"]["traces"]) == (0, True, 1)


def test_what_is_wrong_is_a_table_and_exit_code_1(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        pass
    (segment, *_) = (server.home / "store").glob("*.parquet")
    whole = segment.read_bytes()
    segment.write_bytes(whole[:60] + bytes([whole[60] ^ 1]) + whole[61:])
    done = call("verify", "--data-dir", str(server.home))
    assert (done.returncode, segment.name in done.stdout) == (1, True)


def test_a_folder_without_a_store_is_not_made_into_one(tmp_path: Path) -> None:
    done = call("stats", "--data-dir", str(tmp_path / "none"))
    assert (done.returncode, "nothing is stored in" in done.stderr) == (1, True)
    assert not (tmp_path / "none").exists()
