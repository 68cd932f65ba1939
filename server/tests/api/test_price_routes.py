"""Prices over the API: look up, set, check, and price history anew."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from fastapi.testclient import TestClient

from agenttrace.model import UNKNOWN_COST, Call, Cost, NanoUsd, PriceMatch, Span, SpanType, Usage

from .conftest import House, SpanMaker

DEADLINE_S = 30.0
SENDER = {"origin": "http://127.0.0.1:8080"}


def _call(make_span: SpanMaker, number: int, model: str, cost: Cost, **more: Any) -> Span:
    attributes = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "acme",
        "gen_ai.response.model": model,
        "gen_ai.usage.input_tokens": 1000,
        "gen_ai.usage.output_tokens": 100,
    }
    return make_span(
        number,
        span_type=SpanType.LLM_CALL,
        call=Call(provider="acme", response_model=model),
        usage=Usage(1000, 100),
        cost=cost,
        attributes=attributes,
        **more,
    )


def _known(total: int) -> Cost:
    return Cost(PriceMatch.EXACT, NanoUsd(total), NanoUsd(total), NanoUsd(0), "acme/m", "t")


def _ended(client: TestClient) -> dict[str, Any]:
    deadline = time.monotonic() + DEADLINE_S
    while (found := client.get("/api/v1/reprocess").json())["state"] == "running":
        assert time.monotonic() < deadline, "the job does not end"
    return dict(found)


def test_a_price_is_shown_with_what_usage_would_cost(house: House) -> None:
    answer = house.client().get(
        "/api/v1/prices/gpt-5.4",
        params={"provider": "openai", "input_tokens": 300_000, "output_tokens": 1000, "web_searches": 2},
    )

    found = answer.json()
    assert (found["row"], found["match"], found["prices"]["input"]) == ("openai/gpt-5.4", "exact", 2.5)
    assert found["prices"]["web_search"] == 10
    assert found["steps"] == [{"tokens": 272000, "prices": {"input": 5, "output": 22.5, "cache_read": 0.5}}]
    assert (found["input_usd"], found["output_usd"], found["fees_usd"]) == (1.5, 0.0225, 0.02)
    assert found["total_usd"] == 1.5425


def test_a_model_with_its_provider_before_it_is_found(house: House) -> None:
    found = house.client().get("/api/v1/prices/anthropic/claude-sonnet-5", params={"at": "2026-11-01", "tier": "batch"})

    assert (found.json()["row"], found.json()["tier"]) == ("anthropic/claude-sonnet-5", "batch")


def test_a_model_that_nobody_knows_is_not_found(house: House) -> None:
    answer = house.client().get("/api/v1/prices/no-such-model")

    assert answer.status_code == 404
    assert "prices set" in answer.json()["detail"]


def test_a_price_that_is_set_is_in_the_list_and_in_the_file(house: House) -> None:
    client = house.client()

    answer = client.put("/api/v1/prices/overrides/acme/m-1", json={"input": 1.5, "output": 3}, headers=SENDER)

    assert answer.status_code == 200
    (row,) = answer.json()["items"]
    assert (row["row"], row["source"], row["prices"]) == ("acme/m-1", "overrides", {"input": 1.5, "output": 3})
    assert (house.settings.home / "prices.toml").read_text() == '[prices."acme/m-1"]\ninput = 1.5\noutput = 3.0\n'
    assert client.get("/api/v1/prices/m-1", params={"provider": "acme"}).json()["prices"] == row["prices"]


def test_a_price_that_cannot_be_is_refused(house: House) -> None:
    client = house.client()

    answers = [
        client.put("/api/v1/prices/overrides/m", json=body)
        for body in ({"cache_read": 1}, {"input": -1}, {"input": 1, "colour": 2}, {"input": 1, "tier": "scale"})
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400, 400]
    assert not (house.settings.home / "prices.toml").exists()


def test_pages_of_others_may_change_nothing(house: House) -> None:
    client = house.client()
    foreign = {"origin": "https://evil.example"}

    answers = [
        client.put("/api/v1/prices/overrides/m", json={"input": 1}, headers=foreign),
        client.post("/api/v1/reprocess", json={}, headers=foreign),
        client.delete("/api/v1/reprocess", headers=foreign),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_the_check_names_what_has_no_price_and_what_differs(house: House, make_span: SpanMaker) -> None:
    house.keep(
        _call(make_span, 0, "house-1", UNKNOWN_COST),
        _call(make_span, 1, "dear", _known(1_000_000), reported_cost=NanoUsd(1_500_000)),
        _call(make_span, 2, "fair", _known(1_000_000), reported_cost=NanoUsd(1_005_000)),
    )

    found = house.client().get("/api/v1/prices/check").json()

    assert found["unpriced"] == [{"model": "house-1", "calls": 1, "tokens": 1100}]
    assert [(row["model"], row["difference"]) for row in found["differing"]] == [("dear", 0.5)]
    assert found["is_stale"] is (found["table_age_days"] > 45)


def test_the_threshold_of_a_difference_is_a_setting(house: House, make_span: SpanMaker) -> None:
    house.keep(_call(make_span, 0, "dear", _known(1_000_000), reported_cost=NanoUsd(1_500_000)))
    trace = f"/api/v1/traces/{'ab' * 16}"

    strict, lax = house.client().get(trace).json(), house.client(cost_difference_percent=60.0).get(trace).json()

    assert (strict["reported_difference"], strict["reported_differs"]) == (0.5, True)
    assert (lax["reported_difference"], lax["reported_differs"]) == (0.5, False)
    detail = house.client(cost_difference_percent=1.0).get(f"{trace}/spans/0").json()
    assert (detail["cost"]["reported_difference"], detail["cost"]["reported_differs"]) == (0.5, True)


def test_history_is_priced_anew_by_a_job(house: House, make_span: SpanMaker) -> None:
    span = _call(make_span, 0, "house-1", UNKNOWN_COST)
    house.keep(replace(span, input_preview=None))
    client = house.client()
    assert client.get("/api/v1/reprocess").status_code == 404
    client.put("/api/v1/prices/overrides/acme/house-1", json={"input": 1, "output": 2})
    started = client.post("/api/v1/reprocess", json={"since": "7d"})
    assert started.status_code == 202
    done = _ended(client)

    assert (done["state"], done["spans_changed"]) == ("done", 1)
    assert (done["before"]["unknown_cost_calls"], done["after"]["unknown_cost_calls"]) == (1, 0)
    assert done["after"]["total_cost_usd"] == 0.0012
    assert client.get(f"/api/v1/traces/{'ab' * 16}").json()["total_cost_usd"] == 0.0012


def test_a_selection_that_cannot_be_read_is_refused(house: House) -> None:
    client = house.client()

    answers = [client.post("/api/v1/reprocess", json=body) for body in ({"since": "soon"}, {"trace_id": "x"}, {"a": 1})]

    assert [answer.status_code for answer in answers] == [400, 400, 400]


def test_a_body_that_is_not_json_is_said_to_be_none(house: House) -> None:
    answer = house.client().post("/api/v1/sql", content=b"{", headers={"content-type": "application/json"})

    assert (answer.status_code, answer.json()["field"]) == (400, "body")
    assert answer.json()["detail"] == "the body is not JSON"


def test_a_moment_of_a_price_that_cannot_be_read_is_named_as_it_was_asked(house: House) -> None:
    answer = house.client().get("/api/v1/prices/gpt-5.4", params={"at": "soon"})

    assert (answer.status_code, answer.json()["field"]) == (400, "at")
    assert answer.json()["detail"].startswith("at must be like")


def test_a_price_at_the_beginning_of_time_is_not_the_one_of_today(house: House) -> None:
    answer = house.client().get("/api/v1/prices/gpt-5.4", params={"at": "1970-01-01"})

    assert answer.json()["at"].startswith("1970-01-01")
