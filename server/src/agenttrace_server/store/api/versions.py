"""Decide which of two records of the same span wins: the only place that knows."""

from __future__ import annotations

from dataclasses import replace

from agenttrace.model import Span


def replaces(new: Span, old: Span) -> bool:
    """Whether `new`, which was written after `old`, takes its place.

    Ended beats running, whatever the order of arrival; else the later one wins. An equal record changes nothing, and
    how the two count among the other spans of their trace makes no difference.
    """
    if new.is_running and not old.is_running:
        return False
    return as_arrived(new) != as_arrived(old)


def as_arrived(span: Span) -> Span:
    """Return the span without what the store found out about how it counts."""
    if span.shadow_of is None and span.figures is None and not span.also_seen_by:
        return span
    return replace(span, shadow_of=None, also_seen_by=(), figures=None)
