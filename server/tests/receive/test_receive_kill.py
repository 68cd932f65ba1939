"""The receiver as a process of its own: what got 200 survives kill -9, and refusals reach real senders."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from agenttrace_server.config import Settings
from agenttrace_server.journal.registry import open_journal
from agenttrace_server.pipeline.decode import decode

from .making import JSON, request, span

ROUNDS = 8
SENDERS = 6
SPANS_A_BATCH = 5

SERVER = """
import socket, sys
from pathlib import Path
import uvicorn
from agenttrace_server.config import Settings
from agenttrace_server.journal.registry import open_journal
from agenttrace_server.receive import create_app
from agenttrace_server.telemetry import Metrics, configure_logging

configure_logging("warning", as_json=False)
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(64)
print(listener.getsockname()[1], flush=True)
settings = Settings(data_dir=Path(sys.argv[1]), journal_segment_bytes=200_000)
app = create_app(open_journal(settings), settings, Metrics(), lambda: 0)
uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])
"""


@contextmanager
def serving(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-c", SERVER, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.kill()


class Senders:
    """Threads that send batch after batch until the server is gone, and remember what was acknowledged."""

    def __init__(self, url: str, first_span: int) -> None:
        self.acknowledged: list[int] = []
        self._url = url
        self._next_span = first_span
        self._changed = threading.Condition()
        self._threads = [threading.Thread(target=self._send) for _ in range(SENDERS)]

    def run_until(self, acknowledged: int) -> None:
        for thread in self._threads:
            thread.start()
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.acknowledged) >= acknowledged, 60)

    def join(self) -> int:
        for thread in self._threads:
            thread.join(60)
        return self._next_span

    def _send(self) -> None:
        with httpx.Client(timeout=10) as client:
            while True:
                batch = self._take_batch()
                body = request(*(span(number) for number in batch))
                try:
                    response = client.post(f"{self._url}/v1/traces", content=body, headers={"content-type": JSON})
                except httpx.TransportError:
                    return
                if response.status_code == 200:
                    with self._changed:
                        self.acknowledged += batch
                        self._changed.notify_all()

    def _take_batch(self) -> range:
        with self._changed:
            first, self._next_span = self._next_span, self._next_span + SPANS_A_BATCH
            return range(first, self._next_span)


def spans_kept(folder: Path) -> set[int]:
    journal = open_journal(Settings(data_dir=folder))
    try:
        kept: set[int] = set()
        offset = 0
        while entries := journal.read(offset, 1_000_000):
            kept |= {int(each.span_id, 16) for entry in entries for each in decode(entry.record).spans()}
            offset = entries[-1].next_offset
        return kept
    finally:
        journal.close()


def wait_until_ready(url: str) -> None:
    """The port listens before it is served, so the first connection waits in its queue."""
    httpx.get(f"{url}/health", timeout=30).raise_for_status()


@pytest.mark.timeout(300)
def test_every_span_that_got_200_survives_kill_9_under_load(tmp_path: Path) -> None:
    chance = random.Random(20_261_120)
    acknowledged: list[int] = []
    next_span = 1
    for _ in range(ROUNDS):
        with serving(tmp_path) as (server, url):
            wait_until_ready(url)
            senders = Senders(url, next_span)
            senders.run_until(chance.randrange(SPANS_A_BATCH, 400))
            server.send_signal(signal.SIGKILL)
            next_span = senders.join()
        acknowledged += senders.acknowledged

    kept = spans_kept(tmp_path)

    lost = sorted(set(acknowledged) - kept)
    print(f"receiver: {len(acknowledged)} spans acknowledged over {ROUNDS} kills, {len(lost)} lost")
    assert lost == []
    assert len(acknowledged) > ROUNDS * SPANS_A_BATCH


def test_refusals_of_100_mb_reach_the_sender_and_nothing_is_kept(tmp_path: Path) -> None:
    with serving(tmp_path) as (server, url):
        wait_until_ready(url)
        body = b"[" * (100 * 1024 * 1024)

        declared = httpx.post(f"{url}/v1/traces", content=body, headers={"content-type": JSON}, timeout=60)
        streamed = httpx.post(
            f"{url}/v1/traces",
            content=(body[at : at + 1_000_000] for at in range(0, len(body), 1_000_000)),
            headers={"content-type": JSON},
            timeout=60,
        )
        server.send_signal(signal.SIGTERM)
        server.wait(30)

    for response in (declared, streamed):
        assert response.status_code == 413
        assert json.loads(response.content)["code"] == 3
    assert spans_kept(tmp_path) == set()
