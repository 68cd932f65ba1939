"""OpenAI chat completions: `POST /v1/chat/completions`, as one object and as chunks."""

from __future__ import annotations

from collections.abc import Iterator

from agenttrace.testing.llm_server.ids import CREATED_AT_S
from agenttrace.testing.llm_server.protocols.answer import Answer, Event, Json
from agenttrace.testing.llm_server.scenario.values import TokenCounts
from agenttrace.testing.llm_server.usage import arguments_json

ID_PREFIX = "chatcmpl-"


def as_json(answer: Answer) -> Json:
    """Return the whole `chat.completion`."""
    message: Json = {
        "role": "assistant",
        "content": None if answer.reply.tool_calls and not answer.reply.text else answer.reply.text,
        "refusal": None,
        "annotations": [],
    }
    if answer.reply.tool_calls:
        message["tool_calls"] = [_tool_call(answer, at) for at in range(len(answer.reply.tool_calls))]
    choice: Json = {"index": 0, "message": message, "logprobs": None, "finish_reason": answer.finish}
    return _envelope(answer, "chat.completion") | {"choices": [choice], "usage": _usage(answer.usage)}


def as_events(answer: Answer) -> Iterator[Event]:
    """Yield the `chat.completion.chunk`s and the closing `[DONE]`; usage comes last and only if it was asked for."""
    options = answer.request.body.get("stream_options")
    with_usage = isinstance(options, dict) and options.get("include_usage") is True
    chunk = _envelope(answer, "chat.completion.chunk") | ({"usage": None} if with_usage else {})
    for delta in _deltas(answer):
        yield Event(chunk | {"choices": [_choice(delta, None)]})
    yield Event(chunk | {"choices": [_choice({}, answer.finish)]})
    if with_usage:
        yield Event(chunk | {"choices": [], "usage": _usage(answer.usage)})
    yield Event("[DONE]")


def _deltas(answer: Answer) -> Iterator[Json]:
    only_calls = bool(answer.reply.tool_calls) and not answer.reply.text
    yield {"role": "assistant", "content": None if only_calls else "", "refusal": None}
    for piece in answer.pieces(answer.reply.text):
        yield {"content": piece}
    for index, call in enumerate(answer.reply.tool_calls):
        opened = _tool_call(answer, index)
        opened["function"]["arguments"] = ""
        yield {"tool_calls": [{"index": index, **opened}]}
        for piece in answer.pieces(arguments_json(call)):
            yield {"tool_calls": [{"index": index, "function": {"arguments": piece}}]}


def _envelope(answer: Answer, kind: str) -> Json:
    return {
        "id": answer.id(ID_PREFIX),
        "object": kind,
        "created": CREATED_AT_S,
        "model": answer.model,
        "service_tier": "default",
        "system_fingerprint": "fp_scripted",
    }


def _choice(delta: Json, finish: str | None) -> Json:
    return {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}


def _tool_call(answer: Answer, position: int) -> Json:
    call = answer.reply.tool_calls[position]
    return {
        "id": answer.call_id("call_", position),
        "type": "function",
        "function": {"name": call.name, "arguments": arguments_json(call)},
    }


def _usage(counts: TokenCounts) -> Json:
    return {
        "prompt_tokens": counts.input,
        "completion_tokens": counts.output,
        "total_tokens": counts.input + counts.output,
        "prompt_tokens_details": {
            "cached_tokens": counts.cache_read,
            "cache_write_tokens": counts.cache_write,
            "audio_tokens": 0,
        },
        "completion_tokens_details": {
            "reasoning_tokens": counts.reasoning,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }
