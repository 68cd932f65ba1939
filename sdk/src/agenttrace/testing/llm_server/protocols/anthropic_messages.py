"""Anthropic messages: `POST /v1/messages`, as one object and as the event sequence."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence

from agenttrace.testing.llm_server.protocols.answer import Answer, Event, Json
from agenttrace.testing.llm_server.scenario.values import Finish, TokenCounts, ToolCall
from agenttrace.testing.llm_server.usage import arguments_json

ID_PREFIX = "msg_"

_STOP_REASONS: dict[Finish, str] = {
    "stop": "end_turn",
    "length": "max_tokens",
    "tool_calls": "tool_use",
    "content_filter": "refusal",
}


def as_json(answer: Answer) -> Json:
    """Return the whole `message`; ask `broken_input` first, a tool's input must be a JSON object here."""
    return _envelope(answer) | {
        "content": [block for block, _ in _blocks(answer)],
        "stop_reason": _STOP_REASONS[answer.finish],
        "usage": _input_usage(answer.usage) | _output_usage(answer.usage),
    }


def as_events(answer: Answer) -> Iterator[Event]:
    """Yield the events from `message_start` to `message_stop`, with one `ping` where the provider sends its first."""
    for event in _bodies(answer):
        yield Event(event, name=event["type"])


def broken_input(answer: Answer) -> str | None:
    """Return the name of the first tool whose scripted arguments are no JSON object: only a stream can say that."""
    return next((call.name for call in answer.reply.tool_calls if _tool_input(call) is None), None)


def _bodies(answer: Answer) -> Iterator[Json]:
    opening = _envelope(answer) | {"content": [], "stop_reason": None}
    yield {"type": "message_start", "message": opening | {"usage": _input_usage(answer.usage) | {"output_tokens": 1}}}
    for index, (block, streamed) in enumerate(_blocks(answer)):
        yield {"type": "content_block_start", "index": index, "content_block": _opened(block)}
        if index == 0:
            yield {"type": "ping"}
        for delta in _deltas(block, answer.pieces(streamed)):
            yield {"type": "content_block_delta", "index": index, "delta": delta}
        yield {"type": "content_block_stop", "index": index}
    final = {"stop_reason": _STOP_REASONS[answer.finish], "stop_sequence": None}
    totals = {name: count for name, count in _input_usage(answer.usage).items() if name.endswith("input_tokens")}
    yield {"type": "message_delta", "delta": final, "usage": totals | _output_usage(answer.usage)}
    yield {"type": "message_stop"}


def _opened(block: Json) -> Json:
    if block["type"] == "thinking":
        return block | {"thinking": "", "signature": ""}
    nothing_yet: Json = {"text": ""} if block["type"] == "text" else {"input": {}}
    return block | nothing_yet


def _deltas(block: Json, pieces: Sequence[str]) -> Iterator[Json]:
    if block["type"] == "thinking":
        for piece in pieces:
            yield {"type": "thinking_delta", "thinking": piece}
        yield {"type": "signature_delta", "signature": block["signature"]}
    elif block["type"] == "text":
        for piece in pieces:
            yield {"type": "text_delta", "text": piece}
    else:
        for piece in ["", *pieces]:
            yield {"type": "input_json_delta", "partial_json": piece}


def _envelope(answer: Answer) -> Json:
    return {
        "id": answer.id(ID_PREFIX),
        "type": "message",
        "role": "assistant",
        "model": answer.model,
        "stop_sequence": None,
    }


def _blocks(answer: Answer) -> list[tuple[Json, str]]:
    """Return each content block with the text that its deltas carry."""
    reply = answer.reply
    blocks: list[tuple[Json, str]] = []
    if reply.reasoning:
        signature = base64.b64encode(answer.id("thinking_").encode()).decode("ascii")
        blocks.append(({"type": "thinking", "thinking": reply.reasoning, "signature": signature}, reply.reasoning))
    if reply.text:
        blocks.append(({"type": "text", "text": reply.text, "citations": None}, reply.text))
    for position, call in enumerate(reply.tool_calls):
        use = {"id": answer.call_id("toolu_", position), "name": call.name, "input": _tool_input(call) or {}}
        blocks.append(({"type": "tool_use", **use}, arguments_json(call)))
    return blocks


def _tool_input(call: ToolCall) -> Json | None:
    if not isinstance(call.arguments, str):
        return dict(call.arguments)
    try:
        parsed = json.loads(call.arguments)
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None


def _input_usage(counts: TokenCounts) -> Json:
    return {
        "input_tokens": counts.input - counts.cached,
        "cache_creation_input_tokens": counts.cache_write,
        "cache_read_input_tokens": counts.cache_read,
        "cache_creation": {
            "ephemeral_5m_input_tokens": counts.cache_write_5m,
            "ephemeral_1h_input_tokens": counts.cache_write_1h,
        },
        "service_tier": "standard",
    }


def _output_usage(counts: TokenCounts) -> Json:
    usage: Json = {"output_tokens": counts.output}
    if counts.reasoning:
        usage["output_tokens_details"] = {"thinking_tokens": counts.reasoning}
    return usage
