"""What was acknowledged before kill -9 is there after it."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .making import opened, read_all

ROUNDS = 12

APPENDER = """
import asyncio, sys
from pathlib import Path
from agenttrace_server.journal.local import Limits, LocalJournal
from agenttrace_server.journal.protocol import RawRecord, Signal
from agenttrace_server.telemetry import Metrics, configure_logging

async def sender(journal, name):
    number = 0
    while True:
        body = b"%s-%d-%d " % (sys.argv[2].encode(), name, number) + b"x" * (number * 37 % 3000)
        offset = await journal.append(RawRecord("p", 1, Signal.TRACES, "application/json", body))
        print(offset, body.split(b" ")[0].decode(), flush=True)
        number += 1

async def main():
    configure_logging("warning", as_json=False)  # to stderr: stdout is for the acknowledgements
    journal = LocalJournal(Path(sys.argv[1]), Limits(1 << 30, 100_000, 3600), Metrics())
    await asyncio.gather(*(sender(journal, name) for name in range(8)))

asyncio.run(main())
"""


@pytest.mark.timeout(300)
def test_every_acknowledged_record_survives_kill_9_many_times(tmp_path: Path) -> None:
    chance = random.Random(20_261_120)
    acknowledged: dict[int, str] = {}
    for round_number in range(ROUNDS):
        command = [sys.executable, "-c", APPENDER, str(tmp_path), str(round_number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(chance.randrange(1, 400))]
            process.send_signal(signal.SIGKILL)
            lines += process.stdout.readlines()
        for line in lines:
            if line.endswith("\n"):
                offset, name = line.split()
                acknowledged[int(offset)] = name

    with opened(tmp_path) as journal:
        kept = {entry.body.split(b" ")[0].decode() for entry in read_all(journal)}
        lost = [name for name in acknowledged.values() if name not in kept]
        at_their_place = sum(
            journal.read(offset, 1)[0].record.body.startswith(name.encode() + b" ")
            for offset, name in acknowledged.items()
        )
    print(f"journal: {len(acknowledged)} acknowledged over {ROUNDS} kills, {len(lost)} lost")
    assert lost == []
    assert at_their_place == len(acknowledged) > ROUNDS
