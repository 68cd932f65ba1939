"""Token counts for answers whose script gives none: estimated from text length, so that they never change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from agenttrace.testing.llm_server.scenario.values import Reply, TokenCounts, ToolCall

CHARACTERS_PER_TOKEN = 4
_TEXT_FIELDS = ("instructions", "system", "messages", "input", "prompt")


def estimate_tokens(text: str) -> int:
    """Return a quarter of the characters, rounded up."""
    return -(-len(text) // CHARACTERS_PER_TOKEN)


def arguments_json(call: ToolCall) -> str:
    """Return the arguments as the provider sends them: compact JSON, or the scripted string as it is."""
    if isinstance(call.arguments, str):
        return call.arguments
    return json.dumps(call.arguments, separators=(",", ":"), ensure_ascii=False)


def usage_of(reply: Reply, body: Mapping[str, Any]) -> TokenCounts:
    """Return the scripted counts, or an estimate from the request's and the reply's text."""
    if reply.usage is not None:
        return reply.usage
    calls = "".join(call.name + arguments_json(call) for call in reply.tool_calls)
    reasoning = estimate_tokens(reply.reasoning)
    return TokenCounts(
        input=estimate_input(body),
        output=estimate_tokens(reply.text + calls) + reasoning,
        reasoning=reasoning,
    )


def estimate_input(body: Mapping[str, Any]) -> int:
    """Return the estimated input tokens of a request: everything in it that a model would read."""
    said = "".join(text for name in _TEXT_FIELDS for text in _texts(body.get(name)))
    tools = body.get("tools")
    return estimate_tokens(said + (json.dumps(tools, separators=(",", ":"), ensure_ascii=False) if tools else ""))


def _texts(value: object) -> Iterable[str]:
    """Yield the texts in messages or blocks; roles, types and ids are not text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name == "input" and isinstance(item, dict):
                yield json.dumps(item, separators=(",", ":"), ensure_ascii=False)
            elif name not in (
                "role",
                "type",
                "id",
                "call_id",
                "tool_call_id",
                "tool_use_id",
                "cache_control",
                "status",
            ):
                yield from _texts(item)
