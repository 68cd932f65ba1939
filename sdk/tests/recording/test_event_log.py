"""What is written to an event log is read from it, by whomever and wherever it was written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from agenttrace.recording import BadBlob, EventLog, Kind, NoRecording, TraceReader, find_recording

RUN = "ab" * 16


def new_log(folder: Path, **options: int) -> EventLog:
    return EventLog(folder, RUN, **options)


def texts(reader: TraceReader) -> list[object]:
    return [event.payload.get("text") for event in reader.events]


def test_an_event_is_read_as_it_was_written(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    asked = log.write(Kind.LLM_REQUEST, {"text": "tab\t, line\n, é, \ud800"}, lane="main/a#1", hash="k")
    answered = log.write(Kind.LLM_END, {}, of=asked.id, trace_id="a" * 32, span_id="b" * 16)

    assert list(TraceReader(tmp_path).stream()) == [asked, answered]
    assert (asked.seq, answered.seq) == (1, 2)


def test_every_line_ends_with_the_crc32c_of_its_json(tmp_path: Path) -> None:
    new_log(tmp_path).write(Kind.LOG, {"text": "hello"})
    line = (tmp_path / "events.jsonl").read_bytes()

    assert line.count(b"\t") == line.count(b"\n") == 1
    assert bytes.fromhex(line[-9:-1].decode()) == crc32c_bit_by_bit(line.split(b"\t")[0]).to_bytes(4, "big")


def crc32c_bit_by_bit(data: bytes) -> int:
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 & -(crc & 1))
    return crc ^ 0xFFFFFFFF


def test_json_lines_without_checksums_are_read_too(tmp_path: Path) -> None:
    row = {"seq": 1, "proc": "p", "run_id": RUN, "t": 5, "kind": "log", "payload": {"text": "hi"}}
    file = tmp_path / "mine.jsonl"
    file.write_text(json.dumps(row) + "\n\n" + json.dumps({**row, "seq": 2}, indent="\t").replace("\n", "") + "\n")

    reader = TraceReader(file)

    assert texts(reader) == ["hi", "hi"]
    assert reader.problems == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"v": 9}, "v: expected 1"),
        ({"seq": "1"}, "seq: must be a whole number"),
        ({"t": -1}, "t: must be a whole number"),
        ({"kind": None}, "kind: must be text"),
        ({"blob": {"sha256": "../../etc/passwd", "bytes": 1}}, "blob.sha256: must be 64"),
    ],
)
def test_a_line_that_is_no_event_is_named_with_its_field(
    tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    row = {"seq": 1, "proc": "p", "run_id": RUN, "t": 5, "kind": "log"}
    file = tmp_path / "events.jsonl"
    file.write_text("\n".join(json.dumps(each) for each in (row, {**row, **change}, {**row, "seq": 2})))

    reader = TraceReader(tmp_path)

    assert [event.seq for event in reader.events] == [1, 2]
    assert [problem.number for problem in reader.problems] == [2]
    assert reason in str(reader.problems[0])


def test_a_payload_at_the_limit_stays_in_its_line_and_a_longer_one_becomes_a_blob(tmp_path: Path) -> None:
    log = new_log(tmp_path, blob_bytes=20)
    small = log.write(Kind.LOG, {"text": "123456789"})
    large = log.write(Kind.LOG, {"text": "1234567890"})
    log.write(Kind.LOG, {"text": "1234567890"})
    reader = TraceReader(tmp_path)

    assert [event.blob is None for event in reader.events] == [True, False, False]
    assert [reader.payload_of(event) for event in reader.events[:2]] == [small.payload, large.payload]
    assert len(list((tmp_path / "blobs").iterdir())) == 1


def test_a_blob_that_was_damaged_or_taken_away_is_said_so(tmp_path: Path) -> None:
    new_log(tmp_path, blob_bytes=1).write(Kind.LOG, {"text": "long"})
    reader = TraceReader(tmp_path)
    (blob,) = (tmp_path / "blobs").iterdir()

    blob.write_bytes(b"something else")
    with pytest.raises(BadBlob, match="not what was written"):
        reader.payload_of(reader.events[0])
    blob.unlink()
    with pytest.raises(BadBlob, match="cannot be read"):
        reader.payload_of(reader.events[0])


def test_a_full_recording_says_so_once_and_still_ends(tmp_path: Path) -> None:
    log = new_log(tmp_path, max_bytes=1_000)
    while log.lost == 0:
        log.write(Kind.LOG, {"text": "x" * 100})
    log.write(Kind.LOG, {"text": "never seen"})
    log.write(Kind.RUN_END, {})
    events = TraceReader(tmp_path).events

    assert [event.kind for event in events[-2:]] == ["error", "run.end"]
    assert "record_max_bytes" in str(events[-2].payload["error"])
    assert sum(len(event.payload) for event in events if event.payload.get("text") == "never seen") == 0
    assert (tmp_path / "events.jsonl").stat().st_size < 1_000 + 600


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_disk_that_is_full_ends_the_recording_and_not_the_agent(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").symlink_to("/dev/full")
    log = new_log(tmp_path)

    log.write(Kind.LOG, {"text": "a"})
    log.write(Kind.LOG, {"text": "b"})

    assert log.lost == 2


def test_several_threads_write_one_run(tmp_path: Path) -> None:
    log = new_log(tmp_path, blob_bytes=200)
    threads = [
        threading.Thread(target=lambda: [log.write(Kind.LOG, {"text": "x" * n}) for n in range(300)]) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reader = TraceReader(tmp_path)

    assert [event.seq for event in reader.stream()] == list(range(1, 8 * 300 + 1))
    assert reader.problems == ()


def test_several_processes_write_one_run_and_are_merged_by_time(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from agenttrace.recording import EventLog, Kind\n"
        f"log = EventLog(Path(sys.argv[1]), {RUN!r})\n"
        "for n in range(500): log.write(Kind.LOG, {'text': 'y' * n})"
    )
    running = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path)]) for _ in range(3)]
    assert [each.wait(60) for each in running] == [0, 0, 0]
    reader = TraceReader(tmp_path)

    assert len(reader.events) == 1_500
    assert len({event.process for event in reader.events}) == 3
    assert [event.time_ns for event in reader.events] == sorted(event.time_ns for event in reader.events)
    for process in {event.process for event in reader.events}:
        assert [event.seq for event in reader.events if event.process == process] == list(range(1, 501))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_counts_anew_under_a_name_of_its_own(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from agenttrace.recording import EventLog, Kind\n"
        f"log = EventLog(Path(sys.argv[1]), {RUN!r})\n"
        "log.write(Kind.LOG, {'text': 'parent'})\n"
        "if os.fork() == 0:\n"
        "    log.write(Kind.LOG, {'text': 'child'}); os._exit(0)\n"
        "os.wait(); log.write(Kind.LOG, {'text': 'parent again'})"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True)
    events = TraceReader(tmp_path).events

    assert [(event.payload["text"], event.seq) for event in events] == [
        ("parent", 1),
        ("child", 1),
        ("parent again", 2),
    ]
    assert events[0].process == events[2].process != events[1].process


def test_a_clock_that_is_set_back_does_not_change_the_order(tmp_path: Path) -> None:
    times = iter([50, 10, 60])
    log = EventLog(tmp_path, RUN, clock_ns=lambda: next(times))
    for text in "abc":
        log.write(Kind.LOG, {"text": text})

    assert texts(TraceReader(tmp_path)) == ["a", "b", "c"]
    assert [event.time_ns for event in TraceReader(tmp_path).events] == [50, 50, 60]


def test_the_ends_of_a_long_recording_are_read_without_its_middle(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    first = log.write(Kind.RUN_START, {})
    log.write(Kind.LOG, {"text": "x" * 60_000})
    log.write(Kind.LOG, {"text": "x" * 60_000})
    reader = TraceReader(tmp_path)

    assert (reader.first, reader.is_complete) == (first, False)
    end = log.write(Kind.RUN_END, {})
    with (tmp_path / "events.jsonl").open("ab") as file:
        file.write(b'{"v":1,"seq":')
    assert (reader.last, reader.is_complete, reader.run_id) == (end, True, RUN)


def test_a_recording_is_found_by_its_path_its_id_and_the_beginning_of_its_id(tmp_path: Path) -> None:
    traces = tmp_path / "traces"
    for run in ("aaaa1111", "aaaa2222", "bbbb3333"):
        EventLog(traces / run, run).write(Kind.RUN_START, {})

    assert find_recording(traces / "bbbb3333", tmp_path).run_id == "bbbb3333"
    assert find_recording(traces / "bbbb3333" / "events.jsonl", tmp_path).run_id == "bbbb3333"
    assert find_recording("aaaa1111", traces).run_id == "aaaa1111"
    assert find_recording("bb", traces).run_id == "bbbb3333"
    with pytest.raises(NoRecording, match="2 recordings begin so"):
        find_recording("aaaa", traces)
    with pytest.raises(NoRecording, match="there is no such recording"):
        find_recording("cc", traces)
    with pytest.raises(NoRecording, match="no recording here"):
        find_recording("../elsewhere", traces)
