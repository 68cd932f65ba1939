"""Read what a model said from the body of its answer, streamed or not, in the protocols that we know."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said. `content` holds `text` and `tool_calls`, or the body itself in a protocol we do not know."""

    content: Any
    model: str | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None


def answer_of(protocol: str | None, body: bytes) -> Answer:
    """Return what an answer says, without the ids and times that differ from call to call."""
    text = body.decode("utf-8", "replace")
    read = _READERS.get(protocol or "")
    documents = list(_documents(text))
    if read is None or not documents:
        return Answer(documents[0] if len(documents) == 1 else text)
    said = _Said()
    for document in documents:
        read(document, said)
    return said.answer(documents)


def _documents(text: str) -> Iterator[Row]:
    """Yield the JSON objects of a body: the whole of it, or those of its events."""
    whole = _object(text)
    if whole is not None:
        yield whole
        return
    for line in text.splitlines():
        found = _object(line.removeprefix("data:").strip())
        if found is not None:
            yield found


def _object(text: str) -> Row | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


class _Said:
    """What has been said so far: texts are added up, tool calls by the place that they have in the answer."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.calls: dict[Any, list[str]] = {}
        self.model: str | None = None
        self.tokens: dict[str, int] = {}

    def say(self, text: Any) -> None:
        if isinstance(text, str):
            self.text.append(text)

    def call(self, place: Any, name: Any, arguments: Any) -> None:
        held = self.calls.setdefault(place, ["", ""])
        held[0] += name if isinstance(name, str) else ""
        held[1] += arguments if isinstance(arguments, str) else ("" if arguments is None else json.dumps(arguments))

    def used(self, usage: Any, given: str, made: str) -> None:
        for ours, theirs in (("input", given), ("output", made)):
            value = _row(usage).get(theirs)
            if isinstance(value, int):
                self.tokens[ours] = value

    def answer(self, documents: list[Row]) -> Answer:
        error = next((document["error"] for document in documents if document.get("error")), None)
        content: dict[str, Any] = {"text": "".join(self.text)}
        if self.calls:
            content["tool_calls"] = [{"name": name, "arguments": _json(text)} for name, text in self.calls.values()]
        if error is not None:
            content["error"] = error
        return Answer(content, self.model, self.tokens.get("input"), self.tokens.get("output"))


def _openai_chat(document: Row, said: _Said) -> None:
    said.model = document.get("model") or said.model
    said.used(document.get("usage"), "prompt_tokens", "completion_tokens")
    for choice in _rows(document.get("choices")):
        message = _row(choice.get("delta") or choice.get("message"))
        said.say(message.get("content") or choice.get("text"))
        for number, call in enumerate(_rows(message.get("tool_calls"))):
            function = _row(call.get("function"))
            place = (choice.get("index"), call.get("index", number))
            said.call(place, function.get("name"), function.get("arguments"))


def _openai_responses(document: Row, said: _Said) -> None:
    response = _row(document.get("response")) if "response" in document else document
    if document.get("type") not in (None, "response.completed", "response.incomplete", "response.failed"):
        return
    said.model = response.get("model") or said.model
    said.used(response.get("usage"), "input_tokens", "output_tokens")
    for number, item in enumerate(_rows(response.get("output"))):
        for part in _rows(item.get("content")):
            said.say(part.get("text"))
        if item.get("type") == "function_call":
            said.call(number, item.get("name"), item.get("arguments"))


def _anthropic(document: Row, said: _Said) -> None:
    message = _row(document.get("message")) if document.get("type") == "message_start" else document
    said.model = message.get("model") or said.model
    said.used(message.get("usage"), "input_tokens", "output_tokens")
    blocks = list(enumerate(_rows(message.get("content"))))
    if document.get("type") == "content_block_start":
        blocks = [(document.get("index", 0), _row(document.get("content_block")))]
    for place, block in blocks:
        said.say(block.get("text"))
        if block.get("type") == "tool_use":
            said.call(place, block.get("name"), block.get("input") or None)
    delta = _row(document.get("delta"))
    said.say(delta.get("text"))
    if "partial_json" in delta:
        said.call(document.get("index", 0), None, delta["partial_json"])


def _google(document: Row, said: _Said) -> None:
    said.model = document.get("modelVersion") or said.model
    said.used(document.get("usageMetadata"), "promptTokenCount", "candidatesTokenCount")
    for candidate in _rows(document.get("candidates")):
        for part in _rows(_row(candidate.get("content")).get("parts")):
            said.say(part.get("text"))
            call = _row(part.get("functionCall"))
            if call:
                said.call(len(said.calls), call.get("name"), call.get("args"))


_READERS: dict[str, Callable[[Row, _Said], None]] = {
    "openai.chat": _openai_chat,
    "openai.completions": _openai_chat,
    "openai.responses": _openai_responses,
    "anthropic.messages": _anthropic,
    "google.generate_content": _google,
}


def _row(value: Any) -> Row:
    return value if isinstance(value, dict) else {}


def _rows(value: Any) -> list[Row]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
