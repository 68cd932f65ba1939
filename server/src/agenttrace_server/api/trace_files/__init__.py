"""Write one trace as a file that other tools, or a person without any tool, can read."""

from agenttrace_server.api.trace_files.jaeger import as_jaeger
from agenttrace_server.api.trace_files.otlp import as_otlp
from agenttrace_server.api.trace_files.page import as_page
from agenttrace_server.api.trace_files.zipkin import as_zipkin

__all__ = ["as_jaeger", "as_otlp", "as_page", "as_zipkin"]
