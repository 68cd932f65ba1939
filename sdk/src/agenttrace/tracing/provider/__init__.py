"""Join OpenTelemetry's provider: ids, sampling, inheritance, and the state of the process."""

from agenttrace.tracing.provider.runtime import Runtime, runtime
from agenttrace.tracing.provider.version import SDK_VERSION

__all__ = ["SDK_VERSION", "Runtime", "runtime"]
