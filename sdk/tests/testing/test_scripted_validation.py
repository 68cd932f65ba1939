"""What a provider refuses, the scripted server refuses too, in the provider's words and before any rule is asked."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenttrace.testing.llm_server import Reply, Rule, ScriptedLLM
from agenttrace.testing.llm_server.protocols.validation import complaint_about
from agenttrace.testing.llm_server.request import RecordedRequest

CHAT = "/v1/chat/completions"
USER = {"role": "user", "content": "hi"}
CALL = {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
ANTHROPIC = {"anthropic-version": "2023-06-01"}


def send(
    llm: ScriptedLLM, path: str, body: object, method: str = "POST", headers: dict[str, str] | None = None
) -> tuple[int, Any]:
    """Send any body over plain HTTP: the real clients would not send these."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    connection = http.client.HTTPConnection(urlsplit(llm.url).netloc, timeout=10)
    try:
        connection.request(method, path, raw, headers or {})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"null")
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "body", "param", "code"),
    [
        (CHAT, {"messages": [USER]}, "model", "missing_required_parameter"),
        (CHAT, {"model": "m"}, "messages", "missing_required_parameter"),
        (CHAT, {"model": "m", "messages": "hi"}, "messages", "invalid_type"),
        (CHAT, {"model": 5, "messages": [USER]}, "model", "invalid_type"),
        (CHAT, {"model": "m", "messages": []}, "messages", "empty_array"),
        (CHAT, {"model": "m", "messages": ["hi"]}, "messages[0]", "invalid_type"),
        (CHAT, {"model": "m", "messages": [{}]}, "messages[0].role", "missing_required_parameter"),
        ("/v1/responses", {"model": "m"}, "input", "missing_required_parameter"),
        ("/v1/embeddings", {"model": "m"}, "input", "missing_required_parameter"),
    ],
)
def test_openai_requests_are_refused_with_the_parameter(
    llm: ScriptedLLM, path: str, body: object, param: str, code: str
) -> None:
    llm.play(Rule(replies=(Reply(text="never"),)))

    status, answer = send(llm, path, body)

    assert status == 400
    assert (answer["error"]["type"], answer["error"]["param"], answer["error"]["code"]) == (
        "invalid_request_error",
        param,
        code,
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"max_tokens": 9, "messages": [USER]}, "model: Field required"),
        ({"model": "m", "messages": [USER]}, "max_tokens: Field required"),
        ({"model": "m", "max_tokens": 9}, "messages: Field required"),
        ({"model": "m", "max_tokens": "9", "messages": [USER]}, "max_tokens: Input should be an integer"),
        ({"model": "m", "max_tokens": 9, "messages": []}, "messages: at least one message is required"),
        ({"model": "m", "max_tokens": 9, "messages": [7]}, "messages.0: Input should be an object"),
        (
            {"model": "m", "max_tokens": 9, "messages": [{"role": "system", "content": "x"}]},
            "messages.0.role: Input should be 'user' or 'assistant'",
        ),
    ],
)
def test_anthropic_requests_are_refused_in_anthropics_shape(llm: ScriptedLLM, body: object, message: str) -> None:
    status, answer = send(llm, "/v1/messages", body, headers=ANTHROPIC)

    assert status == 400
    assert answer["type"] == "error"
    assert answer["error"] == {"type": "invalid_request_error", "message": message}


def test_anthropic_wants_its_version_header(llm: ScriptedLLM) -> None:
    _, answer = send(llm, "/v1/messages", {"model": "m", "max_tokens": 9, "messages": [USER]})

    assert answer["error"]["message"] == "anthropic-version: header is required"


def test_a_chat_tool_call_without_its_result_is_refused(llm: ScriptedLLM) -> None:
    messages = [USER, {"role": "assistant", "tool_calls": [CALL]}, USER]

    status, answer = send(llm, CHAT, {"model": "m", "messages": messages})

    assert status == 400
    assert answer["error"]["message"].endswith("did not have response messages: call_1")


def test_a_response_function_call_without_its_output_is_refused(llm: ScriptedLLM) -> None:
    call = {"type": "function_call", "call_id": "call_1", "name": "f", "arguments": "{}"}

    status, answer = send(llm, "/v1/responses", {"model": "m", "input": [USER, call]})

    assert (status, answer["error"]["message"]) == (400, "No tool output found for function call call_1.")


def test_an_anthropic_tool_use_without_its_result_is_refused(llm: ScriptedLLM) -> None:
    use = {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {}}
    messages = [USER, {"role": "assistant", "content": [use]}, USER]

    status, answer = send(llm, "/v1/messages", {"model": "m", "max_tokens": 9, "messages": messages}, headers=ANTHROPIC)

    assert status == 400
    assert "messages.1: `tool_use` ids were found without `tool_result` blocks" in answer["error"]["message"]


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_a_body_that_is_no_json_object_is_refused(llm: ScriptedLLM, raw: bytes) -> None:
    status, answer = send(llm, CHAT, raw)

    assert status == 400
    assert "expected a JSON object" in answer["error"]["message"]


def test_an_unknown_path_and_a_wrong_method_are_told_apart(llm: ScriptedLLM) -> None:
    assert send(llm, "/v1/completions", {})[0] == 404
    assert send(llm, CHAT, {}, method="PUT")[0] == 405
    assert send(llm, "/v1/models", {}, method="POST")[0] == 405


def test_a_body_of_unknown_or_too_great_length_is_refused(llm: ScriptedLLM) -> None:
    assert send(llm, CHAT, b"", headers={"content-length": "many"})[0] == 411
    assert send(llm, CHAT, b"", headers={"content-length": str(10**12)})[0] == 413


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["role", "content", "type"]), inner),
    max_leaves=8,
)
bodies = st.dictionaries(st.sampled_from(["model", "messages", "input", "max_tokens", "system", "tools"]), json_values)


# How fast this machine draws examples says nothing about us.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=bodies, endpoint=st.sampled_from(["chat", "responses", "embeddings", "messages"]))
def test_any_json_is_judged_and_read_but_never_crashes(body: dict[str, Any], endpoint: Any) -> None:
    provider: Any = "anthropic" if endpoint == "messages" else "openai"
    request = RecordedRequest(1, "POST", "/", provider, endpoint, ANTHROPIC, body)

    complaint_about(request)

    assert isinstance(request.system + request.last_user + (request.tool_result or ""), str)
