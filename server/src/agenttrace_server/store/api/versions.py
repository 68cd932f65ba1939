"""Decide which of two records of the same span wins: the only place that knows."""

from __future__ import annotations

from agenttrace.model import Span


def replaces(new: Span, old: Span) -> bool:
    """Whether `new`, which was written after `old`, takes its place.

    Ended beats running, whatever the order of arrival; else the later one wins. An equal record changes nothing.
    """
    if new.is_running and not old.is_running:
        return False
    return new != old
