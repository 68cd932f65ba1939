"""What looking after a store is asked for: sizes, compaction, checks, backups, and dropping what is old."""

from agenttrace_server.store.api.upkeep.contract import Upkeep
from agenttrace_server.store.api.upkeep.records import Compacted, Dropped, Finding, Part, StoreUsage, Verified

__all__ = ["Compacted", "Dropped", "Finding", "Part", "StoreUsage", "Upkeep", "Verified"]
