"""How long `agenttrace up` takes until it answers, and what it costs to leave it running with spans in it.

Beside the limits of the promise: ready within 2 s, and about no CPU while nothing happens.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from a_server import a_server
from ingest_load import send_all, spans_visible
from realistic import batches

STARTS = 5
SPANS = 20_480
QUIET_S = 45.0
WATCHED_S = 30.0
READY_LIMIT_S = 2.0
IDLE_LIMIT = 0.01


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def main() -> int:
    """Print the medians and their share of the limits."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with a_server(home) as server:
            send_all(server.otlp, list(batches(SPANS)), 2)
            while spans_visible(server.web) < SPANS:
                time.sleep(0.1)
        taken, used = [], []
        for _ in range(STARTS):
            started = time.perf_counter()
            with a_server(home) as server:
                taken.append(time.perf_counter() - started)
                used.append(cpu_seconds(server.process.pid))
        with a_server(home) as server:
            time.sleep(QUIET_S)
            before = cpu_seconds(server.process.pid)
            time.sleep(WATCHED_S)
            idle = (cpu_seconds(server.process.pid) - before) / WATCHED_S
            memory = resident_mb(server.process.pid)
    ready = statistics.median(taken)
    cpu, beside = statistics.median(used), f"{memory:.0f} MB resident, {SPANS:,} spans"
    print(f"ready after   {ready:6.2f} s   {ready / READY_LIMIT_S:6.2f} of the limit   ({cpu:.2f} s CPU)")
    print(f"idle CPU      {idle:6.2%}     {idle / IDLE_LIMIT:6.2f} of 1 %   ({beside})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
