"""OpenAI responses: `POST /v1/responses`, as one object and as the event sequence."""

from __future__ import annotations

from collections.abc import Iterator

from agenttrace.testing.llm_server.ids import CREATED_AT_S
from agenttrace.testing.llm_server.protocols.answer import Answer, Event, Json
from agenttrace.testing.llm_server.scenario.values import TokenCounts
from agenttrace.testing.llm_server.usage import arguments_json

ID_PREFIX = "resp_"

_INCOMPLETE_REASONS = {"length": "max_output_tokens", "content_filter": "content_filter"}
_ECHOED: Json = {
    "instructions": None,
    "max_output_tokens": None,
    "metadata": {},
    "parallel_tool_calls": True,
    "previous_response_id": None,
    "store": True,
    "temperature": 1.0,
    "tool_choice": "auto",
    "tools": [],
    "top_p": 1.0,
    "truncation": "disabled",
    "user": None,
}


def as_json(answer: Answer) -> Json:
    """Return the whole `response`."""
    reason = _INCOMPLETE_REASONS.get(answer.finish)
    return _envelope(answer) | {
        "status": "incomplete" if reason else "completed",
        "incomplete_details": {"reason": reason} if reason else None,
        "completed_at": None if reason else CREATED_AT_S,
        "output": _items(answer),
        "usage": _usage(answer.usage),
    }


def as_events(answer: Answer) -> Iterator[Event]:
    """Yield the events from `response.created` to `response.completed` (or `response.incomplete`), numbered from 0."""
    for number, event in enumerate(_bodies(answer)):
        yield Event(event | {"sequence_number": number}, name=event["type"])


def _bodies(answer: Answer) -> Iterator[Json]:
    opening = _envelope(answer) | {"status": "in_progress", "output": [], "usage": None}
    yield {"type": "response.created", "response": opening}
    yield {"type": "response.in_progress", "response": opening}
    for index, item in enumerate(_items(answer)):
        yield {"type": "response.output_item.added", "output_index": index, "item": _opened(item)}
        for event in _inside(answer, item):
            yield event | {"item_id": item["id"], "output_index": index}
        yield {"type": "response.output_item.done", "output_index": index, "item": item}
    whole = as_json(answer)
    yield {"type": f"response.{whole['status']}", "response": whole}


def _opened(item: Json) -> Json:
    """Return the item as it is announced: in progress, with nothing in it yet."""
    if item["type"] == "message":
        return item | {"status": "in_progress", "content": []}
    if item["type"] == "function_call":
        return item | {"status": "in_progress", "arguments": ""}
    return item | {"summary": []}


def _inside(answer: Answer, item: Json) -> Iterator[Json]:
    if item["type"] == "message":
        yield from _text_events(answer, item["content"][0])
    elif item["type"] == "function_call":
        for piece in answer.pieces(item["arguments"]):
            yield {"type": "response.function_call_arguments.delta", "delta": piece}
        yield {
            "type": "response.function_call_arguments.done",
            "name": item["name"],
            "arguments": item["arguments"],
        }
    else:
        yield from _reasoning_events(answer, item["summary"][0])


def _text_events(answer: Answer, part: Json) -> Iterator[Json]:
    yield {"type": "response.content_part.added", "content_index": 0, "part": part | {"text": ""}}
    for piece in answer.pieces(part["text"]):
        yield {"type": "response.output_text.delta", "content_index": 0, "delta": piece, "logprobs": []}
    yield {"type": "response.output_text.done", "content_index": 0, "text": part["text"], "logprobs": []}
    yield {"type": "response.content_part.done", "content_index": 0, "part": part}


def _reasoning_events(answer: Answer, part: Json) -> Iterator[Json]:
    kind = "response.reasoning_summary"
    yield {"type": f"{kind}_part.added", "summary_index": 0, "part": part | {"text": ""}}
    for piece in answer.pieces(part["text"]):
        yield {"type": f"{kind}_text.delta", "summary_index": 0, "delta": piece}
    yield {"type": f"{kind}_text.done", "summary_index": 0, "text": part["text"]}
    yield {"type": f"{kind}_part.done", "summary_index": 0, "part": part}


def _envelope(answer: Answer) -> Json:
    asked = answer.request.body
    return {
        "id": answer.id(ID_PREFIX),
        "object": "response",
        "created_at": CREATED_AT_S,
        "error": None,
        "incomplete_details": None,
        "model": answer.model,
        "reasoning": asked.get("reasoning") or {"effort": None, "summary": None},
        "text": asked.get("text") or {"format": {"type": "text"}},
        "service_tier": "default",
        **{name: asked.get(name, default) for name, default in _ECHOED.items()},
    }


def _items(answer: Answer) -> list[Json]:
    reply = answer.reply
    items: list[Json] = []
    if reply.reasoning:
        summary = [{"type": "summary_text", "text": reply.reasoning}]
        items.append({"id": answer.id("rs_"), "type": "reasoning", "summary": summary})
    if reply.text or not reply.tool_calls:
        items.append(_message(answer))
    for position, call in enumerate(reply.tool_calls):
        items.append(
            {
                "id": answer.id("fc_", position),
                "type": "function_call",
                "status": "completed",
                "call_id": answer.call_id("call_", position),
                "name": call.name,
                "arguments": arguments_json(call),
            }
        )
    return items


def _message(answer: Answer) -> Json:
    return {
        "id": answer.id("msg_"),
        "type": "message",
        "role": "assistant",
        "status": "incomplete" if answer.finish in _INCOMPLETE_REASONS else "completed",
        "content": [{"type": "output_text", "text": answer.reply.text, "annotations": [], "logprobs": []}],
    }


def _usage(counts: TokenCounts) -> Json:
    return {
        "input_tokens": counts.input,
        "input_tokens_details": {"cached_tokens": counts.cache_read, "cache_write_tokens": counts.cache_write},
        "output_tokens": counts.output,
        "output_tokens_details": {"reasoning_tokens": counts.reasoning},
        "total_tokens": counts.input + counts.output,
    }
