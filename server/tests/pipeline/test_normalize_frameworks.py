"""The shapes of agent frameworks that no recorded trace has."""

from __future__ import annotations

import json

from agenttrace.model import AgentMessage, Json, PartType, Span, SpanType, Usage
from agenttrace_server.pipeline.normalize import normalize

from .making import NOV_1_2026_NS, event, make_span

PARIS = {"city": "Paris"}
SUNNY = {"toolUseId": "t1", "content": [{"text": "sunny"}]}
HANDOFF = {"source": "planner", "target": "writer", "content": "go", "type": "HandoffMessage"}


def _strands(name: str, attributes: dict[str, Json], *events: tuple[str, dict[str, Json]]) -> Span:
    told = tuple(event(kind, held) for kind, held in events)
    held = {"gen_ai.system": "strands-agents", **attributes}
    return normalize(make_span(held, scope="strands.telemetry.tracer", name=name, events=told))


def test_strands_messages_are_bedrocks_and_its_first_token_is_in_milliseconds() -> None:
    span = _strands(
        "chat",
        {
            "gen_ai.operation.name": "chat",
            "gen_ai.request.model": "us.anthropic.claude-sonnet-5",
            "gen_ai.server.time_to_first_token": 250,
            "gen_ai.usage.input_tokens": 50,
            "gen_ai.usage.output_tokens": 33,
            "gen_ai.usage.total_tokens": 403,
            "gen_ai.usage.cache_read_input_tokens": 300,
            "gen_ai.usage.cache_write_input_tokens": 20,
        },
        ("gen_ai.user.message", {"content": json.dumps([{"text": "Weather?"}])}),
        ("gen_ai.tool.message", {"content": json.dumps([{"toolResult": SUNNY}])}),
        (
            "gen_ai.choice",
            {
                "finish_reason": "tool_use",
                "message": json.dumps(
                    [
                        {"reasoningContent": {"reasoningText": {"text": "Let me think"}}},
                        {"toolUse": {"toolUseId": "t1", "name": "get_weather", "input": PARIS}},
                    ]
                ),
            },
        ),
    )  # fmt: skip

    assert span.framework == "strands"
    assert span.call is not None
    assert (span.call.provider, span.call.time_to_first_chunk_ns) == (None, 250_000_000)
    assert span.call.finish_reasons == ("tool_calls",)
    assert span.usage == Usage(370, 33, cache_read_tokens=300, cache_write_tokens=20)
    asked, result = span.input_messages
    assert (asked.parts[0].text, result.role) == ("Weather?", "tool")
    assert (result.parts[0].type, result.parts[0].call_id, result.parts[0].value) == (
        PartType.TOOL_RESULT,
        "t1",
        "sunny",
    )
    [answer] = span.output_messages
    assert [part.type for part in answer.parts] == [PartType.REASONING, PartType.TOOL_CALL]
    assert (answer.finish_reason, answer.parts[1].value) == ("tool_calls", PARIS)


def test_strands_tools_are_in_events_its_teams_are_chains_and_its_handoffs_have_words() -> None:
    tool = _strands(
        "execute_tool handoff_to_agent",
        {
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.tool.name": "handoff_to_agent",
            "gen_ai.agent.name": "planner",
        },
        (
            "gen_ai.tool.message",
            {"role": "tool", "content": json.dumps({"agent_name": "writer", "message": "write it"})},
        ),
        ("gen_ai.choice", {"message": json.dumps([{"json": {"status": "handed over"}}]), "id": "t1"}),
    )
    team = _strands("invoke_swarm", {"gen_ai.operation.name": "invoke_swarm", "gen_ai.agent.name": "swarm"})

    assert tool.messages == (AgentMessage("planner", "writer", "handoff", "write it", NOV_1_2026_NS),)
    assert tool.output == {"status": "handed over"}
    assert (team.span_type, team.agent) == (SpanType.CHAIN, None)


def test_semantic_kernels_enum_of_a_finish_reason_and_older_operations_are_understood() -> None:
    span = normalize(
        make_span(
            {
                "gen_ai.operation.name": "chat.completions",
                "gen_ai.system": "openai",
                "gen_ai.response.finish_reason": "FinishReason.TOOL_CALLS",
                "gen_ai.response.prompt_tokens": 10,
                "gen_ai.response.completion_tokens": 5,
            },
            scope="semantic_kernel.utils.telemetry.model_diagnostics.decorators",
        )
    )
    loop = normalize(make_span({"sk.available_functions": "f"}, scope="semantic_kernel.connectors.ai",
                               name="AutoFunctionInvocationLoop"))  # fmt: skip

    assert (span.span_type, span.framework, span.usage) == (SpanType.LLM_CALL, "semantic_kernel", Usage(10, 5))
    assert span.call is not None
    assert span.call.finish_reasons == ("tool_calls",)
    assert loop.span_type is SpanType.CHAIN


def _ag2(kind: str, attributes: dict[str, Json]) -> Span:
    return normalize(make_span({"ag2.span.type": kind, **attributes}, scope="opentelemetry.instrumentation.ag2"))


def test_ag2s_accounting_counts_only_the_calls_that_have_no_span() -> None:
    usage: dict[str, Json] = {"gen_ai.usage.input_tokens": 50, "gen_ai.usage.output_tokens": 9}

    spans = [_ag2("usage", {"ag2.usage.kind": kind, **usage}) for kind in ("model_call", "subtask", "compaction")]

    assert [(span.counts_usage, span.internal) for span in spans] == [(False, True), (False, True), (True, False)]


def test_an_envelope_of_ag2s_network_is_an_edge_to_each_of_its_audience() -> None:
    span = _ag2(
        "envelope",
        {
            "ag2.network.sender_id": "planner",
            "ag2.network.audience": ["writer", "critic"],
            "ag2.network.event_type": "text",
        },
    )

    assert span.internal
    assert [(told.from_agent, told.to_agent, told.type) for told in span.messages] == [
        ("planner", "writer", "text"),
        ("planner", "critic", "text"),
    ]


def test_ag2s_kinds_are_ours_and_its_flat_messages_are_read() -> None:
    call = _ag2(
        "llm",
        {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": "openai",
            "gen_ai.usage.input_tokens": 10,
            "gen_ai.usage.output_tokens": 5,
            "gen_ai.usage.thinking_tokens": 3,
            "gen_ai.input.messages": json.dumps([{"role": "user", "content": "hi"}]),
            "gen_ai.output.messages": json.dumps(
                [{"role": "assistant", "tool_calls": [{"id": "c1", "function": {"name": "f", "arguments": "{}"}}]}]
            ),
        },
    )
    kinds = [_ag2(kind, {}).span_type for kind in ("agent", "tool", "code_execution", "conversation")]

    assert kinds == [SpanType.AGENT, SpanType.TOOL_EXECUTION, SpanType.CODE_EXECUTION, SpanType.CHAIN]
    assert (call.framework, call.usage) == ("ag2", Usage(10, 5, reasoning_tokens=3))
    assert call.input_messages[0].parts[0].text == "hi"
    assert call.output_messages[0].parts[0].type is PartType.TOOL_CALL


def _adk(name: str, attributes: dict[str, Json]) -> Span:
    return normalize(make_span(attributes, scope="gcp.vertex.agent", name=name))


def test_adk_before_its_second_version_put_request_and_answer_into_two_attributes() -> None:
    call = _adk(
        "call_llm",
        {
            "gen_ai.system": "gcp.vertex.agent",
            "gen_ai.request.model": "gemini-2.5-flash",
            "gcp.vertex.agent.session_id": "s1",
            "gcp.vertex.agent.llm_request": json.dumps(
                {
                    "config": {"system_instruction": "You research."},
                    "contents": [{"role": "user", "parts": [{"text": "Weather?"}]}],
                }
            ),
            "gcp.vertex.agent.llm_response": json.dumps(
                {
                    "content": {"role": "model", "parts": [{"function_call": {"name": "f", "args": PARIS}}]},
                    "usage_metadata": {
                        "prompt_token_count": 90,
                        "candidates_token_count": 10,
                        "thoughts_token_count": 4,
                    },
                }
            ),
        },
    )
    agent = _adk("agent_run [researcher]", {})

    assert (call.span_type, call.session_id, call.usage) == (
        SpanType.LLM_CALL, "s1", Usage(90, 14, reasoning_tokens=4)
    )  # fmt: skip
    assert [message.role for message in call.input_messages] == ["system", "user"]
    assert call.output_messages[0].parts[0].value == PARIS
    assert agent.span_type is SpanType.AGENT
    assert agent.agent is not None
    assert agent.agent.name == "researcher"


def test_adk_counts_reasoning_twice_for_the_models_of_others_and_once_for_googles() -> None:
    figures: dict[str, Json] = {
        "gen_ai.operation.name": "generate_content",
        "gen_ai.usage.input_tokens": 120,
        "gen_ai.usage.output_tokens": 37,
        "gen_ai.usage.reasoning.output_tokens": 12,
    }

    models = ("openai/gpt-5.4-mini", "gemini-3-pro")
    others, googles = (_adk("generate_content", {"gen_ai.request.model": model, **figures}) for model in models)

    assert others.usage is not None
    assert others.usage.output_tokens == 25
    assert googles.usage is not None
    assert googles.usage.output_tokens == 37


def test_a_message_between_autogens_own_agents_is_an_edge_with_its_words() -> None:
    span = normalize(
        make_span(
            {
                "messaging.operation": "process",
                "sender_agent_type": "planner",
                "recipient_agent_type": "writer",
                "recipient_agent_class": "WriterAgent",
                "message": '{"content": "write it"}',
            },
            scope="autogen GrpcWorkerAgentRuntime",
        )
    )
    swarm = normalize(
        make_span(
            {
                "messaging.operation": "process",
                "sender_agent_type": "planner_0b0a1a9e-1f3b-4c1d-9a8e-0123456789ab",
                "recipient_agent_type": "writer_0b0a1a9e-1f3b-4c1d-9a8e-0123456789ab",
                "message": json.dumps({"response": {"chat_message": HANDOFF}}),
            },
            scope="autogen SingleThreadedAgentRuntime",
        )
    )

    assert [span.internal, swarm.internal] == [True, True]
    assert span.messages == (AgentMessage("planner", "writer", "message", "write it", NOV_1_2026_NS),)
    assert swarm.messages == (AgentMessage("planner", "writer", "handoff", "go", NOV_1_2026_NS),)


def test_a_delivered_edge_of_the_agent_framework_names_both_ends() -> None:
    edge = {"message.source_id": "planner", "message.target_id": "writer"}

    told, dropped = (
        normalize(make_span({**edge, "edge_group.delivered": delivered}, scope="agent_framework",
                            name="edge_group.process SingleEdgeGroup"))
        for delivered in (True, False)
    )  # fmt: skip

    assert [(one.from_agent, one.to_agent) for one in told.messages] == [("planner", "writer")]
    assert dropped.messages == ()


def test_asking_a_coworker_in_a_crew_is_a_delegation_and_stays_a_tool_call() -> None:
    span = normalize(
        make_span(
            {
                "openinference.span.kind": "TOOL",
                "tool.name": "Delegate work to coworker",
                "agent.name": "Manager",
                "input.value": '{"task": "find facts", "context": "Paris", "coworker": "Researcher"}',
            },
            scope="openinference.instrumentation.crewai",
        )
    )

    assert span.span_type is SpanType.TOOL_EXECUTION
    assert span.messages == (AgentMessage("Manager", "Researcher", "delegation", "find facts", NOV_1_2026_NS),)


def test_crewais_own_telemetry_shows_what_ran_and_folds_what_was_created() -> None:
    created, task = (
        normalize(make_span({"agent_role": "Researcher"}, scope="crewai.telemetry", name=name))
        for name in ("Crew Created", "Task Execution")
    )

    assert (created.internal, task.internal, task.span_type) == (True, False, SpanType.TASK)
    assert task.agent is not None
    assert task.agent.name == "Researcher"


def test_an_older_pydantic_ai_wrote_its_messages_as_events_in_an_attribute() -> None:
    events = [
        {"event.name": "gen_ai.user.message", "role": "user", "content": "Weather?", "gen_ai.message.index": 0},
        {"event.name": "gen_ai.choice", "index": 0, "message": {"role": "assistant", "content": "sunny"}},
    ]
    call = normalize(
        make_span({"gen_ai.operation.name": "chat", "events": json.dumps(events)}, scope="pydantic-ai", name="chat m")
    )
    tool = normalize(
        make_span(
            {"gen_ai.tool.name": "get_weather", "tool_arguments": '{"city":"Paris"}', "tool_response": "sunny"},
            scope="pydantic-ai",
            name="running tool",
        )
    )

    assert [message.parts[0].text for message in (*call.input_messages, *call.output_messages)] == ["Weather?", "sunny"]
    assert (tool.span_type, tool.input, tool.output) == (SpanType.TOOL_EXECUTION, PARIS, "sunny")


def test_a_handoff_of_openllmetry_is_an_edge_even_where_it_does_not_know_to_whom() -> None:
    named, unnamed = (
        normalize(make_span({"traceloop.span.kind": "handoff", **more},
                            scope="opentelemetry.instrumentation.openai_agents", name=name))
        for name, more in (
            ("Researcher → Writer.handoff", {}),
            ("Researcher → unknown.handoff", {"gen_ai.handoff.from_agent": "Researcher"}),
        )
    )  # fmt: skip

    assert [(told.from_agent, told.to_agent) for told in named.messages] == [("Researcher", "Writer")]
    assert [(told.from_agent, told.to_agent) for told in unnamed.messages] == [("Researcher", "unknown")]
    assert named.span_type is SpanType.HANDOFF


def test_a_whole_graph_is_no_agent_for_openllmetry_but_one_of_model_and_tools_is() -> None:
    def spans_agent(name: str, *nodes: str) -> str | None:
        told: dict[str, Json] = {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": name}
        told["gen_ai.workflow.nodes"] = list(nodes)
        span = normalize(make_span(told, scope="opentelemetry.instrumentation.langchain"))
        assert span.span_type is (SpanType.CHAIN if span.agent is None else SpanType.AGENT)
        return None if span.agent is None else span.agent.name

    assert spans_agent("newsroom", "researcher", "tools", "writer") is None
    assert spans_agent("LangGraph", "model", "tools") is None
    assert spans_agent("weather_agent", "model", "tools") == "weather_agent"


def test_a_model_call_with_no_tokens_at_all_has_reported_none() -> None:
    told: dict[str, Json] = {"openinference.span.kind": "LLM", "llm.model_name": "gpt-5.5"}
    nothing = {**told, "llm.token_count.prompt": 0, "llm.token_count.completion": 0}
    empty_answer = {**told, "llm.token_count.prompt": 12, "llm.token_count.completion": 0}

    assert normalize(make_span(nothing, scope="openinference.instrumentation.autogen_agentchat")).usage is None
    assert normalize(make_span(empty_answer, scope="openinference.instrumentation.openai")).usage == Usage(12, 0)


def test_openinference_keeps_parts_of_the_usage_only_in_the_providers_answer() -> None:
    usage = {"input_tokens": 41, "output_tokens": 7, "output_tokens_details": {"reasoning_tokens": 2}}
    usage["input_tokens_details"] = {"cached_tokens": 32}
    told: dict[str, Json] = {"openinference.span.kind": "LLM", "output.mime_type": "application/json"}
    told |= {"llm.token_count.prompt": 41, "llm.token_count.completion": 7}
    told["output.value"] = json.dumps([{"object": "response", "usage": usage}])

    span = normalize(make_span(told, scope="openinference.instrumentation.openai_agents"))

    assert span.usage == Usage(41, 7, cache_read_tokens=32, reasoning_tokens=2)


def test_adks_span_around_parallel_tools_is_no_tool() -> None:
    told: dict[str, Json] = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "(merged tools)"}
    span = normalize(make_span(told, scope="gcp.vertex.agent", name="execute_tool (merged)"))

    assert (span.span_type, span.tool, span.internal) == (SpanType.CHAIN, None, True)
