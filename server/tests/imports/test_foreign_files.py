import csv
import gzip
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from server.tests.cli.a_server import one_trace
from server.tests.imports.making_files import read, write_lines

from agenttrace_server.imports.formats import otlp
from agenttrace_server.imports.lines import no_progress
from agenttrace_server.imports.reading import time_ns
from agenttrace_server.imports.span import resource_spans
from agenttrace_server.imports.tally import Tally

TRACE = "0af7651916cd43dd8448eb211c80319c"
ROOT, CHILD = "b7ad6b7169203331", "00f067aa0ba902b7"
MICROSECONDS = 1_795_000_000_000_000

PHOENIX: dict[str, Any] = {
    "name": "ChatCompletion",
    "context": {"trace_id": TRACE, "span_id": CHILD},
    "span_kind": "LLM",
    "parent_id": ROOT,
    "start_time": "2026-11-20T10:00:00.000001+00:00",
    "end_time": "2026-11-20T10:00:01+00:00",
    "status_code": "ERROR",
    "status_message": "too long",
    "attributes": {
        "llm": {
            "model_name": "gpt-5.5",
            "token_count": {"prompt": 10, "completion": 3},
            "input_messages": [{"message": {"role": "user", "content": "hi"}}],
            "invocation_parameters": {"temperature": 0.2},
        },
        "metadata": {"thread_id": "t"},
    },
    "events": [{"name": "exception", "timestamp": "2026-11-20T10:00:00.5+00:00", "attributes": {"a": 1}}],
}
LANGFUSE: dict[str, Any] = {
    "id": "gen-1",
    "traceId": "my-own-trace",
    "type": "GENERATION",
    "name": "answer",
    "startTime": "2026-11-20T10:00:00.123Z",
    "endTime": "2026-11-20T10:00:01.000Z",
    "parentObservationId": "span-1",
    "model": "gpt-5.5",
    "usageDetails": {"input": 10, "output": 3, "total": 13},
    "costDetails": {"total": 0.01},
    "input": [{"role": "user", "content": "hi"}],
    "output": "hello",
    "level": "DEFAULT",
}
JAEGER: dict[str, Any] = {
    "traceID": TRACE,
    "spans": [
        {
            "traceID": TRACE,
            "spanID": CHILD,
            "operationName": "call",
            "references": [{"refType": "CHILD_OF", "traceID": TRACE, "spanID": ROOT}],
            "startTime": MICROSECONDS,
            "duration": 1500,
            "tags": [
                {"key": "error", "type": "bool", "value": True},
                {"key": "span.kind", "type": "string", "value": "client"},
                {"key": "gen_ai.usage.input_tokens", "type": "int64", "value": 7},
            ],
            "logs": [{"timestamp": MICROSECONDS, "fields": [{"key": "event", "type": "string", "value": "retry"}]}],
            "processID": "p1",
        }
    ],
    "processes": {"p1": {"serviceName": "shop", "tags": [{"key": "host.name", "type": "string", "value": "a"}]}},
}
ZIPKIN: dict[str, Any] = {
    "traceId": "8448eb211c80319c",
    "id": CHILD,
    "parentId": ROOT,
    "name": "call",
    "kind": "CLIENT",
    "timestamp": MICROSECONDS,
    "duration": 1500,
    "localEndpoint": {"serviceName": "shop"},
    "tags": {"error": "no such customer", "gen_ai.usage.input_tokens": "7"},
    "annotations": [{"timestamp": MICROSECONDS, "value": "retry"}],
}
ROWS = {"phoenix": PHOENIX, "langfuse": LANGFUSE, "jaeger": JAEGER, "zipkin": ZIPKIN}


def write_json(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value, indent=2))
    return path


def test_a_phoenix_span_keeps_openinferences_names(tmp_path: Path) -> None:
    [span], _ = read("phoenix", write_json(tmp_path / "a.json", {"data": [PHOENIX], "next_cursor": None}))
    assert (span.trace_id, span.span_id, span.parent_id, span.error) == (TRACE, CHILD, ROOT, "too long")
    assert span.attributes["llm.token_count.prompt"] == 10
    assert span.attributes["llm.input_messages.0.message.content"] == "hi"
    assert json.loads(span.attributes["metadata"]) == {"thread_id": "t"}
    assert span.attributes["openinference.span.kind"] == "LLM"
    assert span.start_ns % 1_000_000_000 == 1_000


def test_a_phoenix_data_frame_in_parquet_is_read(tmp_path: Path) -> None:
    file = tmp_path / "trace_dataset.parquet"
    moment = "TIMESTAMPTZ '2026-11-20 10:00:00+00'"
    columns = {
        "span_kind": "'LLM'",
        "name": "'a'",
        "context.trace_id": f"'{TRACE}'",
        "context.span_id": f"'{CHILD}'",
        "parent_id": "NULL",
        "start_time": moment,
        "end_time": "NULL",
        "events": f"[{{'name': 'e', 'timestamp': {moment}}}]",
        "attributes.llm.token_count.prompt": "5",
    }
    selected = ", ".join(f'{value} AS "{name}"' for name, value in columns.items())
    duckdb.sql(f"COPY (SELECT {selected}) TO '{file}' (FORMAT parquet)")
    [span], tally = read("phoenix", file)
    assert span.attributes["llm.token_count.prompt"] == 5
    assert (span.trace_id, tally.rows) == (TRACE, 1)
    assert span.events[0].time_ns == span.start_ns


def test_a_langfuse_generation_keeps_tokens_cost_and_place(tmp_path: Path) -> None:
    [span], _ = read("langfuse", write_json(tmp_path / "a.json", [LANGFUSE]))
    parent = {**LANGFUSE, "id": "span-1", "type": "SPAN", "parentObservationId": None}
    [above], _ = read("langfuse", write_json(tmp_path / "b.json", [parent]))
    assert (span.parent_id, span.trace_id) == (above.span_id, above.trace_id)
    assert json.loads(span.attributes["langfuse.observation.usage_details"])["input"] == 10
    assert span.attributes["langfuse.observation.type"] == "generation"


def test_langfuses_three_exports_of_one_observation_are_one_span(tmp_path: Path) -> None:
    blob = {
        "id": "gen-1", "trace_id": "my-own-trace", "type": "GENERATION", "name": "answer",
        "start_time": "2026-11-20 10:00:00.123000", "end_time": "2026-11-20 10:00:01.000000",
        "parent_observation_id": "span-1", "provided_model_name": "gpt-5.5", "level": "DEFAULT",
        "usage_details": {"input": 10, "output": 3, "total": 13}, "cost_details": {"total": 0.01},
        "input": [{"role": "user", "content": "hi"}], "output": "hello",
    }  # fmt: skip
    table = tmp_path / "c.csv"
    with table.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(blob))
        writer.writeheader()
        writer.writerow({key: value if isinstance(value, str) else json.dumps(value) for key, value in blob.items()})
    [from_api], _ = read("langfuse", write_json(tmp_path / "a.json", [LANGFUSE]))
    [from_blob], _ = read("langfuse", write_lines(tmp_path / "b.jsonl", [blob]))
    [from_table], _ = read("langfuse", table)
    assert json.loads(from_table.attributes["langfuse.observation.usage_details"])["total"] == 13
    assert from_api.span_id == from_blob.span_id == from_table.span_id
    assert from_api.start_ns == from_blob.start_ns == from_table.start_ns
    assert from_api.attributes == from_blob.attributes


def test_a_langfuse_trace_gives_its_observations_their_session(tmp_path: Path) -> None:
    inner = {key: value for key, value in LANGFUSE.items() if key != "traceId"}
    trace = {"id": "my-own-trace", "sessionId": "s", "userId": "u", "observations": [inner]}
    [span], _ = read("langfuse", write_json(tmp_path / "a.json", {"data": [trace]}))
    assert (span.attributes["session.id"], span.attributes["user.id"]) == ("s", "u")


def test_a_jaeger_trace_keeps_tree_failure_and_process(tmp_path: Path) -> None:
    [span], _ = read("jaeger", write_json(tmp_path / "a.json", {"data": [JAEGER]}))
    assert (span.trace_id, span.parent_id, span.error, span.kind) == (TRACE, ROOT, "", 3)
    assert (span.end_ns or 0) - span.start_ns == 1_500_000
    assert span.resource == {"service.name": "shop", "host.name": "a"}
    assert span.attributes == {"gen_ai.usage.input_tokens": 7}
    assert [event.name for event in span.events] == ["retry"]


def test_a_short_zipkin_trace_id_is_filled_up(tmp_path: Path) -> None:
    [span], _ = read("zipkin", write_json(tmp_path / "a.json", [[ZIPKIN]]))
    assert span.trace_id == "0" * 16 + "8448eb211c80319c"
    assert (span.parent_id, span.error, span.kind) == (ROOT, "no such customer", 3)


def test_the_two_halves_of_a_shared_zipkin_span_stay_two(tmp_path: Path) -> None:
    spans, _ = read("zipkin", write_json(tmp_path / "a.json", [ZIPKIN, {**ZIPKIN, "kind": "SERVER", "shared": True}]))
    client, server = spans
    assert server.parent_id == client.span_id
    assert server.span_id != client.span_id


@pytest.mark.parametrize("source", sorted(ROWS))
def test_lines_arrays_and_packed_files_give_the_same_spans(tmp_path: Path, source: str) -> None:
    row = ROWS[source]
    lines = write_lines(tmp_path / "a.jsonl", [row, row])
    array = write_json(tmp_path / "b.json", [row, row])
    packed, zipped = tmp_path / "c.json.gz", tmp_path / "d.jsonl.zst"
    packed.write_bytes(gzip.compress(array.read_bytes()))
    zipped.write_bytes(zstandard.compress(lines.read_bytes()))
    expected = read(source, lines)[0]
    assert len(expected) == 2
    assert all(read(source, file)[0] == expected for file in (array, packed, zipped))


@pytest.mark.parametrize("source", sorted(ROWS))
def test_an_array_that_breaks_off_gives_what_came_before(tmp_path: Path, source: str) -> None:
    file = write_json(tmp_path / "a.json", [ROWS[source]] * 3)
    file.write_text(file.read_text()[:-20])
    spans, tally = read(source, file)
    assert len(spans) == 2
    assert str(tally.problems[0]).startswith(f"{file}: item 3: not JSON")


@pytest.mark.parametrize("source", sorted(ROWS))
def test_rows_of_something_else_are_counted_as_unknown(tmp_path: Path, source: str) -> None:
    _, tally = read(source, write_lines(tmp_path / "a.jsonl", [{"hello": "world"}]))
    assert tally.unknown.total() == 1


def test_half_a_character_in_an_array_does_not_stop_the_import(tmp_path: Path) -> None:
    file = write_json(tmp_path / "a.json", [{**ZIPKIN, "name": "cut "}])
    file.write_text(file.read_text().replace("cut ", "cut \\ud83d"))
    spans, _ = read("zipkin", file)
    assert spans[0].name == "cut \ufffd"


def test_a_large_otlp_request_is_sent_in_parts(tmp_path: Path) -> None:
    request = one_trace()
    scope = request["resourceSpans"][0]["scopeSpans"][0]  # type: ignore[index]
    scope["spans"] = scope["spans"] * 400
    tally = Tally()
    file = write_json(tmp_path / "a.json", request)
    found = list(otlp.requests(file, tally, no_progress))
    assert [spans for _, _, spans in found] == [500, 500, 200]
    assert all(part["resourceSpans"][0]["resource"] == {"attributes": []} for _, part, _ in found)


@pytest.mark.parametrize("form", ["one line", "one document", "gz", "zst", "lines"])
def test_otlp_is_taken_in_every_packing(tmp_path: Path, form: str) -> None:
    line = json.dumps(one_trace()).encode() + b"\n"
    name, data = {
        "one line": ("a.json", line),
        "one document": ("a.json", json.dumps(one_trace(), indent=1).encode()),
        "gz": ("a.jsonl.gz", gzip.compress(line)),
        "zst": ("a.jsonl.zst", zstandard.compress(line)),
        "lines": ("a.jsonl", line + b'{"resourceLogs": []}\n' + line + b'{"resourceSp'),
    }[form]
    (tmp_path / name).write_bytes(data)
    tally = Tally()
    requests = list(otlp.requests(tmp_path / name, tally, no_progress))
    assert [spans for _, _, spans in requests] == ([3, 3] if form == "lines" else [3])
    assert tally.problem_count == (1 if form == "lines" else 0)
    assert tally.skipped == ({"logs": 1} if form == "lines" else {})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2026-11-20T10:00:00Z", 1_795_168_800_000_000_000),
        ("2026-11-20 10:00:00.5", 1_795_168_800_500_000_000),
        ("2026-11-20T11:00:00.123456789+01:00", 1_795_168_800_123_456_789),
        (1_795_168_800, 1_795_168_800_000_000_000),
        (1_795_168_800_123, 1_795_168_800_123_000_000),
        (1_795_168_800_123_456, 1_795_168_800_123_456_000),
        ("yesterday", None),
        (True, None),
        (-1, None),
        (10**30, None),
    ],
)
def test_times_of_every_form_are_read(given: Any, expected: int | None) -> None:
    assert time_ns(given) == expected


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["key", "value", "name", "spanID", "attributes", "refType", "input"]), inner)
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("source", sorted(ROWS))
@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_rows_of_any_shape_never_stop_the_import(tmp_path: Path, source: str, data: st.DataObject) -> None:
    row = dict(ROWS["jaeger"]["spans"][0] if source == "jaeger" else ROWS[source])
    names = data.draw(st.lists(st.sampled_from(sorted(row)), unique=True, max_size=4))
    row |= {name: data.draw(ANY) for name in names}
    spans, _ = read(source, write_lines(tmp_path / "any.jsonl", [json.dumps(row)]))
    resource_spans(spans)


@given(st.binary(max_size=400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_any_bytes_are_refused_and_never_crash(tmp_path: Path, raw: bytes) -> None:
    for name in ("any.json", "any.jsonl.gz", "any.jsonl.zst", "any.csv"):
        file = tmp_path / name
        file.write_bytes(raw)
        for source in ("zipkin", "langfuse", "claude-code", "codex"):
            assert read(source, file)[0] == []
