"""A stretch of the journal that cannot be read any more is one dead letter; what lies around it is stored."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from agenttrace_server.config import Settings
from agenttrace_server.journal.protocol import RawRecord, Signal
from agenttrace_server.journal.registry import open_journal
from agenttrace_server.pipeline.runner import Runner
from agenttrace_server.store.api import Page, TraceFilter
from agenttrace_server.store.memory import MemoryStore
from agenttrace_server.telemetry import Metrics

from .parts import STAGES, RememberingBus, work_here

DEADLINE_S = 30.0


def a_record(name: str) -> RawRecord:
    span = {"traceId": name.encode().hex().zfill(32), "spanId": "1" * 16, "name": name, "startTimeUnixNano": "1"}
    body = json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": [{**span, "endTimeUnixNano": "2"}]}]}]})
    return RawRecord("default", 1, Signal.TRACES, "application/json", body.encode())


def damage(folder: Path, words: bytes) -> None:
    segment = next(iter(folder.rglob("*.log")))
    held = bytearray(segment.read_bytes())
    held[held.index(words)] ^= 0xFF
    segment.write_bytes(held)


def test_what_cannot_be_read_is_reported_and_the_rest_is_stored(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, batch_max_wait_ms=1)
    journal = open_journal(settings)
    for name in ("first", "second", "third"):
        asyncio.run(journal.append(a_record(name)))
    journal.close()
    damage(tmp_path, b"second")

    store = MemoryStore()
    journal = open_journal(settings)
    runner = Runner(journal, store, RememberingBus(), Metrics(), settings=settings, work=work_here(), stages=STAGES)
    runner.start()
    applied = runner.wait_applied(journal.stats().end_offset, DEADLINE_S)
    runner.stop(DEADLINE_S)
    journal.close()

    assert applied
    assert {trace.name for trace in store.find_traces(TraceFilter(), Page()).items} == {"first", "third"}
    (letter,) = store.dead_letters(Page()).items
    assert letter.reason.startswith("journal: ")
