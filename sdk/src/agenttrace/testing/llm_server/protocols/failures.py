"""Errors in each provider's own JSON shape, with the status' usual type, code and words."""

from __future__ import annotations

from agenttrace.testing.llm_server.ids import make_id
from agenttrace.testing.llm_server.protocols.answer import Event, Json
from agenttrace.testing.llm_server.request import RecordedRequest
from agenttrace.testing.llm_server.scenario.values import Failure

_OPENAI: dict[int, tuple[str, str | None, str]] = {
    400: ("invalid_request_error", None, "The request is invalid."),
    401: ("invalid_request_error", "invalid_api_key", "Incorrect API key provided."),
    403: ("invalid_request_error", "permission_denied", "You do not have access to this resource."),
    404: ("invalid_request_error", None, "Not found."),
    413: ("invalid_request_error", None, "The request is too large."),
    429: ("requests", "rate_limit_exceeded", "Rate limit reached. Please try again later."),
    500: ("server_error", None, "The server had an error while processing your request. Sorry about that!"),
    503: ("server_error", None, "The engine is currently overloaded, please try again later."),
}
_ANTHROPIC: dict[int, tuple[str, str]] = {
    400: ("invalid_request_error", "The request is invalid."),
    401: ("authentication_error", "invalid x-api-key"),
    403: ("permission_error", "Your API key does not have permission to use the specified resource."),
    404: ("not_found_error", "Not found."),
    413: ("request_too_large", "Request exceeds the maximum size"),
    429: ("rate_limit_error", "This request would exceed your account's rate limit. Please try again later."),
    500: ("api_error", "Internal server error"),
    504: ("timeout_error", "The request timed out."),
    529: ("overloaded_error", "Overloaded"),
}


def as_json(failure: Failure, request: RecordedRequest, seed: int, param: str | None = None) -> Json:
    """Return the body that the request's provider would send; only OpenAI names the parameter and a code."""
    if request.provider == "anthropic":
        return _anthropic(failure) | {"request_id": make_id("req_", seed, request.number)}
    return {"error": _openai(failure, param)}


def as_event(failure: Failure, request: RecordedRequest, sent: int) -> Event:
    """Return the event with which the provider ends a stream of which `sent` events have gone out."""
    if request.provider == "anthropic":
        return Event(_anthropic(failure), name="error")
    error = _openai(failure, None)
    if request.endpoint != "responses":
        return Event({"error": error})
    told = {"code": error["code"] or error["type"], "message": error["message"], "param": None}
    return Event({"type": "error", "sequence_number": sent, **told}, name="error")


def _openai(failure: Failure, param: str | None) -> Json:
    usual = _OPENAI[500] if failure.status >= 500 else _OPENAI[400]
    kind, code, message = _OPENAI.get(failure.status, usual)
    return {
        "message": failure.message or message,
        "type": failure.type or kind,
        "param": param,
        "code": failure.code or code,
    }


def _anthropic(failure: Failure) -> Json:
    usual = _ANTHROPIC[500] if failure.status >= 500 else _ANTHROPIC[400]
    kind, message = _ANTHROPIC.get(failure.status, usual)
    return {"type": "error", "error": {"type": failure.type or kind, "message": failure.message or message}}
