"""Count tokens in our inclusive way, from attributes or from the object that a provider answers with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from agenttrace.model import Json, Usage
from agenttrace_server.pipeline.normalize.general.shape import shape_of
from agenttrace_server.pipeline.normalize.values import Attributes, first_count, literal

_INPUT: Final = (
    "input_tokens", "prompt_tokens", "inputTokens", "promptTokens",
    "prompt_token_count", "promptTokenCount", "input",
)  # fmt: skip
_OUTPUT: Final = (
    "output_tokens", "completion_tokens", "outputTokens", "completionTokens",
    "candidates_token_count", "candidatesTokenCount", "output",
)  # fmt: skip
_CACHE_READ: Final = (
    "cache_read_input_tokens", "cache_read_tokens", "cached_tokens", "cacheReadInputTokens", "cacheReadTokens",
    "cachedInputTokens", "cached_content_token_count", "cachedContentTokenCount",
    "input_cached_tokens", "input_cache_read", "cache_read",
)  # fmt: skip
_CACHE_WRITE: Final = (
    "cache_creation_input_tokens", "cache_write_tokens", "cacheWriteInputTokens", "cacheWriteTokens",
    "cacheCreationInputTokens", "input_cache_creation", "input_cache_write", "cache_creation",
)  # fmt: skip
_CACHE_WRITE_1H: Final = ("ephemeral_1h_input_tokens",)
_REASONING: Final = (
    "reasoning_tokens", "reasoningTokens", "thoughts_token_count", "thoughtsTokenCount",
    "output_reasoning_tokens", "output_reasoning", "reasoning",
)  # fmt: skip
_AUDIO: Final = ("audio_tokens", "audioTokens", "audio")
_IMAGE: Final = ("image_tokens", "imageTokens", "image")
_CACHED_DETAILS: Final = ("cached_tokens_details", "cachedTokensDetails", "cacheTokensDetails", "cache_tokens_details")
_MODALITY_COUNTS: Final = ("tokenCount", "token_count")
_SERVER_TOOLS: Final = ("server_tool_use", "serverToolUse")
_WEB_SEARCHES: Final = ("web_search_requests", "webSearchRequests")
_TOTAL: Final = ("total_tokens", "totalTokens", "total_token_count", "totalTokenCount", "total")
_INPUT_DETAILS: Final = (
    "prompt_tokens_details", "input_tokens_details", "input_token_details", "inputTokenDetails", "cache_creation",
    "promptTokensDetails",
)  # fmt: skip
_OUTPUT_DETAILS: Final = (
    "completion_tokens_details", "output_tokens_details", "output_token_details", "outputTokenDetails",
    "candidatesTokensDetails", "candidates_tokens_details",
)  # fmt: skip
_GOOGLE_THOUGHTS: Final = ("thoughts_token_count", "thoughtsTokenCount")
_GOOGLE_TOOLS: Final = ("tool_use_prompt_token_count", "toolUsePromptTokenCount")
_ANTHROPIC: Final = ("cache_read_input_tokens", "cache_creation_input_tokens")
_NOTHING: Final[Mapping[str, Json]] = {}


def usage_from(attributes: Attributes) -> Usage | None:
    """Return the tokens that attributes of general meaning report, or None where there are none."""
    shape = shape_of(attributes)
    told: dict[str, int | None] = {field: first_count(attributes, names) for field, names in shape.usage}
    if told.get("input_tokens") is None and told.get("output_tokens") is None:
        return None
    return inclusive(Usage(**told), first_count(attributes, shape.total_tokens))


def usage_of(value: Json) -> Usage | None:
    """Return the tokens in the `usage` object of OpenAI, Anthropic, Google, Bedrock, LangChain, Langfuse or MLflow."""
    given = literal(value)
    if not isinstance(given, dict):
        return None
    inside, outside = _details(given, _INPUT_DETAILS), _details(given, _OUTPUT_DETAILS)
    from_cache = _details(inside, _CACHED_DETAILS) or _details(given, _CACHED_DETAILS)
    found = Usage(
        input_tokens=first_count(given, _INPUT),
        output_tokens=first_count(given, _OUTPUT),
        cache_read_tokens=_count(given, inside, _CACHE_READ),
        cache_write_tokens=_count(given, inside, _CACHE_WRITE),
        cache_write_1h_tokens=_count(given, inside, _CACHE_WRITE_1H),
        reasoning_tokens=_count(given, outside, _REASONING),
        input_audio_tokens=first_count(inside, _AUDIO),
        output_audio_tokens=first_count(outside, _AUDIO),
        cache_read_audio_tokens=first_count(from_cache, _AUDIO),
        input_image_tokens=first_count(inside, _IMAGE),
        output_image_tokens=first_count(outside, _IMAGE),
        web_searches=first_count(_details(given, _SERVER_TOOLS), _WEB_SEARCHES),
    )
    if found.input_tokens is None and found.output_tokens is None:
        return None
    if (thoughts := first_count(given, _GOOGLE_THOUGHTS)) is not None:
        tools = first_count(given, _GOOGLE_TOOLS) or 0
        return _with(found, tools, thoughts)
    total = first_count(given, _TOTAL)
    if total is None and any(name in given for name in _ANTHROPIC):
        return with_cache_added(found)
    if "input" in given and total is None:
        return _with(found, cached(found), found.reasoning_tokens or 0)
    return inclusive(found, total)


def inclusive(usage: Usage, total: int | None = None) -> Usage:
    """Repair counts that leave out their parts.

    An input smaller than its cached part cannot contain it; and where the emitter's own total is larger than input and
    output by just the parts, the parts are not in them.
    """
    held, reasoning = cached(usage), usage.reasoning_tokens or 0
    lacks_cache = usage.input_tokens is not None and usage.input_tokens < held
    lacks_reasoning = usage.output_tokens is not None and usage.output_tokens < reasoning
    if total is not None and not lacks_cache and not lacks_reasoning:
        beyond = total - (usage.input_tokens or 0) - (usage.output_tokens or 0)
        if beyond > 0:
            lacks_cache = held > 0 and beyond in (held, held + reasoning)
            lacks_reasoning = reasoning > 0 and beyond in (reasoning, held + reasoning) and beyond != held
    if not lacks_cache and not lacks_reasoning:
        return usage
    return _with(usage, held if lacks_cache else 0, reasoning if lacks_reasoning else 0)


def with_cache_added(usage: Usage) -> Usage:
    """Add to the input what was read from and written to the cache, for emitters that count it apart."""
    return _with(usage, cached(usage), 0)


def says_nothing(usage: Usage | None) -> bool:
    """Whether this is what an emitter writes that was told no tokens: no call of a model takes and gives 0 tokens."""
    return usage is not None and not usage.input_tokens and not usage.output_tokens


def cached(usage: Usage) -> int:
    """Return the part of the input that touched the provider's cache."""
    return (usage.cache_read_tokens or 0) + (usage.cache_write_tokens or 0)


def merged(first: Usage | None, second: Usage | None) -> Usage | None:
    """Return what either knows; where both do, the first is believed."""
    if first is None or second is None:
        return first or second
    known = {name: getattr(first, name) for name in Usage.__slots__ if getattr(first, name) is not None}
    return replace(second, **known)


def _with(usage: Usage, more_input: int, more_output: int) -> Usage:
    return replace(
        usage,
        input_tokens=None if usage.input_tokens is None else usage.input_tokens + more_input,
        output_tokens=None if usage.output_tokens is None else usage.output_tokens + more_output,
    )


def _details(given: Mapping[str, Json], names: tuple[str, ...]) -> Mapping[str, Json]:
    for name in names:
        inner = given.get(name)
        if isinstance(inner, dict):
            return inner
        if isinstance(inner, list):
            return _by_modality(inner)
    return _NOTHING


def _by_modality(counts: list[Json]) -> Mapping[str, Json]:
    """Google writes a list: [{"modality": "AUDIO", "tokenCount": 30}, ...]."""
    found = (item for item in counts if isinstance(item, dict))
    return {str(item.get("modality")).lower(): first_count(item, _MODALITY_COUNTS) for item in found}


def _count(given: Mapping[str, Json], details: Mapping[str, Json], names: tuple[str, ...]) -> int | None:
    found = first_count(given, names)
    return found if found is not None else first_count(details, names)
