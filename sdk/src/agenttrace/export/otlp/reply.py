"""Understand what a server's answer means for a batch: done, later, never, smaller, or a setting to fix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from enum import Enum

from google.protobuf.message import DecodeError
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTracePartialSuccess,
    ExportTraceServiceResponse,
)

PROTOBUF = "application/x-protobuf"
LONGEST_RETRY_AFTER_S = 3600.0
_LONGEST_REASON = 300

_LATER = frozenset({408, 429, 502, 503, 504})
_BAD_KEY = frozenset({401, 403})
_WRONG_ADDRESS = frozenset({301, 302, 303, 307, 308, 404, 405})


class Verdict(Enum):
    """What to do with the batch."""

    DELIVERED = "delivered"
    BUSY = "busy"
    """The server asks to come again."""
    UNREACHABLE = "unreachable"
    """No answer came."""
    MISCONFIGURED = "misconfigured"
    """A setting must be fixed first; the batch is good and is kept."""
    TOO_LARGE = "too large"
    REFUSED = "refused"
    """The server will never take this batch."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one request ended. `rejected` are spans that the server refused out of a batch it took."""

    verdict: Verdict
    reason: str = ""
    retry_after_s: float | None = None
    rejected: int = 0


def outcome_of(status: int, headers: Mapping[str, str], body: bytes, now: datetime) -> Outcome:
    """Return what an HTTP answer means, by the rules of OTLP over HTTP and the words of our own server."""
    if 200 <= status < 300:
        return _delivered(headers, body)
    reason = f"{status} {_reason(headers, body)}".strip()
    if status in _LATER:
        return Outcome(Verdict.BUSY, reason, retry_after_s(headers.get("retry-after"), now))
    if status in _BAD_KEY:
        return Outcome(Verdict.MISCONFIGURED, f"the server refused the key ({reason}): set api_key to one it knows")
    if status in _WRONG_ADDRESS:
        return Outcome(Verdict.MISCONFIGURED, f"nothing takes spans there ({reason}): check endpoint")
    if status == 413:
        return Outcome(Verdict.TOO_LARGE, reason)
    return Outcome(Verdict.REFUSED, reason)


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Read a Retry-After header, seconds or an HTTP date; None where there is none or it cannot be read."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = _seconds_until(value, now)
    if not seconds >= 0:
        return None
    return min(seconds, LONGEST_RETRY_AFTER_S)


def _seconds_until(http_date: str, now: datetime) -> float:
    try:
        moment = parsedate_to_datetime(http_date)
    except (ValueError, TypeError, IndexError, OverflowError):
        return -1.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return max(0.0, (moment - now).total_seconds())


def _delivered(headers: Mapping[str, str], body: bytes) -> Outcome:
    if PROTOBUF not in headers.get("content-type", "") or not body:
        return Outcome(Verdict.DELIVERED)
    response = ExportTraceServiceResponse()
    try:
        response.ParseFromString(body)
    except DecodeError:
        return Outcome(Verdict.DELIVERED)
    partial = response.partial_success
    return Outcome(Verdict.DELIVERED, partial.error_message, rejected=max(0, partial.rejected_spans))


def _reason(headers: Mapping[str, str], body: bytes) -> str:
    if PROTOBUF in headers.get("content-type", ""):
        # google.rpc.Status and ExportTracePartialSuccess have the same first two fields: a number and a text.
        status = ExportTracePartialSuccess()
        try:
            status.ParseFromString(body)
        except DecodeError:
            return ""
        return status.error_message[:_LONGEST_REASON]
    printable = "".join(c if c.isprintable() else " " for c in body[: 4 * _LONGEST_REASON].decode("utf-8", "replace"))
    return printable.strip()[:_LONGEST_REASON]
