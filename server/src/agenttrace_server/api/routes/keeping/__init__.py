"""Routes about what is kept: the data folder, and samples to begin with."""

from agenttrace_server.api.routes.keeping import samples, upkeep

__all__ = ["samples", "upkeep"]
