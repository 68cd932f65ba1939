"""A store that lives as long as the process."""

from agenttrace_server.store.memory.store import MemoryStore

__all__ = ["MemoryStore"]
