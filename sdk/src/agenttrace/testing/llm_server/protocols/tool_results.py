"""Find tool calls that a conversation leaves without their result: the mistake that every provider refuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Items: TypeAlias = Sequence[Mapping[str, Any]]


def unanswered_chat(messages: Items) -> str | None:
    """Return OpenAI's words if an assistant's `tool_calls` are not all answered by the tool messages right after."""
    for index, message in enumerate(messages):
        asked = [str(call.get("id")) for call in _dicts(message.get("tool_calls"))]
        answered: set[str] = set()
        for later in messages[index + 1 :]:
            if later.get("role") != "tool":
                break
            answered.add(str(later.get("tool_call_id")))
        missing = [call for call in asked if call not in answered]
        if missing:
            return (
                "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
                "'tool_call_id'. The following tool_call_ids did not have response messages: " + ", ".join(missing)
            )
    return None


def unanswered_items(items: Items) -> str | None:
    """Return OpenAI's words if a `function_call` item has no `function_call_output` in the input."""
    answered = {str(item.get("call_id")) for item in items if item.get("type") == "function_call_output"}
    for item in items:
        if item.get("type") == "function_call" and str(item.get("call_id")) not in answered:
            return f"No tool output found for function call {item.get('call_id')}."
    return None


def unanswered_uses(messages: Items) -> str | None:
    """Return Anthropic's words if a `tool_use` block has no `tool_result` in the message right after."""
    for index, message in enumerate(messages):
        asked = [str(block.get("id")) for block in _blocks(message, "tool_use")]
        following = messages[index + 1] if index + 1 < len(messages) else {}
        answered = {str(block.get("tool_use_id")) for block in _blocks(following, "tool_result")}
        missing = [use for use in asked if use not in answered]
        if missing:
            return (
                f"messages.{index}: `tool_use` ids were found without `tool_result` blocks immediately after: "
                f"{', '.join(missing)}. Each `tool_use` block must have a corresponding `tool_result` block "
                "in the next message."
            )
    return None


def _blocks(message: Mapping[str, Any], kind: str) -> Items:
    return [block for block in _dicts(message.get("content")) if block.get("type") == kind]


def _dicts(value: object) -> Items:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
