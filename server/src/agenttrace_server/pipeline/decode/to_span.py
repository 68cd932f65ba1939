"""Hold what both encodings share: the rules by which OTLP fields become the fields of a `Span`."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping, Sequence

from agenttrace.model import (
    DEFAULT_PROJECT,
    OK,
    RUNNING,
    BadId,
    Json,
    ProjectName,
    SpanEvent,
    SpanState,
    Status,
    project_name_from,
    semconv,
)
from agenttrace_server.pipeline.decode.place import bad

MAX_TIME_NS = 2**63 - 1
"""The last nanosecond that a signed 64-bit column can hold: in the year 2262."""

NESTING_LIMIT = 80
"""Levels of arrays and maps in a value, about what 254 levels of JSON can say. Receive's own limit is a setting."""

KINDS = ("internal", "internal", "server", "client", "producer", "consumer")
"""OTLP's span kinds by number; 0 is "unspecified", which OTLP says to read as internal."""

STATUS_ERROR = 2
BYTES_PREFIX = "base64:"
"""What stands before the base64 text of a value that was bytes, which JSON has no word for."""

_EXCEPTION_EVENT = "exception"
_TIMEOUTS = frozenset({"TimeoutError", "APITimeoutError"})
"""Python's own, and what the openai and anthropic packages raise."""
_STATES = {state.value: state for state in SpanState if state is not SpanState.RUNNING}


def kind_of(number: int) -> str:
    """Return the word for an OTLP span kind; a number of a later OTLP reads as internal."""
    return KINDS[number] if 0 <= number < len(KINDS) else KINDS[0]


def time_of(value: int, field: str) -> int:
    """Raises: BadPayload: a time that no store can hold. A start of 0 or an end before the start is taken as sent."""
    if not 0 <= value <= MAX_TIME_NS:
        raise bad(field, f"a time is between 0 and {MAX_TIME_NS} nanoseconds since 1970, this is {value}")
    return value


def number_of(value: float) -> Json:
    """Return a double as JSON can hold it; NaN and the infinities become text, as in protobuf's JSON mapping."""
    if math.isfinite(value):
        return value
    if math.isnan(value):
        return "NaN"
    return "Infinity" if value > 0 else "-Infinity"


def bytes_text(value: bytes) -> str:
    """Return bytes as marked base64 text."""
    return BYTES_PREFIX + base64.b64encode(value).decode("ascii")


def project_named(name: str) -> ProjectName:
    """Return the project of a request, the default one where it names none. Raises: BadPayload: it cannot be."""
    if not name:
        return DEFAULT_PROJECT
    try:
        return project_name_from(name)
    except BadId as error:
        raise bad("project", error.reason) from None


def project_of(resource: Mapping[str, Json], fallback: ProjectName) -> ProjectName:
    """Return the project that the resource names, else the request's.

    Raises: BadPayload: the resource names one that cannot be.
    """
    named = resource.get(semconv.PROJECT)
    if named is None:
        return fallback
    field = f'resource.attributes["{semconv.PROJECT}"]'
    if not isinstance(named, str):
        raise bad(field, "a project name is text")
    try:
        return project_name_from(named)
    except BadId as error:
        raise bad(field, error.reason) from None


def status_of(
    code: int, message: str, attributes: Mapping[str, Json], events: Sequence[SpanEvent], end_ns: int
) -> Status:
    """Say how a span ended. No end time is running; our own word goes before OTLP's; unset is ok.

    The error code is the first of `agenttrace.status.code`, `error.type` and the last exception's type. OTLP has only
    one word for every failure, so an error whose code is Python's for a cancelled task or a timeout is that.
    """
    if end_ns == 0:
        return RUNNING
    word = attributes.get(semconv.STATUS)
    stated = _STATES.get(word) if isinstance(word, str) else None
    if stated is SpanState.OK or (stated is None and code != STATUS_ERROR):
        return OK
    exception = _last_exception(events)
    why = (
        _text(attributes.get(semconv.STATUS_CODE))
        or _text(attributes.get("error.type"))
        or _text(exception.get("exception.type"))
    )
    return Status(stated or _failure_of(why), message or _text(exception.get("exception.message")), why)


def _failure_of(code: str | None) -> SpanState:
    name = (code or "").rpartition(".")[2]
    if name == "CancelledError":
        return SpanState.CANCELLED
    return SpanState.TIMEOUT if name in _TIMEOUTS else SpanState.ERROR


def _last_exception(events: Sequence[SpanEvent]) -> Mapping[str, Json]:
    for event in reversed(events):
        if event.name == _EXCEPTION_EVENT:
            return event.attributes
    return {}


def _text(value: Json) -> str | None:
    if value is None or value == "":
        return None
    return value if isinstance(value, str) else str(value)
