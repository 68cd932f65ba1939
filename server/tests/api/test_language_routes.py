"""What the filter language answers over REST: lists, figures, facets, completion, and mistakes with their place."""

from __future__ import annotations

import pytest

from agenttrace_server.api.application import openapi_document, routed

TRACE = "ab" * 16
TAKING_Q = sorted(
    path
    for path, item in openapi_document(routed())["paths"].items()
    if any(parameter["name"] == "q" for parameter in item.get("get", {}).get("parameters", ()))
    and not path.endswith("/search")
)


@pytest.fixture(autouse=True)
def _one_run(house, run):
    house.keep(*run)


def get(client, path, **params):
    response = client.get("/api/v1" + path, params=params)
    assert response.status_code == 200, response.text
    return response.json()


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("", 1),
        ("agent:WRITER tag:prod has:error", 1),
        ("status:error", 0),
        ("cost>=0.0045 since:2h", 1),
        ("since:30m", 0),
    ],
)
def test_traces_are_asked_for_in_the_language(client, q, found):
    assert len(get(client, "/traces", q=q)["items"]) == found
    assert get(client, "/metrics/summary", q=q.replace("has:error", ""))["total_traces"] == found


def test_q_is_true_beside_the_other_parameters(client):
    assert get(client, "/traces", q="agent:writer", status="error")["items"] == []
    assert get(client, "/traces", q="since:2h", since="30m")["items"] == []


def test_spans_sessions_and_figures_take_a_question(client):
    assert {span["span_type"] for span in get(client, "/spans", q="type:(llm_call)")["items"]} == {"llm_call"}
    assert [session["id"] for session in get(client, "/sessions", q="user:ada")["items"]] == ["s/1"]
    rows = get(client, "/metrics/performance", q="type:llm_call")["rows"]
    assert [row["key"] for row in rows] == ["llm_call"]
    assert get(client, "/metrics/errors", q="-has:error")["rows"] == []
    assert get(client, "/metrics/costs", q="model:none")["rows"] == []


@pytest.mark.parametrize("path", TAKING_Q)
def test_a_mistake_is_answered_with_its_place(client, path):
    response = client.get(path, params={"q": "since:24h stauts:error"})
    assert response.status_code == 400
    problem = response.json()
    assert (problem["field"], problem["position"], problem["length"]) == ("q", 10, 6)
    assert problem["did_you_mean"] == "status"
    assert "status" in problem["expected"]


def test_every_list_and_figure_takes_a_question():
    assert {"/api/v1/traces", "/api/v1/spans", "/api/v1/sessions", "/api/v1/export/spans"} <= set(TAKING_Q)
    assert {f"/api/v1/metrics/{name}" for name in ("summary", "costs", "performance", "errors")} <= set(TAKING_Q)
    assert {"/api/v1/traces/histogram", "/api/v1/traces/facets"} <= set(TAKING_Q)


def test_another_error_says_nothing_of_a_place(client):
    problem = client.get("/api/v1/traces", params={"cursor": "x"}).json()
    assert "position" not in problem
    assert problem["field"] == "cursor"


def test_the_histogram_has_a_bar_where_the_trace_began(client):
    found = get(client, "/traces/histogram", q="since:2h", buckets=24)
    assert found["width_us"] == 600_000_000
    assert found["since"] == "2027-01-15T06:00:00.000000000Z"
    assert found["bars"] == [{"start": "2027-01-15T07:00:00.000000000Z", "count": 1, "errors": 0, "p95_us": 900_000}]


@pytest.mark.parametrize("buckets", [1, 2, 7, 500])
@pytest.mark.parametrize("since", ["1s", "2h", "900d", None])
def test_a_histogram_has_no_more_bars_than_asked(client, buckets, since):
    found = get(client, "/traces/histogram", buckets=buckets, **({} if since is None else {"since": since}))
    begin, end = (found[name].replace("Z", "") for name in ("since", "until"))
    assert begin < end
    assert len(found["bars"]) <= buckets


def test_an_empty_store_has_an_empty_histogram(house):
    house.store.delete_trace(TRACE)
    assert get(house.client(), "/traces/histogram") == {"since": None, "until": None, "width_us": 0, "bars": []}


def test_facets_are_the_commonest_values_of_what_is_meant(client):
    found = get(client, "/traces/facets", q="tag:prod", fields="status,agent,type,@nothing")["facets"]
    by_field = {facet["field"]: [value["value"] for value in facet["values"]] for facet in found}
    assert by_field["status"] == ["ok"]
    assert "writer" in by_field["agent"]
    assert "llm_call" in by_field["type"]
    assert by_field["attributes.nothing"] == []


def test_values_complete_what_is_typed(client):
    assert get(client, "/query/values", field="agent", prefix="WR")["values"] == [{"value": "writer", "count": 1}]
    assert get(client, "/query/values", field="type", of="spans", prefix="llm")["values"][0]["value"] == "llm_call"
    assert isinstance(get(client, "/query/values", field="@")["values"], list)


@pytest.mark.parametrize("field", ["cost", "nothing", "input", "start"])
def test_values_of_what_has_none_are_refused(client, field):
    response = client.get("/api/v1/query/values", params={"field": field})
    assert (response.status_code, response.json()["field"]) == (400, "field")


def test_the_fields_say_how_they_are_asked(client):
    fields = {field["name"]: field for field in get(client, "/query/fields", of="spans")["fields"]}
    assert fields["status"]["choices"][0] == "running"
    assert fields["cost"]["operators"] == [":", "=", "!=", ">", ">=", "<", "<="]
    assert "errors" not in fields
    assert fields["agent"]["has_values"]
    assert not fields["duration"]["has_values"]
