"""Say what the server does: structured logs and the Prometheus metrics, named in one place."""

from __future__ import annotations

import logging
import sys

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """Every figure the server exposes at /metrics. One instance a server, so that tests do not share them."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.traces_received = self._counter("agenttrace_traces_received", "traces first seen by the store")
        self.spans_received = self._counter("agenttrace_spans_received", "spans in acknowledged requests")
        self.requests_received = self._counter("agenttrace_requests_received", "acknowledged requests", ["signal"])
        self.bytes_received = self._counter("agenttrace_received_bytes", "acknowledged bytes, decompressed")
        self.ingestion_errors = self._counter(
            "agenttrace_ingestion_errors", "requests that were refused, by status code", ["status"]
        )
        self.ingestion_duration = Histogram(
            "agenttrace_ingestion_duration_seconds",
            "from the first byte of a request to its acknowledgement",
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
            registry=self.registry,
        )
        self.spans_stored = self._counter("agenttrace_spans_stored", "spans written to the store")
        self.dead_letters = self._counter("agenttrace_dead_letters", "records that could not be decoded")
        self.worker_errors = self._counter(
            "agenttrace_worker_errors", "errors caught at the top of a worker loop", ["worker"]
        )
        self.batch_gaps = self._counter("agenttrace_batch_gaps", "batches a sender numbered that never came")
        self.sender_dropped = self._counter("agenttrace_sender_dropped", "spans that senders say they dropped")
        self.journal_lag_bytes = self._gauge("agenttrace_journal_lag_bytes", "acknowledged bytes not yet applied")
        self.journal_lag_spans = self._gauge("agenttrace_journal_lag_spans", "about how many spans are not yet applied")
        self.journal_lag_seconds = self._gauge("agenttrace_journal_lag_seconds", "age of the oldest unapplied record")
        self.journal_size_bytes = self._gauge("agenttrace_journal_size_bytes", "bytes of journal on disk")
        self.store_spans = self._gauge("agenttrace_store_spans", "spans in the store")
        self.store_hot_spans = self._gauge("agenttrace_store_hot_spans", "spans not yet sealed into a segment")
        self.store_bytes = self._gauge("agenttrace_store_bytes", "bytes of store on disk")
        self.live_watchers = self._gauge("agenttrace_live_watchers", "open live connections")

    def _counter(self, name: str, text: str, labels: list[str] | None = None) -> Counter:
        return Counter(name, text, labels or [], registry=self.registry)

    def _gauge(self, name: str, text: str) -> Gauge:
        return Gauge(name, text, registry=self.registry)


def configure_logging(level: str, as_json: bool) -> None:
    """Send structured logs to stderr: one line an event, the event lowercase, values as fields."""
    renderer = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    marks: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    ends = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
    of_libraries = logging.StreamHandler(sys.stderr)
    of_libraries.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=marks, processors=ends))
    logging.basicConfig(handlers=[of_libraries], level=level.upper(), force=True)
    structlog.configure(
        processors=[*marks, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
