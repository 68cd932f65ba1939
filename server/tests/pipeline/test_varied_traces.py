"""The same recorded traces under other names, ids, models and orders: nothing is known by the samples' own words."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest

from agenttrace.model import Span
from agenttrace_server.journal.protocol import RawRecord, Signal
from agenttrace_server.pipeline.decode import decode
from agenttrace_server.pipeline.normalize import normalize

from .making import FIXTURES, NOV_1_2026_NS
from .test_whole_traces import KNOWN, TRUTH, Known, known_of

WORDS = {
    "researcher": "quartermaster",
    "Researcher": "Quartermaster",
    "weather_agent": "harbour_agent",
    "writer_agent": "ledger_agent",
    "structured_agent": "sorting_agent",
    "writer": "bosun",
    "Writer": "Bosun",
    "critic": "umpire",
    "get_weather": "lookup_tide",
    "newsroom": "drydock",
    "research-fn": "harbour-fn",
    "stream-fn": "canal-fn",
    "gpt-5.4-mini": "gpt-4.1-nano",
    "claude-sonnet-5": "claude-haiku-4-5",
    "weather_crew": "harbour_crew",
}
_WORD = re.compile("|".join(map(re.escape, sorted(WORDS, key=len, reverse=True))))
_ID_KEYS = ("traceId", "spanId", "parentSpanId")


def _renamed(text: str) -> str:
    return _WORD.sub(lambda match: WORDS[match.group()], text)


def _with_other_ids(value: Any) -> Any:
    """Turn each id around, digit by digit: other ids, the same places."""
    if isinstance(value, list):
        return [_with_other_ids(item) for item in value]
    if isinstance(value, dict):
        return {
            key: inner[::-1] if key in _ID_KEYS and isinstance(inner, str) else _with_other_ids(inner)
            for key, inner in value.items()
        }
    return value


def _varied(name: str, seed: int) -> list[Span]:
    document = _with_other_ids(json.loads(_renamed((FIXTURES / f"{name}.json").read_text())))
    record = RawRecord("default", NOV_1_2026_NS, Signal.TRACES, "application/json", json.dumps(document).encode())
    spans = [normalize(span) for span in decode(record).spans()]
    random.Random(seed).shuffle(spans)
    return spans


def _as_renamed(known: Known) -> Known:
    return Known(
        {_renamed(agent): figures for agent, figures in known.agents.items()},
        {(_renamed(giver), _renamed(taker), kind) for giver, taker, kind in known.messages},
        known.without_usage,
        {_renamed(agent) for agent in known.silent},
    )


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_a_trace_under_other_names_ids_and_orders_is_known_as_well(name: str) -> None:
    known, tools, _ = known_of(_varied(name, seed=len(name)))

    assert known == _as_renamed(KNOWN[name])
    assert sorted(tools) == sorted(map(_renamed, TRUTH[name]["tools"]))
