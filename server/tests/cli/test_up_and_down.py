import subprocess
import sys
from pathlib import Path

from agenttrace_server.cli import running

TIMEOUT_S = 90


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "agenttrace_server.cli", *arguments]
    return subprocess.run(line, capture_output=True, text=True, timeout=TIMEOUT_S)


def test_a_detached_server_starts_once_answers_and_stops(tmp_path: Path) -> None:
    home = tmp_path / "home"
    folder = ["--data-dir", str(home)]
    started = command("up", "--detach", "--port", "0", "--http-port", "0", *folder)
    assert started.returncode == 0, started.stderr
    server = running.find(home)
    assert server is not None
    try:
        assert server.url in started.stderr
        assert (home.stat().st_mode & 0o777, (home / "server.log").stat().st_mode & 0o777) == (0o700, 0o600)
        second = command("up", "--detach", "--port", "0", "--http-port", "0", *folder)
        assert second.returncode == 1
        assert "runs already" in second.stderr
        assert "ready" in command("logs", *folder).stdout
    finally:
        stopped = command("down", *folder)
    assert stopped.returncode == 0, stopped.stderr
    assert running.find(home) is None
    assert command("down", *folder).returncode == 1


def test_a_taken_port_is_one_clear_line(tmp_path: Path) -> None:
    first = tmp_path / "first"
    second = tmp_path / "second"
    command("up", "--detach", "--port", "0", "--http-port", "0", "--data-dir", str(first))
    server = running.find(first)
    assert server is not None
    try:
        refused = command("up", "--port", str(server.port), "--http-port", "0", "--data-dir", str(second))
    finally:
        command("down", "--data-dir", str(first))
    assert refused.returncode == 1
    assert str(server.port) in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_number_of_a_killed_server_is_not_another_process(tmp_path: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        (tmp_path / "server.json").write_text(
            f'{{"pid": {other.pid}, "host": "127.0.0.1", "port": 1, "http_port": 2, "started_at": "", "version": "0"}}'
        )
        refused = command("down", "--data-dir", str(tmp_path))
        assert (refused.returncode, other.poll()) == (1, None)
        assert "no server runs" in refused.stderr
    finally:
        other.communicate(b"\n")


def test_a_file_left_by_a_killed_server_counts_as_none(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / "server.json").write_text(
        f'{{"pid": {ended.pid}, "host": "127.0.0.1", "port": 1, "http_port": 2, "started_at": "", "version": "0"}}'
    )
    assert running.find(tmp_path) is None
