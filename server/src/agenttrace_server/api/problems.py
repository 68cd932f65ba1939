"""Answer every error as application/problem+json (RFC 9457), with the field at fault and the request's id."""

from __future__ import annotations

from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from agenttrace_server.api.schemas import Problem
from agenttrace_server.errors import (
    AgentTraceError,
    BadPayload,
    BadQuery,
    BadQuestion,
    Busy,
    NotFound,
    Overloaded,
    PayloadTooLarge,
    UnsupportedByStore,
    UnsupportedMedia,
)

MEDIA_TYPE = "application/problem+json"
_STATUS_OF: dict[type[AgentTraceError], HTTPStatus] = {
    BadQuestion: HTTPStatus.BAD_REQUEST,
    BadQuery: HTTPStatus.BAD_REQUEST,
    BadPayload: HTTPStatus.BAD_REQUEST,
    NotFound: HTTPStatus.NOT_FOUND,
    Busy: HTTPStatus.CONFLICT,
    PayloadTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    UnsupportedMedia: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    Overloaded: HTTPStatus.SERVICE_UNAVAILABLE,
    UnsupportedByStore: HTTPStatus.NOT_IMPLEMENTED,
}
_OF_MISTAKES = ("position", "length", "expected", "did_you_mean")
_log = structlog.get_logger()


def problem_response(
    request_id: str,
    status: int,
    detail: str,
    *,
    field: str | None = None,
    mistake: BadQuery | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """Return the answer of an error; of a mistake in the filter language also where it is."""
    problem = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        field=field,
        position=mistake.position if mistake else None,
        length=mistake.length if mistake else None,
        expected=list(mistake.expected) if mistake else None,
        did_you_mean=mistake.did_you_mean if mistake else None,
        request_id=request_id,
    )
    # what says nothing is left out, but `field` is always there
    text = problem.model_dump_json(exclude={name for name in _OF_MISTAKES if mistake is None})
    return Response(text, status, headers=headers, media_type=MEDIA_TYPE)


def add_problem_handlers(app: FastAPI) -> None:
    """Make every way to fail answer in this form."""
    app.add_exception_handler(AgentTraceError, _own)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def request_id_of(request: Request) -> str:
    """Return the id that `border` gave the request."""
    request_id: str = request.scope.get("state", {}).get("request_id", "")
    return request_id


async def _own(request: Request, error: Exception) -> Response:
    assert isinstance(error, AgentTraceError)
    status = _STATUS_OF.get(type(error), HTTPStatus.INTERNAL_SERVER_ERROR)
    headers = {"retry-after": str(error.retry_after_s)} if isinstance(error, Overloaded) else None
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("request failed", path=request.url.path, request_id=request_id_of(request), error=error.message)
    mistake = error if isinstance(error, BadQuery) else None
    return problem_response(
        request_id_of(request), status, error.message, field=error.field, mistake=mistake, headers=headers
    )


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return problem_response(request_id_of(request), HTTPStatus.BAD_REQUEST, "the body is not JSON", field="body")
    field = next((str(part) for part in first["loc"][1:]), None)
    is_unknown = first["type"] == "extra_forbidden"
    message = str(first["msg"]).removeprefix("Value error, ")
    detail = f"no such parameter: {field}" if is_unknown else f"{field}: {_lowered(message)}"
    return problem_response(request_id_of(request), HTTPStatus.BAD_REQUEST, detail, field=field)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    is_unknown_path = error.status_code == HTTPStatus.NOT_FOUND and error.detail == HTTPStatus.NOT_FOUND.phrase
    detail = f"nothing is at {request.url.path[:200]}" if is_unknown_path else _lowered(error.detail)
    headers = dict(error.headers) if error.headers else None
    return problem_response(request_id_of(request), error.status_code, detail, headers=headers)


async def _unexpected(request: Request, error: Exception) -> Response:
    request_id = request_id_of(request)
    _log.error("request failed", path=request.url.path, request_id=request_id, exc_info=error)
    detail = "something failed inside the server; its log has the request id"
    return problem_response(request_id, HTTPStatus.INTERNAL_SERVER_ERROR, detail)


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")
