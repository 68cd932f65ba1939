"""Join OpenTelemetry's provider: ids, sampling, inheritance, and the state of the process."""

from agenttrace.tracing.provider.processor import InheritingOutlet, Outlet
from agenttrace.tracing.provider.runtime import Runtime, runtime
from agenttrace.tracing.provider.version import __version__

__all__ = ["InheritingOutlet", "Outlet", "Runtime", "__version__", "runtime"]
