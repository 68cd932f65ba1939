"""What the routes of agents and their messages answer."""

from __future__ import annotations

import pytest

from agenttrace.model import Agent, AgentMessage, SpanType
from agenttrace_server.store.api import Page, SpanFilter

TRACE = "ab" * 16
SUMS = ("total_spans", "model_calls", "tool_calls", "errors", "input_tokens", "output_tokens", "unknown_cost_calls")


@pytest.fixture(autouse=True)
def _one_run(house, run):
    house.keep(*run)


def get(client, path, **params):
    response = client.get(path, params=params)
    assert response.status_code == 200, response.text
    return response.json()


def test_the_agents_of_a_trace_add_up_to_the_trace(client):
    trace = get(client, f"/api/v1/traces/{TRACE}")
    agents = get(client, f"/api/v1/traces/{TRACE}/agents")
    assert [agent["name"] for agent in agents] == ["writer", None]
    assert {name: sum(agent[name] for agent in agents) for name in SUMS} == {name: trace[name] for name in SUMS}
    assert sum(agent["total_cost_usd"] for agent in agents) == trace["total_cost_usd"]


def test_an_agent_has_its_role_its_models_its_tools_and_its_time(client):
    writer = get(client, f"/api/v1/traces/{TRACE}/agents")[0]
    assert (writer["role"], writer["id"], writer["instances"], writer["runs"]) == ("author", "w1", 1, 1)
    assert writer["models"] == ["gpt-4o-2024", "acme-1"]
    assert writer["tools"] == [{"name": "web_search", "calls": 1}]
    assert writer["first_at"] == "2027-01-15T07:00:00.010000000Z"


def test_a_step_below_an_agent_is_listed_as_its_own(client):
    rows = get(client, "/api/v1/spans", agent="writer")["items"]
    assert {row["name"] for row in rows} == {"writer", "chat gpt-4o", "chat acme", "search"}
    detail = get(client, f"/api/v1/spans/{rows[0]['span_id']}")
    assert (detail["agent"], detail["agent_said"]) == ("writer", None)


def test_agents_over_all_traces_are_the_groups_of_the_costs(client):
    agents = get(client, "/api/v1/agents")
    costs = get(client, "/api/v1/metrics/costs", group_by="agent")["rows"]
    assert [(agent["name"], agent["total_spans"]) for agent in agents] == [("writer", 4), (None, 1)]
    assert [(row["key"], row["total_spans"]) for row in costs] == [("writer", 4), (None, 1)]
    assert get(client, "/api/v1/agents", agent="nobody") == []


def test_messages_are_listed_in_order_page_by_page_with_a_link_to_what_is_long(house, make_span):
    said = tuple(AgentMessage("writer", f"reader {n}", "message", f"{n}" * 3_000, n) for n in (3, 1, 2))
    house.keep(make_span(7, 0, messages=said))
    client = house.client()
    path = f"/api/v1/traces/{TRACE}/messages"
    first = get(client, path, limit=2)
    second = get(client, path, limit=2, cursor=first["next_cursor"])
    assert [message["to_agent"] for message in first["items"] + second["items"]] == ["reader 1", "reader 2", "reader 3"]
    assert second["next_cursor"] is None
    message = first["items"][0]
    assert (len(message["content"]), message["content_chars"]) == (2_000, 3_000)
    whole = client.get(message["content_href"]).json()["items"]
    assert [len(one["content"]) for one in whole] == [3_000] * 3
    assert all(one["content_href"] is None for one in whole)


def test_a_message_exactly_as_long_as_the_setting_is_whole(house, make_span):
    house.keep(make_span(7, 0, messages=(AgentMessage("a", "b", "message", "12345", 1),)))
    (whole,) = get(house.client(message_preview_chars=5), f"/api/v1/traces/{TRACE}/messages")["items"]
    (cut,) = get(house.client(message_preview_chars=4), f"/api/v1/traces/{TRACE}/messages")["items"]
    assert (whole["content"], whole["content_href"]) == ("12345", None)
    assert cut["content"] == "1234"
    assert cut["content_href"].endswith(f"/api/v1/traces/{TRACE}/messages?span={cut['span_id']}&full=true")


@pytest.mark.parametrize("what", ["agents", "messages"])
def test_a_trace_that_is_not_there_is_404(client, what):
    assert client.get(f"/api/v1/traces/{'00' * 15}01/{what}").status_code == 404


def test_a_cursor_of_another_list_is_refused(client):
    other = get(client, "/api/v1/spans", limit=1)["next_cursor"]
    answer = client.get(f"/api/v1/traces/{TRACE}/messages", params={"cursor": other})
    assert (answer.status_code, answer.json()["field"]) == (400, "cursor")


def test_machinery_is_said_to_be_so(house, make_span):
    house.keep(make_span(7, 0, name="hop", internal=True, agent=Agent("writer"), span_type=SpanType.CUSTOM))
    client = house.client()
    tree = get(client, f"/api/v1/traces/{TRACE}/spans")
    assert [span["name"] for span in tree if span["internal"]] == ["hop"]
    assert get(client, f"/api/v1/traces/{TRACE}/agents")[0]["internal_spans"] == 1
    skeleton = client.get(f"/api/v1/traces/{TRACE}/skeleton", headers={"accept": "application/json"}).json()
    assert sum(flags >= 128 for flags in skeleton["columns"]["flags"]) == 1
    assert len(house.store.find_spans(SpanFilter(name="hop"), Page()).items) == 1
