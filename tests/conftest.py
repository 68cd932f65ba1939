"""What end-to-end and browser tests share: a real server of their own, and the demo's team run against it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from agenttrace.testing.llm_server import ScriptedLLM

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "examples" / "demo"
DEADLINE_S = 60.0


@dataclass
class LiveServer:
    """A server process of this test run. `kill` is kill -9; `start` brings it back on the same folder and ports."""

    home: Path
    process: subprocess.Popen[bytes]
    port: int
    http_port: int

    @property
    def otlp(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def web(self) -> str:
        return f"http://127.0.0.1:{self.http_port}"

    def get(self, path: str, **parameters: Any) -> Any:
        answer = httpx.get(self.web + path, params=parameters, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def wait_for(self, condition: Callable[[], Any], what: str) -> Any:
        deadline = time.monotonic() + DEADLINE_S
        while time.monotonic() < deadline:
            found = condition()
            if found:
                return found
            time.sleep(0.02)
        raise AssertionError(f"after {DEADLINE_S:.0f} s still no {what}")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=30)

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


def start_server(home: Path, port: int = 0, http_port: int = 0, **settings: str) -> LiveServer:
    variables = {f"AGENTTRACE_{name.upper()}": value for name, value in settings.items()}
    environment = {**os.environ, "AGENTTRACE_CONFIG": str(home / "no-config.toml"), **variables}
    command = [sys.executable, "-m", "agenttrace_server.cli", "up", "--data-dir", str(home), "--log-level", "warning"]
    command += ["--port", str(port), "--http-port", str(http_port)]
    process = subprocess.Popen(command, env=environment, cwd=home.parent)
    deadline = time.monotonic() + DEADLINE_S
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError, ValueError, KeyError, httpx.HTTPError):
            told = json.loads((home / "server.json").read_text())
            server = LiveServer(home, process, told["port"], told["http_port"])
            if told["pid"] == process.pid and httpx.get(server.web + "/health").status_code == 200:
                return server
        time.sleep(0.02)
    raise AssertionError(f"the server did not start (exit code {process.poll()})")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "server"
    folder.mkdir()
    return folder


@pytest.fixture
def server(home: Path) -> Iterator[LiveServer]:
    running = start_server(home)
    yield running
    running.stop()


def run_team(server: LiveServer) -> dict[str, Any]:
    """Run the demo's agents with the real SDK and return their finished trace."""
    with ScriptedLLM(DEMO / "scenario.toml") as llm:
        environment = {
            **os.environ,
            "OPENAI_BASE_URL": llm.openai_base_url,
            "OPENAI_API_KEY": "demo-key",
            "ANTHROPIC_BASE_URL": llm.anthropic_base_url,
            "ANTHROPIC_API_KEY": "demo-key",
            "AGENTTRACE_ENDPOINT": server.otlp,
            "AGENTTRACE_HOME": str(server.home.parent / "sdk-home"),
        }
        done = subprocess.run(
            [sys.executable, DEMO / "team.py"], env=environment, capture_output=True, text=True, timeout=100
        )
    assert done.returncode == 0, done.stderr
    assert llm.unmatched == ()
    usage = [answer.usage for answer in llm.answers if answer.usage is not None]
    trace: dict[str, Any] = server.wait_for(lambda: ended_trace(server), "finished trace of the team")
    return {
        "trace": trace,
        "printed": done.stdout,
        "served_input": sum(each.input for each in usage),
        "served_output": sum(each.output for each in usage),
        "served_calls": len(llm.answers),
    }


def ended_trace(server: LiveServer) -> dict[str, Any] | None:
    items = server.get("/api/v1/traces", project="demo")["items"]
    return next((item for item in items if item["status"] != "running" and item["root_span_id"]), None)
