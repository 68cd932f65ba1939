"""What do readers and writers cost each other, and how long does a seal or a compaction keep anybody waiting?

Run: python benchmarks/readers_while_writing.py [--spans 100000] [--seconds 20]
A folder is filled, a real server started on it, and it is read at an even pace alone and beside senders at full speed,
while small parts are sealed again and again. Aims: p95 of reads within 3 times of idle, write rate within 20 %, and
nobody waits for a second. On a machine with other work every figure has that in it.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from pathlib import Path

import urllib3
from a_server import a_server
from at_scale.asking import Asker
from at_scale.filling import fill
from at_scale.mixed import readers_and_writers

SEAL_SPANS = "20000"
"""So that several seals, and merges with them, fall into the time that is measured."""


def main() -> int:
    """Print each figure beside its aim."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spans", type=int, default=100_000, help="that are there before")
    parser.add_argument("--seconds", type=float, default=20.0, help="of each of the three parts")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(fill(Path(folder), arguments.spans, content=True, over_otlp=False))
        with a_server(Path(folder), seal_spans=SEAL_SPANS) as server:
            asker = Asker(server.web, urllib3.PoolManager())
            traces = asker.some_traces(random.Random(7))
            figures, note = readers_and_writers(server, asker, traces, arguments.seconds)
    for figure in figures:
        print(f"{figure.name:50}{figure.value:12,.2f} {figure.unit:6} {figure.ratio:8.2f} of the aim")
    print(f"{note}; load average {os.getloadavg()[0]:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
