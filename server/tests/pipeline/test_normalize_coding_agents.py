"""The coding agents that trace themselves: what is kept of them, and what folds away."""

from __future__ import annotations

import json

import pytest

from agenttrace.model import Json, PartType, Span, SpanType, Usage
from agenttrace_server.pipeline.normalize import normalize

from .making import event, make_span

THREAD = "019fc7a9-fc86-7f02-808d-70d67b46d92e"


def _codex(name: str, attributes: dict[str, Json], scope: str = "codex_cli_rs") -> Span:
    resource: dict[str, Json] = {"service.name": scope, "service.version": "0.169.0"}
    return normalize(make_span({"busy_ns": 1, **attributes}, scope=scope, name=name, resource=resource))


@pytest.mark.parametrize("scope", ["codex_cli_rs", "codex_exec", "codex-app-server", "Codex Desktop"])
def test_codex_keeps_the_turn_the_answers_and_the_tools_under_every_name_it_has(scope: str) -> None:
    turn = _codex(
        "session_task.turn",
        {
            "thread.id": THREAD,
            "model": "gpt-5.5-codex",
            "codex.turn.token_usage.input_tokens": 260,
            "codex.turn.token_usage.output_tokens": 50,
        },
        scope,
    )
    call = _codex(
        "handle_responses",
        {
            "gen_ai.usage.input_tokens": 120,
            "gen_ai.usage.output_tokens": 25,
            "gen_ai.usage.cache_read.input_tokens": 64,
            "codex.usage.reasoning_output_tokens": 12,
            "codex.request.reasoning_effort": "high",
        },
        scope,
    )
    tool = _codex("exec_command", {"tool_name": "exec_command", "call_id": "c1", "aborted": False}, scope)

    assert (turn.span_type, turn.session_id, turn.counts_usage) == (SpanType.AGENT, THREAD, False)
    assert (turn.framework, turn.framework_version, turn.usage) == ("codex", "0.169.0", Usage(260, 50))
    assert (call.span_type, call.usage) == (
        SpanType.LLM_CALL,
        Usage(120, 25, cache_read_tokens=64, reasoning_tokens=12),
    )
    assert call.call is not None
    assert call.call.parameters == {"reasoning_effort": "high"}
    assert tool.tool is not None
    assert (tool.span_type, tool.tool.name, tool.tool.call_id) == (SpanType.TOOL_EXECUTION, "exec_command", "c1")
    assert [span.internal for span in (turn, call, tool)] == [False, False, False]
    assert turn.agent is not None
    assert turn.agent.name == "codex"


def test_the_internals_of_codex_fold_away() -> None:
    spans = [
        _codex("receiving", {}),
        _codex("run_turn", {"thread.id": 7}),
        _codex("handle_responses", {"from": "output_item_done", "tool_name": "exec_command", "call_id": "c1"}),
        _codex("mcp.tools.call", {"tool_name": "f", "call_id": "c1"}),
    ]

    assert all(span.internal and not span.counts_usage and span.tool is None for span in spans)
    assert spans[1].session_id is None


def _gemini(attributes: dict[str, Json], name: str = "work") -> Span:
    return normalize(make_span(attributes, scope="gemini-cli", name=name))


def test_gemini_clis_own_words_for_what_a_span_did_are_understood() -> None:
    call = _gemini(
        {
            "gen_ai.operation.name": "llm_call",
            "gen_ai.agent.name": "gemini-cli",
            "gen_ai.request.model": "gemini-3-pro",
            "gen_ai.conversation.id": "s1",
            "gen_ai.usage.input_tokens": 90,
            "gen_ai.usage.output_tokens": 10,
            "gen_ai.input.messages": json.dumps([{"role": "user", "parts": [{"text": "hi"}]}]),
            "gen_ai.output.messages": json.dumps(
                [
                    {
                        "role": "model",
                        "parts": [{"text": "hm", "thought": True}, {"functionCall": {"name": "f", "args": {}}}],
                    }
                ]
            ),
        }
    )
    tool = _gemini({"gen_ai.operation.name": "tool_call", "gen_ai.tool.name": "read_file",
                    "gen_ai.tool.call_id": "c1", "gen_ai.input.messages": '{"path": "a.txt"}'})  # fmt: skip
    prompt, system = (_gemini({"gen_ai.operation.name": word}) for word in ("user_prompt", "system_prompt"))

    assert (call.span_type, call.session_id, call.usage) == (SpanType.LLM_CALL, "s1", Usage(90, 10))
    assert call.call is not None
    assert call.call.provider == "gcp.gemini"
    assert [part.type for part in call.output_messages[0].parts] == [PartType.REASONING, PartType.TOOL_CALL]
    assert tool.tool is not None
    assert (tool.tool.name, tool.tool.call_id, tool.input) == ("read_file", "c1", {"path": "a.txt"})
    assert (prompt.span_type, prompt.internal, system.internal) == (SpanType.AGENT, False, True)


def test_an_older_gemini_cli_wrote_everything_as_two_json_texts() -> None:
    span = _gemini(
        {
            "input-json": json.dumps(
                {"model": "gemini-3-pro", "request": {"contents": [{"role": "user", "parts": [{"text": "hi"}]}]}}
            ),
            "output-json": json.dumps(
                {
                    "response": {
                        "responseId": "r1",
                        "candidates": [{"content": {"role": "model", "parts": [{"text": "hello"}]}}],
                    },
                    "usageMetadata": {"promptTokenCount": 9, "candidatesTokenCount": 2, "thoughtsTokenCount": 1},
                }
            ),
        },
        name="generateContent",
    )

    assert (span.span_type, span.usage) == (SpanType.LLM_CALL, Usage(9, 3, reasoning_tokens=1))
    assert [message.parts[0].text for message in (*span.input_messages, *span.output_messages)] == ["hi", "hello"]
    assert span.call is not None
    assert (span.call.model, span.call.response_id) == ("gemini-3-pro", "r1")


def _claude(attributes: dict[str, Json], **more: Json) -> Span:
    held = {"session.id": "s1", "gen_ai.conversation.id": "a334e17ed1fe31797", **attributes}
    told = tuple(event("tool.output", {"output": value}) for value in more.values())
    return normalize(make_span(held, scope="com.anthropic.claude_code.tracing", events=told))


def test_claude_codes_input_holds_the_cache_and_its_request_id_is_not_the_answers() -> None:
    span = _claude(
        {
            "span.type": "llm_request",
            "model": "claude-opus-5-5",
            "input_tokens": 400,
            "output_tokens": 33,
            "cache_read_tokens": 300,
            "cache_creation_tokens": 20,
            "ttft_ms": 457,
            "gen_ai.response.id": "req_1",
            "agent_id": "a334e17ed1fe31797",
            "query_source_safe": "agent.builtin.Explore",
        }
    )

    assert span.usage == Usage(720, 33, cache_read_tokens=300, cache_write_tokens=20)
    assert span.call is not None
    assert (span.call.response_id, span.call.time_to_first_chunk_ns) == (None, 457_000_000)
    assert span.agent is not None
    assert (span.agent.name, span.agent.id, span.session_id) == ("Explore", "a334e17ed1fe31797", "s1")


def test_claude_codes_delegation_is_an_edge_with_the_task_and_hidden_words_stay_hidden() -> None:
    asked = json.dumps({"subagent_type": "Explore", "prompt": "look around"})
    delegation = _claude({"span.type": "tool", "tool_name": "Task", "tool_input": asked}, output='{"found": 1}')
    hidden = _claude({"span.type": "interaction", "user_prompt": "<REDACTED>"})
    waiting = _claude({"span.type": "tool.blocked_on_user"})

    [told] = delegation.messages
    assert (told.from_agent, told.to_agent, told.type, told.content) == (
        "claude-code",
        "Explore",
        "delegation",
        "look around",
    )
    assert (delegation.span_type, delegation.output) == (SpanType.TOOL_EXECUTION, {"found": 1})
    assert (hidden.span_type, hidden.input, waiting.internal) == (SpanType.AGENT, None, True)
