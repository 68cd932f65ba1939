"""An uploaded recording is checked, kept with its trace, and goes with it; nothing but a recording is taken."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from server.tests.a_tape import record, tar_of

from agenttrace.recording import TraceReader
from agenttrace.recording.log.line import line_of
from agenttrace.replay.tape.load import load_tape
from agenttrace_server.errors import BadPayload
from agenttrace_server.replays import Recordings, packed, steps_of
from agenttrace_server.replays.archive import unpack

TRACE = "0a" * 16


def upload(folder: Path) -> io.BytesIO:
    return io.BytesIO(b"".join(packed(folder)))


@pytest.fixture
def kept(tmp_path: Path) -> Recordings:
    return Recordings(tmp_path / "server", tmp_path / "traces")


def test_what_was_packed_is_unpacked_as_it_was(tmp_path: Path, kept: Recordings) -> None:
    written = record(tmp_path / "run", TRACE, long="x" * 10_000)

    told = kept.keep("default", TRACE, upload(written))

    found = kept.find("default", TRACE)
    assert found is not None
    assert (found / "events.jsonl").read_bytes() == (written / "events.jsonl").read_bytes()
    assert (told.events, told.blobs, told.problems, told.is_complete) == (6, 1, (), True)
    assert b"".join(packed(found)) == b"".join(packed(written))


def test_a_second_upload_takes_the_place_of_the_first(tmp_path: Path, kept: Recordings) -> None:
    kept.keep("default", TRACE, upload(record(tmp_path / "one", TRACE, long="x" * 10_000)))
    once = kept.size()
    kept.keep("default", TRACE, upload(record(tmp_path / "two", TRACE, long="y" * 10_000)))

    assert kept.size() == once
    assert kept.size() == Recordings(tmp_path / "server", None).size()


def test_a_torn_line_is_told_with_its_number_and_the_rest_is_kept(tmp_path: Path, kept: Recordings) -> None:
    written = record(tmp_path / "run", TRACE)
    lines = (written / "events.jsonl").read_bytes().splitlines(keepends=True)
    lines[3] = lines[3][:40] + b"\n"
    (written / "events.jsonl").write_bytes(b"".join(lines))

    told = kept.keep("default", TRACE, upload(written))

    assert told.events == 5
    assert [problem.split(":")[0] for problem in told.problems] == ["line 4"]


def test_a_missing_blob_is_told(tmp_path: Path, kept: Recordings) -> None:
    written = record(tmp_path / "run", TRACE, long="x" * 10_000)

    told = kept.keep("default", TRACE, io.BytesIO(tar_of({"events.jsonl": (written / "events.jsonl").read_bytes()})))

    assert len(told.problems) == 1
    assert "is missing" in told.problems[0]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "has no events.jsonl"),
        ({"events.jsonl": b"what is this\n"}, "no whole event"),
        ({"../events.jsonl": b""}, "'../events.jsonl'"),
        ({"/etc/passwd": b""}, "'/etc/passwd'"),
        ({f"blobs/{'0' * 64}": b"other"}, "is damaged"),
        ({"events.jsonl/x": b""}, "'events.jsonl/x'"),
    ],
)
def test_what_is_no_recording_is_refused_and_leaves_nothing(
    tmp_path: Path, kept: Recordings, files: dict[str, bytes], said: str
) -> None:
    with pytest.raises(BadPayload, match=said):
        kept.keep("default", TRACE, io.BytesIO(tar_of(files)))

    assert [path for path in (tmp_path / "server").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.GNUTYPE_SPARSE, tarfile.FIFOTYPE])
def test_links_and_holes_are_refused(kept: Recordings, kind: bytes) -> None:
    told = tarfile.TarInfo("events.jsonl")
    told.type, told.linkname = kind, "/etc/passwd"

    with pytest.raises(BadPayload):
        kept.keep("default", TRACE, io.BytesIO(told.tobuf() + bytes(1024)))


@pytest.mark.parametrize(
    "holes",
    [
        {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "1000000"},
        {"GNU.sparse.map": "0,1", "GNU.sparse.size": "1000000"},
        {"GNU.sparse.offset": "0", "GNU.sparse.numbytes": "1", "GNU.sparse.size": "1000000"},
    ],
)
def test_a_file_of_holes_in_disguise_is_refused_before_it_is_written(tmp_path: Path, holes: dict[str, str]) -> None:
    told = tarfile.TarInfo("events.jsonl")
    told.size, told.pax_headers = tarfile.BLOCKSIZE, holes
    blocks = b"1\n0\n0\n".ljust(tarfile.BLOCKSIZE, b"\0")

    with pytest.raises(BadPayload, match="this holds"):
        unpack(io.BytesIO(told.tobuf(format=tarfile.PAX_FORMAT) + blocks + bytes(1024)), tmp_path)

    assert list(tmp_path.iterdir()) == []


def line(seq: int, kind: str, **rest: object) -> bytes:
    told = {"v": 1, "seq": seq, "proc": "p", "run_id": TRACE, "t": seq, "kind": kind, "payload": {}, **rest}
    return line_of(json.dumps(told).encode())


@pytest.mark.parametrize(
    "parent",
    ["x", {}, {"run_id": "../x"}, {"run_id": "\ud800"}, {"run_id": "0B" * 16}, {"run_id": 5}],
)
def test_what_is_no_run_is_no_parent(kept: Recordings, parent: object) -> None:
    events = line(1, "run.start", payload={"parent": parent})
    assert kept.keep("default", TRACE, io.BytesIO(tar_of({"events.jsonl": events}))).parent is None


@pytest.mark.parametrize("step", [-1, 2**31 + 1, 10**30, True, "2"])
def test_what_is_no_step_of_a_parent_is_left_out(kept: Recordings, step: object) -> None:
    events = line(1, "run.start", payload={"parent": {"run_id": "0b" * 16, "step": step}})
    told = kept.keep("default", TRACE, io.BytesIO(tar_of({"events.jsonl": events})))
    assert told.parent == ("0b" * 16, None)


@pytest.mark.parametrize("content", [b"zz", b"[" * 100_000])
def test_a_blob_that_is_not_json_is_told(kept: Recordings, content: bytes) -> None:
    name = hashlib.sha256(content).hexdigest()
    events = line(1, "run.start", blob={"sha256": name, "bytes": len(content)})
    told = kept.keep("default", TRACE, io.BytesIO(tar_of({"events.jsonl": events, f"blobs/{name}": content})))
    assert [problem.endswith("is not JSON") for problem in told.problems] == [True]


@pytest.mark.parametrize("body", ["abc", [1], 5, {"text": 5}, {"base64": 5}])
def test_a_request_whose_body_is_none_is_no_step(tmp_path: Path, body: object) -> None:
    (tmp_path / "events.jsonl").write_bytes(line(1, "llm.request", payload={"protocol": "x", "body": body}))
    assert steps_of(tmp_path) == []


@pytest.mark.parametrize("body", ["abc", [1], {"base64": "@@a"}, {"base64": 5}])
def test_an_answer_whose_body_is_none_is_left_out(tmp_path: Path, body: object) -> None:
    request = line(1, "llm.request", payload={"protocol": "x", "body": {"text": "{}"}})
    (tmp_path / "events.jsonl").write_bytes(request + line(2, "llm.end", of="p-1", payload={"body": body}))
    assert [(step.asked, step.answer) for step in steps_of(tmp_path)] == [("{}", "")]


def test_the_recording_of_another_trace_is_refused(tmp_path: Path, kept: Recordings) -> None:
    with pytest.raises(BadPayload, match="has no event of trace"):
        kept.keep("default", "0b" * 16, upload(record(tmp_path / "run", TRACE)))


@given(st.integers(min_value=0, max_value=10_000), st.binary(max_size=600))
def test_any_bytes_are_unpacked_or_refused(tmp_path_factory: pytest.TempPathFactory, cut: int, noise: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    whole = tar_of({"events.jsonl": b"x" * 2_000, f"blobs/{hashlib.sha256(b'y').hexdigest()}": b"y"})
    with contextlib.suppress(BadPayload):
        unpack(io.BytesIO(whole[:cut] + noise + whole[cut + len(noise) :]), folder)
    assert {path.name for path in folder.rglob("*")} <= {"events.jsonl", "blobs", hashlib.sha256(b"y").hexdigest()}


def test_projects_do_not_share_recordings(tmp_path: Path, kept: Recordings) -> None:
    kept.keep("one/../two", TRACE, upload(record(tmp_path / "run", TRACE)))

    assert kept.find("default", TRACE) is None
    assert list(kept.all()) == [("one/../two", TRACE)]


def test_what_an_agent_wrote_here_is_found_without_an_upload_and_stays_when_dropped(
    tmp_path: Path, kept: Recordings
) -> None:
    written = record(tmp_path / "traces" / TRACE, TRACE)
    kept.drop("default", TRACE)

    assert kept.find("default", TRACE) == written
    assert kept.find("another", TRACE) is None
    assert kept.find("default", "0c" * 16, run_id="../traces/" + TRACE) is None


def test_an_upload_that_was_cut_off_is_swept_at_the_next_start(tmp_path: Path, kept: Recordings) -> None:
    (tmp_path / "server" / "recordings" / ".arriving-x" / "blobs").mkdir(parents=True)
    (tmp_path / "server" / "recordings" / ".arriving-y").write_bytes(b"half")

    Recordings(tmp_path / "server", None)

    assert list((tmp_path / "server" / "recordings").iterdir()) == []


def test_steps_are_numbered_as_a_replay_numbers_them(tmp_path: Path) -> None:
    folder = record(tmp_path / "run", TRACE, long="x" * 10_000)

    steps = steps_of(folder)

    tape = load_tape(TraceReader(folder))
    assert [step.number for step in steps] == [entry.step for entry in tape.steps]
    assert [step.start_ns for step in steps] == [entry.start_ns for entry in tape.steps]
    assert [(step.name, step.is_tool) for step in steps] == [("gpt-5.5", False), ("pack", True)]
    assert steps[1].answer == '{"packed": true}'
    assert "rain" in steps[0].answer
