"""The skeleton's columns: what they hold, and the bytes that the web application reads too."""

from __future__ import annotations

import struct
from array import array
from pathlib import Path
from typing import Any

import orjson
import pytest

from agenttrace.model import UNKNOWN_COST, Figures, SpanId, SpanType, Usage
from agenttrace_server.query.columns import (
    FLAG_ERROR,
    FLAG_HAS_CONTENT,
    FLAG_ORPHAN,
    FLAG_OUTLIVES_PARENT,
    FLAG_RUNNING,
    FLAG_SHADOW,
    FLAG_UNKNOWN_COST,
    as_json,
    build_columns,
    encode,
)
from agenttrace_server.query.layout import lay_out

GOLDEN = Path(__file__).parents[3] / "web" / "src" / "shared" / "columns"
TYPECODES = {"u8": "B", "u16": "H", "u32": "I"}


def decode(raw: bytes) -> dict[str, Any]:
    """Read the binary form as docs/reference/skeleton.md says, by other code than what wrote it."""
    magic, length = struct.unpack_from("<4sI", raw)
    assert magic == b"ATC1"
    header = orjson.loads(raw[8 : 8 + length])
    start = (8 + length + 7) // 8 * 8
    columns = {}
    for name, kind, offset, count in header.pop("cols"):
        assert offset % 8 == 0
        column = array(TYPECODES[kind])
        column.frombytes(raw[start + offset : start + offset + count * column.itemsize])
        columns[name] = column.tolist()
    return {**header, "columns": columns}


def test_the_golden_files_are_what_the_code_writes(small_trace):
    skeleton = build_columns(lay_out(small_trace))
    assert encode(skeleton) == (GOLDEN / "golden.bin").read_bytes()
    assert orjson.loads(as_json(skeleton)) == orjson.loads((GOLDEN / "golden.json").read_bytes())


def test_the_binary_form_and_the_json_form_say_the_same(small_trace):
    skeleton = build_columns(lay_out(small_trace))
    assert decode(encode(skeleton)) == orjson.loads(as_json(skeleton))


def test_the_flags_of_the_small_trace(small_trace):
    skeleton = build_columns(lay_out(small_trace))
    flags = dict(zip(skeleton.columns["seq"], skeleton.columns["flags"], strict=True))
    assert flags == {
        0: FLAG_HAS_CONTENT,
        1: 0,
        2: FLAG_HAS_CONTENT,
        3: FLAG_ERROR | FLAG_OUTLIVES_PARENT,
        4: FLAG_UNKNOWN_COST,
        5: FLAG_RUNNING | FLAG_OUTLIVES_PARENT,
        6: FLAG_ORPHAN,
    }


def test_a_shadow_has_a_flag_and_no_figures(make_span):
    call = {"span_type": SpanType.LLM_CALL, "usage": Usage(10, 5), "cost": UNKNOWN_COST}
    winner = make_span(0, **call, figures=Figures(SpanId("2" * 16), Usage(11, 6)))
    skeleton = build_columns(lay_out([winner, make_span(1, 0, **call, shadow_of=winner.span.span_id)]))
    columns = {name: skeleton.columns[name].tolist() for name in ("tin", "tout", "flags")}
    assert columns == {"tin": [11, 0], "tout": [6, 0], "flags": [0, FLAG_SHADOW]}


def test_a_running_span_lasts_to_the_latest_sign_of_life(small_trace):
    skeleton = build_columns(lay_out(small_trace))
    row = skeleton.columns["seq"].index(5)
    assert skeleton.columns["dur"][row] == 900_000
    assert not skeleton.complete


def test_a_trace_of_fourteen_hours_still_fits_u32(make_span):
    day = 14 * 3_600_000
    skeleton = build_columns(lay_out([make_span(0, end_ms=day), make_span(1, 0, day - 5, day)]))
    assert skeleton.unit_us == 12
    assert skeleton.columns["dur"][0] == day * 1_000 // 12


def test_roll_up_usage_of_an_agent_is_not_in_the_columns(make_span):
    from agenttrace.model import SpanType, Usage

    skeleton = build_columns(lay_out([make_span(0, span_type=SpanType.AGENT, usage=Usage(5, 5))]))
    assert list(skeleton.columns["tin"]) == [0]


def test_names_widen_to_u32_when_there_are_too_many(make_span):
    skeleton = build_columns(lay_out([make_span(number, name=f"n{number}") for number in range(65_537)]))
    assert skeleton.columns["name"].typecode == "I"
    assert skeleton.columns["name"][-1] == 65_536


def test_since_seq_gives_only_later_spans_and_where_they_stand(small_trace):
    skeleton = build_columns(lay_out(small_trace), since_seq=3)
    assert sorted(skeleton.columns["seq"]) == [4, 5, 6]
    whole = build_columns(lay_out(small_trace))
    assert [whole.columns["seq"][at] for at in skeleton.columns["pos"]] == list(skeleton.columns["seq"])


@pytest.mark.parametrize("since_seq", [None, 0])
def test_a_trace_without_spans_has_empty_columns(since_seq):
    skeleton = build_columns(lay_out([]), since_seq)
    assert skeleton.n == 0
    assert decode(encode(skeleton))["columns"]["depth"] == []
