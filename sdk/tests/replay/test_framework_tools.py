"""Tools of frameworks are recorded and replayed where the framework calls them, on classes of the same shape.

The frameworks themselves are driven by `make frameworks REPLAY=1`, in environments of their own.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import agenttrace as at
from agenttrace.replay import ReplayDivergence
from agenttrace.tracing.guard import raise_our_own_failures
from agenttrace.tracing.outside.frameworks import crewai, langchain, mcp, openai_agents, pydantic_ai
from agenttrace.tracing.outside.frameworks.contract import LooksDifferent
from agenttrace.tracing.outside.frameworks.hooks import Framework, ToolHooks

from .conftest import Studio

Wrap = Callable[[Callable[[ModuleType], Callable[[], None]], Any], None]


@pytest.fixture
def wrap() -> Iterator[Callable[..., None]]:
    """Hooks a module of a framework that is made of these names."""
    with ExitStack() as undo:

        def wrapped(hook: Callable[[ModuleType], Callable[[], None]], **names: Any) -> None:
            module = ModuleType("framework")
            vars(module).update(names)
            undo.callback(hook(module))

        yield wrapped


class Shaped:
    """The shape of LangChain's and CrewAI's classes of tools."""

    def __init__(self, name: str, func: Any) -> None:
        self.name = name
        self.func = func

    def _run(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError

    async def _arun(self, *args: Any, **kwargs: Any) -> Any:
        return self._run(*args, **kwargs)


def test_a_tool_of_langchain_gives_and_raises_what_it_did(studio: Studio, wrap: Callable[..., None]) -> None:
    ran: list[str] = []

    class BaseTool(Shaped):
        pass

    class Before(BaseTool):
        def _run(self, *args: Any, config: object = None, **kwargs: Any) -> Any:
            return self.func(**kwargs)

    wrap(langchain.wrap, BaseTool=BaseTool)

    class After(BaseTool):
        def _run(self, *args: Any, **kwargs: Any) -> Any:
            raise ValueError(f"no train to {args[0]}")

        async def _arun(self, *args: Any, **kwargs: Any) -> Any:
            return await super()._arun(*args, **kwargs)

    def weather(city: str) -> str:
        ran.append(city)
        return f"sunny in {city}"

    def program() -> Any:
        said = Before("weather", weather)._run(city="Rome", config=object())
        with pytest.raises(ValueError, match="no train to Rome") as raised:
            asyncio.run(After("train", None)._arun("Rome"))
        return said, type(raised.value)

    recorded = studio.record(program)
    replayer = studio.replayer()

    assert replayer.run(program) == recorded == ("sunny in Rome", ValueError)
    assert ran == ["Rome"]
    assert replayer.report.is_faithful, str(replayer.report)
    calls = [event.payload for event in studio.reader().events if event.kind == "tool.call"]
    assert [(call["name"], call["arguments"]) for call in calls] == [
        ("weather", {"city": "Rome"}),
        ("train", {"args": ["Rome"]}),
    ]


def test_a_tool_runs_in_a_replay_that_asks_for_it(studio: Studio, wrap: Callable[..., None]) -> None:
    ran: list[int] = []

    class BaseTool(Shaped):
        pass

    class Counting(BaseTool):
        def _run(self, *args: Any, **kwargs: Any) -> int:
            ran.append(1)
            return len(ran)

    wrap(langchain.wrap, BaseTool=BaseTool)
    tool = Counting("count", None)

    assert studio.record(tool._run) == 1
    assert studio.replayer(tool_modes={"count": "live"}).run(tool._run) == 2
    with pytest.raises(ReplayDivergence, match="did not give what it gave"):
        studio.replayer(tool_modes={"count": "verify"}).run(tool._run)


def test_a_tool_that_is_decorated_is_recorded_once_and_by_its_decorator(
    studio: Studio, wrap: Callable[..., None]
) -> None:
    class BaseTool(Shaped):
        pass

    class Plain(BaseTool):
        def _run(self, *args: Any, **kwargs: Any) -> Any:
            return self.func(*args, **kwargs)

    wrap(langchain.wrap, BaseTool=BaseTool)

    @at.tool(name="decorated")
    def weather(city: str) -> str:
        return f"sunny in {city}"

    assert studio.record(lambda: Plain("weather", weather)._run("Rome")) == "sunny in Rome"

    names = [event.payload["name"] for event in studio.reader().events if event.kind == "tool.call"]
    assert names == ["decorated"]


def test_a_tool_of_crewai_is_recorded_whichever_way_it_goes(studio: Studio, wrap: Callable[..., None]) -> None:
    ran: list[str] = []

    class BaseTool(Shaped):
        pass

    class Tool(BaseTool):
        def run(self, *args: Any, **kwargs: Any) -> Any:
            return self.func(*args, **kwargs)

        def _run(self, *args: Any, **kwargs: Any) -> Any:
            return self.func(*args, **kwargs)

    wrap(crewai.wrap, BaseTool=BaseTool, Tool=Tool)

    def weather(city: str, security_context: object = None) -> str:
        ran.append(city)
        return f"sunny in {city}"

    async def train(city: str) -> str:
        ran.append(city)
        return f"a train to {city}"

    async def awaited(given: Awaitable[str]) -> str:
        return await given

    def program() -> Any:
        return (
            Tool("weather", weather).run(city="Rome", security_context={"fingerprint": str(id(object()))}),
            Tool("weather", weather)._run("Paris"),
            asyncio.run(awaited(Tool("train", train)._run("Rome"))),
        )

    recorded = studio.record(program)

    assert studio.replayer().run(program) == recorded
    assert ran == ["Rome", "Paris", "Rome"]


def test_a_tool_of_openai_agents_is_recorded_below_its_handling_of_errors(
    studio: Studio, wrap: Callable[..., None]
) -> None:
    ran: list[str] = []

    class Invoker:
        def __init__(self, impl: Any) -> None:
            self._invoke_tool_impl = impl

        def _get_wrapped_callable(self) -> object:
            return None

        async def __call__(self, context: Any, given: str) -> str:
            try:
                return str(await self._invoke_tool_impl(context, given))
            except ValueError as error:
                return f"failed: {error}"

    async def weather(context: Any, given: str) -> str:
        ran.append(given)
        if "Rome" in given:
            raise ValueError("no weather there")
        return "sunny"

    before = Invoker(weather)
    wrap(openai_agents.wrap, _FailureHandlingFunctionToolInvoker=Invoker)
    copied = Invoker(before._invoke_tool_impl)

    def program() -> Any:
        context = SimpleNamespace(tool_name="weather")
        given = ('{"city": "Paris"}', '{"city": "Rome"}', "no json", "[1]", "")
        return [asyncio.run(invoker(context, each)) for each in given for invoker in (before, copied)]

    recorded = studio.record(program)
    times = len(ran)

    assert studio.replayer().run(program) == recorded
    assert recorded[:3] == ["sunny", "sunny", "failed: no weather there"]
    assert len(ran) == times == 10


def test_tools_of_pydantic_ai_and_of_an_mcp_server_give_what_they_gave(
    studio: Studio, wrap: Callable[..., None]
) -> None:
    ran: list[str] = []

    class FunctionToolset:
        def __init__(self) -> None:
            self.tools: dict[str, Any] = {}

        async def call_tool(self, name: str, tool_args: dict[str, Any], ctx: object, tool: object) -> str:
            ran.append(name)
            return f"sunny in {tool_args['city']}"

    class ClientSession:
        async def call_tool(self, name: str, arguments: dict[str, Any] | None = None, *, meta: object = None) -> Any:
            ran.append(name)
            return {"content": arguments}

    wrap(pydantic_ai.wrap, FunctionToolset=FunctionToolset)
    wrap(mcp.wrap, ClientSession=ClientSession)

    async def work() -> Any:
        one = FunctionToolset().call_tool("weather", {"city": "Rome"}, object(), object())
        two = ClientSession().call_tool("remote", {"city": "Rome"}, meta=object())
        return await asyncio.gather(one, two, ClientSession().call_tool("bare"))

    def program() -> Any:
        return asyncio.run(work())

    recorded = studio.record(program)

    assert studio.replayer().run(program) == recorded
    assert sorted(ran) == ["bare", "remote", "weather"]


def test_twenty_calls_at_once_find_their_own_results(studio: Studio, wrap: Callable[..., None]) -> None:
    class ClientSession:
        calls = 0

        async def call_tool(self, name: str, arguments: dict[str, Any] | None = None) -> int:
            ClientSession.calls += 1
            mine = ClientSession.calls
            for _ in range(20 - mine):
                await asyncio.sleep(0)
            return mine

    wrap(mcp.wrap, ClientSession=ClientSession)

    async def work() -> list[int]:
        return await asyncio.gather(*(ClientSession().call_tool("same", {"a": 1}) for _ in range(20)))

    recorded = studio.record(lambda: asyncio.run(work()))

    assert studio.replayer().run(lambda: asyncio.run(work())) == recorded == list(range(1, 21))


@pytest.mark.parametrize("hook", [crewai, langchain, mcp, openai_agents, pydantic_ai])
def test_a_framework_that_looks_different_is_left_as_it_is(hook: Any) -> None:
    with pytest.raises(LooksDifferent, match="has no"):
        hook.wrap(ModuleType("framework"))


def test_a_framework_that_looks_different_is_said_once_with_its_version(caplog: pytest.LogCaptureFixture) -> None:
    hooks = ToolHooks({"pytest": Framework("pytest", langchain.wrap)})
    with caplog.at_level(logging.WARNING, "agenttrace.recording"):
        hooks.start(["pytest"])
    hooks.stop()

    assert f"pytest {pytest.__version__} looks different (pytest has no BaseTool)" in caplog.text


def test_a_hook_that_breaks_does_not_break_the_import(caplog: pytest.LogCaptureFixture) -> None:
    def breaks(_: ModuleType) -> Callable[[], None]:
        raise KeyError("call_tool")

    hooks = ToolHooks({"pytest": Framework("pytest", breaks)})
    with caplog.at_level(logging.WARNING, "agenttrace"):
        hooks.start(["pytest"])
    hooks.stop()

    assert "standing before the tools of pytest" in caplog.text


def test_a_tool_whose_arguments_cannot_be_read_runs_all_the_same(studio: Studio, wrap: Callable[..., None]) -> None:
    class BaseTool(Shaped):
        def _filter_injected_args(self, given: dict[str, Any]) -> dict[str, Any]:
            raise RuntimeError("another version")

    class Doubling(BaseTool):
        def _run(self, *args: Any, **kwargs: Any) -> int:
            return 2 * int(kwargs["number"])

    wrap(langchain.wrap, BaseTool=BaseTool)

    def program() -> int:
        raise_our_own_failures(False)
        return int(Doubling("doubling", None)._run(number=2))

    assert studio.record(program) == 4


def test_a_module_of_the_program_that_has_a_frameworks_name_is_its_own_business(
    caplog: pytest.LogCaptureFixture,
) -> None:
    hooks = ToolHooks({"asyncio": Framework("a-package-that-is-not-installed", langchain.wrap)})
    assert "asyncio" in sys.modules
    hooks.start(["a-package-that-is-not-installed"])
    hooks.stop()

    assert caplog.text == ""


def test_classes_are_as_they_were_when_nobody_records() -> None:
    class BaseTool(Shaped):
        pass

    class Plain(BaseTool):
        def _run(self, *args: Any, **kwargs: Any) -> int:
            return 1

    module = ModuleType("framework")
    vars(module)["BaseTool"] = BaseTool
    before = vars(Plain)["_run"]
    undo = langchain.wrap(module)
    assert vars(Plain)["_run"] is not before
    undo()

    assert vars(Plain)["_run"] is before
    assert "__init_subclass__" not in vars(BaseTool)
