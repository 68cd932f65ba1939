"""Give the identifiers of a run their types, and refuse bytes that cannot be one."""

from __future__ import annotations

from typing import NewType

TraceId = NewType("TraceId", str)
"""32 lowercase hexadecimal digits: 16 bytes, not all zero (W3C trace context, OTLP)."""

SpanId = NewType("SpanId", str)
"""16 lowercase hexadecimal digits: 8 bytes, not all zero."""

ProjectName = NewType("ProjectName", str)
"""The name under which runs are kept together; at most 128 characters, see `project_name_from`."""

DEFAULT_PROJECT = ProjectName("default")
MAX_PROJECT_NAME_LENGTH = 128

_TRACE_ID_BYTES = 16
_SPAN_ID_BYTES = 8


class BadId(ValueError):
    """An identifier that cannot be one. `reason` says what would be right."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def trace_id_from_bytes(raw: bytes) -> TraceId:
    """Raises: BadId: `raw` is not exactly sixteen bytes, or is all zero."""
    return TraceId(_hex_of(raw, _TRACE_ID_BYTES, "trace id"))


def span_id_from_bytes(raw: bytes) -> SpanId:
    """Raises: BadId: `raw` is not exactly eight bytes, or is all zero."""
    return SpanId(_hex_of(raw, _SPAN_ID_BYTES, "span id"))


def trace_id_from_text(text: str) -> TraceId:
    """Read 32 hexadecimal digits of either case; the dashes of a UUID are accepted.

    Raises: BadId: anything else, or all zero.
    """
    return trace_id_from_bytes(_bytes_of(text.replace("-", ""), "trace id", _TRACE_ID_BYTES))


def span_id_from_text(text: str) -> SpanId:
    """Read 16 hexadecimal digits of either case. Raises: BadId: anything else, or all zero."""
    return span_id_from_bytes(_bytes_of(text, "span id", _SPAN_ID_BYTES))


def project_name_from(text: str) -> ProjectName:
    """Raises: BadId: empty, too long, or with a control character or a slash in it."""
    name = text.strip()
    if not name:
        raise BadId("a project name cannot be empty")
    if len(name) > MAX_PROJECT_NAME_LENGTH:
        raise BadId(f"a project name has at most {MAX_PROJECT_NAME_LENGTH} characters, this has {len(name)}")
    if "/" in name or not name.isprintable():
        raise BadId("a project name has no slash and no control characters")
    return ProjectName(name)


def _hex_of(raw: bytes, size: int, what: str) -> str:
    if len(raw) != size:
        raise BadId(f"a {what} is {size} bytes, this is {len(raw)}")
    if not any(raw):
        raise BadId(f"a {what} cannot be all zero")
    return raw.hex()


def _bytes_of(text: str, what: str, size: int) -> bytes:
    if len(text) != 2 * size:
        raise BadId(f"a {what} is {2 * size} hexadecimal digits, this is {len(text)}")
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise BadId(f"a {what} has only hexadecimal digits") from None
