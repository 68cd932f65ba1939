"""Read messages in the shapes of OpenTelemetry, OpenAI, Anthropic and Google into ours."""

from __future__ import annotations

from collections.abc import Mapping

from agenttrace.model import Json, Message, Part, PartType
from agenttrace_server.pipeline.normalize.parts import parts_from, tool_call_from
from agenttrace_server.pipeline.normalize.values import fields, items, parsed, text
from agenttrace_server.pipeline.normalize.vocabulary import finish_reason

_HOLDERS = ("messages", "choices", "generations", "candidates", "contents", "output", "content")
_MAX_NESTING = 3
_BLOCKS = frozenset({"type", "text", "toolUse", "toolResult", "reasoningContent", "image", "document", "cachePoint"})
"""Keys of which every part of a message has one."""
_PLAIN = ("role", "parts")
_PLAIN_ROLES = ("user", "assistant", "system", "tool")
_ROLES = {"human": "user", "ai": "assistant", "model": "assistant", "developer": "system", "function": "tool"}


def messages_from(value: Json, role: str) -> tuple[Message, ...]:
    """Return the messages of a list, of a request or an answer with a list in it, or a plain text said by `role`."""
    if value is None:
        return ()
    found = [_plain(item) or message_from(item, role) for item in _listed(parsed(value), 0)]
    return tuple([message for message in found if message is not None])


def _plain(item: Json) -> Message | None:
    """Nine messages of ten are OpenTelemetry's {"role": "user", "parts": [...]}, and say nothing else."""
    if type(item) is not dict or len(item) != len(_PLAIN):
        return None
    said_by, parts = item.get("role"), item.get("parts")
    if type(said_by) is not str or said_by not in _PLAIN_ROLES or type(parts) is not list or not parts:
        return None
    return Message(said_by, tuple(parts_from(parts)))


def _listed(found: Json, depth: int) -> list[Json]:
    """Take the messages out of what is around them: {"messages": [[...]]}, {"choices": [...]}, {"output": [...]}."""
    if isinstance(found, dict) and "role" not in found:
        for name in _HOLDERS:
            inner = found.get(name)
            if isinstance(inner, list) and not ("type" in found and name == "content"):
                return _listed(inner, depth + 1)
        return [found]
    if isinstance(found, list):
        if depth < _MAX_NESTING and list in map(type, found):
            return [item for inner in found for item in _listed(inner, depth + 1)]
        return found
    return items(found)


def message_from(item: Json, role: str) -> Message | None:
    """Return one message; `role` is whose it is where it does not say. None where nothing was said."""
    if isinstance(item, str):
        return Message(role, tuple(parts_from(item))) if item else None
    if not isinstance(item, dict):
        return None
    if "parts" not in item:
        item = dict(_unwrapped(item))
    said_by = text(item.get("role")) or role
    parts = _parts_of(item)
    reason = text(item.get("finish_reason"))
    if not parts and reason is None and "role" not in item:
        return None
    return Message(
        role=_ROLES.get(said_by, said_by),
        parts=tuple(parts),
        name=text(item.get("name")),
        finish_reason=None if reason is None else finish_reason(reason),
    )


def _unwrapped(item: Mapping[str, Json]) -> Mapping[str, Json]:
    """Take a message out of OpenAI's choice, Google's candidate, and the two ways in which LangChain writes one."""
    choice = item.get("message")
    content = item.get("content")
    if isinstance(choice, dict):
        reason = item.get("finish_reason") or fields(item.get("generation_info")).get("finish_reason")
        item = {"finish_reason": reason, **_unwrapped_langchain(choice)}
    elif isinstance(content, dict) and "parts" in content:
        item = {"finish_reason": item.get("finishReason"), **content}
    return _unwrapped_langchain(item)


def _unwrapped_langchain(item: Mapping[str, Json]) -> Mapping[str, Json]:
    inner = item.get("kwargs") if "lc" in item else item.get("data")
    if not isinstance(inner, dict) or "content" not in inner:
        return item
    named = item.get("type") if "lc" not in item else inner.get("type")
    if named is None and isinstance(path := item.get("id"), list) and path:
        named = (text(path[-1]) or "").removesuffix("Chunk").removesuffix("Message").lower()
    said: dict[str, Json] = {"role": named, **inner}
    said.pop("type", None)
    return said


def system_message(value: Json) -> tuple[Message, ...]:
    """Return the instructions that some emitters keep apart from the messages as a system message."""
    parts = parts_from(parsed(value))
    return (Message("system", tuple(parts)),) if parts else ()


def _parts_of(item: Mapping[str, Json]) -> list[Part]:
    answered = text(item.get("tool_call_id"))
    parts = item.get("parts")
    if isinstance(parts, list):
        return parts_from(parts)
    content = item.get("content")
    if answered is not None:
        return [Part(PartType.TOOL_RESULT, name=text(item.get("name")), call_id=answered, value=parsed(content))]
    if isinstance(item.get("type"), str) and "role" not in item:
        return parts_from(dict(item))
    found = parts_from(_content(content))
    reasoning = item.get("reasoning_content")
    if isinstance(reasoning, str) and reasoning:
        found.insert(0, Part(PartType.REASONING, text=reasoning))
    return found + _calls_missing_in(found, item.get("tool_calls"))


def _content(content: Json) -> Json:
    """Some write the list of parts as JSON text; a text that merely looks like JSON stays text."""
    if isinstance(content, str) and content.startswith('[{"'):
        found = parsed(content)
        if isinstance(found, list) and all(isinstance(part, dict) and _BLOCKS & part.keys() for part in found):
            return found
    return content


def _calls_missing_in(parts: list[Part], calls: Json) -> list[Part]:
    if not calls:
        return []
    present = {part.call_id for part in parts if part.type is PartType.TOOL_CALL and part.call_id}
    found = [call for call in map(tool_call_from, items(calls)) if call is not None]
    return [call for call in found if call.call_id is None or call.call_id not in present]
