"""Routes: the log records and the metrics that emitters sent."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from agenttrace_server.api import rendering
from agenttrace_server.api.parameters import InProject, InWindow, Paged, Text
from agenttrace_server.api.rendering import rfc3339
from agenttrace_server.api.rendering.cut import Cutter
from agenttrace_server.api.schemas import (
    LogOut,
    OtelGroupOut,
    OtelMetricOut,
    OtelMetricValuesOut,
    OtelValueOut,
    PageOut,
)
from agenttrace_server.api.services import Services, WithServices
from agenttrace_server.query import expressions, logs, otel_metrics
from agenttrace_server.query.otel_metrics import MetricQuestion
from agenttrace_server.store.api.signals import LogFilter

router = APIRouter(tags=["signals"])

_NS_PER_S = 1_000_000_000


class LogListing(Paged, InWindow):
    """GET /api/v1/logs"""

    uid: Text | None = None
    trace_id: Text | None = None
    span_id: Text | None = None
    session_id: Text | None = None
    event: Text | None = Field(None, description="the whole event name")
    min_severity: int | None = Field(None, ge=0, le=24, description="9 info, 13 warn, 17 error, 21 fatal")
    text: Text | None = Field(None, description="words that must all be in the record")
    full: bool = Field(False, description="do not cut long strings")

    def where(self, services: Services) -> LogFilter:
        """Return the filter. Raises: BadQuestion."""
        since_ns, until_ns = self.window(services)
        return LogFilter(
            uid=self.uid,
            project=self.project,
            trace_id=None if self.trace_id is None else expressions.trace_id(self.trace_id),
            span_id=None if self.span_id is None else expressions.span_id(self.span_id),
            session_id=self.session_id,
            event=self.event,
            min_severity=self.min_severity,
            since_ns=since_ns,
            until_ns=until_ns,
            text=self.text,
        )


class OtelMetricAsked(InWindow):
    """GET /api/v1/otel-metrics/{name}"""

    group_by: Text | None = Field(None, description="an attribute of the points, or of their resource")
    interval: Text | None = Field(None, description="30s, 5m, 1h, 1d; without it the whole window is one interval")
    agg: Literal["sum", "avg", "max", "last", "rate", "p95"] | None = None

    def question(self, services: Services, name: str) -> MetricQuestion:
        """Return what is asked. Raises: BadQuestion."""
        since_ns, until_ns = self.window(services)
        return MetricQuestion(
            name=name,
            project=self.project,
            group_by=self.group_by,
            interval_ns=None if self.interval is None else expressions.length(self.interval, field="interval"),
            aggregate=self.agg,
            since_ns=since_ns,
            until_ns=until_ns,
            max_points=services.settings.otel_metrics_max_values,
        )


@router.get("/logs")
def list_logs(services: WithServices, asked: Annotated[LogListing, Query()]) -> PageOut[LogOut]:
    """Log records, newest first."""
    found = logs.find_logs(services.store, asked.where(services), asked.page(services))
    max_bytes = None if asked.full else services.settings.value_cut_bytes
    root = services.settings.root_path
    return PageOut(
        items=[
            rendering.log_record(record, Cutter(max_bytes, f"{root}/api/v1/logs?uid={record.uid}&full=true"))
            for record in found.items
        ],
        next_cursor=found.next_cursor,
    )


@router.get("/otel-metrics")
def list_otel_metrics(services: WithServices, asked: Annotated[InProject, Query()]) -> list[OtelMetricOut]:
    """Every metric that emitters sent, by name."""
    return [
        OtelMetricOut(
            name=one.like.name,
            unit=one.like.unit,
            kind=one.like.kind.value,
            temporality=one.like.temporality.value,
            is_monotonic=one.like.is_monotonic,
            description=one.like.description,
            series=one.series,
            points=one.points,
            first_at=rfc3339(one.first_ns),
            last_at=rfc3339(one.last_ns),
            attributes=list(one.attributes),
        )
        for one in otel_metrics.metrics_there_are(services.store, asked.project)
    ]


@router.get("/otel-metrics/{name:path}")
def get_otel_metric(
    services: WithServices, name: str, asked: Annotated[OtelMetricAsked, Query()]
) -> OtelMetricValuesOut:
    """What became of one metric over time."""
    question = asked.question(services, name)
    found = otel_metrics.answer(services.store, question)
    return OtelMetricValuesOut(
        name=name,
        unit=found.like.unit,
        kind=found.like.kind.value,
        agg=found.aggregate,
        group_by=asked.group_by,
        interval_s=None if question.interval_ns is None else question.interval_ns / _NS_PER_S,
        series=found.series,
        groups=[
            OtelGroupOut(
                key=group.key, values=[OtelValueOut(time=rfc3339(at_ns), value=value) for at_ns, value in group.values]
            )
            for group in found.groups
        ],
    )
