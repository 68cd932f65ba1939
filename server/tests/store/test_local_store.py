"""The local store keeps the contract: hot, sealed after every write, and sealing all the time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from agenttrace_server.config import Settings
from agenttrace_server.store.api import TraceDelta, Written
from agenttrace_server.store.local import LocalStore
from agenttrace_server.telemetry import Metrics

from .contract import StoreContract
from .contract_content import ContentContract
from .contract_counting import CountingContract
from .contract_writing import WritingContract


class SealedAtOnce(LocalStore):
    """Seals each write before it returns, so that every answer comes from segments."""

    def write(self, deltas: Sequence[TraceDelta], offset: int) -> Written:
        written = super().write(deltas, offset)
        self.flush()
        return written


class TestLocalStoreInMemory(StoreContract):
    def open_store(self, folder: Path) -> LocalStore:
        return LocalStore(folder, Settings(), Metrics())


class TestLocalStoreSealedAtOnce(StoreContract):
    def open_store(self, folder: Path) -> LocalStore:
        return SealedAtOnce(folder, Settings(), Metrics())


class TestLocalStoreSealingAllTheTime(WritingContract, ContentContract, CountingContract):
    def open_store(self, folder: Path) -> LocalStore:
        return LocalStore(folder, Settings(seal_spans=3, seal_quiet_s=0.01, content_min_bytes=8), Metrics())
