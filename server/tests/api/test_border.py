"""What stands before every route: ids, foreign pages, headers, errors in one form."""

from __future__ import annotations

import pytest
from starlette.websockets import WebSocketDisconnect

TRACES = "/api/v1/traces"


def problem(response, status):
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert body["request_id"] == response.headers["x-request-id"]
    return body


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "LOCALHOST:1", "[::1]:8080", "localhost."])
def test_a_loopback_server_answers_under_loopback_names(client, host):
    assert client.get(TRACES, headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8080", "", "[::2]", "localhost.evil.example"])
def test_a_name_that_was_pointed_at_loopback_reads_nothing(client, host):
    assert problem(client.get(TRACES, headers={"host": host}), 421)["field"] == "host"


def test_a_name_that_is_allowed_gets_answers(house):
    client = house.client(allowed_hosts=("traces.example",))
    assert client.get(TRACES, headers={"host": "traces.example:443"}).status_code == 200


def test_a_server_on_every_address_answers_under_every_name(house):
    client = house.client(host="0.0.0.0")
    assert client.get(TRACES, headers={"host": "anything.example"}).status_code == 200


def test_no_other_origin_may_read_unless_it_is_allowed(client, house):
    asking = {"origin": "https://evil.example"}
    assert "access-control-allow-origin" not in client.get(TRACES, headers=asking).headers
    open_client = house.client(cors_origins=("https://ours.example",))
    allowed = open_client.get(TRACES, headers={"origin": "https://ours.example"})
    assert allowed.headers["access-control-allow-origin"] == "https://ours.example"
    assert "access-control-allow-origin" not in open_client.get(TRACES, headers=asking).headers


def test_a_page_of_another_origin_may_not_watch(client):
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/api/v1/ws/spans", headers={"origin": "https://evil.example"}),
    ):
        pass


def test_our_own_page_may_watch(client):
    headers = {"origin": "http://127.0.0.1:8080", "host": "127.0.0.1:8080"}
    with client.websocket_connect("/api/v1/ws/spans", headers=headers) as socket:
        assert socket.receive_json()["type"] == "hello"


def test_every_answer_carries_the_headers_that_keep_browsers_strict(client):
    headers = client.get(TRACES).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["cache-control"] == "no-store"


def test_a_request_id_is_kept_when_it_is_sane(client):
    assert client.get(TRACES, headers={"x-request-id": "req-1.a_b"}).headers["x-request-id"] == "req-1.a_b"
    made = client.get(TRACES, headers={"x-request-id": "<script>"}).headers["x-request-id"]
    assert len(made) == 32


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/api/v1/traces?colour=red", "colour"),
        ("/api/v1/projects?x=1", "x"),
        ("/health?verbose=1", "verbose"),
        ("/api/v1/traces?limit=0", "limit"),
        ("/api/v1/traces?limit=1001", "limit"),
        ("/api/v1/traces?limit=many", "limit"),
        ("/api/v1/traces?since=soon", "since"),
        ("/api/v1/traces?since=1h&until=2h", "since"),
        ("/api/v1/traces?status=fine", "status"),
        ("/api/v1/traces?cursor=garbage", "cursor"),
        ("/api/v1/traces?min_cost_usd=nan", "min_cost_usd"),
        ("/api/v1/traces?name=%00", "name"),
        ("/api/v1/traces/xyz", "trace_id"),
        ("/api/v1/spans/xyz", "span_id"),
        ("/api/v1/spans?trace=xyz", "trace"),
        ("/api/v1/spans?attr=novalue", "attr"),
        ("/api/v1/search", "q"),
        ("/api/v1/search?q=%20", "q"),
        ("/api/v1/metrics/costs?group_by=colour", "group_by"),
        ("/api/v1/export/spans?format=xml", "format"),
        ("/api/v1/stream/spans?trace=xyz", "trace"),
    ],
)
def test_a_question_that_cannot_be_read_names_the_field(client, path, field):
    assert problem(client.get(path), 400)["field"] == field


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/nothing", "/api/v2/traces", "/api/"])
def test_an_unknown_api_path_is_a_problem_and_not_the_page(client, path):
    assert problem(client.get(path), 404)["detail"].startswith("nothing is at")


def test_a_wrong_method_is_a_problem(client):
    problem(client.put("/health"), 405)
    problem(client.post("/api/v1/traces"), 405)


@pytest.mark.parametrize(
    "path",
    [f"traces/{'cd' * 16}", "sessions/none", "sessions/none/traces", "spans/00000000000000ff"],
)
def test_what_is_not_there_is_not_found(client, path):
    problem(client.get(f"/api/v1/{path}"), 404)
