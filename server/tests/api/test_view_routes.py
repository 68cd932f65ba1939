"""Saved views over the API: kept for the whole team, one a name and project."""

from __future__ import annotations

import pytest

from .conftest import House

SENDER = {"origin": "http://127.0.0.1:8080"}


def test_a_view_is_saved_listed_replaced_and_forgotten(house: House) -> None:
    client = house.client()
    saved = client.put(
        "/api/v1/views/failed/today",
        params={"project": "shop"},
        json={"q": "status:error", "range": "24h", "columns": ["Trace", "Cost"]},
        headers=SENDER,
    )
    assert saved.status_code == 200
    assert client.get("/api/v1/views", params={"project": "shop"}).json() == [saved.json()]
    assert client.get("/api/v1/views").json() == []
    client.put("/api/v1/views/failed/today", params={"project": "shop"}, json={"q": "dur>1s"}, headers=SENDER)
    assert [view["q"] for view in client.get("/api/v1/views", params={"project": "shop"}).json()] == ["dur>1s"]
    gone = [client.delete("/api/v1/views/failed/today", params={"project": "shop"}, headers=SENDER) for _ in "ab"]
    assert [answer.status_code for answer in gone] == [204, 404]


@pytest.mark.parametrize(
    ("name", "body", "field"),
    [
        ("x", {"q": "stauts:error"}, "q"),
        ("x", {"q": "a" * 4_001}, "q"),
        ("x", {"sort": "cost"}, "sort"),
        ("%20", {"q": ""}, "name"),
        ("x" * 101, {"q": ""}, "name"),
        ("a%00b", {"q": ""}, "name"),
        ("x", {"columns": ["c" * 201]}, "columns"),
    ],
)
def test_a_view_that_could_not_be_opened_is_refused_by_its_field(
    house: House, name: str, body: dict[str, object], field: str
) -> None:
    answer = house.client().put(f"/api/v1/views/{name}", json=body, headers=SENDER)
    assert (answer.status_code, answer.json()["field"]) == (400, field)


def test_a_project_keeps_so_many_views_and_old_ones_can_still_be_changed(house: House) -> None:
    client = house.client(views_max=2)
    answers = [
        client.put(f"/api/v1/views/{name}", json={"q": f"{name}"}, headers=SENDER).status_code for name in "abcb"
    ]
    assert answers == [200, 200, 400, 200]


def test_a_text_with_a_nul_is_refused_in_words(house: House) -> None:
    answer = house.client().get("/api/v1/traces", params={"q": "\x00"})
    assert (answer.status_code, answer.json()["detail"]) == (400, "q: has characters that no text has")
