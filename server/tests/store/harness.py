"""Open a store for each test and close it after."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agenttrace.model import Span
from agenttrace_server.store.api import Store, Written

from .making import deltas_of


class Harness:
    """What the parts of the suite share. A backend says how it is opened in an empty folder."""

    def open_store(self, folder: Path) -> Store:
        raise AssertionError("a backend's test class says how it is opened")

    @contextmanager
    def a_store(self) -> Iterator[Store]:
        with tempfile.TemporaryDirectory() as folder:
            store = self.open_store(Path(folder))
            try:
                yield store
            finally:
                store.close()

    @pytest.fixture
    def store(self) -> Iterator[Store]:
        with self.a_store() as store:
            yield store


def put(store: Store, *spans: Span, offset: int = 1) -> Written:
    """Write spans as one batch."""
    return store.write(deltas_of(spans), offset)
