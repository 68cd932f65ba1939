"""The memory store keeps the contract."""

from __future__ import annotations

from pathlib import Path

from agenttrace_server.store.memory import MemoryStore

from .contract import StoreContract


class TestMemoryStore(StoreContract):
    def open_store(self, folder: Path) -> MemoryStore:
        return MemoryStore()
