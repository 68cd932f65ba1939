"""Test an agent and its traces: spans in memory, fixed ids and clock, a scripted LLM server, a pytest plugin."""

from typing import TYPE_CHECKING

from agenttrace.testing.lazy_names import __getattr__ as __getattr__

if TYPE_CHECKING:
    from agenttrace.testing.capture import captured_spans
    from agenttrace.testing.exporter import InMemoryExporter
    from agenttrace.testing.fixed_clock import FixedClock
    from agenttrace.testing.fixed_ids import FixedIdGenerator

__all__ = ["FixedClock", "FixedIdGenerator", "InMemoryExporter", "captured_spans"]
