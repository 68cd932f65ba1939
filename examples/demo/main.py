"""Start the server and a scripted model, run the team of agents, and show what the trace says.

make demo            keeps serving until Ctrl-C
make demo ONCE=1     prints and ends
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

from agenttrace.client import Client, ClientError
from agenttrace.testing.llm_server import ScriptedLLM

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / ".demo"
AGENTTRACE = Path(sys.executable).with_name("agenttrace")
START_TIMEOUT_S = 60
ARRIVAL_TIMEOUT_S = 30


class DemoFailed(Exception):
    """A part of the demo did not do what it should."""


def main() -> int:
    """Run the demo; 0 when the trace could be shown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--once", action="store_true", help="end after printing")
    once = parser.parse_args().once
    try:
        with a_server() as (otlp, web, server), ScriptedLLM(HERE / "scenario.toml") as llm:
            started = datetime.now(timezone.utc)
            run_team(otlp, llm)
            show(web, llm, started)
            if not once:
                print(f"\nserving {web} until Ctrl-C", flush=True)
                server.wait()
    except DemoFailed as failure:
        print(f"the demo failed: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


@contextlib.contextmanager
def a_server() -> Iterator[tuple[str, str, subprocess.Popen[bytes]]]:
    """Yield the OTLP address, the web address and the process of a server whose data lies in .demo/."""
    data = FOLDER / "server"
    data.mkdir(parents=True, exist_ok=True)
    log_path = FOLDER / "server.log"
    ports = ["--port", str(free_or_any(4318)), "--http-port", str(free_or_any(8080))]
    with log_path.open("ab") as log:
        process = subprocess.Popen([AGENTTRACE, "up", "--data-dir", data, *ports], stdout=log, stderr=log)
    try:
        runtime = wait_until_ready(data / "server.json", process, log_path)
        yield f"http://127.0.0.1:{runtime['port']}", f"http://127.0.0.1:{runtime['http_port']}", process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def free_or_any(port: int) -> int:
    """Return the port if nobody listens there, else 0: any."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return 0
        return port


def wait_until_ready(runtime_file: Path, process: subprocess.Popen[bytes], log: Path) -> dict[str, int]:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise DemoFailed(f"the server ended with {process.returncode}; see {log}")
        with contextlib.suppress(OSError, ValueError, ClientError):
            runtime: dict[str, int] = json.loads(runtime_file.read_text())
            if runtime["pid"] == process.pid:
                with Client(f"http://127.0.0.1:{runtime['http_port']}") as client:
                    client.health()
                return runtime
        time.sleep(0.05)
    raise DemoFailed(f"the server was not ready after {START_TIMEOUT_S} s; see {log}")


def run_team(otlp: str, llm: ScriptedLLM) -> None:
    """Run the agents as their user would: a program of their own, configured by the environment."""
    environment = {
        **os.environ,
        "OPENAI_BASE_URL": llm.openai_base_url,
        "OPENAI_API_KEY": "demo-key",
        "ANTHROPIC_BASE_URL": llm.anthropic_base_url,
        "ANTHROPIC_API_KEY": "demo-key",
        "AGENTTRACE_ENDPOINT": otlp,
    }
    print("$ python examples/demo/team.py", flush=True)
    done = subprocess.run([sys.executable, HERE / "team.py"], env=environment, timeout=120)
    if done.returncode != 0:
        raise DemoFailed(f"the team ended with {done.returncode}")
    if llm.unmatched:
        raise DemoFailed(f"the scripted model did not expect: {llm.unmatched[0].reason}")


def show(web: str, llm: ScriptedLLM, started: datetime) -> None:
    """Print the run's trace as a tree, and compare its tokens with what the model server really served."""
    with Client(web, project="demo") as client:
        trace = wait_for_trace(client, started)
        served = [answer.usage for answer in llm.answers if answer.usage is not None]
        for what, told, true in (
            ("input", trace["input_tokens"], sum(usage.input for usage in served)),
            ("output", trace["output_tokens"], sum(usage.output for usage in served)),
        ):
            if told != true:
                raise DemoFailed(f"the trace says {told} {what} tokens, the model server served {true}")
    print(f"\n$ agenttrace traces tree {trace['id']}", flush=True)
    subprocess.run([AGENTTRACE, "--url", web, "traces", "tree", trace["id"]], check=True)
    print(f"\nopen {web}/p/demo/traces/{trace['id']}", flush=True)


def wait_for_trace(client: Client, started: datetime) -> dict[str, object]:
    deadline = time.monotonic() + ARRIVAL_TIMEOUT_S
    while time.monotonic() < deadline:
        traces = client.traces(limit=1, since=started.isoformat())["items"]
        if traces and traces[0]["status"] != "running" and traces[0]["root_span_id"]:
            return traces[0]  # type: ignore[return-value]
        time.sleep(0.05)
    raise DemoFailed(f"no finished trace arrived in {ARRIVAL_TIMEOUT_S} s")


if __name__ == "__main__":
    sys.exit(main())
