"""Turn the bytes of one request into spans, log records or points of metrics: the one place where OTLP is read."""

from agenttrace_server.pipeline.decode.admission import check
from agenttrace_server.pipeline.decode.columns import SpanColumns
from agenttrace_server.pipeline.decode.logs import decode_logs
from agenttrace_server.pipeline.decode.metrics import decode_metrics
from agenttrace_server.pipeline.decode.record import decode

__all__ = ["SpanColumns", "check", "decode", "decode_logs", "decode_metrics"]
