"""Check the shape of metrics, which are not read further yet."""

from __future__ import annotations

from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest

from agenttrace_server.pipeline.decode.json_fields import JsonObject, list_of, object_of
from agenttrace_server.pipeline.decode.place import REFUSALS, beneath

Path = tuple[str, ...]

METRICS: Path = ("resourceMetrics", "scopeMetrics", "metrics")


def count_json(request: JsonObject, path: Path) -> int:
    """Return how many items lie at the end of the path. Raises: BadPayload: with the path of what is no list."""
    if not path:
        return 1
    field, *rest = path
    count = 0
    for at, item in enumerate(list_of(request.get(field), field)):
        try:
            count += count_json(object_of(item, ""), tuple(rest))
        except REFUSALS as refusal:
            raise beneath(f"{field}[{at}]", refusal) from None
    return count


def count_metrics(request: ExportMetricsServiceRequest) -> int:
    """Return the number of metrics."""
    return sum(len(scoped.metrics) for group in request.resource_metrics for scoped in group.scope_metrics)
