import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from server.tests.cli.a_server import TRACE_ID, RunningServer, running_server

from agenttrace_server.cli.main import hoisted, main, run
from agenttrace_server.cli.output import print_facts, print_table, say


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("cli")) as started:
        yield started


@pytest.fixture(autouse=True)
def plain_output(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("AGENTTRACE_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.delenv("AGENTTRACE_PROJECT", raising=False)


def call(server: RunningServer, *arguments: str) -> int:
    return run(hoisted(["--url", server.web, *arguments]))


def test_traces_are_listed_one_a_line(server: RunningServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(server, "traces", "list") == 0
    out, err = capsys.readouterr()
    header, line = out.strip().splitlines()
    assert header.split() == ["trace", "name", "status", "spans", "tokens", "cost", "duration", "started"]
    assert line.startswith(TRACE_ID)
    assert "✗ error" in line
    assert f"agenttrace traces tree {TRACE_ID}" in err


def test_json_may_stand_behind_the_command(server: RunningServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(server, "traces", "list", "--json") == 0
    assert json.loads(capsys.readouterr().out)[0]["id"] == TRACE_ID


def test_the_tree_shows_what_failed_and_why(server: RunningServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(server, "traces", "tree", TRACE_ID) == 0
    out, err = capsys.readouterr()
    assert "└─ ✗ execute_tool lookup" in out
    assert "no such customer" in out
    assert "1,200" in out
    assert "agenttrace spans show" in err


def test_a_span_is_shown_with_its_messages(server: RunningServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(server, "spans", "query", "--span-type", "llm_call", "--json") == 0
    span = json.loads(capsys.readouterr().out)[0]
    assert call(server, "spans", "show", span["span_id"], "--trace", TRACE_ID) == 0
    out = capsys.readouterr().out
    assert "where is my order" in out
    assert "gpt-5.5" in out


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["traces", "show", TRACE_ID], "3, 2 failed, 0 running"),
        (["sessions", "list"], "shop-session"),
        (["sessions", "show", "shop-session"], TRACE_ID),
        (["metrics", "summary"], "1,200 in, 80 out"),
        (["metrics", "costs", "--group-by", "model"], "gpt-5.5"),
        (["metrics", "performance"], "llm_call"),
        (["metrics", "errors"], "no such customer"),
        (["search", "where", "order"], TRACE_ID),
        (["export", "--format", "csv"], "span_id"),
        (["version"], "agenttrace-server"),
    ],
)
def test_each_reading_command_answers(
    server: RunningServer, capsys: pytest.CaptureFixture[str], command: list[str], words: str
) -> None:
    assert call(server, *command) == 0
    assert words in capsys.readouterr().out


def test_an_export_goes_to_a_file_whole_or_not_at_all(server: RunningServer, tmp_path: Path) -> None:
    target = tmp_path / "spans.jsonl"
    assert call(server, "export", "--format", "jsonl", "-o", str(target)) == 0
    assert len([json.loads(line) for line in target.read_text().splitlines()]) == 3
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["traces", "show", "f" * 32], "no trace"),
        (["traces", "show", "not-an-id"], "trace"),
        (["metrics", "costs", "--group-by", "moon"], "group_by"),
        (["traces", "list", "--since", "whenever"], "since"),
    ],
)
def test_the_servers_no_is_one_line_and_exit_code_one(
    server: RunningServer, capsys: pytest.CaptureFixture[str], command: list[str], words: str
) -> None:
    assert call(server, *command) == 1
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert words in err
    assert len(err.strip().splitlines()) == 1


def test_a_wrong_command_line_is_exit_code_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["traces", "lisst"]) == 2
    assert "lisst" in capsys.readouterr().err


@pytest.mark.parametrize("command", [("traces", "list"), ("sql",), ("replay",)])
def test_an_option_that_no_command_has_is_named_in_one_line(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*command, "--lmit", "3"]) == 2
    said = capsys.readouterr().err.strip().splitlines()
    assert said[-1].startswith("Error: No such option: --lmit")
    assert not any("─" in line for line in said)


def test_no_server_is_exit_code_three_and_says_how_to_start_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--url", "http://127.0.0.1:9", "traces", "list"]) == 3
    err = capsys.readouterr().err
    assert "no agenttrace server answers at http://127.0.0.1:9" in err
    assert "agenttrace up" in err


def test_status_and_doctor_see_the_running_server(server: RunningServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["status", "--data-dir", str(server.home)]) == 0
    assert server.web in capsys.readouterr().out
    assert run(["doctor", "--data-dir", str(server.home), "--sdk-home", str(server.home / "none")]) == 0
    assert "nothing waits" in capsys.readouterr().out


def test_without_a_server_status_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["status", "--data-dir", str(tmp_path)]) == 1
    assert "no server runs" in capsys.readouterr().err


def test_a_setting_can_be_kept_read_and_taken_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "set", "port", "5000"]) == 0
    assert run(["config", "get", "port"]) == 0
    assert capsys.readouterr().out.strip() == "5000"
    assert run(["config", "unset", "port"]) == 0
    assert run(["config", "set", "port", "many"]) == 1
    assert "port must be a number" in capsys.readouterr().err


@pytest.mark.parametrize("target", ["gone/spans.json", "."])
def test_an_export_that_cannot_be_written_is_one_line(
    server: RunningServer, capsys: pytest.CaptureFixture[str], tmp_path: Path, target: str
) -> None:
    assert call(server, "export", "--output", str(tmp_path / target)) in (1, 2)
    assert str(tmp_path)[:20] in capsys.readouterr().err
    assert list(tmp_path.parent.glob("*.part")) == []


@pytest.mark.parametrize("url", ["nonsense", "ftp://127.0.0.1", ""])
def test_an_address_that_is_none_is_a_wrong_command_line(capsys: pytest.CaptureFixture[str], url: str) -> None:
    assert run(["--url", url, "traces", "list"]) == 2
    assert "http://" in capsys.readouterr().err


def test_arguments_that_are_not_text_are_a_wrong_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["traces", "list", "--name", "\udced"])
    assert end.value.code == 2
    assert capsys.readouterr().err == "error: the command line is not UTF-8\n"


def test_what_a_span_says_does_not_command_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    evil = "a\x1b]0;owned\x07\x1b[2J\x9b31m\x00b\u202egnp"
    print_table(["name"], [[evil]])
    print_facts([("name", evil)])
    say(evil)
    out, err = capsys.readouterr()
    assert not set(out + err) & set("\x1b\x07\x9b\x00\u202e")
    assert out.count("a]0;owned[2J31mbgnp") == 2


def test_a_question_in_the_filter_language_narrows_a_list(
    server: RunningServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(server, "traces", "ls", "status:error", "cost<5", "--json") == 0
    assert [trace["id"] for trace in json.loads(capsys.readouterr().out)] == [TRACE_ID]
    assert call(server, "spans", "ls", "type:llm_call '\"where is\"'".replace("'", ""), "--json") == 0
    assert [span["span_type"] for span in json.loads(capsys.readouterr().out)] == ["llm_call"]
    assert call(server, "sessions", "ls", "has:error", "user:nobody", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_mistake_in_a_question_is_underlined(server: RunningServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(server, "traces", "ls", "東京", "stauts:error") == 1
    lines = capsys.readouterr().err.splitlines()
    assert "there is no field 'stauts'" in lines[0]
    assert lines[1] == "  東京 stauts:error"
    assert lines[2] == "       ^^^^^^"
    assert lines[3] == "did you mean status?"


def test_sql_is_answered_by_the_server_as_table_json_and_csv(
    server: RunningServer, capsys: pytest.CaptureFixture[str]
) -> None:
    question = "SELECT status, count(*) AS n FROM traces GROUP BY 1"
    assert call(server, "sql", question) == 0
    assert capsys.readouterr().out.split() == ["status", "n", "error", "1"]
    assert call(server, "sql", question, "--json") == 0
    assert json.loads(capsys.readouterr().out) == [{"status": "error", "n": 1}]
    assert call(server, "sql", question, "--format", "csv") == 0
    assert capsys.readouterr().out.splitlines() == ["status,n", "error,1"]
    assert call(server, "sql", "SELECT * FROM range(5)", "--limit", "2", "--data-dir", str(server.home)) == 0
    assert "more than these 2 rows" in capsys.readouterr().err
    assert call(server, "sql", "SELECT count(*) AS n FROM logs", "--json") == 0
    assert json.loads(capsys.readouterr().out) == [{"n": 0}]
    assert call(server, "sql", "DROP VIEW spans") == 1
    assert "only a SELECT" in capsys.readouterr().err


def test_sql_reads_a_folder_on_which_no_server_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sql", "SELECT 1", "--data-dir", str(tmp_path)]) == 1
    assert "there is no store" in capsys.readouterr().err
