"""Routes about the data folder."""

from agenttrace_server.api.routes.keeping import upkeep

__all__ = ["upkeep"]
