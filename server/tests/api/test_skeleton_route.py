"""The skeleton over HTTP: which form, when it is remembered, when it is refused."""

from __future__ import annotations

import gzip
from dataclasses import replace

import pytest

from agenttrace.model import OK

TRACE = "ab" * 16
PATH = f"/api/v1/traces/{TRACE}/skeleton"
BINARY = "application/vnd.agenttrace.columns.v1"


@pytest.fixture(autouse=True)
def _one_run(house, run):
    house.keep(*run)


@pytest.mark.parametrize("accept", ["*/*", BINARY, f"{BINARY}, application/json"])
def test_the_binary_form_is_the_default(client, accept):
    response = client.get(PATH, headers={"accept": accept})
    assert response.headers["content-type"] == BINARY
    assert response.content.startswith(b"ATC1")


def test_json_is_given_to_who_accepts_only_that(client):
    skeleton = client.get(PATH, headers={"accept": "application/json"}).json()
    assert skeleton["n"] == 5
    assert skeleton["columns"]["depth"] == [0, 1, 2, 2, 2]
    assert skeleton["complete"] is True


def test_an_ended_trace_is_not_sent_twice(client):
    etag = client.get(PATH).headers["etag"]
    again = client.get(PATH, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_late_span_changes_the_etag(client, house, make_span):
    etag = client.get(PATH).headers["etag"]
    house.keep(make_span(9, 0, 20, 30))
    again = client.get(PATH, headers={"if-none-match": etag, "accept": "application/json"})
    assert (again.status_code, again.json()["n"]) == (200, 6)


def test_a_running_trace_has_no_etag_until_it_ends(client, house, make_span):
    running = make_span(9, 0, 20, None)
    house.keep(running)
    assert "etag" not in client.get(PATH).headers
    house.keep(replace(running, end_ns=running.start_ns + 5, status=OK))
    assert "etag" in client.get(PATH).headers


def test_since_seq_gives_only_later_spans(client):
    skeleton = client.get(PATH, params={"since_seq": 2}, headers={"accept": "application/json"}).json()
    assert skeleton["columns"]["seq"] == [3, 4]
    assert skeleton["columns"]["pos"] == [3, 4]


def test_a_large_skeleton_travels_compressed(client, house, make_span):
    house.keep(*(make_span(n, 0, n, n + 1) for n in range(10, 1_200)))
    plain = client.get(PATH, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    packed = client.get(PATH, headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) == len(gzip.compress(plain.content, 1))


def test_a_trace_above_the_limit_is_refused_with_its_size(house):
    response = house.client(skeleton_max_spans=4).get(PATH)
    assert response.status_code == 400
    assert "has 5 spans" in response.json()["detail"]


def test_an_unknown_trace_is_not_found(client):
    assert client.get(f"/api/v1/traces/{'cd' * 16}/skeleton").status_code == 404
