"""Kill the whole server with -9 while senders are at it, again and again; what got a 200 is there afterwards."""

from __future__ import annotations

import random
import secrets
import threading
from pathlib import Path

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from tests.conftest import LiveServer, start_server

ROUNDS = 8
SENDERS = 4
SPANS_A_REQUEST = 20
START_NS = 1_795_000_000_000_000_000


def a_request() -> tuple[bytes, list[str]]:
    request = ExportTraceServiceRequest()
    spans = request.resource_spans.add().scope_spans.add().spans
    trace_id, ids = secrets.token_bytes(16), []
    for number in range(SPANS_A_REQUEST):
        span = spans.add(trace_id=trace_id, span_id=secrets.token_bytes(8), name=f"step {number}")
        span.start_time_unix_nano = START_NS + number
        span.end_time_unix_nano = START_NS + number + 1_000_000
        ids.append(f"{trace_id.hex()}/{span.span_id.hex()}")
    return request.SerializeToString(), ids


def send_until_killed(url: str, acknowledged: list[str], lock: threading.Lock) -> None:
    with httpx.Client() as http:
        while True:
            body, ids = a_request()
            try:
                answer = http.post(f"{url}/v1/traces", content=body, headers={"content-type": "application/x-protobuf"})
            except httpx.HTTPError:
                return
            if answer.status_code == 200:
                with lock:
                    acknowledged.extend(ids)


def kill_under_load(server: LiveServer, at_least: int, acknowledged: list[str]) -> None:
    lock = threading.Lock()
    before = len(acknowledged)
    senders = [
        threading.Thread(target=send_until_killed, args=(server.otlp, acknowledged, lock)) for _ in range(SENDERS)
    ]
    for sender in senders:
        sender.start()
    server.wait_for(lambda: len(acknowledged) >= before + at_least, "acknowledged spans")
    server.kill()
    for sender in senders:
        sender.join(timeout=30)


def stored(server: LiveServer) -> list[str]:
    found: list[str] = []
    cursor = None
    while True:
        parameters = {"limit": 1000, **({"cursor": cursor} if cursor else {})}
        page = server.get("/api/v1/spans", **parameters)
        found += [f"{span['trace_id']}/{span['span_id']}" for span in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_after_many_kills_every_acknowledged_span_is_there_once(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rng = random.Random(20_261_120)
    acknowledged: list[str] = []
    for _ in range(ROUNDS):
        server = start_server(home, seal_spans=str(rng.choice([200, 1_000, 100_000])), seal_quiet_s="0.2")
        kill_under_load(server, rng.randrange(200, 3_000), acknowledged)
    server = start_server(home)
    server.wait_for(lambda: server.get("/health")["journal_lag_bytes"] == 0, "end of the journal")
    found = stored(server)
    server.stop()
    lost = set(acknowledged) - set(found)
    doubled = len(found) - len(set(found))
    with capsys.disabled():
        print(f"\nkill -9: {ROUNDS} kills, {len(acknowledged)} acknowledged, {len(lost)} lost, {doubled} doubled")
    assert len(acknowledged) > ROUNDS * 200
    assert lost == set()
    assert doubled == 0
