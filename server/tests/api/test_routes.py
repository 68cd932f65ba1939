"""What each route answers, over a memory store."""

from __future__ import annotations

import pytest

from agenttrace.model import ProjectName, SpanState, Status, TraceId
from agenttrace_server.errors import CorruptData
from agenttrace_server.store.memory import MemoryStore

TRACE = "ab" * 16


@pytest.fixture(autouse=True)
def _one_run(house, run):
    house.keep(*run)


def get(client, path, **params):
    response = client.get(path, params=params)
    assert response.status_code == 200, response.text
    return response.json()


def test_a_trace_is_listed_with_its_sums(client):
    [trace] = get(client, "/api/v1/traces")["items"]
    assert trace["id"] == TRACE
    assert (trace["total_spans"], trace["errors"], trace["model_calls"], trace["tool_calls"]) == (5, 1, 2, 1)
    assert (trace["input_tokens"], trace["output_tokens"], trace["total_tokens"]) == (1010, 205, 1215)
    assert trace["total_cost_usd"] == 0.0045
    assert trace["unknown_cost_calls"] == 1
    assert trace["started_at"] == "2027-01-15T07:00:00.000000000Z"
    assert trace["duration_us"] == 900_000


def test_one_trace_and_its_alias_are_the_same(client):
    trace = get(client, f"/api/v1/traces/{TRACE}")
    assert get(client, f"/api/traces/{TRACE}") == trace
    content = {"content_bytes", "content_bytes_unshared"}
    assert get(client, "/api/traces")["items"] == [{k: v for k, v in trace.items() if k not in content}]


def test_a_trace_id_with_dashes_is_the_same_trace(client):
    assert get(client, "/api/v1/traces/abababab-abab-abab-abab-abababababab")["id"] == TRACE


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"status": "ok"}, 1),
        ({"status": ["error", "running"]}, 0),
        ({"has_errors": "true"}, 1),
        ({"session": "s/1", "user": "ada", "framework": "crew", "tag": "prod", "agent": "writer"}, 1),
        ({"name": "ESS"}, 1),
        ({"since": "2h"}, 1),
        ({"since": "30m"}, 0),
        ({"until": "2027-01-15T07:00:00Z"}, 0),
        ({"min_duration_ms": "900"}, 1),
        ({"min_duration_ms": "900.1"}, 0),
        ({"min_cost_usd": "0.0045"}, 1),
        ({"min_cost_usd": "0.0046"}, 0),
        ({"min_tokens": "1216"}, 0),
        ({"project": "other"}, 0),
    ],
)
def test_traces_are_narrowed_by(client, params, found):
    assert len(get(client, "/api/v1/traces", **params)["items"]) == found


def test_pages_follow_the_cursor_to_the_end(client, house, make_span):
    house.keep(*(make_span(n, trace_id=TraceId(f"{n + 1:032x}"), start_ms=-n) for n in range(5)))
    seen, cursor = [], {}
    while True:
        page = get(client, "/api/v1/traces", limit=2, **cursor)
        seen += [trace["id"] for trace in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert len(seen) == len(set(seen)) == 6


def test_the_tree_is_in_pre_order_with_depths(client):
    tree = get(client, f"/api/v1/traces/{TRACE}/spans")
    assert [(span["name"], span["depth"], span["children"]) for span in tree] == [
        ("essay", 0, 1),
        ("writer", 1, 3),
        ("chat gpt-4o", 2, 0),
        ("chat acme", 2, 0),
        ("search", 2, 0),
    ]


def test_a_span_is_found_by_its_number_and_by_its_id(client):
    by_number = get(client, f"/api/v1/traces/{TRACE}/spans/2")
    assert get(client, f"/api/v1/traces/{TRACE}/spans/0000000000000003") == by_number
    assert get(client, "/api/v1/spans/0000000000000003") == by_number
    assert get(client, "/api/v1/spans/0000000000000003", trace=TRACE) == by_number


def test_the_detail_of_a_model_call_has_everything(client):
    span = get(client, f"/api/v1/traces/{TRACE}/spans/2")
    assert [(m["direction"], m["role"], m["parts"][0]["text"]) for m in span["messages"]] == [
        ("input", "user", "write about otters"),
        ("output", "assistant", "otters float"),
    ]
    assert span["attributes"]["nested"] == {"deep": [1, 2.5, None, True]}
    assert span["events"][0]["offset_us"] == 80_000
    assert span["cost"]["total_usd"] == 0.0045
    assert span["cost"]["price_row"] == "openai/gpt-4o"
    assert span["finish_reasons"] == ["stop"]
    assert (span["model"], span["agent"], span["agent_role"]) == ("gpt-4o-2024", "writer", "author")


def test_an_unknown_price_is_null_and_said_to_be_unknown(client):
    span = get(client, f"/api/v1/traces/{TRACE}/spans/3")
    assert (span["total_cost_usd"], span["cost_match"]) == (None, "unknown")


def test_a_long_string_is_cut_and_the_whole_is_where_it_says(client, house, make_span):
    long = "x" * 100_000
    house.keep(make_span(7, 0, input={"body": long}))
    cut = get(client, f"/api/v1/traces/{TRACE}/spans/5")["input"]["body"]
    assert (cut["truncated"], cut["bytes"], len(cut["preview"])) == (True, 100_000, 2_000)
    assert client.get(cut["href"]).json()["input"]["body"] == long


def test_a_value_nested_a_thousand_deep_does_not_break_the_detail(client, house, make_span):
    value: object = "bottom"
    for _ in range(500):
        value = [value]
    house.keep(make_span(7, 0, input=value))
    assert "nested more than" in str(get(client, f"/api/v1/traces/{TRACE}/spans/5")["input"])


def test_the_waterfall_has_offsets_from_the_start(client):
    waterfall = get(client, f"/api/v1/traces/{TRACE}/waterfall")
    assert waterfall["duration_us"] == 900_000
    assert [(bar["offset_us"], bar["duration_us"]) for bar in waterfall["spans"]][:3] == [
        (0, 900_000),
        (10_000, 790_000),
        (20_000, 480_000),
    ]


def test_the_words_in_one_trace_give_the_numbers_of_its_spans(client):
    assert get(client, f"/api/v1/traces/{TRACE}/search", q="otters") == [0, 2, 4]


def test_search_finds_spans_with_the_words(client):
    hits = get(client, "/api/v1/search", q="otters float")["items"]
    assert [(hit["span"]["name"], hit["trace_name"], hit["field"]) for hit in hits] == [
        ("chat gpt-4o", "essay", "input_messages")
    ]
    assert get(client, "/api/search", q="otters float")["items"] == hits


def test_a_session_with_a_slash_in_its_id_is_found(client):
    [session] = get(client, "/api/v1/sessions", user="ada")["items"]
    assert (session["id"], session["name"], session["total_traces"]) == ("s/1", "essay", 1)
    assert get(client, "/api/v1/sessions/s%2F1") == session
    [trace] = get(client, "/api/v1/sessions/s%2F1/traces")["items"]
    assert trace["id"] == TRACE


@pytest.mark.parametrize(
    ("params", "numbers"),
    [
        ({"span_type": ["llm_call", "agent"]}, {1, 2, 3}),
        ({"status": "error"}, {4}),
        ({"model": "gpt-4o-2024"}, {2}),
        ({"provider": "acme"}, {3}),
        ({"agent": "writer"}, {1, 2, 3, 4}),
        ({"tool": "web_search"}, {4}),
        ({"trace": TRACE, "name": "CHAT"}, {2, 3}),
        ({"session": "s/1", "min_cost_usd": "0.001"}, {2}),
        ({"attr": "gen_ai.system:openai"}, {2}),
        ({"min_duration_ms": "790"}, {0, 1}),
    ],
)
def test_spans_are_narrowed_by(client, params, numbers):
    assert {span["seq"] for span in get(client, "/api/v1/spans", **params)["items"]} == numbers


def test_projects_are_listed_by_name(client, house, make_span):
    house.keep(make_span(0, project=ProjectName("alpha"), trace_id=TraceId("cd" * 16)))
    assert [(p["name"], p["spans"]) for p in get(client, "/api/v1/projects")] == [("alpha", 1), ("default", 5)]


def test_the_summary_counts_traces_and_tokens(client, house, make_span):
    house.keep(make_span(0, trace_id=TraceId("cd" * 16), end_ms=900, status=Status(SpanState.ERROR)))
    summary = get(client, "/api/v1/metrics/summary", since="2h")
    assert (summary["total_traces"], summary["failed_traces"], summary["error_rate"]) == (2, 1, 0.5)
    assert summary["total_tokens"] == 1215
    assert summary["trace_p95_us"] == pytest.approx(900_000, rel=0.05)


def test_costs_are_grouped_by_model(client):
    rows = get(client, "/api/v1/metrics/costs", group_by="model")["rows"]
    by_model = {row["key"]: (row["total_cost_usd"], row["unknown_cost_calls"]) for row in rows}
    assert by_model["gpt-4o-2024"] == (0.0045, 0)
    assert by_model["acme-1"] == (0.0, 1)


@pytest.mark.parametrize("group_by", ["hour", "day", "week", "provider", "agent", "user", "session", "project"])
def test_costs_add_up_in_every_grouping(client, group_by):
    rows = get(client, "/api/v1/metrics/costs", group_by=group_by)["rows"]
    assert sum(row["total_cost_usd"] for row in rows) == 0.0045


@pytest.mark.parametrize("group_by", ["span_type", "model", "tool", "name", "agent", "hour", "day"])
def test_performance_counts_every_span_once(client, group_by):
    rows = get(client, "/api/v1/metrics/performance", group_by=group_by, span_type="tool_execution")["rows"]
    assert sum(row["spans"] for row in rows) == 1
    assert sum(row["errors"] for row in rows) == 1


def test_the_commonest_failures_come_first(client):
    [row] = get(client, "/api/v1/metrics/errors")["rows"]
    assert (row["span_type"], row["name"], row["count"], row["last_trace_id"]) == ("tool_execution", "search", 1, TRACE)


def test_deleting_a_trace_removes_its_spans(client):
    assert client.delete(f"/api/v1/traces/{TRACE}").json() == {"deleted_spans": 5}
    gone = client.get(f"/api/v1/traces/{TRACE}")
    assert (gone.status_code, gone.json()["field"]) == (404, "trace_id")
    assert client.delete(f"/api/v1/traces/{TRACE}").status_code == 404


def test_deleting_a_session_removes_its_traces(client):
    assert client.delete("/api/v1/sessions/s%2F1").json() == {"deleted_spans": 5}
    assert get(client, "/api/v1/traces")["items"] == []


def test_the_store_says_what_it_holds(client, tmp_path):
    info = get(client, "/api/v1/store")
    assert (info["spans"], info["traces"], info["sessions"]) == (5, 1, 1)
    assert info["data_dir"] == str(tmp_path)


def test_config_names_the_otlp_endpoint_as_the_caller_sees_it(client):
    config = get(client, "/api/v1/config")
    assert config["otlp_endpoint"] == "http://127.0.0.1:4318"
    assert config["last_rejected"] is None


def test_openapi_is_served_and_every_error_is_a_problem(client):
    document = get(client, "/api/v1/openapi.json")
    assert "/api/v1/traces/{trace_id}/skeleton" in document["paths"]
    assert "ChangeOut" in document["components"]["schemas"]
    for path in document["paths"].values():
        for operation in path.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]
            assert "422" not in operation["responses"]


class _BrokenStore(MemoryStore):
    def find_traces(self, where, page):
        raise CorruptData("segment 7 fails its checksum")


def test_damaged_data_is_a_problem_with_the_request_id(house):
    house.store = _BrokenStore()
    response = house.client().get("/api/v1/traces", headers={"x-request-id": "abc-1"})
    assert response.status_code == 500
    assert response.json()["request_id"] == response.headers["x-request-id"] == "abc-1"
    assert response.headers["content-type"] == "application/problem+json"


def test_the_same_ids_in_two_projects_are_two_spans(client, house, make_span):
    house.keep(*(make_span(0, project=ProjectName(name), name=name) for name in ("first", "second")))
    path = f"/api/v1/traces/{'ab' * 16}/spans"
    for span in ("0", "0000000000000001"):
        for project in ("first", "second", "first"):
            assert client.get(f"{path}/{span}", params={"project": project}).json()["name"] == project
        assert client.get(f"{path}/{span}", params={"project": "third"}).status_code == 404
