"""Turn the bytes of one request into spans: the one place where OTLP is read."""

from agenttrace_server.pipeline.decode.admission import check
from agenttrace_server.pipeline.decode.record import decode

__all__ = ["check", "decode"]
