"""/health and /metrics: ok, late, stuck, full."""

from __future__ import annotations

import pytest

from agenttrace_server.api.services import PipelineState, Rejection
from agenttrace_server.journal.protocol import JournalStats
from agenttrace_server.store.api import StoreInfo
from agenttrace_server.store.memory import MemoryStore

NOW_NS = 1_800_000_000_000_000_000


def test_all_is_well(client):
    response = client.get("/health")
    assert response.status_code == 200
    assert response.json()["status"] == "ok"
    assert response.json()["uptime_s"] == 5.0


def test_a_stuck_pipeline_degrades_but_spans_are_still_accepted(client, house):
    house.watch.state = PipelineState("retrying", lag_bytes=10, last_error="OSError: no space")
    response = client.get("/health")
    assert response.status_code == 200
    assert response.json()["status"] == "degraded"
    assert response.json()["reasons"] == ["the pipeline is retrying: OSError: no space"]


def test_spans_that_wait_too_long_degrade(client, house):
    house.watch.state = PipelineState("running", lag_bytes=10, waiting_since_ns=NOW_NS - 90 * 10**9)
    body = client.get("/health").json()
    assert (body["status"], body["journal_lag_s"], body["journal_lag_bytes"]) == ("degraded", 90.0, 10)


def test_a_backlog_at_its_bound_degrades_and_says_what_happens_to_senders(client, house):
    most = house.settings.backlog_max_bytes
    house.watch.state = PipelineState("running", most - 1, lag_spans=7, refused=3)
    body = client.get("/health").json()
    assert (body["status"], body["journal_lag_spans"], body["refused_requests"]) == ("ok", 7, 3)

    house.watch.state = PipelineState("running", lag_bytes=most)
    response = client.get("/health")
    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert response.json()["reasons"] == [
        f"spans get 503 until the pipeline has caught up: {most} of {most} bytes wait"
    ]


class BrokenStore(MemoryStore):
    """A store whose disk is gone."""

    def info(self) -> StoreInfo:
        raise OSError("the disk is gone")


def test_a_store_that_does_not_answer_degrades_and_is_named(house):
    house.store = BrokenStore()
    client = house.client()
    response = client.get("/health")
    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert response.json()["reasons"] == ["the store does not answer: OSError: the disk is gone"]
    assert "agenttrace_spans_received_total" in client.get("/metrics").text


def test_a_full_journal_fails(client, house):
    house.watch.stats = JournalStats(0, 10, house.settings.journal_max_bytes, 1)
    response = client.get("/health")
    assert (response.status_code, response.json()["status"]) == (503, "failing")


@pytest.mark.parametrize(("seconds_ago", "status"), [(5, 503), (90, 200)])
def test_a_disk_that_takes_nothing_fails_for_as_long_as_that_is_news(client, house, seconds_ago, status):
    house.watch.refused = Rejection("the disk is full", NOW_NS - seconds_ago * 10**9)
    response = client.get("/health")
    assert response.status_code == status
    assert response.json()["reasons"] == (["spans are refused: the disk is full"] if status == 503 else [])


def test_metrics_show_what_is_true_at_the_scrape(client, house, run):
    house.keep(*run)
    house.watch.state = PipelineState("running", lag_bytes=7, lag_spans=2)
    text = client.get("/metrics").text
    assert "agenttrace_store_spans 5.0" in text
    assert "agenttrace_journal_lag_bytes 7.0" in text
    assert "agenttrace_journal_lag_spans 2.0" in text
    for name in ("agenttrace_traces_received_total", "agenttrace_ingestion_duration_seconds_bucket"):
        assert name in text


def test_config_tells_why_the_last_request_was_refused(client, house):
    house.watch.rejection = Rejection("resourceSpans[0]: not a list", NOW_NS)
    config = client.get("/api/v1/config").json()
    assert config["last_rejected"] == "resourceSpans[0]: not a list"
    assert config["last_rejected_at"] == "2027-01-15T08:00:00.000000000Z"


@pytest.mark.parametrize("path", ["/", "/health", "/metrics", "/api/v1/traces", "/api/v1/export/spans?format=csv"])
def test_head_answers_as_get_does_without_the_body(client, house, run, path):
    house.keep(*run)
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == got.headers["content-type"]


def test_head_of_a_stream_ends(client):
    response = client.head("/api/v1/stream/spans")
    assert (response.status_code, response.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
