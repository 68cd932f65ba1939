"""Cut lists into pages by key, so that what arrives later cannot shift what was promised."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable

from agenttrace_server.errors import BadQuestion
from agenttrace_server.store.api.filters import Page
from agenttrace_server.store.api.records import (
    DeadLetter,
    Item,
    PageOf,
    SessionSummary,
    StoredSpan,
    TraceSummary,
)
from agenttrace_server.store.api.signals.logs import LogRecord

Key = tuple[int | str, ...]
"""What a list is ordered by, greatest first; different for every item."""

VERSION = 1


def trace_key(trace: TraceSummary) -> Key:
    """Newest start first."""
    return (trace.start_ns, trace.trace_id, trace.project)


def span_key(stored: StoredSpan) -> Key:
    """Newest start first."""
    span = stored.span
    return (span.start_ns, span.trace_id, span.span_id, span.project)


def session_key(session: SessionSummary) -> Key:
    """Latest activity first."""
    return (session.last_seen_ns, session.session_id, session.project)


def letter_key(letter: DeadLetter) -> Key:
    """Newest first."""
    return (letter.offset,)


def log_key(record: LogRecord) -> Key:
    """Newest first."""
    return (record.time_ns, record.uid)


def encode_cursor(kind: str, key: Key) -> str:
    """Return the place behind the item of this key, as text that fits in a URL."""
    raw = json.dumps([VERSION, kind, *key], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode_cursor(kind: str, cursor: str | None, shape: Key) -> Key | None:
    """Read a cursor of this kind; `shape` is an example of its key.

    Raises: BadQuestion: not one of ours, or of another list. `field` is cursor.
    """
    if cursor is None:
        return None
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        parts = json.loads(raw)
    except (binascii.Error, ValueError, RecursionError):
        raise BadQuestion("cursor is not one that a list of ours gave", field="cursor") from None
    right = isinstance(parts, list) and parts[:2] == [VERSION, kind] and len(parts) == len(shape) + 2
    if not right or any(type(part) is not type(of) for part, of in zip(parts[2:], shape, strict=True)):
        raise BadQuestion(f"cursor does not belong to a list of {kind}", field="cursor")
    return tuple(parts[2:])


def checked_limit(page: Page) -> int:
    """Raises: BadQuestion: a page of no items."""
    if page.limit < 1:
        raise BadQuestion(f"limit must be at least 1, not {page.limit}", field="limit")
    return page.limit


def cut_page(kind: str, ordered: Iterable[Item], key: Callable[[Item], Key], limit: int) -> PageOf[Item]:
    """Take `limit` items; there is a next page where the iterable holds one more."""
    taken: list[Item] = []
    for item in ordered:
        if len(taken) == limit:
            return PageOf(tuple(taken), encode_cursor(kind, key(taken[-1])))
        taken.append(item)
    return PageOf(tuple(taken), None)


TRACE_SHAPE: Key = (0, "", "")
SPAN_SHAPE: Key = (0, "", "", "")
SESSION_SHAPE: Key = (0, "", "")
LETTER_SHAPE: Key = (0,)
LOG_SHAPE: Key = (0, "")
