"""The room that the disk cap leaves."""

from agenttrace_server.store.local.room.estimates import database_growth, rewrite_growth, seal_growth
from agenttrace_server.store.local.room.room import Room

__all__ = ["Room", "database_growth", "rewrite_growth", "seal_growth"]
