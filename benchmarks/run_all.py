"""Run every benchmark, one after the other, and show what each prints."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
LIBRARIES = {
    "run_all.py",
    "realistic.py",
    "a_server.py",
    "ingest_load.py",
    "ingest_peers.py",
    "ingest_sender.py",
    "ingest_watch.py",
}


def main() -> int:
    """Return how many failed."""
    failed = 0
    for script in sorted(HERE.glob("*.py")):
        if script.name in LIBRARIES:
            continue
        print(f"\n== {script.stem}", flush=True)
        failed += subprocess.run([sys.executable, script]).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
