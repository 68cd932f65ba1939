"""Ask for metrics: what there is, and what became of one over time."""

from agenttrace_server.query.otel_metrics.answers import AGGREGATES, Group, MetricAnswer, MetricQuestion, answer
from agenttrace_server.query.otel_metrics.listing import MetricSummary, metrics_there_are

__all__ = ["AGGREGATES", "Group", "MetricAnswer", "MetricQuestion", "MetricSummary", "answer", "metrics_there_are"]
