"""Be the process that sends: a line of JSON in says what to send where, a line out says what came of it."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from ingest_load import Load


@dataclass(frozen=True)
class Order:
    """What to send."""

    url: str
    seconds: float
    senders: int
    headers: dict[str, str]


@dataclass(frozen=True)
class Sent:
    """What came of it."""

    acknowledged: int
    refused: int
    seconds: float
    cpu_s: float


class Sender:
    """A process that sends, so that its work is counted apart and takes no turn from who measures."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.span_bytes = float(self._answer()["span_bytes"])

    def send(self, url: str, seconds: float, senders: int, headers: Mapping[str, str] | None = None) -> Sent:
        """Send for a time, as several senders with one request on its way each."""
        if self._process.stdin is None:
            raise AssertionError("the sender listens")
        self._process.stdin.write(json.dumps(asdict(Order(url, seconds, senders, dict(headers or {})))) + "\n")
        self._process.stdin.flush()
        return Sent(**self._answer())

    def _answer(self) -> dict[str, float]:
        if self._process.stdout is None or not (line := self._process.stdout.readline()):
            raise RuntimeError("the sender has ended")
        return json.loads(line)


@contextlib.contextmanager
def a_sender() -> Iterator[Sender]:
    """Yield a started sender whose requests are made."""
    command = [sys.executable, __file__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Sender(process)
        finally:
            process.kill()


def main() -> None:
    """Follow orders until there are no more."""
    load = Load()
    span_bytes = sum(map(len, load.templates)) / (512 * len(load.templates))
    print(json.dumps({"span_bytes": span_bytes}), flush=True)
    for line in sys.stdin:
        order = Order(**json.loads(line))
        refused, began, used = load.refused, time.monotonic(), time.process_time()
        acknowledged = load.send(order.url, order.seconds, order.senders, order.headers)
        sent = Sent(acknowledged, load.refused - refused, time.monotonic() - began, time.process_time() - used)
        print(json.dumps(asdict(sent)), flush=True)


if __name__ == "__main__":
    main()
