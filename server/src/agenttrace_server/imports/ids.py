"""Make trace and span ids from what a source calls its things, so that importing twice stores once."""

from __future__ import annotations

import hashlib
import string

_SEPARATOR = "\x1f"
_TRACE_DIGITS = 32
_SPAN_DIGITS = 16
_DIGITS = frozenset(string.hexdigits)


def trace_id(*names: str) -> str:
    """Return the same 32 hexadecimal digits for the same names, wherever and whenever it is asked."""
    return _digest(("trace", *names))[:_TRACE_DIGITS]


def span_id(*names: str) -> str:
    """Return the same 16 hexadecimal digits for the same names."""
    return _digest(("span", *names))[:_SPAN_DIGITS]


def kept_trace_id(source: str, given: str) -> str:
    """Return an id that is one already (short ones are filled up, as Jaeger and Zipkin do), else one made from it."""
    plain = given.replace("-", "").lower()
    if _is_hex(plain) and (len(plain) == _TRACE_DIGITS or len(plain) <= _SPAN_DIGITS):
        return plain.rjust(_TRACE_DIGITS, "0")
    return trace_id(source, given)


def kept_span_id(source: str, given: str) -> str:
    """Return an id that is one already, else one made from it."""
    plain = given.lower()
    if _is_hex(plain) and len(plain) <= _SPAN_DIGITS:
        return plain.rjust(_SPAN_DIGITS, "0")
    return span_id(source, given)


def _is_hex(text: str) -> bool:
    return bool(text) and _DIGITS.issuperset(text) and set(text) != {"0"}


def _digest(names: tuple[str, ...]) -> str:
    text = _SEPARATOR.join(("agenttrace.import", *names))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
