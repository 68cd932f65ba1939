"""Any value becomes an attribute, and none of them breaks anything."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import json
from pathlib import PurePosixPath
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from agenttrace.tracing.values import attribute_value, json_text


class Colour(enum.Enum):
    RED = "red"


@dataclasses.dataclass
class Key:
    name: str
    secret: str = dataclasses.field(repr=False)


class Broken(dict):  # type: ignore[type-arg]
    def items(self) -> Any:
        raise OSError("gone")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)) | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner) | st.sets(st.integers()),
    max_leaves=20,
)


@given(anything)
def test_any_value_becomes_an_attribute_that_the_wire_can_hold(value: object) -> None:
    shown = attribute_value(value)

    assert isinstance(shown, str | bool | int | float | tuple)
    if isinstance(shown, str):
        shown.encode("utf-8")


@given(anything)
def test_what_is_not_a_string_becomes_valid_json(value: object) -> None:
    text = json_text([value])

    json.loads(text)


def test_known_kinds_read_well() -> None:
    value = {
        "when": dt.datetime(2026, 1, 2, tzinfo=dt.timezone.utc),
        "path": PurePosixPath("a/b"),
        "colour": Colour.RED,
        "key": Key("k", "hidden"),
        "error": ValueError("bad"),
        "type": int,
        "bytes": b"abc",
    }

    assert json.loads(json_text(value)) == {
        "when": "2026-01-02T00:00:00+00:00",
        "path": "a/b",
        "colour": "red",
        "key": {"name": "k"},
        "error": "ValueError: bad",
        "type": "int",
        "bytes": "YWJj",
    }


def test_depth_and_size_have_an_end() -> None:
    deep: list[object] = []
    for _ in range(5_000):
        deep = [deep]

    assert "too deep" in json_text(deep)
    assert len(json_text({"a": "x" * 10_000_000}, max_chars=1_000)) < 1_100
    assert len(json_text([list(range(100))] * 100_000)) < 1_000_000


def test_a_value_that_fails_while_it_is_read_becomes_a_placeholder() -> None:
    assert json_text({"inner": Broken(a=1)}) == '{"inner":"<Broken: reading it raised OSError>"}'


def test_lone_surrogates_are_replaced() -> None:
    assert attribute_value("a\ud800b") == "a?b"


def test_a_sequence_that_makes_its_items_on_demand_is_not_unrolled() -> None:
    shown = json_text(range(10**15), max_chars=80)
    assert shown.startswith("[0,1,2,")
    assert len(shown) < 200
