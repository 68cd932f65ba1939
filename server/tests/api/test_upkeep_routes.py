"""The data folder is looked after over REST."""

from __future__ import annotations

from agenttrace_server.upkeep import KeeperState


def test_stats_of_a_store_without_files_have_journal_and_recordings_only(client):
    body = client.get("/api/v1/store/stats").json()
    assert [part["name"] for part in body["parts"]] == ["journal", "recordings"]
    assert (body["spans"], body["bytes_per_span"], body["cap_bytes"]) == (0, None, None)


def test_compact_and_verify_say_what_they_did(client):
    assert client.post("/api/v1/store/compact").json()["postponed"] is None
    assert client.post("/api/v1/store/verify", json={"full": True}).json()["is_sound"] is True


def test_a_store_without_files_has_no_backup(client):
    response = client.post("/api/v1/store/backup")
    assert (response.status_code, "no files" in response.json()["detail"]) == (501, True)


def test_a_project_is_deleted_once(client, house, make_span):
    house.keep(make_span(1), make_span(2))
    assert client.delete("/api/v1/projects/default").json() == {"deleted_spans": 2}
    assert client.delete("/api/v1/projects/default").status_code == 404


def test_health_says_what_keeps_a_bound_from_being_kept(client, house):
    house.watch.kept = KeeperState(disk_bytes=7, hindered="the disk is full")
    body = client.get("/health").json()
    assert (body["status"], body["disk_bytes"]) == ("degraded", 7)
    assert body["reasons"] == ["upkeep is hindered: the disk is full"]
