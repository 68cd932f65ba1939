"""The shapes of platforms, gateways and conventions that no recorded trace has."""

from __future__ import annotations

import json

import pytest

from agenttrace.model import OK, AgentMessage, Call, Json, PartType, Span, SpanState, SpanType, Status, Usage
from agenttrace_server.pipeline.normalize import normalize
from agenttrace_server.pipeline.normalize.usage import usage_of

from .making import NOV_1_2026_NS, event, make_span

PARIS = {"city": "Paris"}
ENDED = {"finish_reason": "tool_calls"}
CHOICE = {
    "message": {"role": "assistant", "content": None,
                "tool_calls": [{"id": "c1", "function": {"name": "f", "arguments": '{"city": "Paris"}'}}]},
    "finish_reason": "tool_calls",
}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        (  # OpenAI, chat completions
            {"prompt_tokens": 120, "completion_tokens": 25, "total_tokens": 145,
             "prompt_tokens_details": {"cached_tokens": 64}, "completion_tokens_details": {"reasoning_tokens": 12}},
            Usage(120, 25, cache_read_tokens=64, reasoning_tokens=12),
        ),
        (  # OpenAI, responses
            {"input_tokens": 120, "output_tokens": 25, "total_tokens": 145,
             "input_tokens_details": {"cached_tokens": 64}, "output_tokens_details": {"reasoning_tokens": 12}},
            Usage(120, 25, cache_read_tokens=64, reasoning_tokens=12),
        ),
        (  # Anthropic leaves the cache out of its input
            {"input_tokens": 50, "output_tokens": 33, "cache_read_input_tokens": 300, "cache_creation_input_tokens": 20,
             "cache_creation": {"ephemeral_5m_input_tokens": 15, "ephemeral_1h_input_tokens": 5}},
            Usage(370, 33, cache_read_tokens=300, cache_write_tokens=20, cache_write_1h_tokens=5),
        ),
        (  # Google leaves the reasoning out of its output
            {"promptTokenCount": 90, "candidatesTokenCount": 10, "thoughtsTokenCount": 4, "cachedContentTokenCount": 60,
             "toolUsePromptTokenCount": 3, "totalTokenCount": 107},
            Usage(93, 14, cache_read_tokens=60, reasoning_tokens=4),
        ),
        (  # Bedrock leaves the cache out of its input, and says so in its total
            {"inputTokens": 50, "outputTokens": 33, "totalTokens": 403, "cacheReadInputTokens": 300,
             "cacheWriteInputTokens": 20},
            Usage(370, 33, cache_read_tokens=300, cache_write_tokens=20),
        ),
        (  # LangChain
            {"input_tokens": 370, "output_tokens": 33, "total_tokens": 403,
             "input_token_details": {"cache_read": 300, "cache_creation": 20},
             "output_token_details": {"reasoning": 5}},
            Usage(370, 33, cache_read_tokens=300, cache_write_tokens=20, reasoning_tokens=5),
        ),
        (  # Langfuse, of parts that add up
            {"input": 50, "output": 33, "input_cached_tokens": 300}, Usage(350, 33, cache_read_tokens=300)
        ),
        (  # Langfuse, where the total says that the input is whole
            {"input": 350, "output": 33, "input_cached_tokens": 300, "total": 383},
            Usage(350, 33, cache_read_tokens=300),
        ),
        (  # MLflow counts the cache in
            {"input_tokens": 370, "output_tokens": 33, "total_tokens": 403, "cache_read_input_tokens": 300},
            Usage(370, 33, cache_read_tokens=300),
        ),
        ("{'prompt_tokens': 1, 'completion_tokens': 2, 'cost': None}", Usage(1, 2)),
        ({"prompt_tokens": -1}, None),
        ("nothing", None),
        ([1], None),
    ],
)  # fmt: skip
def test_the_usage_object_of_every_provider_is_counted_inclusively(given: Json, counted: Usage | None) -> None:
    assert usage_of(given) == counted
    assert given is None or isinstance(given, str) or usage_of(json.dumps(given)) == counted


def _mlflow(name: str, kind: str, **more: Json) -> Span:
    held = {"mlflow." + key: json.dumps(value) for key, value in more.items()}
    return normalize(
        make_span({"mlflow.spanType": json.dumps(kind), **held}, scope="mlflow.tracing.provider", name=name)
    )


def test_mlflows_attributes_are_json_in_quotation_marks() -> None:
    span = _mlflow(
        "Completions",
        "CHAT_MODEL",
        **{
            "spanInputs": {
                "model": "gpt-5.4-mini",
                "temperature": 0.2,
                "messages": [{"role": "user", "content": "hi"}],
            },
            "spanOutputs": {"id": "chatcmpl-1", "model": "gpt-5.4-mini-2026-08-01", "choices": [CHOICE]},
            "chat.tokenUsage": {"input_tokens": 120, "output_tokens": 25, "total_tokens": 145},
            "llm.cost": {"total_cost": 0.001},
            "llm.provider": "openai",
            "chat.tools": [{"type": "function", "function": {"name": "f", "parameters": {}}}],
        },
    )

    assert (span.span_type, span.usage, span.reported_cost) == (SpanType.LLM_CALL, Usage(120, 25), 1_000_000)
    assert span.call is not None
    assert (span.call.provider, span.call.request_model, span.call.response_id) == (
        "openai",
        "gpt-5.4-mini",
        "chatcmpl-1",
    )
    assert (span.call.finish_reasons, span.call.parameters) == (("tool_calls",), {"temperature": 0.2})
    assert span.call.tools == [{"name": "f", "description": None, "parameters": {}}]
    assert span.output_messages[0].parts[0].value == PARIS
    assert (span.input, span.output) == (None, None)


def test_mlflows_agents_and_tools_are_named_by_their_spans() -> None:
    agent, tool = _mlflow("researcher", "AGENT"), _mlflow("get_weather", "TOOL", spanInputs=PARIS, spanOutputs="sunny")

    assert agent.agent is not None
    assert agent.agent.name == "researcher"
    assert tool.tool is not None
    assert (tool.tool.name, tool.input, tool.output) == ("get_weather", PARIS, "sunny")


def _langsmith(name: str, kind: str, attributes: dict[str, Json]) -> Span:
    return normalize(make_span({"langsmith.span.kind": kind, **attributes}, scope="langsmith", name=name))


def test_langsmiths_model_call_has_langchains_messages_and_the_details_of_its_usage() -> None:
    human = {"lc": 1, "type": "constructor", "id": ["langchain", "schema", "messages", "HumanMessage"],
             "kwargs": {"content": "Weather?", "type": "human"}}  # fmt: skip
    answer = {"lc": 1, "type": "constructor", "id": ["langchain", "schema", "messages", "AIMessage"],
              "kwargs": {"content": "", "tool_calls": [{"name": "f", "args": PARIS, "id": "c1"}]}}  # fmt: skip
    span = _langsmith(
        "ChatAnthropic",
        "llm",
        {
            "gen_ai.operation.name": "chat",
            "gen_ai.system": "langchain",
            "gen_ai.prompt": json.dumps({"messages": [[human]]}),
            "gen_ai.completion": json.dumps(
                {"generations": [[{"generation_info": {"finish_reason": "tool_calls"}, "message": answer}]]}
            ),
            "gen_ai.usage.input_tokens": 370,
            "gen_ai.usage.output_tokens": 33,
            "gen_ai.usage.input_token_details": "{'cache_read': 300, 'cache_creation': 20}",
            "langsmith.metadata.ls_provider": "anthropic",
            "langsmith.metadata.ls_model_name": "claude-sonnet-5",
            "langsmith.metadata.langgraph_node": "critic",
            "langsmith.metadata.thread_id": "t-1",
            "langsmith.span.tags": "demo, blue",
        },
    )

    assert span.usage == Usage(370, 33, cache_read_tokens=300, cache_write_tokens=20)
    assert span.call is not None
    assert (span.call.provider, span.call.model, span.call.finish_reasons) == (
        "anthropic", "claude-sonnet-5", ("tool_calls",)
    )  # fmt: skip
    assert (span.session_id, span.tags, span.framework) == ("t-1", ("demo", "blue"), "langgraph")
    assert span.agent is not None
    assert span.agent.name == "critic"
    assert [(message.role, message.parts[0].text) for message in span.input_messages] == [("user", "Weather?")]
    assert span.output_messages[0].parts[0].type is PartType.TOOL_CALL


def test_a_run_of_langsmiths_that_failed_is_known_by_its_exception_whatever_its_status_says() -> None:
    told = event("exception", {"exception.type": "Exception", "exception.message": "no such model"})
    given = {"langsmith.span.kind": "llm", "gen_ai.request.model": "gpt-5.5"}

    failed = normalize(make_span(given, scope="langsmith", name="ChatOpenAI", events=(told,)))
    elsewhere = normalize(make_span({"gen_ai.operation.name": "chat"}, name="chat", events=(told,)))

    assert failed.status == Status(SpanState.ERROR, "no such model", "Exception")
    assert elsewhere.status == OK


def test_ids_that_litellm_makes_up_are_no_response_ids() -> None:
    def call(response_id: str, **more: Json) -> Call | None:
        given = {"gen_ai.operation.name": "chat", "gen_ai.response.id": response_id, "litellm.call_id": "c-1", **more}
        return normalize(make_span(given, scope="litellm", name="chat gpt-5.5")).call

    kept, failed = call("chatcmpl-9"), call("c-1")
    claude = call("chatcmpl-9", **{"gen_ai.provider.name": "anthropic"})
    embedding = call("chatcmpl-9", **{"gen_ai.provider.name": "", "litellm.provider.model": "openai/gpt-5.5"})

    assert [found and found.response_id for found in (kept, failed, claude)] == ["chatcmpl-9", None, None]
    assert embedding is not None
    assert embedding.provider == "openai"


@pytest.mark.parametrize(
    ("scope", "name", "attributes"),
    [
        ("com.anthropic.sdk.python", "anthropic.messages.count_tokens", {"gen_ai.request.model": "claude-opus-5-5"}),
        ("com.anthropic.sdk.python", "anthropic.messages.batches.create", {"gen_ai.request.model": "claude-opus-5-5"}),
        ("openinference.instrumentation.anthropic", "messages.count_tokens", {"openinference.span.kind": "LLM"}),
    ],
)
def test_what_asks_no_model_for_an_answer_is_no_model_call(scope: str, name: str, attributes: dict[str, Json]) -> None:
    span = normalize(make_span(attributes, scope=scope, name=name))

    assert (span.span_type, span.call) == (SpanType.CUSTOM, None)


def test_langsmith_calls_a_prompt_chat_and_a_retriever_embeddings_which_we_do_not_believe() -> None:
    prompt, retriever = (
        _langsmith(name, kind, {"gen_ai.operation.name": operation, "gen_ai.usage.input_tokens": 5})
        for name, kind, operation in (("ChatPromptTemplate", "prompt", "chat"), ("R", "retriever", "embeddings"))
    )
    tool = _langsmith(
        "get_weather",
        "tool",
        {
            "gen_ai.prompt": json.dumps({"input": "{'city': 'Paris'}"}),
            "gen_ai.completion": '{"output": {"type": "tool", "content": "sunny"}}',
        },
    )

    assert (prompt.span_type, retriever.span_type) == (SpanType.CHAIN, SpanType.RETRIEVAL)
    assert tool.tool is not None
    assert (tool.tool.name, tool.input, tool.output) == ("get_weather", PARIS, "sunny")


def test_openlit_counts_anthropics_cache_apart_even_where_the_input_is_larger() -> None:
    figures: dict[str, Json] = {
        "gen_ai.operation.name": "chat",
        "gen_ai.usage.input_tokens": 500,
        "gen_ai.usage.output_tokens": 33,
        "gen_ai.usage.cache_read.input_tokens": 300,
        "gen_ai.usage.cost": 0.002,
    }

    anthropics, openais = (
        normalize(make_span({"gen_ai.provider.name": name, **figures}, scope="openlit"))
        for name in ("anthropic", "openai")
    )

    assert anthropics.usage is not None
    assert anthropics.usage.input_tokens == 800
    assert openais.usage is not None
    assert openais.usage.input_tokens == 500
    assert openais.reported_cost == 2_000_000


def test_openlits_sender_and_recipient_are_an_edge() -> None:
    span = normalize(
        make_span(
            {"gen_ai.agent.sender": "planner", "gen_ai.agent.recipient": "writer"}, scope="openlit.instrumentation.ag2"
        )
    )

    assert span.messages == (AgentMessage("planner", "writer", "message", None, NOV_1_2026_NS),)


def test_what_litellm_writes_onto_the_callers_span_is_no_call_of_that_span() -> None:
    span = normalize(
        make_span(
            {"litellm.call_id": "1", "gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 9,
             "gen_ai.usage.output_tokens": 1, "gen_ai.cost.total_cost": 0.1},
            scope="my.app",
        )
    )  # fmt: skip

    assert (span.span_type, span.usage, span.reported_cost) == (SpanType.CHAIN, None, None)


def test_langfuses_cost_first_token_and_finish_reason_are_read() -> None:
    span = normalize(
        make_span(
            {
                "langfuse.observation.type": "generation",
                "langfuse.observation.input": json.dumps([{"role": "user", "content": "hi"}]),
                "langfuse.observation.output": "hello",
                "langfuse.observation.cost_details": '{"input": 0.001, "total": 0.003}',
                "langfuse.observation.completion_start_time": '"2026-11-01T00:00:00.250Z"',
                "langfuse.observation.metadata.finish_reason": '"length"',
            },
            scope="langfuse-sdk",
        )
    )

    assert span.call is not None
    assert (span.call.time_to_first_chunk_ns, span.call.finish_reasons) == (250_000_000, ("length",))
    assert (span.reported_cost, len(span.input_messages), len(span.output_messages)) == (3_000_000, 1, 1)


def test_an_older_logfire_wrote_the_whole_request_and_answer() -> None:
    span = normalize(
        make_span(
            {
                "request_data": json.dumps({"model": "gpt-5.4-mini", "messages": [{"role": "user", "content": "hi"}]}),
                "response_data": json.dumps(
                    {
                        "message": {"role": "assistant", "content": "hello"},
                        "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5},
                    }
                ),
            },
            scope="logfire.openai",
        )
    )

    assert (span.span_type, span.usage) == (SpanType.LLM_CALL, Usage(3, 2))
    assert [message.parts[0].text for message in (*span.input_messages, *span.output_messages)] == ["hi", "hello"]


def test_logfires_spans_of_openais_agents_are_agents_tools_and_handoffs() -> None:
    agent, tool, handoff, pending = (
        normalize(make_span(attributes, scope="logfire.openai_agents", name=name))
        for name, attributes in (
            ("Agent run: {name!r}", {"name": "Researcher"}),
            ("Function: {name!r}", {"name": "f", "input": '{"city":"Paris"}', "output": "sunny"}),
            ("Handoff: {from_agent!r} → {to_agent!r}", {"from_agent": "Researcher", "to_agent": "Writer"}),
            ("Agent run: {name!r}", {"name": "Researcher", "logfire.span_type": "pending_span"}),
        )
    )

    assert agent.agent is not None
    assert agent.agent.name == "Researcher"
    assert (tool.input, tool.output) == (PARIS, "sunny")
    assert [(told.from_agent, told.to_agent, told.type) for told in handoff.messages] == [
        ("Researcher", "Writer", "handoff")
    ]
    assert (handoff.span_type, agent.internal, pending.internal) == (SpanType.HANDOFF, False, True)


def test_openllmetry_once_called_its_messages_prompts() -> None:
    span = normalize(
        make_span(
            {
                "llm.request.type": "chat",
                "llm.prompts.0.role": "user",
                "llm.prompts.0.content": "hi",
                "llm.completions.0.role": "assistant",
                "llm.completions.0.content": "hello",
            },
            scope="opentelemetry.instrumentation.openai.v1",
        )
    )

    assert [message.parts[0].text for message in (*span.input_messages, *span.output_messages)] == ["hi", "hello"]


def test_other_instrumentations_of_opentelemetry_are_not_taken_for_openllmetry() -> None:
    span = normalize(
        make_span({"http.request.method": "GET"}, scope="opentelemetry.instrumentation.httpx", otel_kind="client")
    )

    assert (span.dialect, span.span_type) == (None, SpanType.API_CALL)


def test_a_chain_of_langsmiths_that_is_called_like_its_agent_is_the_agent() -> None:
    held: dict[str, Json] = {"langsmith.metadata.lc_agent_name": "weather_agent"}

    agent, step = (_langsmith(name, "chain", held) for name in ("weather_agent", "model"))

    assert (agent.span_type, step.span_type) == (SpanType.AGENT, SpanType.CHAIN)
