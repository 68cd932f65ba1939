import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from server.tests.cli.a_server import DEADLINE_S, running_server, until
from server.tests.imports.making_files import CLAUDE, SESSION, SESSION_ID, prompt, read, result, said, tool_use

from agenttrace_server.errors import CannotImport
from agenttrace_server.imports.claude_code.tail import Tail
from agenttrace_server.imports.span import ImportedSpan
from agenttrace_server.imports.watch import open_tail


def append(path: Path, *rows: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.writelines((row if isinstance(row, str) else json.dumps(row) + "\n") for row in rows)


def begin(tmp_path: Path, *, from_start: bool = False) -> Tail:
    (tmp_path / "projects").mkdir(exist_ok=True)
    return open_tail(tmp_path / "projects", tmp_path / "home", from_start=from_start)


def names(spans: list[ImportedSpan]) -> list[str]:
    return [span.name for span in spans]


def test_what_lies_there_already_is_not_sent_and_what_is_added_is(tmp_path: Path) -> None:
    file = tmp_path / "projects" / "p" / "s.jsonl"
    append(file, prompt("old"), said("m1", 1))
    tail = begin(tmp_path)
    assert tail.news() == []
    append(file, prompt("new", 5), said("m2", 6))
    found = {span.attributes.get("gen_ai.response.id"): span for span in tail.news()}
    assert "m2" in found
    assert tail.news() == []


def test_an_open_turn_runs_and_ends_with_its_last_word(tmp_path: Path) -> None:
    file = tmp_path / "projects" / "s.jsonl"
    tail = begin(tmp_path, from_start=True)
    append(file, prompt("go"), said("m1", 1, tool_use("t1")))
    running = {span.name: span.end_ns for span in tail.news()}
    assert running["execute_tool Bash"] is None
    assert running["invoke_agent claude-code"] is None
    last = said("m2", 4)
    last["message"]["stop_reason"] = "end_turn"
    append(file, result("t1", 3), last)
    ended = {span.name: span.end_ns for span in tail.news()}
    assert all(end is not None for end in ended.values())


def test_half_a_line_waits_for_its_end(tmp_path: Path) -> None:
    file = tmp_path / "projects" / "s.jsonl"
    tail = begin(tmp_path, from_start=True)
    line = json.dumps(said("m1", 1)) + "\n"
    append(file, prompt("go"), line[:50])
    assert tail.news() == []
    append(file, line[50:])
    assert "chat claude-opus-5-5" in names(tail.news())
    assert tail.tally.problem_count == 0


def test_a_restart_goes_on_where_the_last_watch_ended(tmp_path: Path) -> None:
    file = tmp_path / "projects" / "s.jsonl"
    first = begin(tmp_path, from_start=True)
    append(file, prompt("go"), said("m1", 1, tool_use("t1")), said("m2", 2))
    assert len(first.news()) == 4
    first.remember()
    append(file, result("t1", 3))
    second = begin(tmp_path)
    found = second.news()
    assert "execute_tool Bash" in names(found)
    assert "m1" not in {span.attributes.get("gen_ai.response.id") for span in found}
    assert found[0].parent_id == next(span.span_id for span in found if span.name == "invoke_agent claude-code")


def test_a_file_that_was_replaced_is_read_from_its_start(tmp_path: Path) -> None:
    file = tmp_path / "projects" / "s.jsonl"
    tail = begin(tmp_path, from_start=True)
    append(file, prompt("go"), said("m1", 1), said("m2", 2))
    tail.news()
    file.unlink()
    assert tail.news() == []
    append(file, prompt("anew"), said("m3", 1))
    assert {span.attributes.get("gen_ai.response.id") for span in tail.news()} == {"m3", None}


def test_following_row_by_row_ends_with_what_an_import_gives(tmp_path: Path) -> None:
    projects = tmp_path / "projects"
    tail = begin(tmp_path, from_start=True)
    last: dict[str, ImportedSpan] = {}
    agent = next(CLAUDE.rglob("agent-*.jsonl"))
    inside = projects / SESSION_ID / "subagents"
    inside.mkdir(parents=True)
    shutil.copy(agent.with_suffix(".meta.json"), inside)
    shutil.copy(agent, inside)
    assert tail.news() == []
    for line in SESSION.read_text().splitlines(keepends=True):
        append(projects / SESSION.name, line)
        last |= {span.span_id: span for span in tail.news()}
    imported, _ = read("claude-code", SESSION)
    assert last == {span.span_id: span for span in imported}


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotImport, match="no such folder"):
        open_tail(tmp_path / "none", tmp_path, from_start=False)


def test_the_command_sends_a_session_while_it_is_written(tmp_path: Path) -> None:
    projects = tmp_path / "projects"
    projects.mkdir()
    command = [sys.executable, "-m", "agenttrace_server.cli", "--url"]
    environment = {**os.environ, "AGENTTRACE_HOME": str(tmp_path / "home"), "NO_COLOR": "1"}
    with running_server(tmp_path) as server:
        watching = subprocess.Popen(
            [*command, server.web, "watch", "claude-code", str(projects)],
            env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        try:
            assert watching.stderr is not None
            assert "watching" in watching.stderr.readline()
            shutil.copy(SESSION, projects / SESSION.name)
            address = f"{server.web}/api/v1/sessions/{SESSION_ID}"
            until(lambda: httpx.get(address).json().get("output_tokens") == 132)
            watching.send_signal(signal.SIGINT)
            assert watching.wait(timeout=DEADLINE_S) == 0
        finally:
            with contextlib.suppress(ProcessLookupError):
                watching.kill()
            watching.communicate()
