"""Read what a model call asked for, got and used."""

from __future__ import annotations

import re
from typing import Final

from agenttrace.model import Call, Json, Span, Usage
from agenttrace_server.pipeline.normalize import attributes as a
from agenttrace_server.pipeline.normalize import vocabulary
from agenttrace_server.pipeline.normalize.values import (
    Attributes,
    fields,
    first_count,
    first_text,
    nanoseconds,
    texts,
)

_SECOND_NS: Final = 1_000_000_000
_MILLISECOND_NS: Final = 1_000_000
_FIRST_CHUNK_EVENT: Final = "First Token Stream Event"
_RESPONSE_ID: Final = re.compile(r'"id"\s*:\s*"((?:chatcmpl-|msg_|resp_)[\w-]+)"')
_REQUEST_ID: Final = "req_"
_ID_SEARCH_CHARS: Final = 2_000
_NOT_PARAMETERS: Final = frozenset({"model", "messages", "tools", "input", "instructions", "id", "created_at"})
_PARAMETERS_OF_NOTE: Final = 64


def call_from(span: Span) -> Call:
    """Return everything about a model call but its usage and its content."""
    attributes = span.attributes
    parameters = parameters_from(attributes)
    named = first_text(attributes, a.PROVIDER)
    provider = None if named is None else vocabulary.provider(named)
    asked = first_text(attributes, a.REQUEST_MODEL) or _text_or_none(parameters.pop("model", None))
    request_model, provider = _model(asked, provider)
    response_model, provider = _model(first_text(attributes, a.RESPONSE_MODEL), provider)
    operation = attributes.get(a.OPERATION)
    return Call(
        provider=provider,
        request_model=request_model,
        response_model=response_model,
        response_id=response_id_from(attributes),
        operation=operation if type(operation) is str else None,
        finish_reasons=finish_reasons_from(attributes),
        time_to_first_chunk_ns=_first_chunk_ns(span),
        parameters=parameters,
    )


def usage_from(attributes: Attributes) -> Usage | None:
    """Return the tokens in our inclusive way of counting, or None where the emitter reports none."""
    read = first_count(attributes, a.CACHE_READ_TOKENS)
    write = first_count(attributes, a.CACHE_WRITE_TOKENS)
    reasoning = first_count(attributes, a.REASONING_TOKENS)
    usage_input = first_count(attributes, a.INPUT_TOKENS)
    usage_output = first_count(attributes, a.OUTPUT_TOKENS)
    if usage_input is None and usage_output is None:
        return None
    return inclusive(
        Usage(
            input_tokens=usage_input,
            output_tokens=usage_output,
            cache_read_tokens=read,
            cache_write_tokens=write,
            cache_write_1h_tokens=first_count(attributes, a.CACHE_WRITE_1H_TOKENS),
            reasoning_tokens=reasoning,
            input_audio_tokens=first_count(attributes, a.INPUT_AUDIO_TOKENS),
            output_audio_tokens=first_count(attributes, a.OUTPUT_AUDIO_TOKENS),
        )
    )


def inclusive(usage: Usage) -> Usage:
    """Repair counts that leave out their parts: an input smaller than its cached part cannot contain it."""
    cached = (usage.cache_read_tokens or 0) + (usage.cache_write_tokens or 0)
    reasoning = usage.reasoning_tokens or 0
    lacks_cache = usage.input_tokens is not None and usage.input_tokens < cached
    lacks_reasoning = usage.output_tokens is not None and usage.output_tokens < reasoning
    if not lacks_cache and not lacks_reasoning:
        return usage
    return Usage(
        input_tokens=(usage.input_tokens or 0) + cached if lacks_cache else usage.input_tokens,
        output_tokens=(usage.output_tokens or 0) + reasoning if lacks_reasoning else usage.output_tokens,
        cache_read_tokens=usage.cache_read_tokens,
        cache_write_tokens=usage.cache_write_tokens,
        cache_write_1h_tokens=usage.cache_write_1h_tokens,
        reasoning_tokens=usage.reasoning_tokens,
        input_audio_tokens=usage.input_audio_tokens,
        output_audio_tokens=usage.output_audio_tokens,
    )


def parameters_from(attributes: Attributes) -> dict[str, Json]:
    """Return the settings of the request: temperature, max_tokens, ..., and the service tier that answered."""
    found: dict[str, Json] = {}
    for name in a.INVOCATION_PARAMETERS:
        if (value := attributes.get(name)) is not None:
            given = fields(value)
            found.update((key, given[key]) for key in given if key == "model" or key not in _NOT_PARAMETERS)
    start = len(a.REQUEST_PREFIX)
    for name, value in attributes.items():
        if name.startswith(a.REQUEST_PREFIX) and (key := name[start:]) not in _NOT_PARAMETERS:
            found[key] = value
    tier = first_text(attributes, a.SERVICE_TIER)
    if tier is not None:
        found["service_tier"] = tier
    if len(found) > _PARAMETERS_OF_NOTE:
        return dict(list(found.items())[:_PARAMETERS_OF_NOTE])
    return found


def finish_reasons_from(attributes: Attributes) -> tuple[str, ...]:
    """Return why the model stopped, in our words, from the first attribute that says so."""
    for name in a.FINISH_REASONS:
        value = attributes.get(name)
        if value is not None and (words := texts(value)):
            return tuple(map(vocabulary.finish_reason, words))
    return ()


def response_id_from(attributes: Attributes) -> str | None:
    """Return the provider's id of the answer; where no attribute has it, the one inside the answer's text."""
    found = first_text(attributes, a.RESPONSE_ID)
    if found is not None:
        return None if found.startswith(_REQUEST_ID) else found
    for name in ("output.value", "mlflow.spanOutputs", a.COMPLETION):
        value = attributes.get(name)
        if type(value) is str and (match := _RESPONSE_ID.search(value, 0, _ID_SEARCH_CHARS)):
            return match.group(1)
    return None


def _model(name: str | None, provider: str | None) -> tuple[str | None, str | None]:
    if name is None:
        return None, provider
    return vocabulary.without_provider(name, provider)


def _first_chunk_ns(span: Span) -> int | None:
    for names, per_unit in ((a.FIRST_CHUNK_S, _SECOND_NS), (a.FIRST_CHUNK_MS, _MILLISECOND_NS)):
        for name in names:
            value = span.attributes.get(name)
            if value is not None and (found := nanoseconds(value, per_unit)) is not None:
                return found
    for event in span.events:
        if event.name == _FIRST_CHUNK_EVENT and event.time_ns >= span.start_ns:
            return event.time_ns - span.start_ns
    return None


def _text_or_none(value: Json) -> str | None:
    return value if isinstance(value, str) and value else None
