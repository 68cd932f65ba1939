"""Turn Claude's content blocks into messages as OpenTelemetry writes them, and its usage into inclusive counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agenttrace.model import semconv
from agenttrace_server.imports.reading import Row, count, fields, items, json_text, text

CACHE_WRITE_1H = "anthropic.usage.cache_creation.ephemeral_1h_input_tokens"
SERVICE_TIER = "anthropic.response.service_tier"
SPEED = "anthropic.usage.speed"
WEB_SEARCHES = "anthropic.usage.server_tool_use.web_search_requests"


def blocks_of(content: Any) -> list[Row]:
    """Return the content of a message as blocks; a plain text is one block."""
    if isinstance(content, str):
        return [{"type": "text", "text": content}] if content else []
    return [block for block in items(content) if isinstance(block, dict)]


def part_of(block: Row) -> dict[str, Any]:
    """Return one block as a message part; a block of a kind that is not known stays as it is."""
    kind = block.get("type")
    if kind == "text":
        return {"type": "text", "content": block.get("text")}
    if kind == "thinking":
        return {"type": "reasoning", "content": block.get("thinking")}
    if kind in ("tool_use", "server_tool_use"):
        return {
            "type": "tool_call",
            "id": block.get("id"),
            "name": block.get("name"),
            "arguments": block.get("input"),
        }
    if kind == "tool_result":
        return {
            "type": "tool_call_response",
            "id": block.get("tool_use_id"),
            "response": result_of(block.get("content")),
        }
    return dict(block)


def message_of(role: str, blocks: list[Row]) -> dict[str, Any]:
    """Return a message of OpenTelemetry's shape."""
    return {"role": role, "parts": [part_of(block) for block in blocks]}


def result_of(content: Any) -> Any:
    """Return what a tool answered: its text where it is only text, else its blocks."""
    blocks = blocks_of(content)
    if blocks and all(block.get("type") == "text" for block in blocks):
        return "\n".join(str(block.get("text", "")) for block in blocks)
    return content


def text_of(blocks: list[Row]) -> str | None:
    """Return what blocks say in plain words."""
    said = [str(block.get("text", "")) for block in blocks if block.get("type") == "text"]
    return "\n".join(said) if said else None


def usage_attributes(usage: Row, output_tokens: int | None) -> dict[str, Any]:
    """Return a call's tokens: Claude counts what was cached beside the input, we count it in."""
    plain = count(usage.get("input_tokens"))
    read = count(usage.get("cache_read_input_tokens"))
    written = count(usage.get("cache_creation_input_tokens"))
    known = plain is not None or output_tokens is not None
    if not known:
        return {}
    return {
        semconv.INPUT_TOKENS: None if plain is None else plain + (read or 0) + (written or 0),
        semconv.OUTPUT_TOKENS: output_tokens,
        semconv.CACHE_READ_TOKENS: read,
        semconv.CACHE_WRITE_TOKENS: written,
        CACHE_WRITE_1H: count(fields(usage.get("cache_creation")).get("ephemeral_1h_input_tokens")),
        semconv.REASONING_TOKENS: count(fields(usage.get("output_tokens_details")).get("thinking_tokens")),
        WEB_SEARCHES: count(fields(usage.get("server_tool_use")).get("web_search_requests")) or None,
        SERVICE_TIER: text(usage.get("service_tier")),
        SPEED: text(usage.get("speed")),
    }


def messages_text(messages: list[dict[str, Any]]) -> str | None:
    """Return messages as the attribute holds them; None where there are none."""
    return json_text(messages) if messages else None


def file_path_of(arguments: Mapping[str, Any]) -> str | None:
    """Return the file that a tool call is about."""
    return text(arguments.get("file_path")) or text(arguments.get("notebook_path"))
