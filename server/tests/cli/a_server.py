"""A real server with one small trace in it, for the tests of the command line."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
ROOT_ID = "b7ad6b7169203331"
START_NS = 1_795_000_000_000_000_000
DEADLINE_S = 60


@dataclass(frozen=True)
class RunningServer:
    web: str
    otlp: str
    home: Path


@contextlib.contextmanager
def running_server(folder: Path) -> Iterator[RunningServer]:
    home = folder / "server"
    command = [sys.executable, "-m", "agenttrace_server.cli", "up", "--data-dir", str(home), "--log-level", "warning"]
    process = subprocess.Popen([*command, "--port", "0", "--http-port", "0"])
    try:
        server = wait_until_ready(process, home)
        answer = httpx.post(f"{server.otlp}/v1/traces", json=one_trace())
        assert answer.status_code == 200, answer.text
        until(lambda: httpx.get(f"{server.web}/api/v1/traces/{TRACE_ID}").status_code == 200)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=DEADLINE_S)


def wait_until_ready(process: subprocess.Popen[bytes], home: Path) -> RunningServer:
    found: list[RunningServer] = []

    def ready() -> bool:
        assert process.poll() is None, "the server ended"
        with contextlib.suppress(OSError, ValueError, httpx.HTTPError):
            told = json.loads((home / "server.json").read_text())
            web = f"http://127.0.0.1:{told['http_port']}"
            if httpx.get(web + "/health").status_code == 200:
                found.append(RunningServer(web, f"http://127.0.0.1:{told['port']}", home))
        return bool(found)

    until(ready)
    return found[0]


def until(condition: object) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, "gave up waiting"
        time.sleep(0.02)


def one_trace() -> dict[str, object]:
    question = '[{"role":"user","parts":[{"type":"text","content":"where is my order 88213?"}]}]'
    call = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-5.5",
        "gen_ai.input.messages": question,
    }
    tokens = {"gen_ai.usage.input_tokens": 1200, "gen_ai.usage.output_tokens": 80}
    spans = [
        span(ROOT_ID, None, "invoke_agent shop", 0, 900, {"gen_ai.operation.name": "invoke_agent"}),
        span("1" * 16, ROOT_ID, "chat gpt-5.5", 10, 500, call, tokens),
        span("2" * 16, ROOT_ID, "execute_tool lookup", 520, 800, {"gen_ai.operation.name": "execute_tool"}),
    ]
    for failed in (spans[0], spans[2]):
        failed["status"] = {"code": 2, "message": "no such customer"}
    return {
        "resourceSpans": [
            {"resource": {"attributes": []}, "scopeSpans": [{"scope": {"name": "opentelemetry.x"}, "spans": spans}]}
        ]
    }


def span(
    span_id: str,
    parent: str | None,
    name: str,
    start_ms: int,
    end_ms: int,
    words: dict[str, str],
    numbers: dict[str, int] | None = None,
) -> dict[str, object]:
    attributes = [{"key": key, "value": {"stringValue": value}} for key, value in words.items()]
    attributes += [{"key": key, "value": {"intValue": str(value)}} for key, value in (numbers or {}).items()]
    attributes.append({"key": "session.id", "value": {"stringValue": "shop-session"}})
    return {
        "traceId": TRACE_ID,
        "spanId": span_id,
        **({"parentSpanId": parent} if parent else {}),
        "name": name,
        "startTimeUnixNano": str(START_NS + start_ms * 1_000_000),
        "endTimeUnixNano": str(START_NS + end_ms * 1_000_000),
        "attributes": attributes,
    }
