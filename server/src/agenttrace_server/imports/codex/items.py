"""Turn the items of a Codex conversation into messages as OpenTelemetry writes them."""

from __future__ import annotations

from typing import Any

from agenttrace_server.imports.reading import Row, first_text, items, parsed

_CALLS = ("function_call", "custom_tool_call", "local_shell_call", "web_search_call", "tool_search_call")
_RESULTS = ("function_call_output", "custom_tool_call_output", "tool_search_output")


def is_call(item: Row) -> bool:
    """Whether the model calls a tool."""
    return item.get("type") in _CALLS


def is_result(item: Row) -> bool:
    """Whether a tool answers."""
    return item.get("type") in _RESULTS


def is_said(item: Row) -> bool:
    """Whether the model made it, rather than was told it."""
    return item.get("type") in ("reasoning", *_CALLS) or item.get("role") == "assistant"


def name_of(item: Row) -> str:
    """Return the name of the tool that is called."""
    return first_text(item, "name") or str(item.get("type", "tool")).removesuffix("_call")


def arguments_of(item: Row) -> Any:
    """Return what a tool is called with."""
    return parsed(next((item[key] for key in ("arguments", "input", "action") if item.get(key) is not None), None))


def text_of(item: Row) -> str | None:
    """Return what a message says in plain words."""
    said = [part.get("text") for part in items(item.get("content")) if isinstance(part, dict)]
    words = [text for text in said if isinstance(text, str)]
    return "\n".join(words) if words else None


def message_of(item: Row) -> dict[str, Any]:
    """Return one item as a message."""
    if is_call(item):
        part = {
            "type": "tool_call",
            "id": first_text(item, "call_id", "id"),
            "name": name_of(item),
            "arguments": arguments_of(item),
        }
        return {"role": "assistant", "parts": [part]}
    if is_result(item):
        answer = {"type": "tool_call_response", "id": item.get("call_id"), "response": item.get("output")}
        return {"role": "tool", "parts": [answer]}
    if item.get("type") == "reasoning":
        summary = [part.get("text", "") for part in items(item.get("summary")) if isinstance(part, dict)]
        return {"role": "assistant", "parts": [{"type": "reasoning", "content": "\n".join(map(str, summary))}]}
    role = first_text(item, "role") or "user"
    parts = [part for part in items(item.get("content")) if isinstance(part, dict)]
    return {"role": "system" if role == "developer" else role, "parts": parts}
