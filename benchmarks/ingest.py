"""How fast do spans become safe and queryable, sustained, beside arize-phoenix and mlflow (SQLite) under the same load?

Run: python benchmarks/ingest.py [--seconds 60] [--senders 4] [--workers N] [--no-peers]
512 spans a request, about 1.5 KB of attributes a span (model calls with messages, tools, agents), OTLP/HTTP, sent by a
process of its own on this machine. Only spans that the store gives count: for everybody it is waited until all that
was acknowledged has arrived, or nothing more comes. Peers are installed once, from `benchmarks/peers`; one that cannot
be is left out, and said so.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial

from a_server import a_server
from ingest_load import spans_visible
from ingest_peers import NAMES, NotHere, a_peer
from ingest_sender import Sender, Sent, a_sender
from ingest_watch import LoopWatch, cpu_s, memory_bytes

PROMISED, AIMED = 10_000, 30_000
"""Spans queryable a second: what the product says, and what we want."""
BEST_PEER_TIMES = 10
NOTHING_COMES_S = 60.0
PATIENCE_S = 600.0
WARM_UP_S = 3.0


@dataclass(frozen=True)
class Outcome:
    """What became of what was sent."""

    name: str
    sent: Sent
    at_the_end: int
    """Queryable when the sending ended."""
    in_all: int
    """Queryable when everything had arrived, or nothing more came."""
    elapsed_s: float

    @property
    def rate(self) -> float:
        """Spans queryable a second: while they kept coming, or with the wait, whichever is better."""
        return max(self.at_the_end / self.sent.seconds, self.in_all / self.elapsed_s)

    def __str__(self) -> str:
        return (
            f"{self.name:12}{self.sent.acknowledged / self.sent.seconds:10,.0f} acknowledged/s"
            f"{self.at_the_end / self.sent.seconds:10,.0f} queryable/s while sending"
            f"{self.in_all / self.elapsed_s:10,.0f} until all had arrived"
            f"   ({self.in_all:,} of {self.sent.acknowledged:,} after {self.elapsed_s:.0f} s,"
            f" {self.sent.refused} requests refused)"
        )


def main() -> int:
    """Print each one's rates, and ours beside the best peer's, the promise and the aim."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--senders", type=int, default=4)
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--workers", help="AGENTTRACE_PIPELINE_WORKERS, else as many as it has by default")
    asked = parser.parse_args()
    with a_sender() as sender:
        print(f"{sender.span_bytes:,.0f} bytes a span, {asked.senders} senders, {asked.seconds:.0f} s")
        ours = _ours(sender, asked.seconds, asked.senders, asked.workers)
        names = () if asked.no_peers else NAMES
        theirs = [outcome for name in names if (outcome := _theirs(sender, name, asked.seconds, asked.senders))]
    print(f"queryable spans a second / {PROMISED:,} promised: {ours.rate / PROMISED:.2f}")
    print(f"queryable spans a second / {AIMED:,} aimed at: {ours.rate / AIMED:.2f}")
    if theirs:
        best = max(theirs, key=lambda outcome: outcome.rate)
        ratio = ours.rate / max(best.rate, 1e-9)
        print(f"agenttrace / {best.name}, queryable spans a second: {ratio:.1f} (aim: {BEST_PEER_TIMES})")
    return 0


def _ours(sender: Sender, seconds: float, senders: int, workers: str | None) -> Outcome:
    with a_server(**({} if workers is None else {"pipeline_workers": workers})) as server:
        pid = server.process.pid
        warm = sender.send(server.otlp, min(WARM_UP_S, seconds), 1)  # what is loaded at the first call is loaded
        _arrived(partial(spans_visible, server.web), warm.acknowledged, NOTHING_COMES_S)
        before = cpu_s(pid)
        watch = LoopWatch(server.otlp)
        count = partial(spans_visible, server.web)
        outcome = measure("agenttrace", sender, server.otlp, count, seconds, senders, while_sending=watch)
        main_s, workers_s = (now - then for now, then in zip(cpu_s(pid), before, strict=True))
        spans = max(1, outcome.in_all)
        print(outcome, flush=True)
        sender_s = outcome.sent.cpu_s / max(1, outcome.sent.acknowledged)
        micros = (main_s / spans * 1e6, workers_s / spans * 1e6, sender_s * 1e6)
        print("    processor time a span: server {:.0f} us, workers {:.0f} us, sender {:.0f} us".format(*micros))
        print(f"    RSS of server and workers {memory_bytes(pid) / 2**20:,.0f} MB")
        print(f"    while {senders} senders pushed: {watch}", flush=True)
        return outcome


def _theirs(sender: Sender, name: str, seconds: float, senders: int) -> Outcome | None:
    try:
        with a_peer(name) as peer:
            outcome = measure(name, sender, peer.url, peer.count, seconds, senders, headers=peer.headers)
    except NotHere as reason:
        print(f"{name:12}LEFT OUT: {reason}", flush=True)
        return None
    print(outcome, flush=True)
    return outcome


def measure(
    name: str,
    sender: Sender,
    url: str,
    count: Callable[[], int],
    seconds: float,
    senders: int,
    headers: Mapping[str, str] | None = None,
    while_sending: AbstractContextManager[object] | None = None,
) -> Outcome:
    """Send for a time, count at its end, and wait until everything that was acknowledged can be counted."""
    before, started = count(), time.monotonic()
    with while_sending or nullcontext():
        sent = sender.send(url, seconds, senders, headers)
    at_the_end = count() - before
    in_all, last_s = _arrived(lambda: count() - before, sent.acknowledged, NOTHING_COMES_S)
    return Outcome(name, sent, at_the_end, in_all, max(sent.seconds, last_s - started))


def _arrived(count: Callable[[], int], wanted: int, nothing_s: float) -> tuple[int, float]:
    """Wait until so many are there or no more come; return how many, and when the last of them had come."""
    found, last_s = count(), time.monotonic()
    deadline = last_s + PATIENCE_S
    while found < wanted and time.monotonic() < min(deadline, last_s + nothing_s):
        time.sleep(0.5)
        now = count()
        if now != found:
            found, last_s = now, time.monotonic()
    return found, last_s


if __name__ == "__main__":
    sys.exit(main())
