"""Hand readers one consistent set of segments and hot parts, and let go of a thing when its last reader has left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from agenttrace_server.store.local.content import ContentFile
from agenttrace_server.store.local.hot import HotPart


@dataclass(frozen=True, slots=True)
class Segment:
    """An immutable Parquet file. Times are of the starts of its spans."""

    number: int
    file: str
    rows: int
    size_bytes: int
    min_start_ns: int
    max_start_ns: int
    layout: int
    """Which columns it has: 1 has none about content."""
    content_bytes: int
    """What the content of its rows would take if it were written out in each."""


@dataclass(frozen=True, slots=True)
class View:
    """What a reader sees from beginning to end: older to newer."""

    segments: tuple[Segment, ...]
    contents: tuple[ContentFile, ...]
    frozen: HotPart | None
    active: HotPart
    version: int
    """The latest version that counts: a newer one hides nothing from this reader."""

    @property
    def files(self) -> tuple[Segment | ContentFile, ...]:
        """Every file."""
        return (*self.segments, *self.contents)

    @property
    def parts(self) -> tuple[HotPart, ...]:
        """The hot parts, newer first: what a newer one has is not looked for in an older one."""
        return (self.active,) if self.frozen is None else (self.active, self.frozen)


class Shelf:
    """The state that readers, the writer and the sealer share. `lock` is held for moments only, never for a seal."""

    def __init__(
        self, segments: tuple[Segment, ...], contents: tuple[ContentFile, ...], active: HotPart, version: int
    ) -> None:
        self.lock = threading.RLock()
        self.segments = segments
        self.contents = contents
        self.active = active
        self.frozen: HotPart | None = None
        self.version = version
        self.changed = threading.Event()
        """Set whenever other files are shown; who waits for that clears it."""
        self._epoch = 0
        self._readers: dict[int, int] = {}
        self._retired: list[tuple[int, Callable[[], None]]] = []

    @contextmanager
    def reading(self) -> Iterator[View]:
        """Give a view whose files and tables stay until the block ends."""
        with self.lock:
            epoch = self._epoch
            self._readers[epoch] = self._readers.get(epoch, 0) + 1
            view = View(self.segments, self.contents, self.frozen, self.active, self.version)
        try:
            yield view
        finally:
            with self.lock:
                self._readers[epoch] -= 1
                if not self._readers[epoch]:
                    del self._readers[epoch]
            self.tidy()

    def freeze(self, successor: HotPart) -> HotPart:
        """Make the active part the frozen one. The caller holds `lock` and has checked that none is frozen."""
        self.frozen, self.active = self.active, successor
        return self.frozen

    def replace(
        self,
        segments: tuple[Segment, ...],
        contents: tuple[ContentFile, ...],
        gone: Sequence[Callable[[], None]],
    ) -> None:
        """Show other files and no frozen part from now on; do what is in `gone` when nobody reads the old ones.

        The caller holds `lock`.
        """
        self.segments = segments
        self.frozen = None
        self.replace_contents(contents, gone)

    def replace_segments(self, segments: tuple[Segment, ...], gone: Sequence[Callable[[], None]]) -> None:
        """Show other segments from now on; the frozen part stays. The caller holds `lock`."""
        self.segments = segments
        self.replace_contents(self.contents, gone)

    def replace_contents(self, contents: tuple[ContentFile, ...], gone: Sequence[Callable[[], None]]) -> None:
        """Show other files of content from now on. The caller holds `lock`."""
        self.contents = contents
        self._retired += [(self._epoch, dispose) for dispose in gone]
        self._epoch += 1
        self.changed.set()

    def tidy(self) -> None:
        """Do what waited for readers that have left."""
        with self.lock:
            oldest = min(self._readers, default=self._epoch)
            due = [dispose for epoch, dispose in self._retired if epoch < oldest]
            self._retired = [(epoch, dispose) for epoch, dispose in self._retired if epoch >= oldest]
        for dispose in due:
            dispose()
