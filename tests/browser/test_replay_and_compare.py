"""A person replays a trace from one of its steps, sees what came of it, and where it parted from what it was."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, picture, violations
from tests.trip import Trip, recorded_trip

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
THEMES = ("light", "dark")
REPLAYED_MS = 60_000


@pytest.fixture(scope="module")
def trip(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trip]:
    with recorded_trip(tmp_path_factory.mktemp("browser-trip")) as recorded:
        yield recorded


def replay_tab(trip: Trip, open_page: OpenPage, theme: str = "light") -> Page:
    page = open_page(trip.server, f"/p/trips/traces/{trip.trace_id}?view=replay", theme)
    expect(page.get_by_role("group", name="Replay from")).to_be_visible()
    return page


def test_a_step_is_edited_replayed_and_compared(trip: Trip, open_page: OpenPage) -> None:
    page = replay_tab(trip, open_page)
    expect(page.get_by_text("agenttrace worker --entrypoint package.module:function")).to_be_visible()
    expect(page.get_by_text("This trace has not been replayed yet.")).to_be_visible()
    named = page.get_by_role("radio", name=re.compile("checkpoint after-city"))
    named.check()
    expect(page.get_by_text("State at after-city")).to_be_visible()
    expect(page.get_by_role("region", name="Cost estimate")).to_contain_text("for 1 model call: an estimate")
    expect(page.get_by_text("model call openai")).to_have_count(2)
    picture(page, "replay-without-worker-light")

    with trip.worker():
        expect(page.get_by_text(re.compile(r"Run by .*trip_agent:main"))).to_be_visible()
        page.get_by_role("radio", name=re.compile("weather")).check()
        page.get_by_label("Result of the tool").fill(json.dumps({"city": "Paris", "sky": "rain"}))
        expect(page.get_by_text("models are asked on your account")).to_be_visible()
        expect(page.get_by_role("radio", name=re.compile("live: they really run"))).to_be_disabled()
        page.get_by_role("button", name="Run", exact=True).click()
        done = page.get_by_role("list", name="Replays").get_by_text("done", exact=True)
        expect(done).to_be_visible(timeout=REPLAYED_MS)

    expect(page.get_by_role("region", name="Fidelity report")).to_contain_text("1 live")
    lines = page.get_by_role("region", name="First differences").get_by_role("listitem")
    expect(lines.first).to_contain_text("weather")
    expect(lines.first).to_contain_text("first divergence")
    for theme in THEMES:
        shown = replay_tab(trip, open_page, theme)
        expect(shown.get_by_role("link", name="How it differs")).to_be_visible()
        expect(shown.get_by_role("region", name="First differences")).to_be_visible()
        shown.get_by_role("radio", name=re.compile("checkpoint after-city")).check()
        picture(shown, f"replay-done-{theme}")
        assert violations(shown) == []

    page.get_by_role("link", name="How it differs").click()
    page.wait_for_url("**/compare?a=*")
    first = page.get_by_role("treeitem", selected=True)
    expect(first).to_contain_text("weather")
    expect(first).to_contain_text("first divergence")
    differs = page.get_by_role("region", name="What differs")
    expect(differs.get_by_role("cell", name="$.sky")).to_be_visible()
    page.get_by_role("treeitem", name=re.compile("chat gpt-5.5")).last.click()
    expect(differs.locator("ins").first).to_contain_text("umbrella")
    expect(differs.get_by_text("downstream of the first divergence")).to_be_visible()
    here = page.url.removeprefix(trip.server.web)
    for theme in THEMES:
        shown = open_page(trip.server, here, theme)
        expect(shown.locator("ins").first).to_be_visible()
        picture(shown, f"compare-{theme}")
        assert violations(shown) == []

    page.get_by_role("button", name="Only differences").click()
    expect(page.get_by_role("treeitem")).to_have_count(4)
    page.get_by_role("button", name="Swap").click()
    page.wait_for_url(f"**b={trip.trace_id}*")

    branch = trip.replays()["branches"][0]["trace_id"]
    of_branch = open_page(trip.server, f"/p/trips/traces/{branch}?view=replay")
    family = of_branch.get_by_role("list", name="Parents and branches")
    expect(family.get_by_role("link", name=trip.trace_id[:8])).to_be_visible()


def test_the_key_r_opens_the_tab(trip: Trip, open_page: OpenPage) -> None:
    page = open_page(trip.server, f"/p/trips/traces/{trip.trace_id}")
    expect(page.get_by_role("tree").first).to_be_visible()
    page.keyboard.press("r")
    expect(page.get_by_role("group", name="Replay from")).to_be_visible()


def test_compare_says_when_nothing_is_compared_and_when_a_trace_is_gone(trip: Trip, open_page: OpenPage) -> None:
    page = open_page(trip.server, "/compare")
    page.wait_for_url("**/p/all/compare")
    expect(page.get_by_text("Nothing to compare")).to_be_visible()
    page = open_page(trip.server, f"/compare?a={trip.trace_id}&b={trip.trace_id}")
    expect(page.get_by_text("The traces are the same.")).to_be_visible()
