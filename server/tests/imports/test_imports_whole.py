"""The command and a real server: what is imported is there, once, with its totals."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from server.tests.cli.a_server import RunningServer, running_server, until
from server.tests.imports.making_files import CLAUDE, ROLLOUT, SESSION, SESSION_ID, write_lines
from server.tests.imports.test_foreign_files import ROWS

from agenttrace_server.cli.main import hoisted, run

CLAUDE_CODES_OWN_COST_USD = 0.00696
"""What the session's cost-state says."""
THREAD = "01a1f9a6-42f1-7aa0-9be8-05a402a2953e"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("imports")) as started:
        yield started


@pytest.fixture(autouse=True)
def plain_output(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("AGENTTRACE_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.delenv("AGENTTRACE_PROJECT", raising=False)
    monkeypatch.delenv("AGENTTRACE_ENDPOINT", raising=False)


def call(server: RunningServer, *arguments: str) -> int:
    return run(hoisted(["--url", server.web, *arguments]))


def session_of(server: RunningServer, session: str, project: str) -> dict[str, Any]:
    answer = httpx.get(f"{server.web}/api/v1/sessions/{session}", params={"project": project})
    return answer.json() if answer.status_code == 200 else {}  # type: ignore[no-any-return]


def settled(server: RunningServer, session: str, project: str, spans: int) -> dict[str, Any]:
    until(lambda: session_of(server, session, project).get("total_spans") == spans)
    return session_of(server, session, project)


def test_importing_a_claude_code_session_twice_stores_it_once(
    server: RunningServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(server, "import", "claude-code", str(SESSION), "--project", "twice", "--json") == 0
    assert json.loads(capsys.readouterr().out)["spans"] == 12
    first = settled(server, SESSION_ID, "twice", 12)
    assert call(server, "import", "claude-code", str(SESSION), "--project", "twice") == 0
    until(lambda: httpx.get(f"{server.web}/health").json()["journal_lag_bytes"] == 0)
    assert session_of(server, SESSION_ID, "twice") == first
    assert (first["total_traces"], first["input_tokens"], first["output_tokens"]) == (2, 2430, 198)
    assert first["framework"] == "claude_code"
    assert first["total_cost_usd"] == pytest.approx(CLAUDE_CODES_OWN_COST_USD)
    assert first["agents"] == ["claude-code", "general-purpose"]


def test_a_folder_with_both_forms_of_a_session_has_it_once(
    server: RunningServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(server, "import", "claude-code", str(CLAUDE), "--project", "both", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["spans"], told["model_calls"], told["output_tokens"]) == (12, 6, 198)
    found = settled(server, SESSION_ID, "both", 12)
    assert (found["model_calls"], found["output_tokens"]) == (6, 198)


def test_a_codex_rollout_has_its_own_totals(server: RunningServer) -> None:
    assert call(server, "import", "codex", str(ROLLOUT), "--project", "codex") == 0
    found = settled(server, THREAD, "codex", 4)
    assert (found["model_calls"], found["input_tokens"], found["output_tokens"]) == (2, 310, 50)


@pytest.mark.parametrize("source", ["phoenix", "langfuse"])
def test_an_export_of_another_product_has_its_model_calls_and_tokens(
    server: RunningServer, tmp_path: Path, source: str
) -> None:
    file = write_lines(tmp_path / "rows.jsonl", [ROWS[source]])
    assert call(server, "import", source, str(file), "--project", source) == 0
    address = f"{server.web}/api/v1/spans"
    until(lambda: httpx.get(address, params={"project": source}).json()["items"])
    [span] = httpx.get(address, params={"project": source}).json()["items"]
    assert (span["span_type"], span["model"]) == ("llm_call", "gpt-5.5")
    assert (span["input_tokens"], span["output_tokens"], span["input_preview"]) == (10, 3, "hi")


def test_the_summary_names_what_was_left_out(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_lines(tmp_path / "s.jsonl", [*SESSION.read_text().splitlines(), "garbage", '{"type": "new-kind"}'])
    assert call(server, "import", "claude-code", str(file), "--project", "bad") == 0
    out, err = capsys.readouterr()
    assert "1 new-kind" in out
    assert f"left out: {file}:" in err.replace("\n", "")
    assert "differs: session" in err


def test_a_file_of_something_else_is_refused_in_one_line(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_lines(tmp_path / "other.jsonl", ["hello", "world"])
    assert call(server, "import", "claude-code", str(file)) == 1
    assert f"{file}:1: not a JSON object" in capsys.readouterr().err.replace("\n", "")
    assert call(server, "import", "codex", str(tmp_path / "nowhere")) == 1
    assert "there is no such file or folder" in capsys.readouterr().err


def test_without_a_server_an_import_is_exit_code_three(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--url", "http://127.0.0.1:9", "import", "codex", str(ROLLOUT)]) == 3
    assert "agenttrace up" in capsys.readouterr().err
