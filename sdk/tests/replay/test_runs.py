"""A recording and a trace of the server are read as the same tree of steps."""

from __future__ import annotations

import json
from typing import Any

import openai
import pytest

import agenttrace as at
from agenttrace.comparison import NodeKind, diff_as_text, diff_runs, run_of_spans
from agenttrace.replay.recorded import run_of_recording
from agenttrace.replay.recorded.answers import answer_of
from agenttrace.testing.llm_server import Reply, Rule

from .conftest import Studio


def test_a_recording_has_its_model_calls_and_tools_below_their_spans(studio: Studio) -> None:
    run = run_of_recording(_record(studio, "tea"))

    assert [node.name for node in run.roots] == ["host"]
    (call,) = run.of_kind(NodeKind.MODEL)
    assert (call.step, call.model, call.output["text"]) == (1, "gpt-5.5", "welcome")
    assert call.input_tokens is not None
    (served,) = run.of_kind(NodeKind.TOOL)
    assert (served.step, served.input, served.output) == (2, {"what": "tea"}, "a cup of tea")
    assert [child.kind for child in run.roots[0].children] == [NodeKind.MODEL, NodeKind.TOOL]


def test_two_recordings_are_compared_by_what_they_did(studio: Studio) -> None:
    first = run_of_recording(_record(studio, "tea"))
    studio.llm.start()
    second = run_of_recording(_record(studio, "milk"))

    diff = diff_runs(first, second)

    assert diff.first_divergence is not None
    assert diff.first_divergence.node.kind is NodeKind.MODEL
    assert '$.messages[0].content: "a guest wants tea" → "a guest wants milk"' in diff_as_text(diff)
    assert any(
        "$.what" in difference.path for each in diff.downstream for f in each.fields for difference in f.differences
    )


def _record(studio: Studio, wish: str) -> at.TraceReader:
    studio.llm.play(Rule(replies=(Reply(text="welcome"),)))

    @at.tool
    def serve(what: str) -> str:
        return f"a cup of {what}"

    @at.agent
    def host() -> None:
        client = openai.OpenAI(base_url=studio.llm.openai_base_url, api_key="test", max_retries=0)
        asked: Any = [{"role": "user", "content": f"a guest wants {wish}"}]
        client.chat.completions.create(model="gpt-5.5", messages=asked)
        serve(wish)

    studio.record(host)
    return studio.reader(len(studio.runs) - 1)


ROW = {
    "span_id": "b", "parent_span_id": "a", "name": "chat gpt", "span_type": "llm_call", "status": "ok", "agent": None,
    "start_time": "2026-11-20T10:00:00.000000007Z", "end_time": "2026-11-20T10:00:01Z", "tool_name": None,
    "model": "gpt-5.5", "input_tokens": 7, "output_tokens": 1, "total_cost_usd": 0.5, "shadow_of": None,
    "input": '[{"role": "user"}]', "output": "hi",
}  # fmt: skip


def test_rows_of_the_server_become_a_run_to_the_nanosecond() -> None:
    root = {**ROW, "span_id": "a", "parent_span_id": None, "span_type": "agent", "agent": "planner"}
    twice = {**ROW, "span_id": "c", "shadow_of": "b"}

    run = run_of_spans("t", [ROW, twice, root])

    assert [(node.title, node.cost_usd) for node in run.nodes()] == [
        ("agent planner", None),
        ("step 1: model call chat gpt", 0.5),
    ]
    (call,) = run.of_kind(NodeKind.MODEL)
    assert call.duration_ns == 999_999_993
    assert call.input == [{"role": "user"}]


def test_a_time_that_is_not_the_servers_is_refused() -> None:
    with pytest.raises(ValueError, match="is no time of the server's"):
        run_of_spans("t", [{**ROW, "start_time": "yesterday"}])


def _events(*rows: dict[str, Any]) -> bytes:
    return b"".join(b"data: " + json.dumps(row).encode() + b"\n\n" for row in rows)


ANSWERS = {
    "openai.chat": _events(
        {"model": "m", "choices": [{"index": 0, "delta": {"content": "he"}}]},
        {"choices": [{"index": 0, "delta": {"content": "y", "tool_calls": [
            {"index": 0, "function": {"name": "f", "arguments": '{"a"'}}]}}]},
        {"choices": [{"index": 0, "delta": {"tool_calls": [{"index": 0, "function": {"arguments": ": 1}"}}]}}]},
        {"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 4}},
    ),
    "openai.responses": _events(
        {"type": "response.output_text.delta", "delta": "he"},
        {"type": "response.completed", "response": {
            "model": "m", "usage": {"input_tokens": 3, "output_tokens": 4}, "output": [
                {"type": "message", "content": [{"text": "hey"}]},
                {"type": "function_call", "name": "f", "arguments": '{"a": 1}'}]}},
    ),
    "anthropic.messages": _events(
        {"type": "message_start", "message": {"model": "m", "usage": {"input_tokens": 3, "output_tokens": 1}}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "hey"}},
        {"type": "content_block_start", "index": 1, "content_block": {"type": "tool_use", "name": "f", "input": {}}},
        {"type": "content_block_delta", "index": 1, "delta": {"partial_json": '{"a": 1}'}},
        {"type": "message_delta", "delta": {}, "usage": {"output_tokens": 4}},
    ),
    "google.generate_content": json.dumps({
        "modelVersion": "m", "usageMetadata": {"promptTokenCount": 3, "candidatesTokenCount": 4},
        "candidates": [{"content": {"parts": [{"text": "hey"}, {"functionCall": {"name": "f", "args": {"a": 1}}}]}}],
    }).encode(),
}  # fmt: skip


@pytest.mark.parametrize("protocol", sorted(ANSWERS))
def test_an_answer_says_the_same_in_every_protocol(protocol: str) -> None:
    answer = answer_of(protocol, ANSWERS[protocol])

    assert answer.content == {"text": "hey", "tool_calls": [{"name": "f", "arguments": {"a": 1}}]}
    assert (answer.model, answer.input_tokens, answer.output_tokens) == ("m", 3, 4)


@pytest.mark.parametrize(
    "body", [b"", b"\xff\x00", b"[1]", b"data: [DONE]", b'{"choices": 1, "usage": []}', b"{" * 9999]
)
@pytest.mark.parametrize("protocol", [*sorted(ANSWERS), None, "aws.bedrock"])
def test_an_answer_that_makes_no_sense_is_kept_and_never_crashes(protocol: str | None, body: bytes) -> None:
    assert answer_of(protocol, body).input_tokens is None
