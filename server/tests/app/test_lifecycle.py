"""Starting and stopping: clear words when it cannot start, nothing lost when it stops."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from agenttrace_server.errors import BadSetting

FIXTURE = Path(__file__).parents[1] / "fixtures" / "spans" / "openai__openinference.json"
PROGRAM = """
import sys
from agenttrace_server.app import serve
from agenttrace_server.config import load
sys.exit(serve(load(), lambda address: print(address.port, address.http_port, flush=True)))
"""


@pytest.fixture
def start_process(tmp_path):
    """Start `serve` in a process of its own; gives the process and its two clients."""
    processes = []

    def start():
        environ = {**os.environ, "AGENTTRACE_DATA_DIR": str(tmp_path), "AGENTTRACE_PORT": "0"}
        environ["AGENTTRACE_HTTP_PORT"] = "0"
        command = [sys.executable, "-c", PROGRAM]
        process = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        processes.append(process)
        ports = process.stdout.readline().split()
        assert ports, process.stderr.read()
        return process, *(f"http://127.0.0.1:{port}" for port in ports)

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def test_what_was_acknowledged_is_there_after_a_restart(new_server):
    first = new_server(store="local")
    assert first.post(FIXTURE.read_bytes()).status_code == 200
    first.stop()
    second = new_server(store="local")
    second.wait_applied()
    assert second.get("/api/v1/store")["spans"] > 0


def test_the_runtime_file_is_there_while_the_server_runs(new_server, tmp_path):
    server = new_server()
    file = tmp_path / "home" / "server.json"
    told = json.loads(file.read_text())
    assert (told["pid"], told["port"], told["http_port"]) == (
        os.getpid(),
        server.address.port,
        server.address.http_port,
    )
    server.stop()
    assert not file.exists()


def test_a_second_server_on_the_same_folder_is_told_so(new_server):
    new_server()
    with pytest.raises(BadSetting, match="in use by process"):
        new_server()


@pytest.mark.parametrize("field", ["port", "http_port"])
def test_a_port_in_use_is_named(new_server, field):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BadSetting, match=f"port {port} on 127.0.0.1 is in use") as refused:
            new_server(**{field: port})
    assert refused.value.field == field


def test_a_failed_start_leaves_the_folder_free(new_server):
    with pytest.raises(BadSetting, match="no address of this machine"):
        new_server(host="192.0.2.1")
    assert new_server().get("/health")["status"] == "ok"


def test_a_data_folder_that_is_a_file_is_named(new_server, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadSetting, match="data_dir"):
        new_server(data_dir=tmp_path / "file")


def test_watchers_do_not_hold_up_the_stop(new_server):
    server = new_server()
    with server.rest.stream("GET", "/api/v1/stream/spans") as stream:
        next(stream.iter_lines())
        server.server.stop()
        server.thread.join(10)
        assert not server.thread.is_alive()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_process_in_order(start_process, tmp_path, number):
    process, otlp, _ = start_process()
    body, headers = FIXTURE.read_bytes(), {"content-type": "application/json"}
    assert httpx.post(f"{otlp}/v1/traces", content=body, headers=headers).status_code == 200
    process.send_signal(number)
    assert process.wait(timeout=30) == 0
    assert not (tmp_path / "server.json").exists()
    assert "Traceback" not in process.stderr.read()


def test_spans_acknowledged_before_a_kill_are_there_after_it(start_process):
    process, otlp, _ = start_process()
    body, headers = FIXTURE.read_bytes(), {"content-type": "application/json"}
    assert httpx.post(f"{otlp}/v1/traces", content=body, headers=headers).status_code == 200
    process.kill()
    process.wait(timeout=30)
    _, _, rest = start_process()
    with httpx.Client(base_url=rest) as client:
        while client.get("/health").json()["journal_lag_bytes"]:
            pass
        assert client.get("/api/v1/store").json()["spans"] > 0


def test_a_second_signal_ends_a_stop_that_waits(start_process):
    process, otlp, _ = start_process()
    host, port = otlp.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as unfinished:
        unfinished.sendall(b"POST /v1/traces HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\n")
        unfinished.sendall(b"content-type: application/json\r\ncontent-length: 100\r\n\r\n")
        assert unfinished.recv(100).startswith(b"HTTP/1.1 100")
        process.send_signal(signal.SIGINT)
        while "stopping" not in (line := process.stderr.readline()):
            assert line
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=8) == -signal.SIGINT
    assert "Traceback" not in process.stderr.read()


def test_every_line_of_a_json_log_is_json_also_that_of_a_library():
    program = """
import logging
from agenttrace_server.telemetry import configure_logging
configure_logging("info", True)
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("library").exception("it %s", "failed")
"""
    lines = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stderr
    [line] = [json.loads(line) for line in lines.splitlines()]
    assert (line["event"], line["level"]) == ("it failed", "error")
    assert "ZeroDivisionError" in line["exception"]


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="the limits of a process are read from /proc")
def test_a_server_may_open_as_many_files_as_the_system_allows(start_process):
    process, _, _ = start_process()
    limits = Path(f"/proc/{process.pid}/limits").read_text().splitlines()
    soft, hard = next(line for line in limits if line.startswith("Max open files")).split()[3:5]
    assert soft == hard or int(soft) >= 65_536


def test_what_is_kept_is_for_its_owner_alone_also_in_a_folder_that_was_there(start_process, tmp_path):
    tmp_path.chmod(0o755)
    process, otlp, _ = start_process()
    headers = {"content-type": "application/json"}
    assert httpx.post(f"{otlp}/v1/traces", content=FIXTURE.read_bytes(), headers=headers).status_code == 200
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.suffix for path in kept} >= {".log", ".db", ".parquet"}
    assert [path for path in kept if path.stat().st_mode & 0o077] == []
