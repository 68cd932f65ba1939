"""Turn every dialect of span into one model."""

from agenttrace_server.pipeline.normalize.stage import normalize

__all__ = ["normalize"]
