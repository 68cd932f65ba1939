"""What the route of checkpoints answers."""

from __future__ import annotations

from typing import Any

import pytest

from agenttrace.model import SpanEvent

TRACE = "ab" * 16
PATH = f"/api/v1/traces/{TRACE}/checkpoints"
MS = 1_000_000


def get(client, path=PATH, **params):
    response = client.get(path, params=params)
    assert response.status_code == 200, response.text
    return response.json()


def mark(at_ns: int, **said: Any) -> SpanEvent:
    attributes = {f"agenttrace.checkpoint.{name}": value for name, value in said.items()}
    return SpanEvent("agenttrace.checkpoint", at_ns, attributes)


@pytest.fixture
def marked(house, make_span):
    """Two spans: the first has two checkpoints around the one of the second."""
    first = make_span(0, 0, 10, events=(
        mark(0, name="model call openai.chat", kind="auto", id="aa-2", recording="0a" * 16, step=1, bytes=0),
        mark(3_000, name="after-plan", kind="manual", id="aa-9", recording="0a" * 16, step=3, bytes=11,
             state='{"todo": 1}'),
        SpanEvent("agenttrace.log", 1, {}),
    ))  # fmt: skip
    second = make_span(1, 0, 10, events=(mark(2_000, name="alone", kind="manual"),))
    house.keep(first, second)
    return house


def test_checkpoints_are_listed_by_time_whatever_span_tells_them(marked):
    items = get(marked.client())["items"]
    assert [(item["name"], item["kind"], item["step"], item["seq"]) for item in items] == [
        ("model call openai.chat", "auto", 1, 0),
        ("alone", "manual", None, 1),
        ("after-plan", "manual", 3, 0),
    ]


def test_a_checkpoint_has_its_place_in_the_recording_and_its_state(marked):
    last = get(marked.client())["items"][-1]
    assert (last["id"], last["recording"], last["state_bytes"]) == ("aa-9", "0a" * 16, 11)
    assert (last["state"], last["state_chars"], last["state_href"]) == ('{"todo": 1}', 11, None)


def test_a_checkpoint_that_was_not_recorded_has_no_id_and_no_state(marked):
    alone = get(marked.client())["items"][1]
    assert [alone[name] for name in ("id", "recording", "step", "state_bytes", "state")] == [None] * 5


def test_checkpoints_of_one_span_or_of_one_kind(marked):
    client = marked.client()
    automatic = get(client, kind="auto")["items"]
    assert [item["name"] for item in automatic] == ["model call openai.chat"]
    of_span = get(client, span=automatic[0]["span_id"])["items"]
    assert [item["name"] for item in of_span] == ["model call openai.chat", "after-plan"]


def test_checkpoints_come_page_by_page(marked):
    client = marked.client()
    first = get(client, limit=2)
    second = get(client, limit=2, cursor=first["next_cursor"])
    assert [item["name"] for item in first["items"] + second["items"]] == [
        "model call openai.chat", "alone", "after-plan",
    ]  # fmt: skip
    assert second["next_cursor"] is None


@pytest.mark.parametrize(("limit", "is_cut"), [(11, False), (10, True)])
def test_a_state_longer_than_the_setting_is_cut_and_says_where_the_whole_is(marked, limit, is_cut):
    client = marked.client(message_preview_chars=limit)
    state = get(client)["items"][-1]
    assert (state["state_href"] is not None) is is_cut
    if is_cut:
        assert state["state"] == '{"todo": 1'
        assert client.get(state["state_href"]).json()["items"][-1]["state"] == '{"todo": 1}'


def test_whatever_an_emitter_writes_in_the_event_is_answered(house, make_span):
    odd = mark(5, name=7, kind="sometimes", step="three", bytes=-1, state={"a": 1}, id=[])
    house.keep(make_span(0, 0, events=(odd, SpanEvent("agenttrace.checkpoint", 6, {}))))
    first, second = get(house.client())["items"]
    assert (first["kind"], first["step"], first["state"], first["id"]) == ("manual", None, '{"a": 1}', None)
    assert second["name"] == second["span_name"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [({"kind": "all"}, 400), ({"span": "x"}, 400), ({"cursor": "nonsense"}, 400), ({"wrong": 1}, 400)],
)
def test_a_wrong_question_is_refused(marked, asked, status):
    assert marked.client().get(PATH, params=asked).status_code == status


def test_a_trace_that_is_not_there_is_not_found(house):
    assert house.client().get(f"/api/v1/traces/{'cd' * 16}/checkpoints").status_code == 404
