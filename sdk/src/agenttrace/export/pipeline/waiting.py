"""Hold ended and open spans between the agent's threads and the worker; the agent's side takes no lock, never waits."""

from __future__ import annotations

import time
import weakref
from collections import deque
from collections.abc import Callable

from opentelemetry.sdk.trace import ReadableSpan, Span
from opentelemetry.util.types import Attributes

from agenttrace.export.otlp.content import plain
from agenttrace.export.pipeline.bell import Bell
from agenttrace.export.pipeline.settle import Settle
from agenttrace.export.settings import ExportSettings

_SPAN_OVERHEAD_BYTES = 1024
_EVENT_OVERHEAD_BYTES = 256


class Waiting:
    """What the worker has yet to take. Agent threads call `opened` and `ended`, anyone `ask`, the worker the rest.

    Deques, dicts and the bell are used in single steps that the interpreter does not divide, so that a signal handler
    or a garbage collection that runs in the middle of any method cannot block on a lock that it interrupted.
    """

    def __init__(self, settings: ExportSettings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self._bell = Bell()
        self._idle = True
        self._is_closed = False
        self._ended: deque[tuple[ReadableSpan, int]] = deque()
        self._ended_bytes = 0
        self._unannounced: dict[int, tuple[float, Span]] = {}
        self._announced: dict[int, weakref.ref[Span]] = {}
        self._requests: deque[Settle] = deque()
        self._hurries_until = 0.0

    def __len__(self) -> int:
        return len(self._ended)

    def opened(self, span: Span) -> None:
        """Remember a span so that it can be shown as running, once it is open for `start_record_after_s`."""
        after_s = self._settings.start_record_after_s
        context = span.get_span_context()
        if after_s is None or len(self._unannounced) >= self._settings.queue_size:
            return
        self._unannounced[context.span_id] = (self._clock() + after_s, span)
        if self._idle or after_s == 0:
            self._bell.ring()

    def ended(self, span: ReadableSpan, span_id: int) -> bool:
        """Take an ended span; False where there is no room for it."""
        self._unannounced.pop(span_id, None)
        self._announced.pop(span_id, None)
        size_bytes = _estimated_bytes(span)
        is_full = len(self._ended) >= self._settings.queue_size
        if is_full or self._ended_bytes + size_bytes > self._settings.queue_bytes:
            self._bell.ring()
            return False
        self._ended_bytes += size_bytes
        self._ended.append((span, size_bytes))
        if self._idle or len(self._ended) >= self._settings.batch_size:
            self._bell.ring()
        return True

    def ask(self, request: Settle) -> None:
        self._requests.append(request)
        self._bell.ring()

    def make_haste(self, for_s: float) -> None:
        """Let ended spans wait for no company for a while: the process is about to end, and will not say when."""
        self._hurries_until = self._clock() + for_s
        self._bell.ring()

    def hurries(self) -> bool:
        """Whether what has ended must be safe at once."""
        return self._clock() < self._hurries_until

    def close(self) -> None:
        """Let the worker wait for nothing any more."""
        self._is_closed = True
        self._bell.ring()

    def wait_until_due(self) -> None:
        """Return when a batch should be cut: one is full, has waited long enough, or someone asked."""
        if not self._ended and not self._requests:
            self._idle = True
            if (
                not self._ended and not self._requests and not self._is_closed
            ):  # again: what came before `_idle` did not ring
                self._bell.wait(self._until_next_announcement_s())
            self._idle = False
        if not self._is_due():
            self._bell.wait(self._settings.schedule_delay_s)

    def take_request(self) -> Settle | None:
        return self._requests.popleft() if self._requests else None

    def take_ended(self) -> list[ReadableSpan]:
        """Return the oldest ended spans, at most one batch of them."""
        spans: list[ReadableSpan] = []
        taken_bytes = 0
        while len(spans) < self._settings.batch_size and self._ended:
            span, size_bytes = self._ended.popleft()
            taken_bytes += size_bytes
            spans.append(span)
        # Additions from several threads may be lost to each other, so an empty queue sets the sum right.
        self._ended_bytes = max(0, self._ended_bytes - taken_bytes) if self._ended else 0
        return spans

    def take_unannounced(self, *, all_of_them: bool = False) -> list[Span]:
        """Return the open spans whose start record is due, oldest first; each is returned once."""
        now = self._clock()
        due: list[Span] = []
        for span_id, (due_at, span) in list(self._unannounced.items()):
            if due_at > now and not all_of_them:
                break
            if self._unannounced.pop(span_id, None) is None:
                continue  # it ended meanwhile
            self._announced[span_id] = weakref.ref(span, lambda _, key=span_id: self._announced.pop(key, None))  # type: ignore[misc]
            due.append(span)
        return due

    def announced(self) -> list[Span]:
        """Return the open spans whose start record was taken, as far as anyone still holds them."""
        return [span for ref in list(self._announced.values()) if (span := ref()) is not None]

    def _is_due(self) -> bool:
        if self._is_closed or self._requests or len(self._ended) >= self._settings.batch_size or self.hurries():
            return True
        until_s = self._until_next_announcement_s()
        return until_s is not None and until_s <= 0

    def _until_next_announcement_s(self) -> float | None:
        for due_at, _ in list(self._unannounced.values())[:1]:
            return max(0.0, due_at - self._clock())
        return None


def _estimated_bytes(span: ReadableSpan) -> int:
    """Return about how much memory a span holds: its texts, and a fixed part for the rest."""
    size_bytes = _SPAN_OVERHEAD_BYTES + _text_bytes(span.attributes)
    for event in span.events:
        size_bytes += _EVENT_OVERHEAD_BYTES + _text_bytes(event.attributes)
    return size_bytes


def _text_bytes(attributes: Attributes) -> int:
    return sum([len(value) for value in plain(attributes).values() if isinstance(value, (str, bytes))])
