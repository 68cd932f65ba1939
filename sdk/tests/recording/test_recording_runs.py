"""A run is recorded from `init()` to `shutdown()`, by all of its processes; who records nothing pays nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

import agenttrace as at
from agenttrace.recording import TraceReader, run_folders
from agenttrace.testing import InMemoryExporter
from agenttrace.tracing.settings import environment_with

QUIET = {"AGENTTRACE_ENDPOINT": "http://127.0.0.1:9", "AGENTTRACE_SHUTDOWN_TIMEOUT_S": "0.2"}


@pytest.fixture
def traces(tmp_path: Path) -> Any:
    yield tmp_path / "traces"
    at.shutdown()
    at.init(disabled=True, raise_internal_errors=False)


def begin(traces: Path, **settings: Any) -> InMemoryExporter:
    exporter = InMemoryExporter()
    at.init(
        record=traces,
        processor=SimpleSpanProcessor(exporter),
        auto_instrument=False,
        raise_internal_errors=True,
        **settings,
    )
    return exporter


def only_reader(traces: Path) -> TraceReader:
    (folder,) = run_folders(traces)
    return TraceReader(folder)


def run_program(program: str, home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = environment_with({**QUIET, "AGENTTRACE_HOME": str(home), **variables})
    return subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)


def test_spans_are_recorded_as_they_are_exported(traces: Path) -> None:
    exporter = begin(traces)
    with at.span("plan", attributes={"n": float("nan"), "password": "hunter2-hunter2"}):
        at.message(to="writer", content="go")
        with pytest.raises(ValueError), at.span("inner"):
            raise ValueError("sk-proj-" + "A1b2C3d4E5" * 5)
    at.shutdown()
    reader = only_reader(traces)
    starts = [event for event in reader.events if event.kind == "span.start"]
    ends = [event for event in reader.events if event.kind == "span.end"]

    assert (reader.events[0].kind, reader.events[-1].kind) == ("run.start", "run.end")
    assert [event.payload["name"] for event in starts] == ["plan", "inner"]
    assert [event.payload["status"]["code"] for event in ends] == ["error", "unset"]
    assert ends[0].payload["parent_id"] == ends[1].span_id
    assert {f"{span.get_span_context().span_id:016x}" for span in exporter.spans} == {event.span_id for event in ends}
    assert [event.payload["content"] for event in reader.events if event.kind == "message"] == ["go"]
    assert "hunter2" not in reader.path.read_text()
    assert "A1b2C3d4E5A1b2" not in reader.path.read_text()


def test_the_first_trace_has_the_id_of_the_run_and_every_trace_names_it(traces: Path) -> None:
    program = (
        "import agenttrace as at\nat.init(record=True, auto_instrument=False)\n"
        "with at.span('a') as a: pass\nwith at.span('b') as b: pass\nprint(a.trace_id, b.trace_id)"
    )
    first, second = run_program(program, traces.parent).stdout.split()
    reader = only_reader(traces)
    ends = [event for event in reader.events if event.kind == "span.end"]

    assert first == reader.run_id != second
    assert [event.payload["attributes"]["agenttrace.recording"] for event in ends] == [reader.run_id] * 2


def test_a_run_says_what_ran_and_where_it_ended(traces: Path) -> None:
    begin(traces, project="tea-shop")
    at.shutdown()
    start, end = only_reader(traces).events

    assert start.payload["project"] == "tea-shop"
    assert start.payload["pid"] == os.getpid()
    assert start.payload["command"] == sys.argv
    assert end.payload == {"lost": 0}


def test_only_its_owner_may_read_a_recording(traces: Path) -> None:
    begin(traces)
    at.shutdown()
    (folder,) = run_folders(traces)

    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "events.jsonl").stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_stops_init(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(at.BadSetting, match=r"record: .* cannot be written"):
        begin(tmp_path / "file")
    at.shutdown()


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [("record_blob_bytes", 0, "at least 1"), ("record_max_bytes", 0, "at least 1"), ("run", "../x", "letters, digits")],
)
def test_a_setting_that_cannot_work_is_refused(tmp_path: Path, name: str, value: Any, rule: str) -> None:
    with pytest.raises(at.BadSetting, match=f"{name}: .*{rule}"):
        begin(tmp_path, **{name: value})


def test_a_run_without_its_content_cannot_be_recorded(tmp_path: Path) -> None:
    with pytest.raises(at.BadSetting, match=r"record: .*capture_content is false"):
        begin(tmp_path, capture_content=False)


def test_a_child_process_writes_the_run_of_its_parent_in_a_lane_of_its_own(tmp_path: Path) -> None:
    program = (
        "import subprocess, sys\nimport agenttrace as at\nat.init(record=True, auto_instrument=False)\n"
        "with at.span('parent'):\n"
        "    child = 'import agenttrace as at; at.init(auto_instrument=False); at.log(\"from the child\")'\n"
        "    subprocess.run([sys.executable, '-c', child], env=at.child_environment(), check=True)"
    )
    done = run_program(program, tmp_path)
    reader = only_reader(tmp_path / "traces")

    assert done.returncode == 0, done.stderr
    assert len({event.process for event in reader.events}) == 2
    assert {event.lane for event in reader.events} == {"main", "main/process#1"}
    assert len({event.trace_id for event in reader.events if event.trace_id}) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_records_in_a_lane_of_its_own(tmp_path: Path) -> None:
    program = (
        "import os\nimport agenttrace as at\nat.init(record=True, auto_instrument=False)\n"
        "for n in range(2):\n"
        "    if os.fork() == 0:\n"
        "        at.log(f'child {n}'); os._exit(0)\n"
        "    os.wait()"
    )
    run_program(program, tmp_path)
    lanes = {e.payload["message"]: e.lane for e in only_reader(tmp_path / "traces").events if e.kind == "log"}

    assert lanes == {"child 0": "main/fork#1", "child 1": "main/fork#2"}


def test_a_program_that_records_nothing_imports_nothing_for_it(tmp_path: Path) -> None:
    program = (
        "import sys, agenttrace as at\nat.init(auto_instrument=False)\n"
        "with at.span('x'): pass\n"
        "print([name for name in sys.modules if name.startswith(('agenttrace.recording', 'agenttrace.replay'))],"
        " 'google_crc32c' in sys.modules)"
    )
    done = run_program(program, tmp_path)

    assert done.stdout.strip() == "[] False"
    assert not (tmp_path / "traces").exists()
