import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from server.tests.imports.making_files import (
    CLAUDE,
    SESSION,
    SESSION_ID,
    START,
    prompt,
    read,
    result,
    said,
    tool_use,
    write_lines,
)

from agenttrace_server.errors import CannotImport
from agenttrace_server.imports.span import ImportedSpan, resource_spans

OUTPUT = "gen_ai.usage.output_tokens"
INPUT = "gen_ai.usage.input_tokens"


def calls_of(spans: list[ImportedSpan], agent: str | None = None) -> list[ImportedSpan]:
    return [span for span in spans if span.is_model_call and agent in (None, span.attributes["agent.name"])]


def test_a_call_that_is_split_into_rows_is_counted_once() -> None:
    spans, _ = read("claude-code", SESSION)
    main = calls_of(spans, "claude-code")
    rows = [json.loads(line) for line in SESSION.read_text().splitlines()]
    naive = sum(row["message"]["usage"]["output_tokens"] for row in rows if row["type"] == "assistant")
    assert naive == 330
    assert len(main) == 4
    assert sum(span.attributes[OUTPUT] for span in main) == 132


def test_the_sums_are_those_of_claude_codes_own_books() -> None:
    _, tally = read("claude-code", SESSION)
    assert [(check.stated, check.imported) for check in tally.checks] == [
        (510, 510),
        (198, 198),
        (1800, 1800),
        (120, 120),
    ]
    assert tally.model_calls == 6
    assert tally.input_tokens == 510 + 1800 + 120


def test_a_subagent_hangs_below_the_tool_call_that_started_it() -> None:
    spans, _ = read("claude-code", SESSION)
    agent = next(span for span in spans if span.name == "invoke_agent general-purpose")
    launch = next(span for span in spans if span.name == "execute_tool Agent")
    assert agent.parent_id == launch.span_id
    assert agent.trace_id == launch.trace_id
    assert {span.parent_id for span in calls_of(spans, "general-purpose")} == {agent.span_id}
    assert launch.events[0].attributes["agenttrace.message.to"] == "general-purpose"


def test_each_prompt_is_a_trace_with_its_session_and_place() -> None:
    spans, _ = read("claude-code", SESSION)
    turns = [span for span in spans if span.name == "invoke_agent claude-code"]
    assert len({span.trace_id for span in turns}) == 2
    assert turns[0].attributes["agenttrace.input"] == "Please run echo and a subtask"
    assert turns[0].attributes["process.working_directory"] == "/home/dev/app"
    assert turns[0].attributes["vcs.ref.head.name"] == "master"
    assert {span.attributes["session.id"] for span in spans} == {SESSION_ID}
    assert {span.resource["service.version"] for span in spans} == {"2.1.329"}


def test_a_call_begins_when_its_request_was_made() -> None:
    spans, _ = read("claude-code", SESSION)
    first = min(calls_of(spans), key=lambda span: span.start_ns)
    assert first.start_ns % 1_000_000_000 == 895_000_000
    assert all(span.end_ns is not None and span.end_ns > span.start_ns for span in spans)


def test_reading_twice_gives_the_same_spans() -> None:
    assert read("claude-code", SESSION)[0] == read("claude-code", SESSION)[0]


def test_streamed_output_gives_the_same_ids_and_sums_as_the_transcript() -> None:
    streamed, tally = read("claude-code", CLAUDE / "stream-json.jsonl")
    kept, _ = read("claude-code", SESSION)
    assert {span.span_id for span in streamed} == {span.span_id for span in kept}
    assert {span.trace_id for span in streamed} == {span.trace_id for span in kept}
    assert (tally.model_calls, tally.output_tokens) == (6, 198)
    assert all(check.agrees for check in tally.checks)
    marked = [span for span in calls_of(streamed) if "claude_code.output_tokens_of" in span.attributes]
    assert len(marked) == 3


def test_a_folder_is_read_whole_and_the_transcript_has_the_last_word() -> None:
    spans, tally = read("claude-code", CLAUDE)
    assert tally.files == 3
    last = {span.span_id: span for span in spans}
    assert sum(span.attributes[OUTPUT] or 0 for span in last.values() if span.is_model_call) == 198
    assert all(span.attributes[OUTPUT] == 33 for span in last.values() if span.is_model_call)


def test_a_subagent_alone_is_refused_with_the_name_of_its_session() -> None:
    with pytest.raises(CannotImport, match=f"import its session.*{SESSION_ID}.jsonl"):
        read("claude-code", next(CLAUDE.rglob("agent-*.jsonl")))


def test_a_tool_that_failed_and_one_that_was_never_answered(tmp_path: Path) -> None:
    rows = [
        prompt("go"),
        said("m1", 1, tool_use("t1"), tool_use("t2")),
        result("t1", 2, "no such file", is_error=True),
    ]
    spans, _ = read("claude-code", write_lines(tmp_path / "s.jsonl", rows))
    by_tool = {span.attributes.get("gen_ai.tool.call.id"): span for span in spans}
    failed, cut = by_tool["t1"], by_tool["t2"]
    assert failed.error == "no such file"
    assert cut.attributes["agenttrace.status"] == "cancelled"


def test_a_message_made_up_by_claude_code_is_no_model_call(tmp_path: Path) -> None:
    row = said("m2", 2, {"type": "text", "text": "API Error: 529"}, isApiErrorMessage=True)
    row["message"]["model"] = "<synthetic>"
    spans, tally = read("claude-code", write_lines(tmp_path / "s.jsonl", [prompt("go"), said("m1", 1), row]))
    assert tally.model_calls == 1
    assert [span.error for span in spans if span.error is not None] == ["API Error: 529"]


def test_rows_that_a_resumed_session_repeats_are_read_once(tmp_path: Path) -> None:
    rows = [prompt("go"), said("m1", 1), prompt("go"), said("m1", 1), prompt("on", 5), said("m2", 6)]
    spans, tally = read("claude-code", write_lines(tmp_path / "s.jsonl", rows))
    assert tally.model_calls == 2
    assert tally.skipped["repeated"] == 2
    assert len(spans) == 4


def test_an_agent_inside_the_sessions_file_is_found_by_its_prompt(tmp_path: Path) -> None:
    task = tool_use("t1", "Task", prompt="look", subagent_type="explorer", description="d")
    inside = {"isSidechain": True, "parentUuid": None}
    rows = [
        prompt("go"),
        said("m1", 1, task),
        prompt("look", 2, **inside),
        said("m2", 3, isSidechain=True, parentUuid="prompt-look"),
        result("t1", 4),
        said("m3", 5),
    ]
    spans, tally = read("claude-code", write_lines(tmp_path / "s.jsonl", rows))
    agent = next(span for span in spans if span.name == "invoke_agent explorer")
    assert agent.parent_id == next(span.span_id for span in spans if span.name == "execute_tool Task")
    assert len(calls_of(spans, "explorer")) == 1
    assert tally.model_calls == 3


def test_unknown_rows_are_counted_and_bad_lines_are_named(tmp_path: Path) -> None:
    rows = [prompt("go"), '{"type": "brand-new"}', "not json", said("m1", 1), '{"type": "assis']
    file = write_lines(tmp_path / "s.jsonl", rows)
    file.write_text(file.read_text().rstrip("\n"))
    spans, tally = read("claude-code", file)
    assert len(spans) == 2
    assert tally.unknown == {"brand-new": 1}
    assert [str(problem) for problem in tally.problems] == [
        f"{file}:3: not a JSON object",
        f"{file}:5: the last line is cut short",
    ]


def test_cache_tokens_are_counted_into_the_input(tmp_path: Path) -> None:
    spans, _ = read("claude-code", write_lines(tmp_path / "s.jsonl", [prompt("go"), said("m1", 1)]))
    call = calls_of(spans)[0]
    assert call.attributes[INPUT] == 16
    assert call.attributes["gen_ai.usage.cache_read.input_tokens"] == 5


def test_a_subagent_beside_its_session_is_found_by_what_the_tool_answered(tmp_path: Path) -> None:
    launched = result("t1", 2)
    launched["toolUseResult"] = {"agentId": "abc"}
    rows = [prompt("go"), said("m1", 1, tool_use("t1", "Task", prompt="look", subagent_type="explorer")), launched]
    write_lines(tmp_path / "s.jsonl", rows)
    inside = {"isSidechain": True, "agentId": "abc"}
    write_lines(tmp_path / "agent-abc.jsonl", [prompt("look", 2, **inside), said("m2", 3, **inside)])
    spans, _ = read("claude-code", tmp_path)
    agent = next(span for span in spans if span.name == "invoke_agent explorer")
    assert agent.parent_id == next(span.span_id for span in spans if span.name == "execute_tool Task")


def test_half_a_character_does_not_lose_the_row(tmp_path: Path) -> None:
    row = json.dumps(said("m1", 1, {"type": "text", "text": "cut"})).replace('"cut"', '"cut \\ud83d"')
    spans, tally = read("claude-code", write_lines(tmp_path / "s.jsonl", [prompt("go"), row]))
    assert tally.problem_count == 0
    assert spans[-1].attributes["agenttrace.output"].startswith("cut ")


SCRAMBLED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "id", "message", "content", "usage", "text", "input", "x"]), inner)
    ),
    max_leaves=8,
)


FIELDS = ("uuid", "message", "timestamp", "requestId", "isSidechain", "promptId", "parentUuid", "toolUseResult",
    "modelUsage", "totalCostUSD", "id", "sessionId", "effort")  # fmt: skip
KINDS = st.sampled_from(["user", "assistant", "api-request", "cost-state"])


@given(st.lists(st.fixed_dictionaries({"type": KINDS}, optional=dict.fromkeys(FIELDS, SCRAMBLED)), max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
def test_rows_of_any_shape_never_stop_the_import(tmp_path: Path, rows: list[dict[str, object]]) -> None:
    file = write_lines(tmp_path / "any.jsonl", [json.dumps(row) for row in rows])
    spans, _ = read("claude-code", file)
    resource_spans(spans)


@given(st.integers(min_value=0, max_value=40_000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
def test_a_transcript_cut_anywhere_gives_some_of_its_spans_and_no_others(tmp_path: Path, at: int) -> None:
    whole = {span.span_id for span in read("claude-code", SESSION)[0]}
    folder = tmp_path / "cut"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / SESSION.name).write_bytes(SESSION.read_bytes()[:at])
    spans, _ = read("claude-code", folder / SESSION.name)
    replied = [span for span in spans if span.is_model_call]
    assert {span.span_id for span in replied} <= whole


def test_times_are_read_to_the_nanosecond(tmp_path: Path) -> None:
    row = said("m1", 1) | {"timestamp": f"{START}01.123456789Z"}
    spans, _ = read("claude-code", write_lines(tmp_path / "s.jsonl", [prompt("go"), row]))
    assert calls_of(spans)[0].end_ns % 1_000_000_000 == 123_456_789  # type: ignore[operator]
