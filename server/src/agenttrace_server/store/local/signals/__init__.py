"""The files beside the spans: logs and metrics."""

from agenttrace_server.store.local.signals.signals import LocalSignals

__all__ = ["LocalSignals"]
