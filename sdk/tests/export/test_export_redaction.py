"""What the redactor takes out reaches neither the wire nor the disk."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path

import pytest
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import Link, Status, StatusCode
from opentelemetry.util.types import AttributeValue

from agenttrace.export.otlp import REDACTION_FAILED, WITHHELD
from agenttrace.export.spool import from_bytes

from .collector import Collector, free_port
from .conftest import Agent, NewAgent

SECRET = "sk-live-0123456789"


def hide(attributes: Mapping[str, AttributeValue]) -> Mapping[str, AttributeValue]:
    return {
        key: value.replace(SECRET, "[key]") if isinstance(value, str) else value for key, value in attributes.items()
    }


def fail(attributes: Mapping[str, AttributeValue]) -> Mapping[str, AttributeValue]:
    raise RuntimeError(f"cannot handle {attributes}")


def say_secret_everywhere(agent: Agent) -> None:
    provider = TracerProvider(resource=Resource({"deploy.key": SECRET}), shutdown_on_exit=False)
    provider.add_span_processor(agent.processor)
    tracer = provider.get_tracer(f"third party {SECRET}", attributes={"note": SECRET})
    linked = tracer.start_span("linked")
    span = tracer.start_span(
        f"GET ?key={SECRET}",
        attributes={"prompt": f"my key is {SECRET}"},
        links=[Link(linked.get_span_context(), {"why": SECRET})],
    )
    span.add_event(f"message {SECRET}", {"content": SECRET})
    span.record_exception(ValueError(f"bad key {SECRET}"))
    span.set_status(Status(StatusCode.ERROR, f"refused {SECRET}"))
    span.end()


def test_nothing_on_the_wire_holds_the_secret(collector: Collector, new_agent: NewAgent) -> None:
    agent = new_agent(collector.endpoint, redact=hide)
    say_secret_everywhere(agent)
    assert agent.flush()
    request = collector.received[0].request
    assert SECRET not in str(request)
    (span,) = collector.accepted()
    assert span.name == "GET ?key=[key]"
    assert span.status.message == "refused [key]"
    assert span.attributes[0].value.string_value == "my key is [key]"
    assert span.links[0].attributes[0].value.string_value == "[key]"
    assert request.resource_spans[0].resource.attributes[0].value.string_value == "[key]"


def test_nothing_on_the_disk_holds_the_secret(new_agent: NewAgent, home: Path) -> None:
    agent = new_agent(f"http://127.0.0.1:{free_port()}", redact=hide, api_key="at-key-42")
    say_secret_everywhere(agent)
    agent.processor.shutdown()
    files = [path.read_bytes() for path in home.rglob("*") if path.is_file()]
    bodies = [gzip.decompress(from_bytes(raw).body) for raw in files]
    assert b"[key]" in bodies[0]
    assert not any(word in raw for raw in files + bodies for word in (SECRET.encode(), b"at-key-42"))


def test_a_span_whose_redaction_fails_is_sent_with_its_words_withheld(
    collector: Collector, new_agent: NewAgent, caplog: pytest.LogCaptureFixture
) -> None:
    agent = new_agent(collector.endpoint, redact=fail)
    say_secret_everywhere(agent)
    agent.spans("second")
    assert agent.flush()
    assert SECRET not in str([received.request for received in collector.received])
    first = collector.accepted()[0]
    assert first.name == WITHHELD
    assert [(pair.key, pair.value.bool_value) for pair in first.attributes] == [(REDACTION_FAILED, True)]
    assert len(first.events) == 2
    assert agent.stats.unredacted == 2
    assert SECRET not in caplog.text
    assert len([record for record in caplog.records if "redact a span" in record.message]) == 1


def test_a_running_span_is_redacted_too(collector: Collector, new_agent: NewAgent) -> None:
    agent = new_agent(collector.endpoint, redact=hide, start_record_after_s=0)
    span = agent.tracer.start_span("open", attributes={"prompt": SECRET})
    collector.wait_until(lambda c: c.names() == ["open"])
    assert collector.accepted()[0].attributes[0].value.string_value == "[key]"
    span.end()
