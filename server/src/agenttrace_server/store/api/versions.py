"""Decide which of two records of the same span wins: the only place that knows."""

from __future__ import annotations

from dataclasses import replace

from agenttrace.model import Span


def replaces(new: Span, old: Span) -> bool:
    """Whether `new`, which was written after `old`, takes its place.

    Ended beats running, whatever the order of arrival; else the later one wins. An equal record changes nothing, and
    what the other spans of their trace make of the two makes no difference.
    """
    if new.is_running and not old.is_running:
        return False
    return as_arrived(new) != as_arrived(old)


def as_arrived(span: Span) -> Span:
    """Return the span without what the store found out from the others: how it counts, and whose step it was."""
    is_alone = span.shadow_of is None and span.figures is None and not span.also_seen_by
    if is_alone and span.acting_agent is None:
        return span
    return replace(span, shadow_of=None, shadow_of_trace=None, also_seen_by=(), figures=None, acting_agent=None)
