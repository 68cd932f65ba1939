"""Routes: sums, costs, latencies and the commonest failures."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from agenttrace_server.api import rendering
from agenttrace_server.api.parameters import CostsAsked, ErrorsAsked, PerformanceAsked, SummaryAsked
from agenttrace_server.api.schemas import CostsOut, ErrorsOut, PerformanceOut, SummaryOut
from agenttrace_server.api.services import WithServices
from agenttrace_server.query import metrics
from agenttrace_server.store.api import GroupBy

router = APIRouter(prefix="/metrics", tags=["metrics"])


@router.get("/summary")
def get_summary(services: WithServices, asked: Annotated[SummaryAsked, Query()]) -> SummaryOut:
    """The window in figures."""
    since_ns, until_ns = asked.window(services)
    found = metrics.summary(services.store, asked.spans(services), asked.traces(services))
    return rendering.summary(found, since_ns, until_ns, services.percent)


@router.get("/costs")
def get_costs(services: WithServices, asked: Annotated[CostsAsked, Query()]) -> CostsOut:
    """Sums by hour, day, week, model, provider, agent, user, session or project."""
    rows = metrics.costs(services.store, asked.where(services), GroupBy(asked.group_by))
    return rendering.costs(asked.group_by, rows, services.percent)


@router.get("/performance")
def get_performance(services: WithServices, asked: Annotated[PerformanceAsked, Query()]) -> PerformanceOut:
    """Latencies by span type, model, tool, name, agent, hour or day."""
    rows = metrics.performance(services.store, asked.where(services), GroupBy(asked.group_by))
    return rendering.performance(asked.group_by, rows)


@router.get("/errors")
def get_errors(services: WithServices, asked: Annotated[ErrorsAsked, Query()]) -> ErrorsOut:
    """The commonest failures first."""
    return rendering.failures(metrics.failures(services.store, asked.where(services), asked.limit))
