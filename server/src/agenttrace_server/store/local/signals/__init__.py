"""The files beside the spans: logs."""

from agenttrace_server.store.local.signals.signals import LocalSignals

__all__ = ["LocalSignals"]
