"""Getting around by keyboard: the palette, the list of keys, the settings, and what they change."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, picture, violations
from tests.conftest import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Demo = tuple[LiveServer, dict[str, Any]]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_palette_finds_a_trace_by_its_name_and_opens_it(demo: Demo, open_page: OpenPage, theme: str) -> None:
    server, trace = demo
    page = open_page(server, "/", theme)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search everything").fill(trace["name"])
    entry = page.get_by_role("option", name=trace["name"])
    expect(entry).to_be_visible()
    picture(page, f"palette-{theme}")
    assert violations(page) == []
    entry.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(trace["name"])
    assert trace["id"] in page.url


def test_an_id_pasted_into_the_palette_leads_to_its_trace(demo: Demo, open_page: OpenPage) -> None:
    server, trace = demo
    page = open_page(server, "/p/demo/settings")
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search everything").fill(trace["id"])
    expect(page.get_by_role("option", name="Open trace")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(trace["name"])


def test_the_question_mark_lists_the_keys_and_escape_closes_it(demo: Demo, open_page: OpenPage) -> None:
    server, _ = demo
    page = open_page(server, "/p/demo/traces")
    expect(page.get_by_role("heading", level=1)).to_have_text("Traces")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog.get_by_text("next failure")).to_be_visible()
    picture(page, "keys-light")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.keyboard.press("g")
    page.keyboard.press(",")
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_settings_show_the_store_and_change_the_rows(demo: Demo, open_page: OpenPage, theme: str) -> None:
    server, _ = demo
    page = open_page(server, "/p/demo/settings", theme)
    expect(page.get_by_role("region", name="Data")).to_contain_text("not sealed yet")
    expect(page.get_by_role("region", name="Dead letters")).to_contain_text("None")
    expect(page.get_by_role("region", name="Prices", exact=True)).to_contain_text("Every model that was called")
    expect(page.get_by_role("region", name="Retention and disk use")).to_contain_text("catalog")
    picture(page, f"settings-{theme}")
    assert violations(page) == []
    page.get_by_role("radio", name="roomy").check()
    page.goto(f"{server.web}/p/demo/traces")
    row = page.get_by_role("row").nth(1)
    expect(row).to_be_visible()
    box = row.bounding_box()
    assert box is not None
    assert round(box["height"]) == 44


def test_single_letters_turned_off_stay_silent(demo: Demo, open_page: OpenPage) -> None:
    server, _ = demo
    page = open_page(server, "/p/demo/settings")
    page.get_by_role("group", name="Single-letter keys").get_by_role("radio", name="off").check()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("?")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_have_count(1)
    expect(page.get_by_role("dialog", name="Search everything")).to_be_visible()


def test_a_trial_of_reprocessing_is_followed_to_its_end(demo: Demo, open_page: OpenPage) -> None:
    server, _ = demo
    page = open_page(server, "/p/demo/settings")
    panel = page.get_by_role("region", name="Reprocess")
    panel.get_by_role("button", name="Try").click()
    expect(panel.get_by_role("status")).to_contain_text("done")
    expect(panel.get_by_role("status")).to_contain_text("spans would change")
    assert server.get("/api/v1/reprocess")["dry_run"] is True
