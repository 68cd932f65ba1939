"""Functions of every kind are traced, and behave as before."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import pytest

import agenttrace as at
from agenttrace.testing import InMemoryExporter


class Toolbox:
    @at.tool
    def method(self, query: str, limit: int = 3) -> list[str]:
        return [query] * limit

    @at.tool
    @staticmethod
    def static(query: str) -> str:
        return query

    @staticmethod
    @at.tool
    def static_inside(query: str) -> str:
        return query

    @at.tool
    @classmethod
    def of_class(cls, query: str) -> str:
        return f"{cls.__name__} {query}"

    @at.tool(name="async_search")
    async def coroutine(self, query: str) -> str:
        await asyncio.sleep(0)
        return query


def test_a_tool_span_has_its_name_arguments_and_result(spans: InMemoryExporter) -> None:
    assert Toolbox().method("cats", limit=2) == ["cats", "cats"]

    (span,) = spans.spans
    assert span.name == "method"
    assert span.attributes["agenttrace.span.type"] == "tool_execution"
    assert span.attributes["gen_ai.operation.name"] == "execute_tool"
    assert span.attributes["gen_ai.tool.name"] == "method"
    assert span.attributes["gen_ai.tool.call.arguments"] == '{"query":"cats","limit":2}'
    assert span.attributes["gen_ai.tool.call.result"] == '["cats","cats"]'


@pytest.mark.parametrize("name", ["static", "static_inside", "of_class"])
def test_static_and_class_methods_are_traced(spans: InMemoryExporter, name: str) -> None:
    result = getattr(Toolbox(), name)("cats")

    assert result.endswith("cats")
    assert spans.spans[0].attributes["gen_ai.tool.call.arguments"] == '{"query":"cats"}'


def test_a_coroutine_function_stays_one(spans: InMemoryExporter) -> None:
    assert inspect.iscoroutinefunction(Toolbox.coroutine)
    assert asyncio.run(Toolbox().coroutine("cats")) == "cats"

    assert spans.spans[0].name == "async_search"
    assert spans.spans[0].attributes["gen_ai.tool.name"] == "async_search"


def test_an_agent_span_says_who_it_is(spans: InMemoryExporter) -> None:
    @at.agent(name="planner", role="lead", id="a-1", description="plans")
    def plan(goal: str) -> str:
        """Plan it."""
        return f"plan for {goal}"

    assert plan("tea") == "plan for tea"
    assert (plan.__name__, plan.__doc__) == ("plan", "Plan it.")

    (span,) = spans.spans
    assert span.name == "planner"
    assert span.attributes["gen_ai.agent.name"] == "planner"
    assert span.attributes["gen_ai.agent.id"] == "a-1"
    assert span.attributes["gen_ai.agent.description"] == "plans"
    assert span.attributes["agenttrace.agent.role"] == "lead"
    assert span.attributes["gen_ai.operation.name"] == "invoke_agent"
    assert span.attributes["agenttrace.input"] == '{"goal":"tea"}'
    assert span.attributes["agenttrace.output"] == "plan for tea"


def test_trace_takes_a_type_a_name_and_attributes(spans: InMemoryExporter) -> None:
    @at.trace(span_type=at.SpanType.MEMORY_RETRIEVAL, name="recall", attributes={"store": "vector"})
    def remember() -> None:
        return None

    remember()

    (span,) = spans.spans
    assert span.name == "recall"
    assert span.attributes["agenttrace.span.type"] == "memory_retrieval"
    assert span.attributes["store"] == "vector"
    assert "agenttrace.output" not in span.attributes


def test_capture_can_be_switched_off_for_one_function(spans: InMemoryExporter) -> None:
    @at.task(capture_input=False, capture_output=False)
    def login(password: str) -> str:
        return f"token for {password}"

    login("hunter2")

    assert "hunter2" not in str(dict(spans.spans[0].attributes))


def test_variable_arguments_are_named(spans: InMemoryExporter) -> None:
    @at.task
    def join(first: str, *others: str, sep: str = " ", **options: Any) -> str:
        return sep.join((first, *others))

    join("a", "b", "c", sep="-", loud=True)

    assert spans.spans[0].attributes["agenttrace.input"] == '{"first":"a","others":["b","c"],"sep":"-","loud":true}'


def test_a_wrong_call_fails_in_pythons_words(spans: InMemoryExporter) -> None:
    @at.task
    def one(argument: str) -> str:
        return argument

    with pytest.raises(TypeError, match="missing 1 required positional argument"):
        one()  # type: ignore[call-arg]


def test_a_large_argument_is_cut_while_it_is_read(spans: InMemoryExporter) -> None:
    @at.task
    def count(rows: list[int]) -> int:
        return len(rows)

    assert count(list(range(1_000_000))) == 1_000_000

    assert len(spans.spans[0].attributes["agenttrace.input"]) < 100_000
    assert "more" in spans.spans[0].attributes["agenttrace.input"]


def test_something_that_is_not_callable_is_refused_at_once() -> None:
    with pytest.raises(TypeError, match="only functions can be traced"):
        at.trace(42)  # type: ignore[type-var]


def test_a_callable_object_is_traced(spans: InMemoryExporter) -> None:
    class Greeter:
        def __call__(self, name: str) -> str:
            return f"hello {name}"

    assert at.task(Greeter())("Ada") == "hello Ada"
    assert spans.spans[0].name == "Greeter"
