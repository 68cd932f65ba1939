"""Hold what was said to and by a model: one shape for the messages of every provider."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Union

Json = Union[None, bool, int, float, str, list["Json"], dict[str, "Json"]]  # noqa: UP007 (recursive, and read at run time on 3.10)
"""Any JSON value. Attribute values and tool arguments are of this type."""


class PartType(str, Enum):
    """What one part of a message is."""

    TEXT = "text"
    REASONING = "reasoning"
    TOOL_CALL = "tool_call"
    TOOL_RESULT = "tool_result"
    MEDIA = "media"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a message. Which fields are set depends on `type`.

    TEXT, REASONING: `text`. TOOL_CALL: `name`, `call_id`, `value` (the arguments). TOOL_RESULT: `call_id`, `value`.
    MEDIA: `mime_type`, `name` (of the file), and either `sha256` and `size_bytes` of a file that came along, or `text`:
    an address, a provider's file id, or what could not be made a file. OTHER: `value` holds what the emitter sent.
    """

    type: PartType
    text: str | None = None
    name: str | None = None
    call_id: str | None = None
    value: Json = None
    mime_type: str | None = None
    sha256: str | None = None
    """Lowercase hex; the server gives the bytes by it."""
    size_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation. `role` is system, user, assistant, tool, or the emitter's own word."""

    role: str
    parts: tuple[Part, ...]
    name: str | None = None
    finish_reason: str | None = None
