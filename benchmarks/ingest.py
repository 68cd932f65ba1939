"""How fast do spans become safe and queryable, sustained, beside arize-phoenix and mlflow (SQLite) under the same load?

Run: python benchmarks/ingest.py [--seconds 60] [--senders 4] [--no-peers]
512 spans a request, about 1.5 KB of attributes a span (model calls with messages, tools, agents), OTLP/HTTP, sender on
this machine. A span is queryable when a count of the store has it. Peers are installed once, from `benchmarks/peers`;
one that cannot be is left out, and said so.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import urllib3
from a_server import Server, a_server
from ingest_load import Load, Outcome, measure
from ingest_peers import NAMES, NotHere, a_peer

PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE_S = 120.0


def main() -> int:
    """Print each one's rates, and ours over the best peer's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--senders", type=int, default=4)
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--workers", default="1", help="AGENTTRACE_PIPELINE_WORKERS")
    arguments = parser.parse_args()
    load = Load()
    sizes = sum(map(len, load.templates)) / (512 * len(load.templates))
    print(f"{sizes:,.0f} bytes a span, {arguments.senders} senders, {arguments.seconds:.0f} s")
    ours = _ours(load, arguments.seconds, arguments.senders, arguments.workers)
    print(ours, flush=True)
    if arguments.no_peers:
        return 0
    theirs = [outcome for name in NAMES if (outcome := _theirs(name, load, arguments.seconds, arguments.senders))]
    if theirs:
        best = max(theirs, key=lambda outcome: outcome.rate)
        print(f"agenttrace / {best.name}, queryable spans a second: {ours.rate / max(best.rate, 1e-9):.1f}")
    return 0


def _ours(load: Load, seconds: float, senders: int, workers: str) -> Outcome:
    with a_server(pipeline_workers=workers) as server:
        load.send(server.otlp, min(3.0, seconds), 1)  # what is loaded at the first call is loaded
        before_s = _cpu_s(server.process.pid)

        def notes() -> str:
            used = (_cpu_s(server.process.pid) - before_s) / max(1, _count(server)) * 1e6
            lag = urllib3.request("GET", f"{server.web}/health").json()["journal_lag_bytes"]
            held = _rss(server.process.pid)
            return f"RSS {held / 2**20:,.0f} MB, lag {lag / 2**20:,.0f} MB, {used:.0f} us of processor a span"

        return measure(
            "agenttrace",
            load,
            server.otlp,
            lambda: _count(server),
            seconds=seconds,
            senders=senders,
            patience_s=seconds + PATIENCE_S,
            notes=notes,
        )


def _theirs(name: str, load: Load, seconds: float, senders: int) -> Outcome | None:
    try:
        with a_peer(name) as peer:
            outcome = measure(
                name,
                load,
                peer.url,
                peer.count,
                seconds=seconds,
                senders=senders,
                patience_s=seconds,
                headers=peer.headers,
            )
    except NotHere as reason:
        print(f"{name:12}LEFT OUT: {reason}", flush=True)
        return None
    print(outcome, flush=True)
    return outcome


def _count(server: Server) -> int:
    answer = urllib3.request("GET", f"{server.web}/api/v1/metrics/summary?project=bench")
    return int(answer.json()["total_spans"])


def _family(pid: int) -> list[int]:
    threads = Path(f"/proc/{pid}/task").iterdir()
    children = [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    return [pid, *(one for child in children for one in _family(child))]


def _rss(pid: int) -> int:
    return sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in _family(pid)) * PAGE_BYTES


def _cpu_s(pid: int) -> float:
    """Seconds of processor of the server and its workers."""
    fields = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in _family(pid)]
    return sum(int(each[11]) + int(each[12]) for each in fields) / TICKS


if __name__ == "__main__":
    sys.exit(main())
