"""What is known of every recorded trace as a whole: calls, tokens, agents, tools, messages, and what is missing."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest

from agenttrace.model import Span
from agenttrace_server.pipeline.aggregate import aggregate
from agenttrace_server.pipeline.enrich import enrich
from agenttrace_server.query.agents import agents_in, told_in
from agenttrace_server.store.api import Totals
from agenttrace_server.store.memory import MemoryStore

from .making import FIXTURES, normalized

TRUTH: dict[str, dict[str, Any]] = json.loads((FIXTURES / "TRUTH.json").read_text())
Figures = tuple[int, int, int]
"""(calls that were answered, input tokens, output tokens)"""
NO_CALLS: Figures = (0, 0, 0)


@dataclass(frozen=True)
class Known:
    """Of nobody's steps the key is "". `silent`: agents that ran, and of whose model calls nobody tells."""

    agents: dict[str, Figures] = field(default_factory=dict)
    messages: set[tuple[str, str, str]] = field(default_factory=set)
    without_usage: int = 0
    silent: set[str] = field(default_factory=set)


TEAM: dict[str, Figures] = {"researcher": NO_CALLS, "writer": NO_CALLS}
IN_AUTOGEN = {
    ("user", "RoundRobinGroupChatManager", "message"),
    ("user", "researcher", "message"),
    ("user", "writer", "message"),
    ("RoundRobinGroupChatManager", "researcher", "request"),
    ("RoundRobinGroupChatManager", "writer", "request"),
    ("researcher", "writer", "message"),
    ("writer", "researcher", "message"),
}
IN_CLAUDE_CODE = {("claude-code", "general-purpose", "delegation")}
IN_CREWAI = {("Researcher", "Writer", "handoff")}
IN_OPENAI_AGENTS = {("Researcher", "Writer", "handoff")}
IN_PYDANTIC_AI = {
    ("weather_agent", "writer_agent", "delegation"),
    ("writer_agent", "weather_agent", "result"),
}
CLAUDE_CODE = Known({"claude-code": (4, 1640, 132), "general-purpose": (2, 790, 66)}, IN_CLAUDE_CODE)
CREW: dict[str, Figures] = {"Researcher": NO_CALLS, "Writer": NO_CALLS}
OPENAI = Known({"": (11, 1188, 250)}, without_usage=1)
"""The embedding brings 8 tokens, and a stream without usage was asked for."""
ANTHROPIC = Known({"": (8, 3020, 264)})
LANGGRAPH: dict[str, Figures] = {
    "": (1, 110, 25),
    "weather_agent": (2, 260, 50),
    "critic": (1, 370, 33),
    "researcher": (1, 110, 25),
    "writer": (1, 0, 0),
}
OPENAI_AGENTS = Known({"Researcher": (2, 250, 50), "Writer": (2, 280, 50)}, IN_OPENAI_AGENTS)
PYDANTIC_AI = Known(
    {"weather_agent": (6, 840, 150), "writer_agent": (2, 740, 66), "structured_agent": (1, 110, 25)}, IN_PYDANTIC_AI
)
KNOWN: dict[str, Known] = {
    "adk__native": Known(
        {"researcher": (3, 460, 75), "writer": (1, 140, 25)},
        {("researcher", "writer", "handoff"), ("writer", "researcher", "handoff")},
    ),
    "ag2__openinference": Known(),
    "anthropic__anthropic-native": ANTHROPIC,
    "anthropic__openinference": ANTHROPIC,
    "anthropic__otel-genai": ANTHROPIC,
    "autogen__native": Known(TEAM, IN_AUTOGEN, silent=set(TEAM)),
    "autogen__native+otelgenai-openai": Known({"researcher": (3, 420, 75), "writer": (2, 280, 50)}, IN_AUTOGEN),
    "claude_agent_sdk__native": CLAUDE_CODE,
    "claude_code__native": CLAUDE_CODE,
    "crewai__native": Known(),
    "crewai__openinference": Known(CREW, IN_CREWAI, silent=set(CREW)),
    "crewai__openinference+openai": Known({"Researcher": (2, 260, 50), "Writer": (1, 120, 25)}, IN_CREWAI),
    "crewai__traceloop": Known(CREW, silent=set(CREW)),
    "langchain__openinference": Known(LANGGRAPH, without_usage=1),
    "langchain__otel-genai": Known({"": (4, 590, 83), "weather_agent": (2, 260, 50)}, without_usage=1),
    "langchain__traceloop": Known(LANGGRAPH, without_usage=1),
    "litellm__litellm-otel-callback": Known({"": (6, 1070, 141)}, without_usage=1),
    "litellm__openinference": Known({"": (6, 700, 108)}, without_usage=2),
    "maf__native": Known(
        {"researcher": (4, 520, 100), "writer": (1, 150, 25)},
        {("input-conversation", "researcher", "message"), ("researcher", "writer", "message")},
    ),
    "openai2__openinference": OPENAI,
    "openai__openinference": OPENAI,
    "openai__otel-genai": OPENAI,
    "openai__traceloop": OPENAI,
    "openai_agents__native": Known(),
    "openai_agents__openinference": OPENAI_AGENTS,
    "openai_agents__openinference-stream": Known({"Writer": (1, 41, 7)}),
    "openai_agents__otel-genai": Known(CREW, silent=set(CREW)),
    "openai_agents__otel-genai+openai": OPENAI_AGENTS,
    "peer__langfuse": Known({"agent": (6, 1280, 166)}),
    "peer__logfire": Known({"": (8, 2040, 232)}),
    "peer__traceloopsdk": Known({"researcher": (8, 2040, 232)}),
    "pydantic_ai__native": PYDANTIC_AI,
    "pydantic_ai__openinference": PYDANTIC_AI,
    "vercel_ai__native": Known({"research-fn": (2, 260, 50), "stream-fn": (1, 110, 25)}),
}


def _stored(spans: list[Span]) -> MemoryStore:
    store = MemoryStore()
    store.write(aggregate(map(partial(enrich, preview_chars=200), spans)), 1)
    return store


def known_of(spans: list[Span]) -> tuple[Known, set[str], Totals]:
    """Return what is known of the traces of these spans, their tools, and their sums."""
    store = _stored(spans)
    agents: dict[str, Figures] = {}
    messages: set[tuple[str, str, str]] = set()
    silent: set[str] = set()
    tools: set[str] = set()
    whole = Totals()
    for trace_id in {span.trace_id for span in spans}:
        stored = store.get_spans(trace_id)
        counted = [found.span for found in stored if found.span.counts_usage]
        unanswered = [span for span in counted if span.status.state.is_failure or span.span_type == "embedding"]
        tools |= {found.span.tool.name for found in stored if found.span.tool is not None}
        messages |= {(m.from_agent, m.to_agent, m.type) for m in (told.message for told in told_in(stored))}
        for row in agents_in(stored):
            totals = row.totals
            calls, given, gave = agents.get(row.name or "", NO_CALLS)
            answered = totals.model_calls - sum(span.agent_name == row.name for span in unanswered)
            agents[row.name or ""] = (calls + answered, given + totals.input_tokens, gave + totals.output_tokens)
            whole = whole.plus(totals)
            if row.runs and not totals.model_calls:
                silent.add(row.name or "")
    if agents.get("") == NO_CALLS:
        del agents[""]
    return Known(agents, messages, whole.calls_without_usage, silent), tools, whole


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_every_recorded_trace_is_known_as_a_whole(name: str) -> None:
    truth = TRUTH[name]

    known, tools, _ = known_of(list(normalized(name)))

    calls, given, gave = (sum(column) for column in zip(NO_CALLS, *known.agents.values(), strict=True))
    served = (truth["llm_calls"], truth["input_tokens"], truth["output_tokens"])
    missing = f"{known.without_usage} without usage" if known.without_usage else "nothing"
    missing += f", no calls of {', '.join(sorted(known.silent))}" if known.silent else ""
    print(
        f"{name:34} counted {(calls, given, gave)} served {served} agents {', '.join(sorted(known.agents)) or 'none'}"
    )
    print(f"{'':34} tools {', '.join(sorted(tools)) or 'none'} missing {missing}")
    assert known == KNOWN[name]
    assert sorted(tools) == truth["tools"]


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_the_sums_over_agents_are_those_of_the_trace(name: str) -> None:
    spans = list(normalized(name))

    *_, whole = known_of(spans)

    store = _stored(spans)
    summed = Totals()
    for trace_id in {span.trace_id for span in spans}:
        summary = store.get_trace(trace_id)
        assert summary is not None
        summed = summed.plus(summary.totals)
    assert whole == summed
