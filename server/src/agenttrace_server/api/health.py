"""Judge how the server is doing, and bring its gauges up to date for a scrape."""

from __future__ import annotations

from importlib.metadata import version

import structlog
from prometheus_client import generate_latest

from agenttrace_server.api.rendering import rfc3339
from agenttrace_server.api.schemas import HealthOut
from agenttrace_server.api.services import PipelineState, Services
from agenttrace_server.journal.protocol import JournalStats
from agenttrace_server.store.api import Store, StoreInfo

VERSION = version("agenttrace-server")
_NS_PER_S = 1_000_000_000
_LATE_S = 60.0
_RECENTLY_NS = 60 * _NS_PER_S
"""How long a refusal says something of now, where nobody has sent anything since."""
_log = structlog.get_logger()


def check(services: Services) -> HealthOut:
    """Say ok, degraded (accepting, but late or hindered) or failing (nothing is accepted), and why."""
    journal = services.watched.journal()
    pipeline = services.watched.pipeline()
    now_ns = services.now_ns()
    lag_s = _lag_s(pipeline, now_ns)
    failing = _why_failing(journal, services.settings.journal_bound_bytes)
    not_kept = services.watched.not_kept()
    if not failing and not_kept is not None and now_ns - not_kept.at_ns < _RECENTLY_NS:
        failing = [f"spans are refused: {not_kept.reason}"]
    info, degraded = _store_info(services.store)
    if pipeline.state != "running":
        degraded.append(f"the pipeline is {pipeline.state}: {pipeline.last_error or 'no error'}")
    if lag_s > _LATE_S:
        degraded.append(f"acknowledged spans wait {lag_s:.0f} s for the store")
    most = services.settings.backlog_max_bytes
    if pipeline.lag_bytes >= most:
        degraded.append(f"spans get 503 until the pipeline has caught up: {pipeline.lag_bytes} of {most} bytes wait")
    kept = services.watched.keeper()
    if services.store.upkeep.failure is not None:
        degraded.append(f"spans stay in memory and in the journal: {services.store.upkeep.failure}")
    if kept.hindered is not None:
        degraded.append(f"upkeep is hindered: {kept.hindered}")
    return HealthOut(
        status="failing" if failing else "degraded" if degraded else "ok",
        reasons=[*failing, *degraded],
        version=VERSION,
        started_at=rfc3339(services.started_ns),
        uptime_s=round((now_ns - services.started_ns) / _NS_PER_S, 3),
        store=services.settings.store,
        journal_lag_bytes=pipeline.lag_bytes,
        journal_lag_spans=pipeline.lag_spans,
        journal_lag_s=lag_s,
        refused_requests=pipeline.refused,
        journal_size_bytes=journal.size_bytes,
        pipeline_state=pipeline.state,
        last_error=pipeline.last_error,
        dead_letters=info.dead_letters if info else 0,
        batch_gaps=pipeline.batch_gaps,
        disk_bytes=kept.disk_bytes,
        dropped_traces=kept.dropped.traces,
        dropped_spans=kept.dropped.spans,
    )


def scrape(services: Services) -> bytes:
    """Return every figure in Prometheus' text format."""
    metrics, journal = services.metrics, services.watched.journal()
    info, _ = _store_info(services.store)
    pipeline = services.watched.pipeline()
    metrics.journal_lag_bytes.set(pipeline.lag_bytes)
    metrics.journal_lag_spans.set(pipeline.lag_spans)
    metrics.journal_lag_seconds.set(_lag_s(pipeline, services.now_ns()))
    metrics.journal_size_bytes.set(journal.size_bytes)
    if info is not None:
        metrics.store_spans.set(info.spans)
        metrics.store_hot_spans.set(info.hot_spans)
        metrics.store_bytes.set(info.disk_bytes)
    return generate_latest(metrics.registry)


def _store_info(store: Store) -> tuple[StoreInfo | None, list[str]]:
    """Return what the store says of itself, or why it says nothing: that is when /health matters most."""
    try:
        return store.info(), []
    except Exception as error:  # noqa: BLE001  whatever a backend raises is the answer; logged, and shown as a reason
        _log.warning("store does not answer", error=str(error), exc_info=error)
        return None, [f"the store does not answer: {type(error).__name__}: {error}"]


def _lag_s(pipeline: PipelineState, now_ns: int) -> float:
    if pipeline.waiting_since_ns is None:
        return 0.0
    return round(max(0, now_ns - pipeline.waiting_since_ns) / _NS_PER_S, 3)


def _why_failing(journal: JournalStats, max_bytes: int) -> list[str]:
    if journal.size_bytes < max_bytes:
        return []
    return [f"the journal is full: {journal.size_bytes} of {max_bytes} bytes; new spans get 503 until there is room"]
