"""Read what a model call asked for, got and used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from agenttrace.model import Call, Json, Message, Span
from agenttrace_server.pipeline.normalize import attributes as a
from agenttrace_server.pipeline.normalize import vocabulary
from agenttrace_server.pipeline.normalize.frameworks import is_framework
from agenttrace_server.pipeline.normalize.general.shape import shape_of
from agenttrace_server.pipeline.normalize.values import (
    Attributes,
    fields,
    first_text,
    items,
    nanoseconds,
    parsed,
    text,
    texts,
)

_SECOND_NS: Final = 1_000_000_000
_FIRST_CHUNK_EVENT: Final = "First Token Stream Event"
_RESPONSE_ID: Final = re.compile(r'"id"\s*:\s*"((?:chatcmpl-|msg_|resp_)[\w-]+)"')
_REQUEST_ID: Final = "req_"
_ID_SEARCH_CHARS: Final = 2_000
_NOT_PARAMETERS: Final = frozenset({"model", "messages", "tools", "input", "instructions", "id", "created_at"})
_PARAMETERS_OF_NOTE: Final = 64
_SCHEMAS: Final = ("parameters", "input_schema", "inputSchema", "json_schema", "parametersJsonSchema", "strict_schema")


def call_from(span: Span, answered: tuple[Message, ...] = ()) -> Call:
    """Return everything about a model call but its usage and its content; `answered` may say why it ended."""
    attributes = span.attributes
    shape = shape_of(attributes)
    parameters = parameters_from(attributes)
    provider = provider_from(attributes)
    asked = first_text(attributes, shape.request_model) or _text_or_none(parameters.pop("model", None))
    request_model, provider = _model(asked, provider)
    response_model, provider = _model(first_text(attributes, shape.response_model), provider)
    operation = attributes.get(a.OPERATION)
    return Call(
        provider=provider,
        request_model=request_model,
        response_model=response_model,
        response_id=response_id_from(attributes),
        operation=operation if type(operation) is str else None,
        finish_reasons=finish_reasons_from(attributes) or reasons_said(answered),
        time_to_first_chunk_ns=_first_chunk_ns(span),
        parameters=parameters,
        tools=tools_from(attributes),
    )


def provider_from(attributes: Attributes) -> str | None:
    """Return who runs the model; some agent frameworks give themselves, which is no provider."""
    for name in shape_of(attributes).provider:
        if (named := text(attributes[name])) is not None and not is_framework(named.lower()):
            return vocabulary.provider(named)
    return None


def tools_from(attributes: Attributes) -> Json:
    """Return the definitions of the tools that the request offered, each with name, description and parameters."""
    given = attributes.get(a.TOOL_DEFINITIONS)
    return None if given is None else tools_of(items(given))


def tools_of(definitions: list[Json]) -> Json:
    """Return definitions in the shapes of OpenAI, Anthropic, Google or MCP in one shape; None where there are none."""
    found: list[Json] = [tool for given in definitions for tool in _tools_in(fields(given))]
    return found or None


def _tools_in(given: Mapping[str, Json]) -> list[Json]:
    declared = given.get("function_declarations") or given.get("functionDeclarations")
    if isinstance(declared, list):
        return [tool for one in declared for tool in _tools_in(fields(one))]
    inner = given.get("function") or given.get("toolSpec")
    shape: Mapping[str, Json] = inner if isinstance(inner, dict) else given
    name = text(shape.get("name")) or text(given.get("type"))
    if name is None:
        return []
    schema = next((shape[key] for key in _SCHEMAS if key in shape), None)
    return [{"name": name, "description": text(shape.get("description")), "parameters": parsed(schema)}]


def parameters_from(attributes: Attributes) -> dict[str, Json]:
    """Return the settings of the request: temperature, max_tokens, ..., and the service tier that answered."""
    found: dict[str, Json] = {}
    shape = shape_of(attributes)
    for name in shape.invocation:
        given = fields(attributes[name])
        found.update((key, given[key]) for key in given if key == "model" or key not in _NOT_PARAMETERS)
    for name, key in shape.requested:
        if key not in _NOT_PARAMETERS:
            found[key] = attributes[name]
    if len(found) > _PARAMETERS_OF_NOTE:
        found = dict(list(found.items())[:_PARAMETERS_OF_NOTE])
    for key, names in (("service_tier", shape.service_tier), ("speed", shape.speed)):
        if (value := first_text(attributes, names)) is not None:
            found[key] = value
    return found


def finish_reasons_from(attributes: Attributes) -> tuple[str, ...]:
    """Return why the model stopped, in our words, from the first attribute that says so."""
    for name in shape_of(attributes).finish_reasons:
        if words := texts(attributes[name]):
            return tuple(map(vocabulary.finish_reason, words))
    return ()


def reasons_said(answered: tuple[Message, ...]) -> tuple[str, ...]:
    """Return the finish reasons that the messages themselves have."""
    return tuple(message.finish_reason for message in answered if message.finish_reason is not None)


def response_id_from(attributes: Attributes) -> str | None:
    """Return the provider's id of the answer; where no attribute has it, the one inside the answer's text."""
    found = first_text(attributes, a.RESPONSE_ID)
    if found is not None:
        return None if found.startswith(_REQUEST_ID) else found
    for name in ("output.value", a.COMPLETION):
        value = attributes.get(name)
        if type(value) is str and (match := _RESPONSE_ID.search(value, 0, _ID_SEARCH_CHARS)):
            return match.group(1)
    return None


def _model(name: str | None, provider: str | None) -> tuple[str | None, str | None]:
    if name is None:
        return None, provider
    return vocabulary.without_provider(name, provider)


def _first_chunk_ns(span: Span) -> int | None:
    for name in shape_of(span.attributes).first_chunk:
        if (found := nanoseconds(span.attributes[name], _SECOND_NS)) is not None:
            return found
    for event in span.events:
        if event.name == _FIRST_CHUNK_EVENT and event.time_ns >= span.start_ns:
            return event.time_ns - span.start_ns
    return None


def _text_or_none(value: Json) -> str | None:
    return value if isinstance(value, str) and value else None
