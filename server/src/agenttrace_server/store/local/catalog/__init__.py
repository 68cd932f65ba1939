"""The SQLite file that says what lies where: published with each segment in one transaction."""

from agenttrace_server.store.local.catalog.catalog import Catalog, Publication
from agenttrace_server.store.local.catalog.letters import Letters
from agenttrace_server.store.local.catalog.schema import disk_refused

__all__ = ["Catalog", "Letters", "Publication", "disk_refused"]
