"""An agent that plans a trip, recorded against a scripted model: what replays on a server are tried on."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from agenttrace.testing.llm_server import Match, Reply, Rule, ScriptedLLM
from tests.conftest import LiveServer, start_server

AGENT = """
    import time

    import agenttrace as at
    from openai import OpenAI

    at.init(record=True, project="trips")

    @at.tool
    def weather(city):
        return {"city": city, "sky": "sunny"}

    @at.agent
    def packer(sky):
        client = OpenAI()
        asked = [{"role": "user", "content": f"It is {sky}. What do I take?"}]
        return client.chat.completions.create(model="gpt-5.5", messages=asked).choices[0].message.content

    @at.trace(name="plan a trip")
    def plan():
        client = OpenAI()
        asked = [{"role": "user", "content": "Where do I go?"}]
        city = client.chat.completions.create(model="gpt-5.5", messages=asked).choices[0].message.content
        at.checkpoint("after-city", {"city": city})
        print(packer(weather(city)["sky"]))

    def main():
        plan()

    def endless():
        plan()
        while True:
            time.sleep(0.1)
"""


def scripted() -> ScriptedLLM:
    """The models of the trip: an umbrella where it rains, a hat where not."""
    replies = {"Where do I go?": "Paris", "It is rain": "Take an umbrella and boots.", "It is sunny": "Take a hat."}
    return ScriptedLLM(*(Rule([Reply(text=said)], Match(user=asked)) for asked, said in replies.items()))


@dataclass
class Trip:
    """A server that has the trace of a trip, and what is needed to replay it."""

    server: LiveServer
    folder: Path
    environment: dict[str, str]
    trace_id: str

    @contextlib.contextmanager
    def worker(self, function: str = "main", *options: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a worker beside the agent."""
        command = [sys.executable, "-m", "agenttrace_server.cli", "--url", self.server.web, "worker"]
        command += ["--entrypoint", f"trip_agent:{function}", "--poll-s", "0.1", *options]
        process = subprocess.Popen(
            command, cwd=self.folder, env=self.environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        try:
            self.server.wait_for(lambda: self.server.get("/api/v1/workers"), "worker")
            yield process
        finally:
            process.terminate()
            process.wait(timeout=30)

    def replays(self) -> dict[str, Any]:
        """Everything about replays of the trip."""
        found: dict[str, Any] = self.server.get(f"/api/v1/traces/{self.trace_id}/replays")
        return found

    def result(self, replay: str) -> dict[str, Any]:
        """Wait until a replay is over."""

        def over() -> dict[str, Any] | None:
            found: dict[str, Any] = self.server.get(f"/api/v1/replays/{replay}")
            return found if found["state"] not in ("queued", "running") else None

        ended: dict[str, Any] = self.server.wait_for(over, "end of the replay")
        return ended


@contextlib.contextmanager
def recorded_trip(folder: Path, **settings: str) -> Iterator[Trip]:
    """Record one trip with the real SDK, and keep server and model running."""
    home = folder / "home" / "server"
    home.mkdir(parents=True)
    (folder / "trip_agent.py").write_text(textwrap.dedent(AGENT))
    with scripted() as llm:
        server = start_server(home, **settings)
        environment = {
            **os.environ,
            "OPENAI_BASE_URL": llm.openai_base_url,
            "OPENAI_API_KEY": "none",
            "AGENTTRACE_ENDPOINT": server.otlp,
            "AGENTTRACE_HOME": str(folder / "home"),
        }
        try:
            program = [sys.executable, "-c", "import trip_agent; trip_agent.main()"]
            done = subprocess.run(program, cwd=folder, env=environment, capture_output=True, text=True, timeout=100)
            if done.returncode:
                pytest.fail(done.stderr)
            trace = server.wait_for(lambda: ended(server), "trace of the trip")
            yield Trip(server, folder, environment, trace["id"])
        finally:
            server.stop()


def ended(server: LiveServer) -> dict[str, Any] | None:
    """Return the finished trace of a trip."""
    items = server.get("/api/v1/traces", project="trips")["items"]
    return next((item for item in items if item["status"] != "running" and item["root_span_id"]), None)
