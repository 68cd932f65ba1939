"""Turn the bytes of a metrics request into points."""

from agenttrace_server.pipeline.decode.metrics.record import check_metrics, decode_metrics

__all__ = ["check_metrics", "decode_metrics"]
