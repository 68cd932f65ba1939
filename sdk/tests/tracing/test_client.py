"""The client object of the first designs works on the same machinery."""

from __future__ import annotations

import asyncio

from opentelemetry.sdk.trace.export import SimpleSpanProcessor

import agenttrace as at
from agenttrace.testing import InMemoryExporter


def test_the_documented_async_program_runs(exporter: InMemoryExporter) -> None:
    async def main() -> None:
        tracer = at.AgentTrace(
            session_name="code-review-agent",
            framework="custom",
            tags=["production", "code-review"],
            auto_instrument=False,
            processor=SimpleSpanProcessor(exporter),
        )
        await tracer.start()
        try:
            with tracer.start_span("review_task", at.SpanType.TASK):
                async with tracer.start_span("read_source", at.SpanType.FILE_READ) as read_span:
                    read_span.set_attribute("file.path", "src/main.py")
        finally:
            await tracer.stop()

    asyncio.run(main())

    read, task = exporter.spans
    assert read.parent.span_id == task.context.span_id
    assert read.attributes["file.path"] == "src/main.py"
    assert task.attributes["agenttrace.session.name"] == "code-review-agent"
    assert task.attributes["agenttrace.framework"] == "custom"
    assert task.attributes["agenttrace.tags"] == ("production", "code-review")


def test_its_decorators_are_the_decorators(exporter: InMemoryExporter) -> None:
    with at.AgentTrace(auto_instrument=False, processor=SimpleSpanProcessor(exporter)) as tracer:

        @tracer.trace_agent("planner", role="lead")
        def plan() -> str:
            return search("tea")

        @tracer.tool("search")
        def search(query: str) -> str:
            return query

        assert plan() == "tea"

    tool, agent = exporter.spans
    assert tool.attributes["agent.name"] == agent.attributes["gen_ai.agent.name"] == "planner"


def test_the_last_client_is_the_instance(exporter: InMemoryExporter) -> None:
    processor = SimpleSpanProcessor(exporter)
    client = at.AgentTrace(session_name="s", auto_instrument=False, processor=processor)
    assert at.AgentTrace.get_instance() is at.get_tracer() is client
    assert client.session_id is not None

    made_by_init = at.init(session="s", auto_instrument=False, processor=processor)
    assert at.get_tracer() is made_by_init
    assert made_by_init.session_id == client.session_id
    client.stop()


def test_it_can_be_started_again(exporter: InMemoryExporter) -> None:
    client = at.AgentTrace(auto_instrument=False, processor=SimpleSpanProcessor(exporter))
    client.stop()
    client.stop()

    assert client.start().result is client
    assert client.flush()
    client.stop()
