"""Read what people write in a question: moments, amounts, attribute conditions and page sizes."""

from __future__ import annotations

import re
from decimal import Decimal

from agenttrace.model import BadId, SpanId, TraceId, nano_usd, span_id_from_text, trace_id_from_text
from agenttrace_server.errors import BadQuestion
from agenttrace_server.store.api import Page
from agenttrace_server.store.api.language.moments import read_length, read_moment

NS_PER_MS = 1_000_000
_SHA256 = re.compile(r"[0-9a-f]{64}")


def moment(text: str, *, now_ns: int, field: str) -> int:
    """Return nanoseconds since the epoch for `24h` (back from now), `today`, a date, or RFC 3339; UTC without a zone.

    Raises: BadQuestion: anything else; names `field`.
    """
    found = read_moment(text, now_ns)
    if found is None:
        raise BadQuestion(
            f"{field} must be like 24h, 7d, today, 2026-11-20 or 2026-11-20T18:00:00Z, not {text[:60]!r}", field=field
        )
    return found


def length(text: str, *, field: str) -> int:
    """Return nanoseconds for `30s`, `5m`, `1h`. Raises: BadQuestion: anything else, or nothing; names `field`."""
    found = read_length(text)
    if not found:
        raise BadQuestion(f"{field} must be like 30s, 5m, 1h or 1d, not {text[:60]!r}", field=field)
    return found


def window(since: str | None, until: str | None, *, now_ns: int) -> tuple[int | None, int | None]:
    """Return both ends in nanoseconds. Raises: BadQuestion: unreadable, or empty because it ends before it begins."""
    since_ns = None if since is None else moment(since, now_ns=now_ns, field="since")
    until_ns = None if until is None else moment(until, now_ns=now_ns, field="until")
    if since_ns is not None and until_ns is not None and since_ns >= until_ns:
        raise BadQuestion("since must be before until", field="since")
    return since_ns, until_ns


def page(limit: int, cursor: str | None, *, maximum: int) -> Page:
    """Raises: BadQuestion: `limit` is not between 1 and `maximum`."""
    if not 1 <= limit <= maximum:
        raise BadQuestion(f"limit must be between 1 and {maximum}, not {limit}", field="limit")
    return Page(limit, cursor)


def attribute_condition(text: str) -> tuple[str, str]:
    """Split `key:value` at its first colon. Raises: BadQuestion: no colon, or nothing before it."""
    key, colon, value = text.partition(":")
    if not colon or not key:
        raise BadQuestion(f"attr must be key:value, not {text[:60]!r}", field="attr")
    return key, value


def nano_dollars(usd: float | None) -> int | None:
    """Return whole nano-dollars."""
    return None if usd is None else int(nano_usd(Decimal(str(usd))))


def nanoseconds(milliseconds: float | None) -> int | None:
    """Return whole nanoseconds."""
    return None if milliseconds is None else int(milliseconds * NS_PER_MS)


def trace_id(text: str, *, field: str = "trace_id") -> TraceId:
    """Raises: BadQuestion: not 32 hexadecimal digits (dashes allowed), or all zero."""
    try:
        return trace_id_from_text(text)
    except BadId as bad:
        raise BadQuestion(bad.reason, field=field) from None


def sha256(text: str, *, field: str = "sha256") -> str:
    """Raises: BadQuestion: not 64 lowercase hexadecimal digits."""
    if _SHA256.fullmatch(text) is None:
        raise BadQuestion(f"{field} must be 64 lowercase hexadecimal digits", field=field)
    return text


def span_id(text: str, *, field: str = "span_id") -> SpanId:
    """Raises: BadQuestion: not 16 hexadecimal digits, or all zero."""
    try:
        return span_id_from_text(text)
    except BadId as bad:
        raise BadQuestion(bad.reason, field=field) from None
