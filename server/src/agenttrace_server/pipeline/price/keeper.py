"""Keep the user's price file: see that it has changed, and change it."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from pathlib import Path

import structlog

from agenttrace_server.errors import BadSetting
from agenttrace_server.pipeline.price.book import PriceBook
from agenttrace_server.pipeline.price.editing import Value, with_row
from agenttrace_server.pipeline.price.overrides import load_overrides, parse_overrides

_Stamp = tuple[int, int, int] | None
_log = structlog.get_logger()


class PriceKeeper:
    """Owns the file. What it says holds for spans that are priced from then on; `agenttrace reprocess` does the others.

    A file that cannot be used leaves the prices as they are; `error` says why.
    """

    def __init__(self, book: PriceBook, path: Path, every_s: float) -> None:
        self.book = book
        self.path = path
        self.error: str | None = None
        self._every_s = every_s
        self._lock = threading.Lock()
        self._seen = _stamp(path)
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="agenttrace-prices", daemon=True)

    def start(self) -> None:
        """Look at the file now and then, from a thread of its own. Call once."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._ending.set()
        if self._thread.ident is not None:
            self._thread.join()

    def look(self) -> bool:
        """Read the file if it is not the one that was read last; return whether prices have changed."""
        with self._lock:
            stamp = _stamp(self.path)
            if stamp == self._seen:
                return False
            self._seen = stamp
            try:
                overrides = load_overrides(self.path)
            except BadSetting as mistake:
                self.error = mistake.message
                _log.warning("the price file is left aside, the last good one holds", reason=mistake.message)
                return False
            self.error = None
            self.book.use(overrides)
        _log.info("prices have changed", file=str(self.path), table=overrides.table)
        return True

    def set(self, name: str, values: Mapping[str, Value]) -> None:
        """Put values into the row of a model, durable on return, and price by them from now on.

        Raises: BadSetting: the file would not be one that can be used; then it is as it was.
        """
        with self._lock:
            try:
                text = self.path.read_text(encoding="utf-8")
            except FileNotFoundError:
                text = ""
            changed = with_row(text, name, values).encode()
            overrides = parse_overrides(changed, self.path)
            _write_whole(self.path, changed)
            self._seen = _stamp(self.path)
            self.error = None
            self.book.use(overrides)

    def _watch(self) -> None:
        while not self._ending.wait(self._every_s):
            self.look()


def _stamp(path: Path) -> _Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside the file and rename: whoever reads it sees the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
