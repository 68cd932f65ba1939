"""Kill the process that keeps spans, hundreds of times at seeded random moments, and count what is lost: nothing.

    python benchmarks/kill_campaign.py --rounds 200 [--seed 1] [--folder EMPTY]

A child process does what a server does to its data folder: it acknowledges records in the journal, writes them to the
store, seals, compacts, deletes traces, drops old ones, takes backups and, at its start, catches up and brings an older
catalog up to date. It is killed with SIGKILL. After each kill everything is verified, and all that the child said it
had acknowledged is looked for. Prints one line: runs, kills, acknowledged, found, lost, doubled. Exit code 1 unless the
last two are 0 and every `verify` is sound.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from agenttrace.model import OK, RUNNING, ProjectName, Span, SpanId, SpanType, TraceId
from agenttrace_server.config import Settings
from agenttrace_server.journal.protocol import Journal, RawRecord, Signal
from agenttrace_server.journal.registry import open_journal
from agenttrace_server.replays import open_replays
from agenttrace_server.store.api import GroupBy, SpanFilter, Store, TraceDelta
from agenttrace_server.store.registry import open_store
from agenttrace_server.telemetry import configure_logging
from agenttrace_server.upkeep import Installation

PROJECT = ProjectName("campaign")
SECOND_NS = 1_000_000_000
T0_NS = 1_700_000_000 * SECOND_NS
SETTLED = 8
"""Nothing comes for a trace after so many records more; only such traces are deleted."""
LONGEST_S = 1.5


def settings_of(folder: Path) -> Settings:
    return Settings(
        data_dir=folder,
        seal_spans=150,
        seal_quiet_s=0.05,
        content_min_bytes=64,
        journal_segment_bytes=64 * 1024,
        journal_retain_s=1,
        duckdb_threads=1,
    )


def trace_of(record: int) -> TraceId:
    return TraceId(f"{record:032x}")


def spans_of(record: int) -> list[Span]:
    """The spans of a record: a new trace with a running root, and the end and late spans of an older one."""
    spans = [_span(record, number, is_running=number == 0) for number in range(2 + record % 5)]
    older = record - SETTLED // 2
    if older > 0:
        spans += [_span(older, 0, is_running=False), _span(older, 90, is_running=False)]
    return spans


def expected_spans(record: int, last: int) -> int:
    """How many spans the trace of a record has when everything up to record `last` has come."""
    return 2 + record % 5 + (record + SETTLED // 2 <= last)


def _span(record: int, number: int, *, is_running: bool) -> Span:
    start_ns = T0_NS + record * SECOND_NS + number
    said = f"message {record % 7} of an agent that says the same again and again " * 4
    return Span(
        project=PROJECT,
        trace_id=trace_of(record),
        span_id=SpanId(f"{record * 100 + number + 1:016x}"),
        parent_span_id=None if number == 0 else SpanId(f"{record * 100 + 1:016x}"),
        name=f"step {number}",
        start_ns=start_ns,
        end_ns=None if is_running else start_ns + 5_000,
        status=RUNNING if is_running else OK,
        span_type=SpanType.TOOL_EXECUTION,
        session_id=f"s{record % 5}",
        attributes={"said": said, "own": f"{record} {number} " * 10},
    )


def catch_up(journal: Journal, store: Store, offset: int) -> tuple[int, int]:
    """Write what the journal has from there on, as the pipeline does; return the offset and the last record."""
    last = 0
    while entries := journal.read(offset, 1 << 20):
        spans: dict[TraceId, list[Span]] = {}
        for entry in entries:
            last = int(entry.record.body)
            for span in spans_of(last):
                spans.setdefault(span.trace_id, []).append(span)
        offset = entries[-1].next_offset
        store.write([TraceDelta(PROJECT, trace_id, tuple(group)) for trace_id, group in spans.items()], offset)
        journal.commit(store.durable_offset())
    return offset, last


def child(folder: Path, seed: int, begin: int) -> None:
    """Work until killed. Each promise is one line: what is about to be done in lower case, what is done in upper."""
    configure_logging("critical", as_json=False)
    rnd = random.Random(seed)
    settings = settings_of(folder)
    journal, store = open_journal(settings), open_store(settings)
    installation = Installation(settings, journal, store, open_replays(settings))
    offset, last = catch_up(journal, store, store.durable_offset())
    record = max(begin, last)
    say("ready", record)
    while True:
        act = rnd.random()
        if act < 0.70:
            record = acknowledge(journal, record, rnd.randrange(1, 6))
            offset, _ = catch_up(journal, store, offset)
        elif act < 0.80:
            store.flush()
        elif act < 0.88:
            installation.compact(everything=rnd.random() < 0.5)
        elif act < 0.95 and record > 2 * SETTLED:
            doomed = rnd.randrange(1, record - SETTLED)
            say("delete", doomed)
            store.delete_trace(trace_of(doomed))
            say("DELETED", doomed)
        elif act < 0.97 and record > 400:
            before = record - 400
            say("drop", before)
            store.upkeep.drop_before(T0_NS + before * SECOND_NS)
            say("DROPPED", before)
        elif act >= 0.97:
            shutil.rmtree(installation.backup(time.time_ns()).folder)


def acknowledge(journal: Journal, record: int, count: int) -> int:
    for number in range(record + 1, record + count + 1):
        raw = RawRecord(PROJECT, T0_NS, Signal.TRACES, "application/json", str(number).encode())
        asyncio.run(journal.append(raw))
        say("ACKNOWLEDGED", number)
    return record + count


def say(word: str, number: int) -> None:
    print(word, number, flush=True)


@dataclass
class Known:
    """What the child has promised so far."""

    acknowledged: set[int] = field(default_factory=set)
    perhaps_deleted: set[int] = field(default_factory=set)
    deleted: set[int] = field(default_factory=set)
    said: Counter[str] = field(default_factory=Counter)

    def hear(self, line: str) -> None:
        word, _, number = line.strip().partition(" ")
        if not number.isdigit() or not line.endswith("\n"):
            return  # cut off by the kill
        self.said[word] += 1
        meant = int(number)
        if word == "ACKNOWLEDGED":
            self.acknowledged.add(meant)
        elif word in ("delete", "drop"):
            self.perhaps_deleted |= {meant} if word == "delete" else set(range(1, meant + 1))
        elif word in ("DELETED", "DROPPED"):
            gone = {meant} if word == "DELETED" else set(range(1, meant - SETTLED))
            self.deleted |= gone


@dataclass
class Found:
    """What one look after a kill has found."""

    spans: int = 0
    lost: int = 0
    doubled: int = 0
    undead: int = 0
    problems: list[str] = field(default_factory=list)


def look(folder: Path, known: Known) -> Found:
    """Open what the killed child left, catch up, verify, and look for every span that was acknowledged."""
    settings = settings_of(folder)
    journal, store = open_journal(settings), open_store(settings)
    try:
        catch_up(journal, store, store.durable_offset())
        found = Found()
        verified = Installation(settings, journal, store, open_replays(settings)).verify(full=True)
        found.problems = [f"{one.where}: {one.problem}" for one in verified.findings]
        last = max(known.acknowledged, default=0)
        for record in known.acknowledged | {number - SETTLED // 2 for number in known.acknowledged}:
            if record > 0:
                compare(store, record, last, known, found)
        counted = sum(row.totals.spans for row in store.stats(SpanFilter(), GroupBy.NOTHING))
        told = sum(project.spans for project in store.projects())
        found.doubled += abs(counted - told)
    finally:
        store.close()
        journal.close()
    return found


def compare(store: Store, record: int, last: int, known: Known, found: Found) -> None:
    ids = [stored.span.span_id for stored in store.get_spans(trace_of(record), PROJECT, content=False)]
    found.spans += len(ids)
    found.doubled += len(ids) - len(set(ids))
    if record in known.deleted:
        found.undead += len(ids)
    elif record not in known.perhaps_deleted:
        found.lost += max(0, expected_spans(record, last) - len(set(ids)))


_NOW = 4
_OLDER = """
BEGIN; DROP TABLE IF EXISTS checksums; ALTER TABLE sessions DROP COLUMN fold; PRAGMA user_version = 2; COMMIT;
"""


def make_older(folder: Path) -> None:
    """Put the catalog back to the schema before checksums and folds, so that the next start brings it up to date."""
    path = folder / "store" / "catalog.db"
    if not path.exists():
        return
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == _NOW:  # else a kill has left it on its way
            connection.executescript(_OLDER)


def run_and_kill(folder: Path, seed: int, begin: int, rnd: random.Random) -> list[str]:
    """Let a child work for a while, most of the time after it has opened the folder; return what it said."""
    command = [sys.executable, str(Path(__file__).resolve()), "--child", str(folder), str(seed), str(begin)]
    during_start = rnd.random() < 0.15
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen(command, stdout=told)
        deadline = time.monotonic() + 60
        if during_start:
            time.sleep(rnd.uniform(0.5, 2.5))
        else:
            while not told.tell() and process.poll() is None and time.monotonic() < deadline:
                told.seek(0, 2)
                time.sleep(0.005)
            time.sleep(rnd.uniform(0, LONGEST_S))
        if process.poll() is not None:
            raise RuntimeError(f"the child ended by itself with code {process.returncode}")
        process.kill()
        process.wait()
        told.seek(0)
        return told.readlines()


def campaign(folder: Path, rounds: int, seed: int) -> dict[str, object]:
    """Run, kill and look so many times on one folder."""
    rnd = random.Random(seed)
    known, found, problems, worst = Known(), Found(), 0, Found()
    for number in range(rounds):
        if rnd.random() < 0.1:
            make_older(folder)
        for line in run_and_kill(folder, seed * 10_000 + number, max(known.acknowledged, default=0), rnd):
            known.hear(line)
        found = look(folder, known)
        worst.lost, worst.doubled = max(worst.lost, found.lost), max(worst.doubled, found.doubled)
        worst.undead = max(worst.undead, found.undead)
        problems += bool(found.problems)
        for problem in found.problems[:3]:
            print(f"round {number}: {problem}", file=sys.stderr)
    return {
        "runs": rounds,
        "kills": rounds,
        "records_acknowledged": len(known.acknowledged),
        "deletes": known.said["DELETED"],
        "spans_found": found.spans,
        "lost": worst.lost,
        "doubled": worst.doubled,
        "back_from_the_dead": worst.undead,
        "rounds_with_problems": problems,
    }


def main() -> int:
    if sys.argv[1:2] == ["--child"]:
        child(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    configure_logging("critical", as_json=False)
    with tempfile.TemporaryDirectory() as temporary:
        result = campaign(given.folder or Path(temporary), given.rounds, given.seed)
    print(json.dumps(result))
    return int(any(result[name] for name in ("lost", "doubled", "back_from_the_dead", "rounds_with_problems")))


if __name__ == "__main__":
    sys.exit(main())
