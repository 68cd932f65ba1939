"""Tools of an MCP server over HTTP are served from the tape, and what is asked beside them is found again."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from agenttrace.recording.tape.keys import request_hash
from agenttrace.tracing.outside.frameworks import mcp

from .conftest import Studio


class Answering(BaseHTTPRequestHandler):
    """Answers each request of JSON-RPC with its own id: lists as JSON, calls as a stream with progress."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        number = asked["id"]
        answer = {"jsonrpc": "2.0", "id": number, "result": {"of": asked["method"]}}
        progress = {"jsonrpc": "2.0", "method": "notifications/progress", "params": {"progressToken": number}}
        is_stream = asked["method"] == "resources/read"
        body = (
            "".join(f"event: message\r\ndata: {json.dumps(each)}\r\n\r\n" for each in (progress, answer))
            if is_stream
            else json.dumps(answer)
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream" if is_stream else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/mcp"
        server.shutdown()
        thread.join()


class Session:
    """The shape of MCP's session: it counts what it sends, and names the span that sends it."""

    def __init__(self, url: str, client: httpx2.AsyncClient) -> None:
        self._url = url
        self._client = client
        self._sent = 0

    async def send(self, method: str, **params: Any) -> list[Any]:
        """Return the messages that come back, each of which has to be about this request."""
        self._sent += 1
        number = self._sent
        meta = {"traceparent": f"00-{uuid4().hex}-0000000000000001-01", "progressToken": number, "kept": True}
        asked = {"jsonrpc": "2.0", "id": number, "method": method, "params": {**params, "_meta": meta}}
        answer = await self._client.post(self._url, json=asked)
        lines = [line.removeprefix("data: ") for line in answer.text.splitlines() if not line.startswith("event:")]
        messages = [json.loads(line) for line in lines if line]
        assert [each.get("id") or each["params"]["progressToken"] for each in messages] == [number] * len(messages)
        return [each.get("result") for each in messages]

    async def call_tool(self, name: str, arguments: dict[str, Any] | None = None) -> Any:
        return await self.send("tools/call", name=name, arguments=arguments)


def test_ids_that_shift_behind_a_served_call_change_nothing(studio: Studio, url: str) -> None:
    async def work() -> list[Any]:
        async with httpx2.AsyncClient() as client:
            session = Session(url, client)
            lists = [await session.send("tools/list")]
            calls = await asyncio.gather(*(session.call_tool("weather", {"city": "Rome"}) for _ in range(9)))
            return [*lists, *calls, await session.send("tools/list"), await session.send("resources/read", uri="a")]

    module = ModuleType("session")
    vars(module)["ClientSession"] = Session
    with ExitStack() as undo:
        undo.callback(mcp.wrap(module))
        recorded = studio.record(lambda: asyncio.run(work()))
        replayer = studio.replayer()

        assert replayer.run(lambda: asyncio.run(work())) == recorded
    assert replayer.report.is_faithful, str(replayer.report)
    assert replayer.report.unused == {}
    assert len(recorded) == 12


@pytest.mark.parametrize(
    "other",
    [
        {"method": "tools/call", "params": {"name": "b"}},
        {"method": "tools/list", "params": {"name": "a"}},
        {"method": "tools/call", "params": {"name": "a", "_meta": {"kept": 1}}},
        {"method": "tools/call", "params": ["a"]},
        {"method": "tools/call"},
        {"result": {"name": "a"}},
    ],
)
def test_a_request_that_asks_something_else_is_another(other: dict[str, Any]) -> None:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "a"}}
    assert hash_of(call) != hash_of({"jsonrpc": "2.0", "id": 1, **other})


def test_a_request_is_the_same_whatever_its_number_and_its_span() -> None:
    call = {"jsonrpc": "2.0", "method": "tools/call", "params": {"name": "a"}}
    meta = {"traceparent": "00-1-2-03", "progressToken": 7}
    assert hash_of({**call, "id": 1}) == hash_of({**call, "id": "2", "params": {"name": "a", "_meta": meta}})
    cancelled = {"jsonrpc": "2.0", "method": "notifications/cancelled"}
    assert hash_of({**cancelled, "params": {"requestId": 3}}) == hash_of({**cancelled, "params": {"requestId": 4}})


def test_an_answer_to_a_request_of_the_server_keeps_its_id() -> None:
    answer = {"jsonrpc": "2.0", "id": 1, "result": {}}
    assert hash_of(answer) != hash_of({**answer, "id": 2})


def hash_of(message: dict[str, Any]) -> str:
    return request_hash("POST", "http://localhost/mcp", json.dumps(message))
