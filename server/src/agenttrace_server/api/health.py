"""Judge how the server is doing, and bring its gauges up to date for a scrape."""

from __future__ import annotations

from importlib.metadata import version

from prometheus_client import generate_latest

from agenttrace_server.api.rendering import rfc3339
from agenttrace_server.api.schemas import HealthOut
from agenttrace_server.api.services import PipelineState, Services
from agenttrace_server.journal.protocol import JournalStats

VERSION = version("agenttrace-server")
_NS_PER_S = 1_000_000_000
_LATE_S = 60.0


def check(services: Services) -> HealthOut:
    """Say ok, degraded (accepting, but late or hindered) or failing (nothing is accepted), and why."""
    journal = services.watched.journal()
    pipeline = services.watched.pipeline()
    now_ns = services.now_ns()
    lag_s = _lag_s(journal, pipeline, now_ns)
    failing = _why_failing(journal, services.settings.journal_max_bytes)
    degraded = []
    if pipeline.state != "running":
        degraded.append(f"the pipeline is {pipeline.state}: {pipeline.last_error or 'no error'}")
    if lag_s > _LATE_S:
        degraded.append(f"acknowledged spans wait {lag_s:.0f} s for the store")
    return HealthOut(
        status="failing" if failing else "degraded" if degraded else "ok",
        reasons=[*failing, *degraded],
        version=VERSION,
        started_at=rfc3339(services.started_ns),
        uptime_s=round((now_ns - services.started_ns) / _NS_PER_S, 3),
        store=services.settings.store,
        journal_lag_bytes=pipeline.lag_bytes,
        journal_lag_s=lag_s,
        journal_size_bytes=journal.size_bytes,
        pipeline_state=pipeline.state,
        last_error=pipeline.last_error,
        dead_letters=services.store.info().dead_letters,
        batch_gaps=pipeline.batch_gaps,
    )


def scrape(services: Services) -> bytes:
    """Return every figure in Prometheus' text format."""
    metrics, journal, info = services.metrics, services.watched.journal(), services.store.info()
    pipeline = services.watched.pipeline()
    metrics.journal_lag_bytes.set(pipeline.lag_bytes)
    metrics.journal_lag_seconds.set(_lag_s(journal, pipeline, services.now_ns()))
    metrics.journal_size_bytes.set(journal.size_bytes)
    metrics.store_spans.set(info.spans)
    metrics.store_hot_spans.set(info.hot_spans)
    metrics.store_bytes.set(info.disk_bytes)
    return generate_latest(metrics.registry)


def _lag_s(journal: JournalStats, pipeline: PipelineState, now_ns: int) -> float:
    if not pipeline.lag_bytes or journal.oldest_unapplied_ns is None:
        return 0.0
    return round(max(0, now_ns - journal.oldest_unapplied_ns) / _NS_PER_S, 3)


def _why_failing(journal: JournalStats, max_bytes: int) -> list[str]:
    if journal.size_bytes < max_bytes:
        return []
    return [f"the journal is full: {journal.size_bytes} of {max_bytes} bytes; new spans get 503 until there is room"]
