"""What stored spans tell of calls and agents: what the writer asks before it says how a new span counts."""

from agenttrace_server.store.local.told.reading import calls_told, sayings_told
from agenttrace_server.store.local.told.twins import Twins

__all__ = ["Twins", "calls_told", "sayings_told"]
