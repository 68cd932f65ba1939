"""What recording costs a model call, beside vcrpy recording the same calls in the same run; and how fast each replays.

A call posts a 2 KB prompt through httpx2 to a server on loopback, which answers 2 KB at once. Rounds without recording,
with ours and with vcrpy take turns in one process; what is printed is the median over the rounds. vcrpy keeps its
cassette in memory and writes it when the block ends, ours is on disk as it happens: both are timed to the end of the
block. Peers lie in an environment of their own, made from recording_peers/requirements.txt.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).parent
ENVIRONMENT = HERE.parent / ".frameworks" / "environments" / "recording-peers"
REQUIREMENTS = HERE / "recording_peers" / "requirements.txt"
SDK = HERE.parent / "sdk" / "src"
CALLS_A_ROUND = 100
ROUNDS = 5
EVENTS = 20_000
PROMPT = "Why was I charged twice for order 88213? " * 50
SAID = "You were charged once; the second line is a hold. " * 40
US = 1e6


class Model(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        body = b'{"model":"m","choices":[{"index":0,"message":{"content":"%b"}}]}' % SAID.encode()
        head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(body)
        self.wfile.write(head + body)  # in one piece: in two, it waits for the client's acknowledgement

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@contextmanager
def a_model() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1/chat/completions"
    server.shutdown()


def seconds(block: Callable[[], AbstractContextManager[object]], url: str) -> float:
    """Return how long the calls of a round take inside of a block, with its beginning and its end."""
    import httpx2

    began = time.perf_counter()
    with block(), httpx2.Client() as client:
        for number in range(CALLS_A_ROUND):
            asked = {"model": "m", "messages": [{"role": "user", "content": f"{number} {PROMPT}"}]}
            client.post(url, json=asked).raise_for_status()
    return time.perf_counter() - began


@contextmanager
def nothing() -> Iterator[None]:
    yield


def measure() -> None:
    import vcr

    import agenttrace as at
    from agenttrace.recording import EventLog, Kind, run_folders

    with a_model() as url, tempfile.TemporaryDirectory() as folder:
        home = Path(folder)

        @contextmanager
        def ours() -> Iterator[None]:
            at.init(record=home / "traces", auto_instrument=False, endpoint="http://127.0.0.1:9")
            yield
            at.shutdown()

        def theirs() -> AbstractContextManager[object]:
            (home / "cassette.yaml").unlink(missing_ok=True)
            return vcr.use_cassette(str(home / "cassette.yaml"), record_mode="all", match_on=["method", "uri", "body"])

        names: dict[str, Callable[[], AbstractContextManager[object]]]
        names = {"bare": nothing, "ours": ours, "vcrpy": theirs}
        rounds = [{name: seconds(block, url) for name, block in names.items()} for _ in range(ROUNDS + 1)][1:]
        cost = {
            name: statistics.median((each[name] - each["bare"]) / CALLS_A_ROUND * US for each in rounds)
            for name in ("ours", "vcrpy")
        }
        bare = statistics.median(each["bare"] for each in rounds) / CALLS_A_ROUND * US

        recording = next(run_folders(home / "traces"))
        replay = {
            "ours": lambda: at.Replayer(recording),
            "vcrpy": lambda: vcr.use_cassette(
                str(home / "cassette.yaml"), record_mode="none", match_on=["method", "uri", "body"]
            ),
        }
        again = [{name: seconds(block, url) for name, block in replay.items()} for _ in range(ROUNDS)]
        speed = {name: CALLS_A_ROUND / statistics.median(each[name] for each in again) for name in replay}

        log = EventLog(home / "log", "0a" * 16)
        began = time.perf_counter()
        for number in range(EVENTS):
            log.write(Kind.LOG, {"level": "info", "message": f"event {number}", "text": PROMPT[:200]})
        an_event = (time.perf_counter() - began) / EVENTS * US
        log.close()

    print(f"a call without recording       {bare:9.0f} us")
    print(f"recording adds, ours           {cost['ours']:9.0f} us a call, on disk as it happens")
    print(f"recording adds, vcrpy          {cost['vcrpy']:9.0f} us a call, on disk at the end")
    print(f"ours / vcrpy                   {cost['ours'] / cost['vcrpy']:9.2f} x")
    print(f"one event of 250 bytes, ours   {an_event:9.1f} us")
    print(f"replay, ours                   {speed['ours']:9.0f} steps/s, loading included")
    print(f"replay, vcrpy                  {speed['vcrpy']:9.0f} steps/s, loading included")
    print(f"ours / vcrpy                   {speed['ours'] / speed['vcrpy']:9.2f} x")


def environment() -> Path:
    """Return the interpreter of the peers' environment, made anew where the requirements changed."""
    stamp, python = ENVIRONMENT / "requirements.txt", ENVIRONMENT / "bin" / "python"
    if not stamp.is_file() or stamp.read_bytes() != REQUIREMENTS.read_bytes():
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        ENVIRONMENT.parent.mkdir(parents=True, exist_ok=True)
        install = [python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", REQUIREMENTS]
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
        subprocess.run(install, check=True)
        shutil.copy(REQUIREMENTS, stamp)
    return python


if __name__ == "__main__":
    if "--measure" in sys.argv:
        measure()
    else:
        command = [environment(), __file__, "--measure"]
        sys.exit(subprocess.run(command, env={**os.environ, "PYTHONPATH": str(SDK)}).returncode)
