"""Refuse what the provider itself would refuse: missing fields, wrong types, tool calls left without a result."""

from __future__ import annotations

from dataclasses import dataclass

from agenttrace.testing.llm_server.protocols.tool_results import unanswered_chat, unanswered_items, unanswered_uses
from agenttrace.testing.llm_server.request import RecordedRequest


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why a request is a 400; `param` and `code` are said by OpenAI only."""

    message: str
    param: str | None = None
    code: str | None = None


_TYPES: dict[str, tuple[type | tuple[type, ...], str]] = {
    "model": (str, "a string"),
    "messages": (list, "an array of objects"),
    "input": ((str, list), "a string or an array"),
    "max_tokens": (int, "an integer"),
}


def complaint_about(request: RecordedRequest) -> Complaint | None:
    """Return the first thing that is wrong with a request to a known endpoint, or None."""
    if request.provider == "anthropic":
        return _about_messages(request)
    required = ("model", "messages") if request.endpoint == "chat" else ("model", "input")
    return _about_fields(request, required) or _about_items(request)


def _about_fields(request: RecordedRequest, required: tuple[str, ...]) -> Complaint | None:
    for name in required:
        if name not in request.body:
            return Complaint(f"Missing required parameter: '{name}'.", name, "missing_required_parameter")
        wanted, described = _TYPES[name]
        value = request.body[name]
        if not isinstance(value, wanted):
            got = type(value).__name__
            return Complaint(f"Invalid type for '{name}': expected {described}, but got {got}.", name, "invalid_type")
        if value == []:
            problem = "empty array. Expected an array with minimum length 1, but got an empty array instead."
            return Complaint(f"Invalid '{name}': {problem}", name, "empty_array")
    return None


def _about_items(request: RecordedRequest) -> Complaint | None:
    name = "messages" if request.endpoint == "chat" else "input"
    items = request.body[name]
    if request.endpoint == "embeddings" or isinstance(items, str):
        return None
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            problem = f"Invalid type for '{name}[{index}]': expected an object, but got {type(item).__name__}."
            return Complaint(problem, f"{name}[{index}]", "invalid_type")
        if request.endpoint == "chat" and not isinstance(item.get("role"), str):
            field = f"{name}[{index}].role"
            return Complaint(f"Missing required parameter: '{field}'.", field, "missing_required_parameter")
    unanswered = unanswered_chat(items) if request.endpoint == "chat" else unanswered_items(items)
    return Complaint(unanswered, name) if unanswered else None


def _about_messages(request: RecordedRequest) -> Complaint | None:
    if "anthropic-version" not in request.headers:
        return Complaint("anthropic-version: header is required")
    counting = request.endpoint is None
    for name in ("model", "messages") if counting else ("model", "max_tokens", "messages"):
        if name not in request.body:
            return Complaint(f"{name}: Field required")
        wanted, described = _TYPES[name]
        if not isinstance(request.body[name], wanted):
            return Complaint(f"{name}: Input should be {described}")
    messages = request.body["messages"]
    if not messages:
        return Complaint("messages: at least one message is required")
    for index, message in enumerate(messages):
        if not isinstance(message, dict):
            return Complaint(f"messages.{index}: Input should be an object")
        if message.get("role") not in ("user", "assistant"):
            return Complaint(f"messages.{index}.role: Input should be 'user' or 'assistant'")
    unanswered = unanswered_uses(messages)
    return Complaint(unanswered) if unanswered else None
