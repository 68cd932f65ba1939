"""One request as the script sees it: which endpoint, what the system prompt says, what the user said last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from agenttrace.testing.llm_server.scenario.values import Endpoint

Provider: TypeAlias = Literal["openai", "anthropic"]

_SYSTEM_ROLES = ("system", "developer")


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A request that reached the server; `number` counts from 1, header names are lower-case.

    `body` is the parsed JSON object, or empty where there was none or it did not parse.
    """

    number: int
    method: str
    path: str
    provider: Provider
    endpoint: Endpoint | None
    headers: Mapping[str, str] = field(repr=False)
    body: Mapping[str, Any] = field(repr=False)

    @property
    def model(self) -> str:
        return str(self.body.get("model", ""))

    @property
    def stream(self) -> bool:
        return self.body.get("stream") is True

    @property
    def system(self) -> str:
        """The system prompt: system and developer messages, `instructions`, Anthropic's `system`."""
        told = [text_of(self.body.get("system")), text_of(self.body.get("instructions"))]
        told += [text_of(item.get("content")) for item in self._items() if item.get("role") in _SYSTEM_ROLES]
        return "\n".join(text for text in told if text)

    @property
    def last_user(self) -> str:
        """The text of the last user message that has text."""
        if isinstance(self.body.get("input"), str):
            return str(self.body["input"])
        said = (text_of(item.get("content")) for item in reversed(self._items()) if item.get("role") == "user")
        return next((text for text in said if text), "")

    @property
    def tool_result(self) -> str | None:
        """The text of the tool results that the conversation ends with, or None where it ends otherwise."""
        results: list[str] = []
        for item in reversed(self._items()):
            found = _tool_results_in(item)
            if not found:
                break
            results[:0] = found
        return "\n".join(results) if results else None

    def _items(self) -> Sequence[Mapping[str, Any]]:
        items = self.body.get("messages", self.body.get("input"))
        return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def text_of(content: object) -> str:
    """Return the text in a message's content: a string, or blocks that have a `text`."""
    if isinstance(content, str):
        return content
    return "\n".join(_block_texts(content)) if isinstance(content, list) else ""


def _block_texts(blocks: Iterable[object]) -> Iterable[str]:
    for block in blocks:
        if isinstance(block, dict) and isinstance(block.get("text"), str):
            yield block["text"]


def _tool_results_in(item: Mapping[str, Any]) -> list[str]:
    if item.get("role") == "tool":
        return [text_of(item.get("content"))]
    if item.get("type") == "function_call_output":
        return [text_of(item.get("output"))]
    blocks = item.get("content")
    if item.get("role") != "user" or not isinstance(blocks, list):
        return []
    return [
        text_of(block.get("content"))
        for block in blocks
        if isinstance(block, dict) and block.get("type") == "tool_result"
    ]
