"""Journal and store of one data folder are looked after together: bounds, backups, reports."""

from __future__ import annotations

import asyncio
import io
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from server.tests.a_tape import record

from agenttrace.model import OK, ProjectName, Span, SpanId, SpanType, TraceId
from agenttrace_server.config import LEAST_CAP_MB, Settings
from agenttrace_server.errors import BadSetting, CorruptData
from agenttrace_server.journal.protocol import RawRecord, Signal
from agenttrace_server.journal.registry import open_journal
from agenttrace_server.replays import Asked, open_replays, packed
from agenttrace_server.store.api import TraceDelta
from agenttrace_server.store.registry import open_store
from agenttrace_server.telemetry import Metrics
from agenttrace_server.upkeep import Installation, Keeper, restore

DAY_NS = 24 * 3600 * 1_000_000_000
NOW_NS = 2_000 * DAY_NS
MEBIBYTE = 1024 * 1024


@contextmanager
def opened(home: Path, **given: object) -> Iterator[Installation]:
    settings = replace(Settings(data_dir=home, seal_quiet_s=3600), **given)  # type: ignore[arg-type]
    journal, store = open_journal(settings), open_store(settings)
    replays = open_replays(settings)
    try:
        yield Installation(settings, journal, store, replays)
    finally:
        replays.close()
        store.close()
        journal.close()


def keep(on: Installation, trace: int, age_days: float, project: str = "default", text: str = "") -> None:
    """Acknowledge a trace of one span and seal it."""
    body = f"{trace} {text}".encode()
    asyncio.run(on.journal.append(RawRecord(project, NOW_NS, Signal.TRACES, "application/json", body)))
    start_ns = round(NOW_NS - age_days * DAY_NS)
    span = Span(
        project=ProjectName(project),
        trace_id=TraceId(f"{trace:032x}"),
        span_id=SpanId(f"{trace:016x}"),
        parent_span_id=None,
        name="step",
        start_ns=start_ns,
        end_ns=start_ns + 1_000,
        status=OK,
        span_type=SpanType.TOOL_EXECUTION,
        attributes={"text": text},
    )
    offset = on.journal.stats().end_offset
    on.store.write([TraceDelta(span.project, span.trace_id, (span,))], offset)
    on.store.flush()
    on.journal.commit(offset)


def kept_traces(on: Installation) -> list[int]:
    return [trace for trace in range(1, 30) if on.store.get_trace(TraceId(f"{trace:032x}")) is not None]


def noise(trace: int) -> str:
    """Text that no compression makes small."""
    return random.Random(trace).randbytes(60_000).hex()


def test_each_project_is_kept_as_long_as_its_bound_says(tmp_path: Path) -> None:
    with opened(tmp_path, retain_days=30.0, retain_days_by_project=("demo=2", "prod=90")) as on:
        for trace, age, project in ((1, 40, "default"), (2, 20, "default"), (3, 3, "demo"), (4, 1, "demo")):
            keep(on, trace, age, project)
        keep(on, 5, 60, "prod")
        dropped = Keeper(on, Metrics(), lambda: NOW_NS).keep_age()
        assert (dropped.traces, kept_traces(on)) == (2, [2, 4, 5])
        assert on.verify(full=True).findings == ()


def test_a_clock_that_goes_backwards_deletes_nothing(tmp_path: Path) -> None:
    with opened(tmp_path, retain_days=30.0) as on:
        keep(on, 1, 1)
        Keeper(on, Metrics(), lambda: NOW_NS - 500 * DAY_NS).keep_age()
        assert kept_traces(on) == [1]


def test_under_a_cap_spans_are_sealed_before_the_journal_is_full(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, disk_cap_mb=16)
    assert settings.journal_bound_bytes == 4 * MEBIBYTE
    assert settings.seal_bound_bytes == 1 * MEBIBYTE
    assert Settings().seal_bound_bytes == Settings().seal_bytes


def test_a_cap_that_cannot_be_kept_is_said(tmp_path: Path) -> None:
    with opened(tmp_path, disk_cap_mb=LEAST_CAP_MB) as on:
        (tmp_path / "store" / "left-by-somebody").write_bytes(bytes((LEAST_CAP_MB + 1) * MEBIBYTE))
        keeper = Keeper(on, Metrics(), lambda: NOW_NS)
        keeper.keep_size()
        assert f"the cap is {LEAST_CAP_MB * MEBIBYTE}" in str(keeper.state.hindered)


def test_a_backup_of_a_folder_in_use_is_restored_with_all_that_was_acknowledged(tmp_path: Path) -> None:
    with opened(tmp_path / "a") as on:
        keep(on, 1, 3, text="one " * 800)
        asyncio.run(on.journal.append(RawRecord("default", NOW_NS, Signal.TRACES, "application/json", b"not applied")))
        made = on.backup(NOW_NS)
        keep(on, 2, 1)
    restored = restore(made.folder, tmp_path / "b")
    assert restored.offset == made.offset
    with opened(tmp_path / "b") as again:
        assert kept_traces(again) == [1]
        assert again.verify(full=True).findings == ()
        waiting = again.journal.read(again.store.durable_offset(), 1_000_000)
        assert [entry.record.body for entry in waiting] == [b"not applied"]
        again.journal.commit(again.store.durable_offset())


def test_a_restore_refuses_a_folder_that_holds_something(tmp_path: Path) -> None:
    with opened(tmp_path / "a") as on:
        keep(on, 1, 3)
        made = on.backup(NOW_NS)
    with pytest.raises(BadSetting, match="is not empty"):
        restore(made.folder, tmp_path / "a")


def test_a_restore_refuses_a_backup_with_a_flipped_bit_and_leaves_nothing(tmp_path: Path) -> None:
    with opened(tmp_path / "a") as on:
        keep(on, 1, 3)
        made = on.backup(NOW_NS)
    (segment,) = (made.folder / "store").glob("*.parquet")
    whole = segment.read_bytes()
    segment.unlink()  # it is a link to the file of the store
    segment.write_bytes(whole[:50] + bytes([whole[50] ^ 4]) + whole[51:])
    with pytest.raises(CorruptData, match=segment.name):
        restore(made.folder, tmp_path / "b")
    assert not (tmp_path / "b").exists()


def test_a_folder_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="is no backup"):
        restore(tmp_path, tmp_path / "b")


def test_a_flipped_bit_of_the_journal_is_found_with_its_file(tmp_path: Path) -> None:
    with opened(tmp_path) as on:
        keep(on, 1, 3)
        keep(on, 2, 3)
        (log,) = (tmp_path / "journal").glob("*.log")
        raw = log.read_bytes()
        log.write_bytes(raw[:30] + bytes([raw[30] ^ 1]) + raw[31:])
        (finding,) = on.verify(full=False).findings
        assert finding.where == log.name
        assert finding.problem.startswith("does not read from offset 0 to ")


def test_the_report_counts_every_part(tmp_path: Path) -> None:
    with opened(tmp_path, disk_cap_mb=64) as on:
        keep(on, 1, 0.1, text="x " * 2_000)
        report = on.report(NOW_NS)
        names = [part.name for part in report.parts]
        assert {"segments, small", "content", "catalog", "logs", "journal"} <= set(names)
        assert report.size_bytes == sum(part.size_bytes for part in report.parts)
        assert (report.store.spans, report.spans_of_last_day, report.cap_bytes) == (1, 1, 64 * MEBIBYTE)
        assert report.bytes_per_span is not None
        assert report.growth_bytes_per_day == round(report.bytes_per_span)


def test_recordings_count_are_backed_up_and_go_with_their_traces(tmp_path: Path) -> None:
    trace = f"{1:032x}"
    with opened(tmp_path / "server") as on:
        keep(on, 1, age_days=1)
        body = io.BytesIO(b"".join(packed(record(tmp_path / "run", trace))))
        on.replays.recordings.keep("default", trace, body)
        asked = on.replays.jobs.ask("default", trace, Asked(), NOW_NS)
        size = on.replays.recordings.size()[1]
        assert on.disk_bytes() >= size > 0
        backup = on.backup(NOW_NS)

        on.store.delete_trace(TraceId(trace), ProjectName("default"))
        assert on.sweep(NOW_NS) == 1
        assert on.replays.recordings.size() == (0, 0)

    restore(backup.folder, tmp_path / "again")
    with opened(tmp_path / "again") as on:
        assert on.replays.recordings.find("default", trace) is not None
        assert on.replays.jobs.get(asked.id, NOW_NS).trace_id == trace
        assert on.sweep(NOW_NS) == 0
