"""Run the SDK for one test, with its spans in memory and our own failures raised."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

import agenttrace as at
from agenttrace.testing import InMemoryExporter


@pytest.fixture
def exporter() -> InMemoryExporter:
    return InMemoryExporter()


@pytest.fixture
def spans(exporter: InMemoryExporter) -> Iterator[InMemoryExporter]:
    at.init(processor=SimpleSpanProcessor(exporter), auto_instrument=False, raise_internal_errors=True)
    yield exporter
    at.shutdown()
