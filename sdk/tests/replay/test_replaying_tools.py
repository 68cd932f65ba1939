"""Tools give in a replay what they gave, unless somebody wants them to run."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import enum
import threading
import uuid
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

import agenttrace as at
from agenttrace.recording.tape.stored_values import NotRestorable, is_restorable, restored, stored
from agenttrace.replay import ReplayDivergence
from agenttrace.replay.playing.served_tool import RecordedToolError

from .conftest import Studio


@dataclasses.dataclass
class Point:
    x: int
    y: Decimal


class Colour(enum.Enum):
    RED = "r"


class Model(pydantic.BaseModel):
    name: str
    points: list[Point] = []


class OutOfStock(Exception):
    pass


class Counting:
    """A tool that counts how often it really ran."""

    def __init__(self, result: Any = "found", **options: Any) -> None:
        self.ran = 0
        self.result = result

        def search(query: str, limit: int = 3) -> Any:
            self.ran += 1
            if isinstance(self.result, BaseException):
                raise self.result
            return self.result() if callable(self.result) else self.result

        self.search: Callable[..., Any] = at.tool(**options)(search) if options else at.tool(search)


def test_a_tool_gives_what_it_gave_and_does_not_run(studio: Studio) -> None:
    tool = Counting({"pages": (1, 2), "at": dt.date(2026, 11, 20)})
    recorded = studio.record(lambda: tool.search("tea", limit=2))
    replayer = studio.replayer()

    assert replayer.run(tool.search, "tea", limit=2) == recorded
    assert tool.ran == 1
    assert replayer.report.is_faithful


def test_the_same_arguments_are_the_same_call_however_they_are_passed(studio: Studio) -> None:
    tool = Counting()
    studio.record(lambda: tool.search("tea", 2))

    assert studio.replayer().run(tool.search, query="tea", limit=2) == "found"


def test_other_arguments_diverge_with_their_path(studio: Studio) -> None:
    tool = Counting()
    studio.record(lambda: tool.search("tea"))

    with pytest.raises(ReplayDivergence, match=r'\$\.query: "tea" → "coffee"'):
        studio.replayer().run(tool.search, "coffee")


def test_an_exception_is_raised_again_as_what_it_was(studio: Studio) -> None:
    tool = Counting(OutOfStock("tea", 3))

    def program() -> tuple[Any, ...]:
        with pytest.raises(OutOfStock) as caught:
            tool.search("tea")
        return caught.value.args

    recorded = studio.record(program)

    assert studio.replayer().run(program) == recorded == ("tea", 3)
    assert tool.ran == 1


def test_an_exception_that_cannot_be_made_again_is_named(studio: Studio) -> None:
    class Odd(Exception):
        pass

    tool = Counting(Odd("only here"))
    with pytest.raises(Odd):
        studio.record(lambda: tool.search("tea"))

    with pytest.raises(RecordedToolError, match="Odd: only here"):
        studio.replayer().run(tool.search, "tea")


@pytest.mark.parametrize(("options", "plan"), [({"replay": "live"}, {}), ({}, {"live_tools": True})])
def test_a_live_tool_runs_and_is_listed(studio: Studio, options: dict[str, Any], plan: dict[str, Any]) -> None:
    tool = Counting(**options)
    studio.record(lambda: tool.search("tea"))
    replayer = studio.replayer(**plan)

    assert replayer.run(tool.search, "tea") == "found"
    assert tool.ran == 2
    assert replayer.report.live == ["tool search"]


def test_a_verified_tool_runs_and_must_give_what_it_gave(studio: Studio) -> None:
    tool = Counting(replay="verify")
    studio.record(lambda: [tool.search("tea"), tool.search("tea")])
    replayer = studio.replayer()
    with replayer:
        assert tool.search("tea") == "found"
        tool.result = "something else"
        with pytest.raises(ReplayDivergence, match=r'\$\.result: "found" → "something else"'):
            tool.search("tea")

    assert tool.ran == 4


def test_the_plan_of_a_replay_wins_over_the_decorator(studio: Studio) -> None:
    tool = Counting(replay="live")
    studio.record(lambda: tool.search("tea"))
    studio.replayer(tool_modes={"search": "recorded"}).run(tool.search, "tea")

    assert tool.ran == 1


def test_a_mode_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="replay: must be recorded, live or verify"):
        at.tool(replay="mock")  # type: ignore[call-overload]


def test_a_result_that_cannot_be_stored_has_the_tool_run_and_is_said(studio: Studio) -> None:
    tool = Counting(threading.Lock)
    studio.record(lambda: tool.search("tea"))
    replayer = studio.replayer()
    replayer.run(tool.search, "tea")

    assert tool.ran == 2
    assert replayer.report.notes == ["tool search ran: what it gave cannot be stored (step 1)"]


def test_async_tools_come_to_their_end_in_the_recorded_order(studio: Studio) -> None:
    ran = []

    @at.tool
    async def wait(number: int) -> int:
        ran.append(number)
        await asyncio.sleep(0.05 * (3 - number))
        return number

    async def main() -> list[int]:
        return [await done for done in asyncio.as_completed([wait(n) for n in range(3)])]

    recorded = studio.record(lambda: asyncio.run(main()))

    assert studio.replayer().run(lambda: asyncio.run(main())) == recorded == [2, 1, 0]
    assert sorted(ran) == [0, 1, 2]


def test_identical_calls_of_concurrent_tools_find_their_own_results(studio: Studio) -> None:
    results = iter("abcdefgh")

    @at.tool
    async def draw() -> str:
        await asyncio.sleep(0)
        return next(results)

    async def main() -> list[str]:
        async def player(number: int) -> str:
            await asyncio.sleep(0.01 * (4 - number))
            return await draw()

        return await asyncio.gather(*(player(n) for n in range(4)))

    recorded = studio.record(lambda: asyncio.run(main()))

    assert studio.replayer().run(lambda: asyncio.run(main())) == recorded == ["d", "c", "b", "a"]


def test_what_a_tool_did_inside_is_left_out_with_it_and_done_again_where_it_runs(studio: Studio) -> None:
    ran = []

    @at.tool
    def draw() -> float:
        ran.append(1)
        return at.random()

    @at.tool
    def outer() -> list[Any]:
        return [at.uuid4(), draw(), at.random()]

    def program() -> list[Any]:
        return [outer(), at.random(), at.uuid4(), draw()]

    recorded = studio.record(program)
    served, live = studio.replayer(), studio.replayer(tool_modes={"outer": "verify"})

    assert served.run(program) == live.run(program) == recorded
    assert len(ran) == 2
    assert served.report.is_faithful, str(served.report)
    assert not live.report.unused
    assert [event.lane for event in studio.reader().events if event.kind == "tool.call"] == [
        "main",
        "main/outer()#1",
        "main",
    ]


def test_secrets_in_arguments_and_results_never_reach_the_disk(studio: Studio) -> None:
    tool = Counting({"password": "hunter2-hunter2"})
    studio.record(lambda: tool.search("password=opensesame-1234"))

    assert studio.replayer().run(tool.search, "password=opensesame-1234")["password"].startswith("[PASSWORD_")
    assert b"hunter2" not in studio.everything_written()
    assert b"opensesame" not in studio.everything_written()


VALUES = [
    (1, "a", [2.5, None]),
    {"a": {1, 2}, "b": frozenset("xy")},
    {1: "one", (2, 3): "two"},
    b"\x00\xff",
    dt.datetime(2026, 11, 20, 12, tzinfo=dt.timezone.utc),
    dt.time(1, 2, 3),
    uuid.UUID(int=7),
    Path("a/b"),
    float("inf"),
    Colour.RED,
    Point(1, Decimal("2.50")),
    Model(name="m", points=[Point(1, Decimal(2))]),
    {"$agenttrace": "a key that is ours"},
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_is_restored_as_the_same_type(value: object) -> None:
    again = restored(stored(value))

    assert again == value
    assert type(again) is type(value)
    assert is_restorable(stored(value))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=20,
)


@given(JSON)
def test_any_plain_value_is_restored(value: object) -> None:
    assert restored(stored(value)) == value


def test_a_value_of_an_unknown_class_says_which() -> None:
    assert not is_restorable(stored([object()]))
    with pytest.raises(NotRestorable, match="builtins:object"):
        restored(stored(object()))
    with pytest.raises(NotRestorable, match="os:system"):
        restored({"$agenttrace": "object", "class": "os:system", "value": {"command": "true"}})
