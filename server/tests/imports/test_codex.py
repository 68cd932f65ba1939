import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from server.tests.imports.making_files import EXEC, ROLLOUT, read, write_lines

from agenttrace.model import Span
from agenttrace_server.config import Settings
from agenttrace_server.imports.span import resource_spans
from agenttrace_server.journal.protocol import RawRecord, Signal
from agenttrace_server.pipeline.batch import through
from agenttrace_server.pipeline.decode import decode
from agenttrace_server.pipeline.price import PriceBook
from agenttrace_server.pipeline.stages import stages_for

OUTPUT = "gen_ai.usage.output_tokens"


def row(second: int, kind: str, **payload: Any) -> dict[str, Any]:
    return {"timestamp": f"2026-11-20T10:00:{second:02}Z", "type": kind, "payload": payload}


def usage(number: int) -> dict[str, int]:
    return {"input_tokens": 100 * number, "output_tokens": 10 * number, "cached_input_tokens": 0}


def token_count(second: int, total: int, last: int) -> dict[str, Any]:
    info = {"total_token_usage": usage(total), "last_token_usage": usage(last)}
    return row(second, "event_msg", type="token_count", info=info)


def test_a_rollout_has_the_sums_that_it_states_itself() -> None:
    spans, tally = read("codex", ROLLOUT)
    assert [(check.stated, check.imported) for check in tally.checks] == [(310, 310), (50, 50), (128, 128), (24, 24)]
    assert (tally.model_calls, tally.input_tokens, tally.output_tokens) == (2, 310, 50)
    assert [span.attributes["gen_ai.response.id"] for span in spans if span.is_model_call] == [
        "resp_3c2f320a67eb4bd2b6dbd893",
        "resp_d80186eb2fe8498ba83a4495",
    ]


def test_turn_calls_and_tools_are_one_tree() -> None:
    spans, _ = read("codex", ROLLOUT)
    turn = next(span for span in spans if span.name == "invoke_agent codex")
    assert turn.attributes["agenttrace.input"] == "Please run echo"
    assert {span.parent_id for span in spans if span is not turn} == {turn.span_id}
    tool = next(span for span in spans if span.name == "execute_tool exec_command")
    assert "hello-from-fake" in tool.attributes["gen_ai.tool.call.result"]
    assert {span.attributes["session.id"] for span in spans} == {"01a1f9a6-42f1-7aa0-9be8-05a402a2953e"}


def test_every_call_of_a_rollout_has_a_price(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in ROLLOUT.read_text().splitlines()]
    usage = next(at for at, row in enumerate(rows) if row["type"] == "token_usage_record")
    again = [{**row(50, "event_msg"), "payload": {"type": "task_started", "turn_id": "second"}}, rows[usage]]
    spans, _ = read("codex", write_lines(tmp_path / "rollout.jsonl", [*rows, *again]))
    record = RawRecord("default", 1, Signal.TRACES, "application/json", json.dumps(resource_spans(spans)).encode())

    outcomes = [through(span, stages_for(PriceBook(), Settings())) for span in decode(record).spans()]

    costs = [span.cost.total for span in outcomes if isinstance(span, Span) and span.cost is not None]
    assert costs == [1_162_000, 1_312_000, 1_162_000]  # gpt-5.5: 5 USD a million, 0.50 from the cache, 30 for output


def test_cumulative_counts_are_not_added_up(tmp_path: Path) -> None:
    message = row(2, "response_item", type="message", role="assistant", content=[{"type": "output_text", "text": "a"}])
    rows = [
        row(0, "session_meta", id="t"),
        row(1, "turn_context", model="gpt-5.5"),
        message,
        token_count(3, 1, 1),
        token_count(4, 1, 1),
        token_count(5, 3, 2),
    ]
    _, tally = read("codex", write_lines(tmp_path / "rollout.jsonl", rows))
    assert (tally.model_calls, tally.output_tokens) == (2, 30)
    assert all(check.agrees for check in tally.checks)


def test_the_output_of_exec_has_the_sum_of_its_turn() -> None:
    spans, tally = read("codex", EXEC)
    assert (tally.model_calls, tally.input_tokens, tally.output_tokens) == (1, 310, 50)
    assert [span.name for span in spans] == ["execute_tool exec_command", "chat", "invoke_agent codex"]
    assert any("no times" in note for note in tally.notes)


def test_where_both_forms_lie_together_the_rollout_is_read() -> None:
    _, tally = read("codex", ROLLOUT.parent)
    assert (tally.model_calls, tally.output_tokens) == (2, 50)
    assert any("left out" in note for note in tally.notes)


def test_a_rollout_of_2025_without_envelopes_gives_its_turn_and_tools(tmp_path: Path) -> None:
    rows = [
        {"id": "t", "timestamp": "2025-06-01T10:00:00Z", "instructions": None},
        {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "list files"}]},
        {"type": "function_call", "name": "shell", "arguments": "{}", "call_id": "c"},
        {"type": "function_call_output", "call_id": "c", "output": "a b"},
        {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "two"}]},
    ]
    spans, _ = read("codex", write_lines(tmp_path / "rollout.jsonl", rows))
    assert [span.name for span in spans] == ["execute_tool shell", "invoke_agent codex"]
    assert spans[1].attributes["session.id"] == "t"
    assert (spans[1].attributes["agenttrace.input"], spans[1].attributes["agenttrace.output"]) == ("list files", "two")


def test_a_command_that_failed_says_so(tmp_path: Path) -> None:
    rows = [
        row(0, "event_msg", type="task_started", turn_id="x"),
        row(1, "response_item", type="function_call", name="exec_command", arguments="{}", call_id="c"),
        row(2, "event_msg", type="item_completed", item={"id": "c", "exit_code": 2, "aggregated_output": "no"}),
        row(3, "response_item", type="function_call_output", call_id="c", output="no"),
        row(4, "event_msg", type="turn_aborted"),
    ]
    spans, _ = read("codex", write_lines(tmp_path / "rollout.jsonl", rows))
    assert spans[0].error == "exit code 2: no"
    assert spans[1].attributes["agenttrace.status"] == "cancelled"


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "id", "role", "content", "info", "usage", "text", "item"]), inner)
    ),
    max_leaves=8,
)
KINDS = st.sampled_from(["session_meta", "turn_context", "response_item", "event_msg", "token_usage_record", "x",
    "thread.started", "turn.started", "item.completed", "turn.completed", "turn.failed"])  # fmt: skip
PAYLOADS = st.fixed_dictionaries(
    {"type": st.sampled_from(["message", "function_call", "function_call_output", "task_started", "token_count"])},
    optional=dict.fromkeys(("id", "call_id", "info", "usage", "role", "content", "output", "turn_id"), ANY),
)


@given(st.lists(st.fixed_dictionaries({"type": KINDS}, optional={"payload": PAYLOADS | ANY, "timestamp": ANY,
    "usage": ANY, "item": PAYLOADS, "error": ANY}), max_size=8))  # fmt: skip
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
def test_rows_of_any_shape_never_stop_the_import(tmp_path: Path, rows: list[dict[str, object]]) -> None:
    spans, _ = read("codex", write_lines(tmp_path / "any.jsonl", [json.dumps(each) for each in rows]))
    resource_spans(spans)
