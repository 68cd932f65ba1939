"""Recordings of the SDK become the spans that it would have sent, once, however often they are imported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from server.tests.cli.a_server import running_server, until
from server.tests.imports.making_files import read

from agenttrace.recording import EventLog, Kind
from agenttrace_server.cli.main import hoisted, run

TRACE, ROOT, CHILD, OPEN = "0a" * 16, "1b" * 8, "2c" * 8, "3d" * 8
START_NS = 1_795_000_000_000_000_000
CALL: dict[str, Any] = {
    "name": "chat gpt-5.5",
    "kind": "client",
    "start_ns": START_NS + 5,
    "end_ns": START_NS + 9,
    "parent_id": ROOT,
    "status": {"code": "error", "message": "too slow"},
    "scope": {"name": "opentelemetry.instrumentation.genai.openai", "version": "1"},
    "attributes": {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "gpt-5.5",
        "gen_ai.usage.input_tokens": 7,
        "gen_ai.usage.output_tokens": 3,
    },
    "events": [{"name": "retry", "time_ns": START_NS + 6, "attributes": {"nth": 1}}],
    "links": [{"trace_id": "4e" * 16, "span_id": "5f" * 8}],
}


def recorded(folder: Path, **options: int) -> Path:
    log = EventLog(folder, TRACE, **options)
    log.write(Kind.RUN_START, {"resource": {"service.name": "tea-shop", "agenttrace.tags": ["a", "b"]}})
    root = {"name": "plan", "start_ns": START_NS, "attributes": {}}
    log.write(Kind.SPAN_START, root, trace_id=TRACE, span_id=ROOT)
    log.write(Kind.SPAN_START, {**CALL, "attributes": {}}, trace_id=TRACE, span_id=CHILD)
    log.write(Kind.LLM_REQUEST, {"method": "POST"}, trace_id=TRACE, span_id=CHILD)
    log.write(Kind.SPAN_END, CALL, trace_id=TRACE, span_id=CHILD)
    log.write(Kind.SPAN_START, {**root, "name": "left open", "parent_id": ROOT}, trace_id=TRACE, span_id=OPEN)
    log.write(Kind.SPAN_END, {**root, "end_ns": START_NS + 20}, trace_id=TRACE, span_id=ROOT)
    log.close()
    return folder


def test_a_recording_becomes_its_spans(tmp_path: Path) -> None:
    spans, tally = read("events", recorded(tmp_path / "traces" / TRACE).parent)

    call, root, left_open = spans
    assert (call.name, call.parent_id, call.kind, call.end_ns) == ("chat gpt-5.5", ROOT, 3, START_NS + 9)
    assert (call.error, call.scope) == ("too slow", "opentelemetry.instrumentation.genai.openai")
    assert (call.events[0].name, call.events[0].attributes) == ("retry", {"nth": 1})
    assert call.links == (("4e" * 16, "5f" * 8),)
    assert call.resource == {"service.name": "tea-shop", "agenttrace.tags": ["a", "b"]}
    assert (root.parent_id, root.error, root.end_ns) == (None, None, START_NS + 20)
    assert (left_open.name, left_open.end_ns) == ("left open", None)
    assert tally.skipped == {"llm.request": 1}
    assert tally.problem_count == 0


@pytest.mark.parametrize(("letters", "is_sent"), [(65_525, True), (65_526, False)])
def test_a_span_that_never_ended_has_the_checkpoints_that_it_passed(
    tmp_path: Path, letters: int, is_sent: bool
) -> None:
    log = EventLog(tmp_path / TRACE, TRACE)
    log.write(Kind.SPAN_START, {"name": "plan", "start_ns": START_NS}, trace_id=TRACE, span_id=ROOT)
    payload = {"name": "after-plan", "kind": "manual", "step": 2, "state": {"plan": "x" * letters}}
    made = log.write(Kind.CHECKPOINT, payload, trace_id=TRACE, span_id=ROOT)
    log.write(Kind.CHECKPOINT, {"name": "elsewhere"}, trace_id=TRACE, span_id=CHILD)
    log.close()

    [span], tally = read("events", tmp_path)

    [event] = span.events
    said = {name.rpartition(".")[2]: value for name, value in event.attributes.items()}
    assert event.name == "agenttrace.checkpoint"
    assert (said["name"], said["kind"], said["step"], said["id"]) == ("after-plan", "manual", 2, made.id)
    assert (said["recording"], said["bytes"], "state" in said) == (TRACE, letters + 11, is_sent)
    assert tally.problem_count == 0


def test_a_damaged_recording_gives_its_whole_spans_and_the_number_of_its_bad_line(tmp_path: Path) -> None:
    file = recorded(tmp_path) / "events.jsonl"
    lines = file.read_bytes().split(b"\n")
    lines[4] = lines[4].replace(b"too slow", b"too Slow")
    file.write_bytes(b"\n".join(lines)[:-20])

    spans, tally = read("events", file)

    assert {span.name: span.end_ns for span in spans} == {"plan": None, "chat gpt-5.5": None, "left open": None}
    assert [problem.line for problem in tally.problems] == [5, 7]


def test_spans_whose_payload_lies_in_a_blob_are_whole_and_a_missing_blob_is_named(tmp_path: Path) -> None:
    whole, tally = read("events", recorded(tmp_path, blob_bytes=150))
    assert (len(whole), tally.problem_count) == (3, 0)
    blobs = list((tmp_path / "blobs").iterdir())
    assert blobs

    for blob in blobs:
        blob.unlink()
    rest, tally = read("events", tmp_path)

    assert len(rest) < 3
    assert "cannot be read" in str(tally.problems[0])


@pytest.mark.parametrize("row", [{"trace_id": None}, {"payload": {"name": "x"}}, {"payload": {"start_ns": 1}}])
def test_a_span_without_what_it_needs_is_a_problem_of_its_line(tmp_path: Path, row: dict[str, Any]) -> None:
    good = {"seq": 1, "proc": "p", "run_id": TRACE, "t": 1, "kind": "span.end", "trace_id": TRACE, "span_id": ROOT}
    file = tmp_path / "events.jsonl"
    file.write_text(json.dumps({**good, "payload": {"name": "x", "start_ns": 1}, **row}) + "\n")

    spans, tally = read("events", file)

    assert spans == []
    assert "span.end without" in str(tally.problems[0])


def test_a_recording_imported_twice_is_stored_once_with_its_tokens(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AGENTTRACE_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.delenv("AGENTTRACE_ENDPOINT", raising=False)
    recorded(tmp_path / "traces" / TRACE)
    with running_server(tmp_path / "server") as server:
        for _ in range(2):
            command = ["--url", server.web, "import", "events", str(tmp_path / "traces"), "--json"]
            assert run(hoisted(command)) == 0
            assert json.loads(capsys.readouterr().out)["spans"] == 3

        def stored() -> dict[str, Any]:
            answer = httpx.get(f"{server.web}/api/v1/traces/{TRACE}")
            return answer.json() if answer.status_code == 200 else {}

        until(lambda: stored().get("total_spans") == 3)
        until(lambda: httpx.get(f"{server.web}/health").json()["journal_lag_bytes"] == 0)
        trace = stored()
    assert (trace["total_spans"], trace["input_tokens"], trace["output_tokens"]) == (3, 7, 3)
