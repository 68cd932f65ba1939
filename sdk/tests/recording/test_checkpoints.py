"""What a checkpoint leaves in the recording and on its span, and which states it takes."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

import agenttrace as at
from agenttrace.model import json_state
from agenttrace.model.state import MAX_STATE_DEPTH
from agenttrace.recording import Event, Kind, TraceReader
from agenttrace.recording.checkpoints import MAX_AUTO_ON_A_SPAN
from agenttrace.testing import InMemoryExporter
from agenttrace.tracing.provider.runtime import runtime

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.fixture
def spans() -> Iterator[InMemoryExporter]:
    yield InMemoryExporter()
    at.shutdown()
    at.init(disabled=True, raise_internal_errors=False)


def begin(spans: InMemoryExporter, **settings: Any) -> None:
    at.init(processor=SimpleSpanProcessor(spans), raise_internal_errors=True, auto_instrument=False, **settings)


def marks_of(span: ReadableSpan) -> list[dict[str, Any]]:
    prefix = "agenttrace.checkpoint."
    return [
        {name.removeprefix(prefix): value for name, value in (event.attributes or {}).items()}
        for event in span.events
        if event.name == "agenttrace.checkpoint"
    ]


def checkpoints_in(traces: Path) -> tuple[TraceReader, list[Event]]:
    reader = TraceReader(next(traces.iterdir()))
    return reader, [event for event in reader.events if event.kind == Kind.CHECKPOINT]


def test_a_checkpoint_is_in_the_recording_and_on_the_current_span(spans: InMemoryExporter, tmp_path: Path) -> None:
    begin(spans, record=tmp_path)
    with at.span("plan"):
        returned = at.checkpoint("after-plan", {"todo": ["read"]})
    at.shutdown()

    reader, (event,) = checkpoints_in(tmp_path)
    assert returned == {"todo": ["read"]}
    assert event.payload == {"name": "after-plan", "kind": "manual", "step": 1, "state": {"todo": ["read"]}}
    [span] = spans.spans
    assert marks_of(span) == [
        {
            "name": "after-plan",
            "kind": "manual",
            "id": event.id,
            "recording": reader.run_id,
            "step": 1,
            "bytes": 17,
            "state": '{"todo":["read"]}',
        }
    ]
    assert event.span_id == f"{span.context.span_id:016x}"


def test_each_call_of_a_tool_marks_itself(spans: InMemoryExporter, tmp_path: Path) -> None:
    begin(spans, record=tmp_path)
    search = at.tool(name="search")(lambda query: query)
    search("a")
    search("b")
    at.checkpoint("done")
    at.shutdown()

    reader, events = checkpoints_in(tmp_path)
    calls = [event for event in reader.events if event.kind == Kind.TOOL_CALL]
    assert [event.of for event in events] == [*(call.id for call in calls), None]
    assert [event.payload["step"] for event in events] == [1, 2, 3]
    first = spans.spans[0]
    assert [(mark["name"], mark["kind"], mark["step"]) for mark in marks_of(first)] == [("tool search", "auto", 1)]


def test_steps_do_not_mark_themselves_where_that_is_switched_off(spans: InMemoryExporter, tmp_path: Path) -> None:
    begin(spans, record=tmp_path, record_checkpoints=False)
    at.tool(name="search")(lambda: 1)()
    at.checkpoint("done")
    at.shutdown()
    assert [event.payload["name"] for event in checkpoints_in(tmp_path)[1]] == ["done"]


def test_without_a_recording_a_checkpoint_is_an_event_of_a_span(spans: InMemoryExporter) -> None:
    begin(spans)
    at.checkpoint("alone", [1])
    [span] = spans.spans
    assert span.name == "alone"
    assert marks_of(span) == [{"name": "alone", "kind": "manual", "bytes": 3, "state": "[1]"}]


def test_without_content_capture_no_state_is_on_the_span(spans: InMemoryExporter) -> None:
    begin(spans, capture_content=False)
    at.checkpoint("alone", [1])
    assert marks_of(spans.spans[0]) == [{"name": "alone", "kind": "manual", "bytes": 3}]


def test_before_init_a_checkpoint_gives_the_state_back() -> None:
    state = {"a": 1}
    assert at.checkpoint("early", state) is state


def test_secrets_in_a_state_do_not_reach_the_disk(spans: InMemoryExporter, tmp_path: Path) -> None:
    begin(spans, record=tmp_path)
    secret = "sk-proj-" + "Ab3" * 20
    kept = at.checkpoint(f"after-login {secret}", {"password": "hunter-two", "notes": [f"the key is {secret}"]})
    at.shutdown()
    written = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert kept["password"] == "hunter-two"
    assert b"hunter-two" not in written
    assert secret.encode() not in written
    assert b"the key is [" in written


@pytest.mark.parametrize(("letters", "is_in_a_blob"), [(200, False), (1_000, True)])
def test_a_large_state_lies_in_a_file_of_its_own(
    spans: InMemoryExporter, tmp_path: Path, letters: int, is_in_a_blob: bool
) -> None:
    begin(spans, record=tmp_path, record_blob_bytes=500)
    at.checkpoint("big", {"text": "x" * letters})
    at.shutdown()
    reader, (event,) = checkpoints_in(tmp_path)
    assert (event.blob is not None) is is_in_a_blob
    assert reader.payload_of(event)["state"] == {"text": "x" * letters}


def test_a_span_with_many_steps_keeps_room_for_its_own_events(spans: InMemoryExporter, tmp_path: Path) -> None:
    begin(spans, record=tmp_path)
    recorder = runtime.conductor
    assert recorder is not None
    with at.span("long") as span:
        for _ in range(MAX_AUTO_ON_A_SPAN + 5):
            recorder.begin_tool("search", {}, None).returned(1)
        at.checkpoint("mine")
        span.add_event("own")
    at.shutdown()
    [long] = spans.spans
    assert len(long.events) == MAX_AUTO_ON_A_SPAN + 2
    assert len(checkpoints_in(tmp_path)[1]) == MAX_AUTO_ON_A_SPAN + 6


class Colour(str, enum.Enum):
    RED = "red"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"todo": ["a", {"b": {1, 2}}]}, r"state: \$\.todo\[1\]\.b is a set, which JSON does not have"),
        ([float("nan")], r"state: \$\[0\] is nan, which JSON does not have"),
        ({"a": {3: 1}}, r"state: \$\.a has the key 3, and keys must be text"),
        (b"raw", r"state: \$ is a bytes"),
        (object(), r"state: \$ is a object"),
    ],
)
def test_what_is_not_json_is_named_by_its_place(state: object, words: str) -> None:
    with pytest.raises(at.BadState, match=words):
        at.checkpoint("bad", state)


def test_a_state_that_contains_itself_is_refused() -> None:
    state: list[Any] = []
    state.append(state)
    with pytest.raises(at.BadState, match="contains itself"):
        at.checkpoint("bad", state)


@pytest.mark.parametrize(("levels", "fits"), [(MAX_STATE_DEPTH, True), (MAX_STATE_DEPTH + 1, False)])
def test_a_state_may_be_nested_to_the_limit(levels: int, fits: bool) -> None:
    state: Any = 1
    for _ in range(levels):
        state = [state]
    if fits:
        assert json_state(state) == state
    else:
        with pytest.raises(at.BadState, match=f"more than {MAX_STATE_DEPTH} levels"):
            json_state(state)


def test_tuples_and_words_of_enums_become_what_json_has() -> None:
    assert json_state({"at": (1, 2), "colour": Colour.RED}) == {"at": [1, 2], "colour": "red"}


@given(JSON_VALUES)
def test_every_json_value_is_a_state_and_stays_what_it_is(value: Any) -> None:
    assert json_state(value) == value
    assert json.loads(json.dumps(json_state(value))) == value
