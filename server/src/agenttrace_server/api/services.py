"""Name what the routes work with: everything that `app` joins together for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Protocol

from fastapi import Depends
from fastapi.requests import HTTPConnection

from agenttrace_server.config import Settings
from agenttrace_server.journal.protocol import Journal, JournalStats
from agenttrace_server.live.protocol import LiveBus
from agenttrace_server.pipeline.price.keeper import PriceKeeper
from agenttrace_server.pipeline.reprocess import Reprocessing
from agenttrace_server.query.trace_views import TraceViews
from agenttrace_server.store.api import Store
from agenttrace_server.telemetry import Metrics
from agenttrace_server.upkeep import Installation, KeeperState


@dataclass(frozen=True, slots=True)
class PipelineState:
    """How the pipeline is doing. `state` is running, or what keeps it from that."""

    state: str
    lag_bytes: int = 0
    """Acknowledged, and not yet to be found by a query."""
    lag_spans: int = 0
    """About how many spans these bytes are."""
    waiting_since_ns: int | None = None
    """When the oldest of them was received."""
    last_error: str | None = None
    batch_gaps: int = 0
    refused: int = 0
    """Requests that were told to come again later, since the start."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A request that receive refused, in words."""

    reason: str
    at_ns: int


class Watched(Protocol):
    """What /health and /metrics look at, beside the store."""

    def journal(self) -> JournalStats:
        """Sizes and positions of the journal."""
        ...

    def pipeline(self) -> PipelineState:
        """How the pipeline is doing."""
        ...

    def last_rejection(self) -> Rejection | None:
        """The latest refused request, if any."""
        ...

    def not_kept(self) -> Rejection | None:
        """Why the latest request that was right could not be kept; None when it was."""
        ...

    def keeper(self) -> KeeperState:
        """How the bounds of age and size are kept."""
        ...

    def otlp_port(self) -> int:
        """The port on which OTLP is received."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a route may use."""

    settings: Settings
    store: Store
    views: TraceViews
    bus: LiveBus
    metrics: Metrics
    watched: Watched
    prices: PriceKeeper
    reprocessing: Reprocessing
    installation: Installation
    now_ns: Callable[[], int]
    started_ns: int
    journal: Journal
    """Where the sample traces are sent to, as any other."""

    @property
    def percent(self) -> float:
        """How far a reported cost may be from ours before it is marked."""
        return self.settings.cost_difference_percent


async def _services_of(connection: HTTPConnection) -> Services:
    services: Services = connection.app.state.services
    return services


WithServices = Annotated[Services, Depends(_services_of)]
