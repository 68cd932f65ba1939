"""Rules are asked in order, match what they say, count their own calls, and what nobody wants is told clearly."""

from __future__ import annotations

from typing import Any

import pytest
from anthropic import Anthropic
from openai import BadRequestError, OpenAI

from agenttrace.testing.llm_server import (
    Embeddings,
    Match,
    Reply,
    Rule,
    ScriptedLLM,
    TokenCounts,
    ToolCall,
)


def chat(
    client: OpenAI, user: str, system: str = "", model: str = "gpt-5.5", after: tuple[Any, ...] = ()
) -> str | None:
    told: list[Any] = [{"role": "system", "content": system}] if system else []
    messages = [*told, {"role": "user", "content": user}, *after]
    return client.chat.completions.create(model=model, messages=messages).choices[0].message.content


def test_the_first_rule_that_matches_answers(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(
        Rule(match=Match(user="weather"), replies=(Reply(text="sunny"),)),
        Rule(match=Match(system="reviewer"), replies=(Reply(text="fine"),)),
        Rule(match=Match(model="gpt-*-mini"), replies=(Reply(text="small"),)),
        Rule(replies=(Reply(text="else"),)),
    )

    assert chat(openai, "the weather?", system="You are the reviewer") == "sunny"
    assert chat(openai, "read this", system="You are the reviewer") == "fine"
    assert chat(openai, "hello", model="gpt-5.5-mini") == "small"
    assert chat(openai, "hello") == "else"


def test_every_field_of_a_match_must_hold(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(
        Rule(match=Match(user="plan", system="planner"), replies=(Reply(text="both"),)),
        Rule(replies=(Reply(text="not both"),)),
    )

    assert chat(openai, "plan it", system="You are the planner") == "both"
    assert chat(openai, "plan it", system="You are the writer") == "not both"


def test_the_system_prompt_is_found_in_every_protocol(llm: ScriptedLLM, openai: OpenAI, anthropic: Anthropic) -> None:
    llm.play(Rule(match=Match(system="You are the planner", user="plan"), replies=(Reply(text="1. do it"),)))
    blocks: Any = [{"type": "text", "text": "You are the planner"}]
    asked: Any = [{"role": "user", "content": "plan"}]

    openai.responses.create(model="m", instructions="You are the planner", input="plan")
    openai.responses.create(model="m", input=[{"role": "developer", "content": "You are the planner"}, *asked])
    anthropic.messages.create(model="m", max_tokens=9, system="You are the planner", messages=asked)
    anthropic.messages.create(model="m", max_tokens=9, system=blocks, messages=asked)

    assert [answer.status for answer in llm.answers] == [200] * 4


def test_a_rule_can_wait_for_a_tool_result(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(
        Rule(match=Match(tool_result="22 degrees"), replies=(Reply(text="It is warm."),)),
        Rule(match=Match(user="weather"), replies=(Reply(tool_calls=(ToolCall("get_weather", id="call_1"),)),)),
    )
    call = {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": "{}"}}
    after = (
        {"role": "assistant", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": "22 degrees"},
    )

    assert chat(openai, "weather?") is None
    assert chat(openai, "weather?", after=after) == "It is warm."


def test_anthropic_tool_results_are_found_and_are_not_user_text(llm: ScriptedLLM, anthropic: Anthropic) -> None:
    llm.play(Rule(match=Match(tool_result="22", user="weather?"), replies=(Reply(text="warm"),)))
    use = {"type": "tool_use", "id": "toolu_1", "name": "get_weather", "input": {}}
    result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": [{"type": "text", "text": "22"}]}
    messages: Any = [
        {"role": "user", "content": "weather?"},
        {"role": "assistant", "content": [use]},
        {"role": "user", "content": [result]},
    ]

    message = anthropic.messages.create(model="m", max_tokens=9, messages=messages)

    assert message.content[0].type == "text"
    assert (llm.requests[0].last_user, llm.requests[0].tool_result) == ("weather?", "22")


def test_nth_counts_the_calls_that_fit_and_lets_the_others_pass(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(
        Rule(match=Match(user="again", nth=2), replies=(Reply(text="second"),)),
        Rule(replies=(Reply(text="other"),)),
    )

    assert [chat(openai, user) for user in ("again", "once", "again", "again")] == ["other", "other", "second", "other"]


def test_replies_come_in_order_and_the_last_one_repeats(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(Rule(replies=(Reply(text="one"), Reply(text="two"))))

    assert [chat(openai, "next") for _ in range(4)] == ["one", "two", "two", "two"]


def test_a_used_up_rule_can_refuse(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(Rule(name="once", replies=(Reply(text="one"),), when_used_up="unexpected"), Rule(replies=(Reply(),)))
    chat(openai, "next")

    with pytest.raises(BadRequestError, match="once has given all of its 1 replies and was called again"):
        chat(openai, "next")


def test_an_unmatched_request_is_told_what_did_not_match(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(
        Rule(name="planner", match=Match(system="planner"), replies=(Reply(),)),
        Rule(match=Match(tool_result="x"), replies=(Reply(),)),
    )

    with pytest.raises(BadRequestError) as caught:
        chat(openai, "hello", system="You are the writer")

    assert caught.value.code == "unexpected_request"
    assert llm.unmatched[0].request is llm.requests[0]
    assert llm.unmatched[0].reason == (
        "no rule matches this chat request: model 'gpt-5.5', system 'You are the writer', last user text 'hello'; "
        "planner wants a system prompt with 'planner'; rule 2 wants a conversation that ends with a tool result"
    )


def test_without_any_rule_every_call_is_unmatched(openai: OpenAI) -> None:
    with pytest.raises(BadRequestError, match="the scenario has no rules"):
        chat(openai, "hello")


def test_a_reply_of_the_wrong_kind_is_unmatched(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(
        Rule(replies=(Embeddings(vectors=((1.0,),)),)), Rule(match=Match(endpoint="embeddings"), replies=(Reply(),))
    )

    with pytest.raises(BadRequestError, match="answers this chat request with Embeddings"):
        chat(openai, "hello")
    with pytest.raises(BadRequestError, match="answers this embeddings request with a Reply"):
        openai.embeddings.create(model="m", input="cat")


def test_requests_and_answers_are_recorded_for_assertions(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(Rule(replies=(Reply(text="hi", usage=TokenCounts(10, 2)),)))
    chat(openai, "hello", system="Be kind.")

    (request,) = llm.requests
    (answer,) = llm.answers
    assert (request.method, request.path, request.endpoint, request.provider) == (
        "POST",
        "/v1/chat/completions",
        "chat",
        "openai",
    )
    assert (request.model, request.system, request.last_user, request.stream) == ("gpt-5.5", "Be kind.", "hello", False)
    assert request.headers["authorization"] == "Bearer test"
    assert request.body["messages"][1] == {"role": "user", "content": "hello"}
    assert (answer.status, answer.response_id, answer.usage) == (
        200,
        "chatcmpl-000000000000000000010000",
        TokenCounts(10, 2),
    )


def test_playing_another_scenario_begins_anew(llm: ScriptedLLM, openai: OpenAI) -> None:
    llm.play(Rule(replies=(Reply(text="old"),)))
    chat(openai, "hello")

    llm.play(Rule(replies=(Reply(text="new"),)))

    assert [*llm.requests, *llm.answers] == []
    assert chat(openai, "hello") == "new"
    assert llm.requests[0].number == 1


def test_a_server_that_is_not_started_says_how_to_start_it() -> None:
    with pytest.raises(RuntimeError, match="with statement"):
        _ = ScriptedLLM().url


def test_a_script_of_mixed_things_is_refused() -> None:
    with pytest.raises(TypeError, match="one Scenario"):
        ScriptedLLM(Rule(replies=(Reply(),)), "scenario.toml")
