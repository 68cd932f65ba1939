"""Count what the model server served and what our server says of it, in the same words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from agenttrace.client import Client
from agenttrace.client.agent_shapes import TraceMessage
from agenttrace.client.shapes import Span
from agenttrace.testing.llm_server import Served
from tests.frameworks.pairs import Pair

MODEL_CALLS = ("llm_call", "embedding")


@dataclass(frozen=True)
class Figures:
    """One run: answered calls, failed ones, tokens (input with the cache, output with the reasoning), who did what.

    A call that its client tried several times in vain failed once. `without_usage` are calls of which nobody reported
    tokens, `unpriced` those with tokens and without a cost.
    """

    calls: int
    failed: int
    input: int
    output: int
    cache_read: int
    cache_write: int
    reasoning: int
    without_usage: int
    unpriced: int
    models: tuple[str, ...]
    agents: tuple[str, ...]
    handoffs: tuple[str, ...]
    tools: dict[str, int]


class Contradiction(Exception):
    """Two answers of our own server about the same run do not agree."""


def served(answers: Iterable[Served], pair: Pair) -> Figures:
    """Return what the model server did, and what the programme is known to do."""
    spoken = [(answer.model, answer.usage) for answer in answers if answer.usage is not None]
    usages = [usage for _, usage in spoken]
    return Figures(
        calls=len(usages),
        failed=pair.truth["failed"],
        input=sum(usage.input for usage in usages),
        output=sum(usage.output for usage in usages),
        cache_read=sum(usage.cache_read for usage in usages),
        cache_write=sum(usage.cache_write_5m + usage.cache_write_1h for usage in usages),
        reasoning=sum(usage.reasoning for usage in usages),
        without_usage=0,
        unpriced=0,
        models=tuple(sorted({model for model, _ in spoken if model})),
        agents=pair.truth["agents"],
        handoffs=pair.truth["handoffs"],
        tools=dict(pair.truth["tools"]),
    )


def counted(client: Client) -> Figures:
    """Return what our server says of the client's project.

    Raises: Contradiction: its totals are not the sum of its spans.
    """
    traces = list(_all(client.traces))
    spans = list(_all(client.spans))
    calls = [span for span in spans if span["span_type"] in MODEL_CALLS and span["shadow_of"] is None]
    answered = [call for call in calls if call["status"] == "ok"]
    of_traces = tuple(sum(trace[what] for trace in traces) for what in ("model_calls", "input_tokens", "output_tokens"))
    of_spans = (len(calls), *(sum(call[what] or 0 for call in calls) for what in ("input_tokens", "output_tokens")))
    if of_traces != of_spans:
        raise Contradiction(f"calls, input and output of the traces are {of_traces}, of their spans {of_spans}")
    told = [message for trace in traces for message in client.trace_messages(trace["id"], limit=500)["items"]]
    agents = (agent["name"] for trace in traces for agent in client.trace_agents(trace["id"]))
    return Figures(
        calls=len(answered),
        failed=len(calls) - len(answered),
        input=of_traces[1],
        output=of_traces[2],
        cache_read=sum(trace["cache_read_tokens"] for trace in traces),
        cache_write=sum(trace["cache_creation_tokens"] for trace in traces),
        reasoning=sum(trace["reasoning_tokens"] for trace in traces),
        without_usage=sum(call["input_tokens"] is None for call in answered),
        unpriced=sum(call["input_tokens"] is not None and not call["total_cost_usd"] for call in answered),
        models=tuple(sorted({call["model"] for call in answered if call["model"]})),
        agents=tuple(sorted({name for name in agents if name is not None})),
        handoffs=_handoffs(told),
        tools=_tools(spans),
    )


def _tools(spans: list[Span]) -> dict[str, int]:
    """Return how often each tool ran; CrewAI tells models another writing of its names than emitters."""
    ran = (span for span in spans if span["span_type"] == "tool_execution" and span["shadow_of"] is None)
    return dict(Counter(re.sub(r"\W+", "_", (span["tool_name"] or "?").lower()) for span in ran))


def _handoffs(messages: list[TraceMessage]) -> tuple[str, ...]:
    """Return each pair of agents of which one gave the work to the other."""
    given = (message for message in messages if message["type"] in {"handoff", "delegation"})
    return tuple(sorted({f"{message['from_agent']} -> {message['to_agent']}" for message in given}))


def _all(ask: Any) -> Iterable[Any]:
    cursor: dict[str, str] = {}
    while True:
        page = ask(limit=500, **cursor)
        yield from page["items"]
        if page["next_cursor"] is None:
            return
        cursor = {"cursor": page["next_cursor"]}
