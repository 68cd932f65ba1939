"""Test an agent and its traces: spans in memory, fixed ids and clock, a scripted LLM server, a pytest plugin."""

from typing import TYPE_CHECKING

from agenttrace.lazy_names import IN_TESTING, names_of

if TYPE_CHECKING:
    from agenttrace.testing.capture import captured_spans
    from agenttrace.testing.exporter import InMemoryExporter
    from agenttrace.testing.fixed_clock import FixedClock
    from agenttrace.testing.fixed_ids import FixedIdGenerator
else:
    __getattr__ = names_of(__name__, IN_TESTING)

__all__ = ["FixedClock", "FixedIdGenerator", "InMemoryExporter", "captured_spans"]
