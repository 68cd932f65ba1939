"""Hold a span while the pipeline works on it: the stages fill it in place, and whoever reads it sees a `Span`.

Copying a frozen value of forty fields three times for every span was half of the pipeline's work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, replace
from operator import attrgetter
from typing import Any, Final, NamedTuple

from agenttrace.model import Json, Span
from agenttrace_server.store.api.records import Amounts

_NAMES: Final = tuple(field.name for field in fields(Span))
_values_of: Final = attrgetter(*_NAMES)
_NOTHING: Final[Mapping[str, Json]] = {}


class Ahead(NamedTuple):
    """What was computed of a span before it reached the store."""

    prepared: tuple[Any, ...] | None
    """What the store itself wanted: see `Store.prepare`; None where it could not be had ahead."""
    figures: Amounts
    """What `figures_of` says."""
    weight: tuple[bool, bool, int, int]
    """What `weight_of` says."""
    arguments: str | None
    """What `arguments_of` says of a tool call."""


class OpenSpan(Span):
    """A span that nobody but the pipeline holds yet. It is equal to the `Span` with the same fields.

    Its fields lie in a dict of its own; the class has the default of each, which hides the slots of `Span`.
    """

    ahead: Ahead | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and _values_of(self) == _values_of(other)

    __hash__ = Span.__hash__


def _default_of(field: Any) -> Any:
    if field.default is not MISSING:
        return field.default
    return _NOTHING if field.default_factory is not MISSING else None


for _field in fields(Span):
    setattr(OpenSpan, _field.name, _default_of(_field))


def open_span(known: Iterable[tuple[str, Any]]) -> OpenSpan:
    """Return a span with these fields, and the defaults of all others."""
    span = object.__new__(OpenSpan)
    span.__dict__.update(known)
    return span


def reopened(span: Span) -> OpenSpan:
    """Return an open copy: what is done to it is not done to `span`."""
    return open_span(zip(_NAMES, _values_of(span), strict=True))


def ahead_of(span: Span) -> Ahead | None:
    """Return what was computed of this very span; of a copy with other fields it is not known."""
    return span.ahead if isinstance(span, OpenSpan) else None


def copied(span: Span, *, keeps_sums: bool, **changes: Any) -> Span:
    """Return a copy with `changes`, without opening what is packed.

    `keeps_sums`: what was computed ahead is right for the copy, too.
    """
    if not isinstance(span, OpenSpan):
        return replace(span, **changes)
    copy: OpenSpan = object.__new__(type(span))
    copy.__dict__.update(span.__dict__)
    copy.__dict__.update(changes)
    if not keeps_sums:
        copy.__dict__.pop("ahead", None)
    return copy


def changed(span: Span, **changes: Any) -> Span:
    """Return the span with `changes`: an open one itself, of any other a copy."""
    return filled(span, changes)


def filled(span: Span, values: Mapping[str, Any]) -> Span:
    """Return the span with these fields: an open one itself, of any other a copy."""
    if type(span) is not OpenSpan:
        span = reopened(span)
    span.__dict__.update(values)
    return span
