"""Decide once for all spans with the same attribute names which of the names that we look for are there at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from agenttrace_server.pipeline.normalize import attributes as a
from agenttrace_server.pipeline.normalize.values import Attributes
from agenttrace_server.pipeline.normalize.vocabulary import KINDS, Kinds

_MEMORY: Final = 4_096
"""Shapes that are remembered; an emitter has a few dozen. One that numbers its names has as many as it has spans."""
_LONGEST: Final = 256
"""Names of a shape that is worth remembering."""
_REQUEST: Final = "request."


@dataclass(frozen=True, slots=True)
class Shape:
    """Of each table of `attributes`, the names that spans of this shape have, in the table's order."""

    kinds: Kinds
    session: a.Names
    session_of_ours: a.Names
    user: a.Names
    tags: a.Names
    agent_name: a.Names
    agent_about: tuple[a.Names, a.Names, a.Names]
    """Its id, role and description."""
    input: a.Names
    output: a.Names
    file_path: a.Names
    reported_cost: a.Names
    tool: tuple[a.Names, a.Names, a.Names]
    """Its name, the id of its call, and its description."""
    http_method: a.Names
    provider: a.Names
    request_model: a.Names
    response_model: a.Names
    finish_reasons: a.Names
    first_chunk: a.Names
    service_tier: a.Names
    speed: a.Names
    invocation: a.Names
    requested: tuple[tuple[str, str], ...]
    """Attributes that are settings of the request, and the names of the settings."""
    usage: tuple[tuple[str, a.Names], ...]
    """The fields of `Usage` that are told; empty where neither input nor output is."""
    total_tokens: a.Names


_known: dict[tuple[str, ...], Shape] = {}


def shape_of(attributes: Attributes) -> Shape:
    """Return the shape of a span with these attributes. It depends on their names alone."""
    names = (*attributes,)
    known = _known.get(names)
    if known is not None:
        return known
    shape = _shape(names)
    if len(names) <= _LONGEST:
        if len(_known) >= _MEMORY:
            _known.clear()
        _known[names] = shape
    return shape


def _shape(names: tuple[str, ...]) -> Shape:
    there = frozenset(names)

    def among(looked_for: a.Names) -> a.Names:
        return tuple(name for name in looked_for if name in there)

    return Shape(
        kinds=tuple((name, words) for name, words in KINDS if name in there),
        session=among(a.SESSION),
        session_of_ours=among(a.SESSION_OF_OURS),
        user=among(a.USER),
        tags=among(a.TAGS),
        agent_name=among(a.AGENT_NAME),
        agent_about=(among(a.AGENT_ID), among(a.AGENT_ROLE), among(a.AGENT_DESCRIPTION)),
        input=among(a.INPUT),
        output=among(a.OUTPUT),
        file_path=among(a.FILE_PATH),
        reported_cost=among(a.REPORTED_COST),
        tool=(among(a.TOOL_NAME), among(a.TOOL_CALL_ID), among(a.TOOL_DESCRIPTION)),
        http_method=among(a.HTTP_METHOD),
        provider=among(a.PROVIDER),
        request_model=among(a.REQUEST_MODEL),
        response_model=among(a.RESPONSE_MODEL),
        finish_reasons=among(a.FINISH_REASONS),
        first_chunk=among(a.FIRST_CHUNK_S),
        service_tier=among(a.SERVICE_TIER),
        speed=among(a.SPEED),
        invocation=among(a.INVOCATION_PARAMETERS),
        requested=tuple((name, _setting(name)) for name in names if name.startswith(a.REQUEST_PREFIXES)),
        usage=tuple((field, found) for field, names in _usage_told(there) if (found := among(names))),
        total_tokens=among(a.TOTAL_TOKENS),
    )


def _setting(name: str) -> str:
    return name[name.index(_REQUEST) + len(_REQUEST) :]


def _usage_told(there: frozenset[str]) -> tuple[tuple[str, a.Names], ...]:
    return () if there.isdisjoint((*a.INPUT_TOKENS, *a.OUTPUT_TOKENS)) else _USAGE


_USAGE: Final = (
    ("input_tokens", a.INPUT_TOKENS),
    ("output_tokens", a.OUTPUT_TOKENS),
    ("cache_read_tokens", a.CACHE_READ_TOKENS),
    ("cache_write_tokens", a.CACHE_WRITE_TOKENS),
    ("cache_write_1h_tokens", a.CACHE_WRITE_1H_TOKENS),
    ("reasoning_tokens", a.REASONING_TOKENS),
    ("input_audio_tokens", a.INPUT_AUDIO_TOKENS),
    ("output_audio_tokens", a.OUTPUT_AUDIO_TOKENS),
    ("cache_read_audio_tokens", a.CACHE_READ_AUDIO_TOKENS),
    ("input_image_tokens", a.INPUT_IMAGE_TOKENS),
    ("output_image_tokens", a.OUTPUT_IMAGE_TOKENS),
    ("web_searches", a.WEB_SEARCHES),
    ("file_searches", a.FILE_SEARCHES),
)
