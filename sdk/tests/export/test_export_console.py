"""One readable line per span."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import Status, StatusCode
from opentelemetry.util.types import AttributeValue

from agenttrace.export import ConsoleExport, Redact
from agenttrace.model import semconv


def lines_of(redact: Redact | None = None) -> list[str]:
    out = io.StringIO()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(ConsoleExport(redact, out))
    tracer = provider.get_tracer("test")
    with tracer.start_as_current_span("plan", attributes={semconv.SPAN_TYPE: "agent"}):
        failing = tracer.start_span("search", start_time=1_000_000_000)
        failing.set_status(Status(StatusCode.ERROR, "no route\nto host"))
        failing.end(end_time=3_500_000_000)
    return out.getvalue().splitlines()


def test_a_span_is_one_line_that_says_when_how_long_what_and_how_it_ended() -> None:
    child, parent = lines_of()
    assert child.startswith("00:00:01.000  2.50s  span  search  error: no route to host  trace=")
    assert re.search(r"  parent=[0-9a-f]{16}$", child)
    assert re.search(r"  agent  plan  ok  trace=[0-9a-f]{32} span=[0-9a-f]{16}$", parent)


def test_the_line_is_redacted_and_withheld_where_the_redactor_fails() -> None:
    def hide(attributes: Mapping[str, AttributeValue]) -> Mapping[str, AttributeValue]:
        return dict.fromkeys(attributes, "[hidden]")

    def fail(attributes: Mapping[str, AttributeValue]) -> Mapping[str, AttributeValue]:
        raise RuntimeError

    assert "search" not in "".join(lines_of(hide))
    assert "search" not in "".join(lines_of(fail))
    assert len(lines_of(fail)) == 2


def test_a_closed_stream_does_not_break_the_agent() -> None:
    out = io.StringIO()
    out.close()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(ConsoleExport(out=out))
    provider.get_tracer("test").start_span("quiet").end()
