"""A person opens the demo's trace, goes to what failed, and reads why; in both themes, by mouse and by keyboard."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, api, picture, violations
from tests.conftest import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

Demo = tuple[LiveServer, dict[str, Any]]


def path_of(trace: dict[str, Any]) -> str:
    return f"/p/demo/traces/{trace['id']}"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_failing_span_is_selected_and_its_error_is_read(demo: Demo, open_page: OpenPage, theme: str) -> None:
    server, trace = demo
    page = open_page(server, path_of(trace), theme)
    tree = page.get_by_role("tree")
    expect(tree).to_be_visible()
    expect(page.get_by_role("treeitem")).to_have_count(trace["total_spans"])
    failing = page.get_by_role("treeitem", name=re.compile("fetch_page, tool, error"))
    expect(failing).to_be_attached()
    box = failing.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 60, box["y"] + box["height"] / 2)
    expect(failing).to_have_attribute("aria-selected", "true")
    expect(page.get_by_text("503 from https://intranet.example/comet-4/changelog").first).to_be_visible()
    expect(page.get_by_text("PageUnavailable").first).to_be_visible()
    picture(page, f"trace-{theme}")
    assert violations(page) == []


def test_the_verdict_leads_to_the_first_failure(demo: Demo, open_page: OpenPage) -> None:
    server, trace = demo
    page = open_page(server, path_of(trace))
    verdict = page.get_by_role("region", name="Verdict")
    expect(verdict).to_contain_text("chat claude-sonnet-5 failed")
    expect(verdict).to_contain_text("2 spans failed")
    verdict.get_by_role("button", name="Show").click()
    expect(page.locator("[role=treeitem][aria-selected=true]")).to_contain_text("error")


def test_the_keyboard_goes_from_error_to_error_and_folds(demo: Demo, open_page: OpenPage) -> None:
    server, trace = demo
    page = open_page(server, path_of(trace))
    selected = page.locator("[role=treeitem][aria-selected=true]")
    expect(page.get_by_role("treeitem")).to_have_count(trace["total_spans"])
    page.get_by_role("tree").focus()
    page.keyboard.press("Home")
    expect(selected).to_contain_text("launch brief")
    page.keyboard.press("e")
    expect(selected).to_contain_text("chat claude-sonnet-5, llm, error")
    page.keyboard.press("e")
    expect(selected).to_contain_text("fetch_page, tool, error")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("treeitem")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("treeitem")).to_have_count(trace["total_spans"])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_flame_view_shows_all_spans_and_selects_the_one_clicked(
    demo: Demo, open_page: OpenPage, theme: str
) -> None:
    server, trace = demo
    page = open_page(server, path_of(trace), theme)
    expect(page.get_by_role("tree")).to_be_visible()
    page.keyboard.press("v")
    flame = page.get_by_role("region", name=re.compile(f"Flame chart of {trace['total_spans']} spans"))
    expect(flame).to_be_visible()
    flame.click(position={"x": 400, "y": 30})
    expect(page.get_by_role("region", name=re.compile("selected: launch brief"))).to_be_visible()
    page.keyboard.press("p")
    expect(page.get_by_role("button", name="Critical path")).to_have_attribute("aria-pressed", "true")
    picture(page, f"flame-{theme}")
    assert violations(page) == []
    page.wait_for_url("**view=flame*")
    page.get_by_role("button", name="Waterfall").click()
    expect(page.get_by_role("tree")).to_be_visible()
    picture(page, f"critical-path-{theme}")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_transcript_reads_as_a_conversation(demo: Demo, open_page: OpenPage, theme: str) -> None:
    server, trace = demo
    page = open_page(server, f"{path_of(trace)}?view=transcript", theme)
    said = page.get_by_role("article")
    expect(said.filter(has_text="You are the writer")).to_have_count(1)
    expect(said.filter(has_text="search_notes").first).to_be_visible()
    expect(said.filter(has_text="503 from https://intranet.example").first).to_be_visible()
    picture(page, f"transcript-{theme}")
    assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_session_reads_as_a_conversation_and_as_a_table(demo: Demo, open_page: OpenPage, theme: str) -> None:
    server, trace = demo
    page = open_page(server, f"/p/demo/sessions/{trace['session_id']}", theme)
    turn = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=trace["name"]))
    expect(turn).to_contain_text("$0.0253")
    picture(page, f"session-{theme}")
    assert violations(page) == []
    page.get_by_role("link", name="View as table").click()
    expect(page.get_by_role("columnheader", name="Cost")).to_be_visible()


def test_a_link_to_a_span_opens_on_that_span(demo: Demo, open_page: OpenPage) -> None:
    server, trace = demo
    spans = api(server, f"/api/v1/traces/{trace['id']}/spans")
    writer_call = next(span for span in spans if span["span_type"] == "llm_call" and span["agent"] == "writer")
    page = open_page(server, f"{path_of(trace)}?span={writer_call['span_id']}")
    expect(page.locator("[role=treeitem][aria-selected=true]")).to_contain_text("chat gpt-5.5")
    expect(page.get_by_text("You are the writer").first).to_be_visible()
    expect(page.get_by_text("640").first).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("name", "path", "words"),
    [
        ("overview", "/p/demo", "Recent sessions"),
        ("sessions", "/p/demo/sessions", "launch-brief"),
        ("traces", "/p/demo/traces", "launch brief"),
    ],
)
def test_every_page_shows_real_data_and_axe_finds_nothing(
    demo: Demo, open_page: OpenPage, theme: str, name: str, path: str, words: str
) -> None:
    server, _ = demo
    page = open_page(server, path, theme)
    expect(page.get_by_text(words).first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_text("$0.0253").first).to_be_visible()
    picture(page, f"{name}-{theme}")
    assert violations(page) == []


def test_figures_on_the_overview_equal_the_api(demo: Demo, open_page: OpenPage) -> None:
    server, trace = demo
    summary = api(server, "/api/v1/metrics/summary?project=demo&since=24h")
    page = open_page(server, "/p/demo")
    expect(page.get_by_text(f"{summary['total_tokens']:,}").first).to_be_visible()
    assert summary["total_tokens"] == trace["total_tokens"]


def test_an_unknown_page_and_an_unknown_trace_say_so(demo: Demo, browser: Any) -> None:
    server, _ = demo
    page = browser.new_page()
    page.goto(f"{server.web}/p/demo/traces/{'f' * 32}")
    expect(page.get_by_text(re.compile("no trace|not found", re.IGNORECASE)).first).to_be_visible()
    page.goto(f"{server.web}/p/demo/nowhere")
    expect(page.get_by_text(re.compile("not|no page", re.IGNORECASE)).first).to_be_visible()
    page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("tab", "words"),
    [("costs", "claude-sonnet-5"), ("performance", "fetch_page"), ("errors", "intranet.example")],
)
def test_metrics_show_where_money_time_and_failures_go(
    demo: Demo, open_page: OpenPage, theme: str, tab: str, words: str
) -> None:
    server, _ = demo
    page = open_page(server, f"/p/demo/metrics?tab={tab}&range=24h", theme)
    expect(page.get_by_role("tab", name=re.compile(tab, re.IGNORECASE))).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("row").get_by_text(re.compile(words)).first).to_be_visible()
    page.wait_for_load_state("networkidle")
    picture(page, f"metrics-{tab}-{theme}")
    assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_fails_now_leads_to_its_newest_case(demo: Demo, open_page: OpenPage, theme: str) -> None:
    server, trace = demo
    page = open_page(server, "/p/demo", theme)
    failing = page.get_by_role("region", name="Failing now")
    row = failing.get_by_role("row").filter(has_text="fetch_page")
    expect(row).to_contain_text("new")
    rate = page.get_by_role("region", name="Error rate").get_by_role("img")
    expect(rate).to_have_attribute("aria-label", re.compile("failed traces"))
    assert violations(page) == []
    row.get_by_role("link").click()
    expect(page.locator("[role=treeitem][aria-selected=true]")).to_contain_text("fetch_page, tool, error")
    assert trace["id"] in page.url


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_heat_map_counts_every_span_that_has_ended(demo: Demo, open_page: OpenPage, theme: str) -> None:
    server, trace = demo
    page = open_page(server, "/p/demo/metrics?tab=performance&range=24h", theme)
    heat = page.get_by_role("region", name="How long spans took", exact=True)
    expect(heat.get_by_role("img", name=re.compile(f"Latencies of {trace['total_spans']} spans"))).to_be_visible()
    picture(page, f"heat-map-{theme}")
    heat.get_by_role("button", name="View as table").click()
    cells = heat.get_by_role("cell").all_inner_texts()
    assert sum(int(text) for text in cells if text.strip()) == trace["total_spans"]
    assert violations(page) == []


def test_a_slow_operation_leads_to_the_traces_with_it(demo: Demo, open_page: OpenPage) -> None:
    server, trace = demo
    page = open_page(server, "/p/demo/metrics?tab=performance&range=24h&by=tool")
    page.get_by_role("rowheader").get_by_role("link", name="fetch_page").click()
    page.wait_for_url("**/traces?q=tool:fetch_page*")
    expect(page.get_by_role("link", name=trace["name"])).to_be_visible()


def test_the_cost_table_follows_the_group_and_adds_up(demo: Demo, open_page: OpenPage) -> None:
    server, trace = demo
    page = open_page(server, "/p/demo/metrics?range=24h")
    page.get_by_role("combobox", name="Group by").select_option("agent")
    page.wait_for_url("**by=agent*")
    table = page.get_by_role("table")
    for agent in ("planner", "researcher", "writer", "reviewer"):
        expect(table.get_by_role("rowheader", name=agent)).to_be_visible()
    costs = api(server, "/api/v1/metrics/costs?project=demo&group_by=agent&since=24h")["rows"]
    assert sum(row["total_cost_usd"] for row in costs) == pytest.approx(trace["total_cost_usd"])


def test_the_printed_trace_has_the_tree(demo: Demo, open_page: OpenPage) -> None:
    server, trace = demo
    page = open_page(server, path_of(trace), "dark")
    expect(page.get_by_role("tree")).to_be_visible()
    paper = page.get_by_role("region", name="Trace on paper")
    expect(paper).to_have_count(0)
    page.evaluate(
        """() => window.addEventListener('beforeprint', () => {
            window.printed = document.querySelector('[aria-label="Trace on paper"]').textContent })"""
    )
    assert page.pdf().startswith(b"%PDF")
    printed = page.evaluate("window.printed")
    spans = api(server, f"/api/v1/traces/{trace['id']}/spans")
    assert [span["name"] for span in spans if span["name"] not in printed] == []
    assert printed.count("✕ failed") == trace["errors"]
    expect(paper).to_have_count(0)
    page.emulate_media(media="print")
    expect(paper.get_by_role("row")).to_have_count(len(spans) + 1)
    expect(page.get_by_role("navigation", name="Pages")).to_be_hidden()
    picture(page, "printed-trace")


def test_tools_are_shown_where_they_do_something(demo: Demo, open_page: OpenPage) -> None:
    server, trace = demo
    page = open_page(server, f"{path_of(trace)}?view=agents")
    expect(page.get_by_role("heading", level=1)).to_have_text(trace["name"])
    expect(page.get_by_role("button", name="Transcript")).to_be_visible()
    expect(page.get_by_role("button", name="Only in range")).to_have_count(0)
    page.get_by_role("button", name="Waterfall").click()
    expect(page.get_by_role("button", name="Only in range")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_shown_is_copied_as_a_command_that_answers(demo: Demo, open_page: OpenPage, theme: str) -> None:
    server, trace = demo
    page = open_page(server, f"{path_of(trace)}?span=3", theme)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy", exact=True).click()
    picture(page, f"copy-menu-{theme}")
    assert violations(page) == []
    page.get_by_role("button", name="Span as curl").click()
    expect(page.get_by_role("button", name="Span as curl")).to_contain_text("copied")
    command = page.evaluate("navigator.clipboard.readText()")
    url = command.removeprefix("curl -s '").removesuffix("'")
    assert api(server, url.removeprefix(server.web))["seq"] == 3
