"""Looking after the files of the local store: sizes, checks, compaction, backup, and dropping what is old."""

from agenttrace_server.store.local.upkeep.upkeep import LocalUpkeep

__all__ = ["LocalUpkeep"]
