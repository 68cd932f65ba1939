"""Hold the cut batches until each is acknowledged or spooled."""

from __future__ import annotations

from collections import deque
from itertools import count

from agenttrace.export.batch import Batch
from agenttrace.export.pipeline.bell import Bell
from agenttrace.export.pipeline.settle import Settle

Place = tuple[int, ...]
"""A batch's place in the line; the halves of a batch stand where it stood."""


class Outbox:
    """The line of batches, bounded in bytes. One that is being sent stays in it, for whoever ends the process to find.

    As in `Waiting`, every step on the dict and the deque is one that the interpreter does not divide.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._batches: dict[Place, Batch] = {}
        self._places = count(1)
        self._last_place = 0
        self._requests: deque[tuple[int, Settle]] = deque()
        self.bell = Bell()

    def put(self, batch: Batch) -> bool:
        """Take `batch` to the end of the line; False where the line holds too much already."""
        waiting = list(self._batches.values())
        waiting_bytes = sum(len(each.body) for each in waiting)
        if waiting and waiting_bytes + len(batch.body) > self._max_bytes:
            return False
        self._last_place = next(self._places)
        self._batches[(self._last_place,)] = batch
        self.bell.ring()
        return True

    def oldest(self) -> tuple[Place, Batch] | None:
        return min(list(self._batches.items()), default=None, key=lambda item: item[0])

    def waiting(self) -> list[tuple[Place, Batch]]:
        """Return what is in the line, oldest first; what is being sent at this moment is among it."""
        return sorted(self._batches.items(), key=lambda item: item[0])

    def settle(self, place: Place) -> None:
        """Let go of a batch that is acknowledged, spooled or given up."""
        self._batches.pop(place, None)

    def replace(self, place: Place, first: Batch, second: Batch) -> None:
        """Let two halves stand where one batch stood."""
        self._batches[(*place, 1)] = first
        self._batches[(*place, 2)] = second
        self._batches.pop(place, None)

    def take_all(self) -> list[Batch]:
        """Empty the line, oldest first; what is being sent at this moment is among it."""
        places = sorted(self._batches)
        return [batch for place in places if (batch := self._batches.pop(place, None)) is not None]

    def spans(self) -> int:
        return sum(batch.spans for batch in list(self._batches.values()))

    def ask(self, request: Settle) -> None:
        """Answer `request` once all that is in the line now is settled."""
        self._requests.append((self._last_place, request))
        request.cut.set()
        self.bell.ring()

    def answer(self) -> None:
        """Tell those who asked and whose batches have left the line."""
        oldest = self.oldest()
        for entry in list(self._requests):
            last_place, request = entry
            if oldest is None or oldest[0][0] > last_place:
                self._requests.remove(entry)
                request.settled.set()

    def asked_at(self) -> float | None:
        """Return when the first of those who wait asked, on the monotonic clock."""
        return min((request.asked_at for _, request in list(self._requests)), default=None)

    def deadline(self) -> float | None:
        """Return the nearest deadline of those who wait, on the monotonic clock."""
        return min((request.deadline for _, request in list(self._requests)), default=None)
