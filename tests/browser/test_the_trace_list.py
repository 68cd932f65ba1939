"""The list of traces: a brush over the histogram, a peek beside the list, columns, and views that a team shares."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, picture, violations
from tests.conftest import LiveServer, start_server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
HOUR_NS = 3_600_000_000_000
TRACES = 12
FAILED = 3


def a_trace(number: int, begin_ns: int) -> dict[str, Any]:
    status = {"code": 2, "message": "payments answered 503"} if number < FAILED else {"code": 1}
    attributes = {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "buyer", "input.value": "buy a lamp"}
    return {
        "traceId": f"{number + 1:032x}",
        "spanId": f"{number + 1:016x}",
        "name": f"order {number}",
        "startTimeUnixNano": str(begin_ns),
        "endTimeUnixNano": str(begin_ns + 2_000_000_000),
        "status": status,
        "attributes": [{"key": key, "value": {"stringValue": value}} for key, value in attributes.items()],
    }


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    home = tmp_path_factory.mktemp("list") / "server"
    home.mkdir()
    server = start_server(home)
    now_ns = time.time_ns()
    spans = [a_trace(number, now_ns - (number + 1) * HOUR_NS) for number in range(TRACES)]
    body = {"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}
    httpx.post(f"{server.otlp}/v1/traces", json=body).raise_for_status()
    server.wait_for(lambda: len(server.get("/api/v1/traces")["items"]) == TRACES, "traces in the list")
    yield server
    server.stop()


def range_of(page: Page) -> list[str]:
    return parse_qs(urlsplit(page.url).query).get("range", [""])[0].split("..")


def footer(page: Page, traces: int) -> None:
    expect(page.get_by_text(f"{traces} traces, counted exactly")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_brush_sets_the_time_and_back_restores_it(shop: LiveServer, open_page: OpenPage, theme: str) -> None:
    page = open_page(shop, "/p/all/traces", theme)
    footer(page, TRACES)
    picture(page, f"trace-list-{theme}")
    assert violations(page) == []
    box = page.locator("[data-histogram]").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.5, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, middle, steps=5)
    page.mouse.up()
    page.wait_for_url("**range=*")
    since, until = range_of(page)
    inside = len(shop.get("/api/v1/traces", since=since, until=until)["items"])
    assert 0 < inside < TRACES
    footer(page, inside)
    assert page.get_by_role("table", name="").get_by_role("row").count() == inside + 1
    page.go_back()
    footer(page, TRACES)


def test_the_keyboard_moves_the_ends_of_the_brush(shop: LiveServer, open_page: OpenPage) -> None:
    page = open_page(shop, "/p/all/traces")
    footer(page, TRACES)
    page.get_by_role("slider", name="Range begins").focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**range=*")
    since, until = range_of(page)
    footer(page, len(shop.get("/api/v1/traces", since=since, until=until)["items"]))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_space_peeks_j_goes_on_and_escape_closes(shop: LiveServer, open_page: OpenPage, theme: str) -> None:
    page = open_page(shop, "/p/all/traces", theme)
    page.get_by_role("region", name="Traces", exact=True).focus()
    page.keyboard.press("j")
    page.keyboard.press(" ")
    peek = page.get_by_role("complementary", name="Peek")
    expect(peek.get_by_role("heading", level=2)).to_have_text("order 0")
    expect(peek).to_contain_text("payments answered 503")
    expect(peek).to_contain_text("buy a lamp")
    expect(peek.get_by_role("img", name="1 span over time")).to_be_visible()
    picture(page, f"peek-{theme}")
    assert violations(page) == []
    page.keyboard.press("j")
    expect(peek.get_by_role("heading", level=2)).to_have_text("order 1")
    page.wait_for_url(f"**peek={2:032x}*")
    page.reload()
    expect(peek.get_by_role("heading", level=2)).to_have_text("order 1")
    page.keyboard.press("Escape")
    expect(peek).to_have_count(0)


def test_a_view_saved_by_one_is_opened_by_another(shop: LiveServer, open_page: OpenPage) -> None:
    first = open_page(shop, "/p/all/traces?q=status:error")
    footer(first, FAILED)
    first.get_by_role("button", name="Columns").click()
    first.get_by_role("checkbox", name="Tokens").uncheck()
    first.keyboard.press("Escape")
    first.get_by_role("button", name="Views").click()
    first.get_by_label("Name of the new view").fill("what failed")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_role("button", name="what failed", exact=True)).to_be_visible()
    assert violations(first) == []
    second = open_page(shop, "/p/all/traces", "dark")
    footer(second, TRACES)
    second.get_by_role("button", name="Views (1)").click()
    picture(second, "saved-views-dark")
    assert violations(second) == []
    second.get_by_role("button", name="what failed", exact=True).click()
    footer(second, FAILED)
    expect(second.get_by_role("columnheader", name="Tokens")).to_have_count(0)
    expect(second.get_by_role("columnheader", name="Cost")).to_have_count(1)


def test_where_nothing_matches_each_filter_says_what_would_be_without_it(shop: LiveServer, open_page: OpenPage) -> None:
    page = open_page(shop, "/p/all/traces?q=status:error agent:nobody")
    expect(page.get_by_text("No traces match 2 filters")).to_be_visible()
    chip = page.get_by_role("button", name="Drop agent:nobody")
    expect(chip).to_contain_text(f"without it {FAILED}")
    assert violations(page) == []
    chip.click()
    footer(page, FAILED)


def test_facets_count_what_a_tick_would_list(shop: LiveServer, open_page: OpenPage) -> None:
    page = open_page(shop, "/p/all/traces?q=status:error")
    facets = page.get_by_role("group", name="Status")
    expect(facets.locator("label").filter(has_text="error")).to_contain_text(str(FAILED))
    ok = facets.get_by_role("checkbox", name="ok")
    expect(facets.locator("label").filter(has_text="ok")).to_contain_text(str(TRACES - FAILED))
    ok.check()
    footer(page, TRACES)


def test_two_traces_marked_with_x_are_compared(shop: LiveServer, open_page: OpenPage) -> None:
    page = open_page(shop, "/p/all/traces")
    page.get_by_role("region", name="Traces", exact=True).focus()
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.get_by_role("region", name="Selected traces")).to_contain_text("order 0")
    assert violations(page) == []
    page.keyboard.press("=")
    page.wait_for_url(f"**/p/all/compare?a={1:032x}&b={2:032x}*")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
