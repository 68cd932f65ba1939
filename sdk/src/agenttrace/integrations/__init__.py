"""Trace the libraries that the user's program calls: found through a table and an entry-point group."""

from agenttrace.integrations.registry import instrument, uninstrument

__all__ = ["instrument", "uninstrument"]
