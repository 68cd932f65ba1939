"""The SQLite file that says what lies where: published with each segment in one transaction."""

from agenttrace_server.store.local.catalog.catalog import Catalog, Publication
from agenttrace_server.store.local.catalog.schema import disk_refused
from agenttrace_server.store.local.catalog.signals import Signals

__all__ = ["Catalog", "Publication", "Signals", "disk_refused"]
