"""Which dialect a span speaks, and what is particular to OpenInference, to ours, and to nobody's."""

from __future__ import annotations

from pathlib import Path

import pytest

from agenttrace.model import AgentMessage, PartType, Span, SpanType, semconv
from agenttrace_server.pipeline.normalize import normalize
from agenttrace_server.pipeline.normalize.dialects.table import DIALECTS

from .making import NOV_1_2026_NS, event, make_span


@pytest.mark.parametrize(
    ("scope", "attribute", "dialect"),
    [
        ("com.anthropic.sdk.python", "x", "anthropic_sdk"),
        ("opentelemetry.instrumentation.genai.openai", "openinference.span.kind", "otel_genai"),
        ("openinference.instrumentation.crewai", "gen_ai.system", "openinference"),
        ("agenttrace", "x", "agenttrace"),
        ("somebody", "openinference.span.kind", "openinference"),
        ("somebody", "gen_ai.operation.name", "otel_genai"),
        ("somebody", "agenttrace.span.type", "agenttrace"),
        ("somebody", "x", None),
        ("agenttrace.lab", "x", None),
        ("", "x", None),
    ],
)
def test_a_dialect_is_known_by_its_scope_and_then_by_its_attributes(
    scope: str, attribute: str, dialect: str | None
) -> None:
    assert normalize(make_span({attribute: "chat"}, scope=scope)).dialect == dialect


def test_no_two_dialects_claim_the_same_scope() -> None:
    scopes = [scope for dialect in DIALECTS for scope in dialect.scopes]

    assert len(scopes) == len(set(scopes))


def test_an_unknown_dialect_keeps_everything_and_still_gets_the_general_facts() -> None:
    arrived = make_span({"session.id": "s1", "user.id": "u1", "strange": [1, {"a": None}]}, scope="somebody")

    span = normalize(arrived)

    assert (span.session_id, span.user_id, span.dialect, span.span_type) == ("s1", "u1", None, SpanType.CUSTOM)
    assert span.attributes == arrived.attributes


def test_a_session_on_the_resource_is_every_spans_session() -> None:
    assert normalize(make_span(resource={"session.id": "s1"})).session_id == "s1"


def test_a_client_span_over_http_is_an_api_call() -> None:
    span = normalize(make_span({"http.request.method": "GET"}, otel_kind="client"))

    assert span.span_type is SpanType.API_CALL


# OpenInference


def _flat_call() -> Span:
    return normalize(
        make_span(
            {
                "openinference.span.kind": "LLM",
                "input.value": '{"messages": []}',
                "llm.model_name": "claude-sonnet-5",
                "llm.provider": "anthropic",
                "llm.input_messages.0.message.role": "user",
                "llm.input_messages.0.message.content": "Weather?",
                "llm.output_messages.0.message.role": "assistant",
                "llm.output_messages.0.message.contents.0.message_content.type": "reasoning",
                "llm.output_messages.0.message.contents.0.message_content.text": "Let me think",
                "llm.output_messages.0.message.contents.1.tool_call.id": "c1",
                "llm.output_messages.0.message.contents.1.message_content.type": "tool_use",
                "llm.output_messages.0.message.contents.1.tool_call.function.name": "f",
                "llm.output_messages.0.message.tool_calls.0.tool_call.id": "c1",
                "llm.output_messages.0.message.tool_calls.0.tool_call.function.name": "f",
                "llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments": '{"a": 1}',
                "llm.invocation_parameters": '{"temperature": 0.5, "model": "claude-sonnet-5"}',
            }
        )
    )


def test_flattened_messages_are_put_together_and_a_tool_call_written_twice_is_one() -> None:
    span = _flat_call()

    assert [message.role for message in span.input_messages] == ["user"]
    assert [part.type for part in span.output_messages[0].parts] == [PartType.REASONING, PartType.TOOL_CALL]


def test_the_raw_request_is_not_kept_twice_beside_the_messages() -> None:
    assert _flat_call().input is None


def test_invocation_parameters_are_the_calls_parameters() -> None:
    span = _flat_call()

    assert span.call is not None
    assert (span.call.request_model, span.call.parameters) == ("claude-sonnet-5", {"temperature": 0.5})


def test_a_crew_agent_is_named_by_its_span() -> None:
    span = normalize(make_span({"openinference.span.kind": "AGENT"}, name="Researcher._execute_core"))

    assert span.agent is not None
    assert span.agent.name == "Researcher"


def test_the_plumbing_of_a_graph_is_no_agent() -> None:
    attributes = {"openinference.span.kind": "CHAIN", "metadata": '{"langgraph_node": "tools"}'}

    assert normalize(make_span(attributes)).agent is None


def test_the_id_of_the_response_is_found_inside_the_answer() -> None:
    attributes = {"openinference.span.kind": "LLM", "output.value": '{"id":"chatcmpl-12ab","choices":[]}'}

    span = normalize(make_span(attributes))

    assert span.call is not None
    assert span.call.response_id == "chatcmpl-12ab"


def test_the_event_of_the_first_token_gives_its_time() -> None:
    arrived = make_span({"openinference.span.kind": "LLM"}, events=(event("First Token Stream Event", after_ns=7),))

    span = normalize(arrived)

    assert span.call is not None
    assert span.call.time_to_first_chunk_ns == 7


# ours


def test_our_words_for_kind_session_agent_and_content_are_read() -> None:
    span = normalize(
        make_span(
            {
                semconv.SPAN_TYPE: "memory_store",
                semconv.SESSION_ID: "ours",
                "gen_ai.conversation.id": "the library's",
                semconv.SESSION_NAME: "review",
                semconv.AGENT_NAME: "planner",
                semconv.AGENT_ROLE: "lead",
                semconv.INPUT: '{"key": 1}',
                semconv.OUTPUT: "stored",
                semconv.FILE_PATH: "/a/b.txt",
            },
            scope="agenttrace",
            resource={semconv.TAGS: ["demo", "demo", "blue"], semconv.FRAMEWORK: "mine"},
        )
    )

    assert (span.span_type, span.session_id, span.session_name) == (SpanType.MEMORY_STORE, "ours", "review")
    assert span.agent is not None
    assert (span.agent.name, span.agent.role) == ("planner", "lead")
    assert (span.input, span.output, span.file_path) == ({"key": 1}, "stored", "/a/b.txt")
    assert (span.tags, span.framework) == (("demo", "blue"), "mine")


def test_under_our_sdk_the_users_session_wins_over_a_librarys_conversation_on_any_span() -> None:
    attributes = {"gen_ai.operation.name": "chat", "gen_ai.conversation.id": "library", "session.id": "user"}

    spans = [
        normalize(make_span(attributes, scope="pydantic-ai", resource=resource))
        for resource in ({semconv.SDK_VERSION: "0.1.0"}, {})
    ]

    assert [span.session_id for span in spans] == ["user", "library"]


def test_a_message_event_is_a_message_between_agents() -> None:
    sent = event(
        semconv.MESSAGE_EVENT,
        {semconv.MESSAGE_TO: "reviewer", semconv.MESSAGE_TYPE: "delegation", semconv.MESSAGE_CONTENT: "look at this"},
    )

    span = normalize(make_span({semconv.AGENT_NAME: "writer"}, scope="agenttrace", events=(sent,)))

    assert span.messages == (AgentMessage("writer", "reviewer", "delegation", "look at this", NOV_1_2026_NS),)


def test_a_transfer_tool_is_a_handoff_to_the_agent_in_its_name_or_its_arguments() -> None:
    named = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "transfer_to_writer"}
    argued = {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "transfer_to_agent",
        "gen_ai.tool.call.arguments": '{"agent_name": "writer"}',
    }

    spans = [normalize(make_span({"gen_ai.agent.name": "planner", **shape})) for shape in (named, argued)]

    assert [span.span_type for span in spans] == [SpanType.HANDOFF, SpanType.HANDOFF]
    assert [(m.from_agent, m.to_agent) for span in spans for m in span.messages] == [("planner", "writer")] * 2


def test_every_dialect_has_its_row_in_the_reference() -> None:
    reference = (Path(__file__).parents[3] / "docs" / "reference" / "dialects.md").read_text()

    rows = {line.split("`")[1] for line in reference.splitlines() if line.startswith("| `")}

    assert rows == {dialect.name for dialect in DIALECTS}
