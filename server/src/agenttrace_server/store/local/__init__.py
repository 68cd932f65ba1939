"""The store on local files: journal-fed hot part, Parquet segments, SQLite catalog."""

from agenttrace_server.store.local.store import LocalStore

__all__ = ["LocalStore"]
