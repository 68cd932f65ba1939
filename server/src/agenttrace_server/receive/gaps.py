"""Notice the batches that a sender numbered and that never came, with bounded memory."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

MAX_SENDERS = 10_000
LATE_BATCHES = 256
"""How far behind the newest a batch may come: senders send several at once, and retry."""

LATE_S = 300.0
LARGEST_JUMP = 100_000
"""A larger jump in the numbers is a new count, not a loss."""


@dataclass(slots=True)
class _Sender:
    newest: int
    dropped: int = 0
    missing: dict[int, float] = field(default_factory=dict)
    """Number of a batch that has not come, and since when that is known; oldest first."""


@dataclass(frozen=True, slots=True)
class Losses:
    """What has become certain since the last call."""

    gaps: int
    dropped: int


class GapTracker:
    """Remembers, for the senders heard of last, which batch numbers are out."""

    def __init__(self) -> None:
        self._senders: OrderedDict[str, _Sender] = OrderedDict()

    def heard(self, sender: str, batch: int, dropped: int, now_s: float) -> Losses:
        """Note a batch that came, and return how many batches and spans are now known to be lost.

        A batch counts as lost when it is `LATE_BATCHES` behind, or known to be missing for `LATE_S`. What a sender
        numbered before it was first heard of is not counted: nobody can tell it from batches before a restart.
        """
        if not sender or batch <= 0:
            return Losses(0, 0)
        known = self._senders.get(sender)
        if known is None:
            self._senders[sender] = _Sender(batch, dropped)
            return Losses(self._forget_oldest(), dropped)
        self._senders.move_to_end(sender)
        more_dropped = max(0, dropped - known.dropped)
        known.dropped = max(known.dropped, dropped)
        gaps = _advance(known, batch, now_s) + _settle(known, now_s)
        return Losses(gaps, more_dropped)

    def _forget_oldest(self) -> int:
        if len(self._senders) <= MAX_SENDERS:
            return 0
        _, forgotten = self._senders.popitem(last=False)
        return len(forgotten.missing)


def _advance(sender: _Sender, batch: int, now_s: float) -> int:
    """Move the newest number forward; return the gaps that are too far behind to be waited for."""
    if batch <= sender.newest:
        sender.missing.pop(batch, None)
        return 0
    skipped_from, sender.newest = sender.newest + 1, batch
    if batch - skipped_from > LARGEST_JUMP:
        return 0
    first_awaited = max(skipped_from, batch - LATE_BATCHES)
    for number in range(first_awaited, batch):
        sender.missing[number] = now_s
    return first_awaited - skipped_from


def _settle(sender: _Sender, now_s: float) -> int:
    lost = [
        number
        for number, since_s in sender.missing.items()
        if number < sender.newest - LATE_BATCHES or now_s - since_s > LATE_S
    ]
    for number in lost:
        del sender.missing[number]
    return len(lost)
