"""A person opens a trace that AutoGen recorded: machinery folded away, who worked, and what they told each other."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, api, picture, violations
from tests.conftest import ROOT, LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

RECORDED = ROOT / "server" / "tests" / "fixtures" / "spans" / "autogen__native+otelgenai-openai.json"
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])

Team = tuple[LiveServer, dict[str, Any]]


@pytest.fixture(scope="module")
def team(demo: tuple[LiveServer, dict[str, Any]]) -> Team:
    """Return the server and the recorded trace, as the API tells of it."""
    server, _ = demo
    sent = httpx.post(
        f"{server.otlp}/v1/traces", content=RECORDED.read_bytes(), headers={"content-type": "application/json"}
    )
    assert sent.status_code == 200, sent.text

    def arrived() -> dict[str, Any] | None:
        traces = server.get("/api/v1/traces", project="default")["items"]
        return next((trace for trace in traces if trace["total_spans"] == 71), None)

    return server, server.wait_for(arrived, "trace of the recorded team")


def path_of(trace: dict[str, Any]) -> str:
    return f"/p/default/traces/{trace['id']}"


@THEMES
def test_machinery_is_folded_away_and_listed_when_asked(team: Team, open_page: OpenPage, theme: str) -> None:
    server, trace = team
    spans = api(server, f"/api/v1/traces/{trace['id']}/spans")
    internal = sum(span["internal"] and span["status"] not in ("error", "timeout") for span in spans)
    page = open_page(server, path_of(trace), theme)
    rows = page.get_by_role("treeitem")
    expect(rows).to_have_count(71 - internal)
    expect(page.get_by_text(f"71 spans, {internal} internal hidden")).to_be_visible()
    picture(page, f"machinery-folded-{theme}")
    assert violations(page) == []

    page.get_by_role("button", name=f"Internal spans ({internal})").click()
    page.wait_for_url("**internal=1*")
    expect(rows.filter(has_text="autogen").first).to_be_attached()
    picture(page, f"machinery-listed-{theme}")
    assert violations(page) == []
    page.keyboard.press("i")
    expect(rows).to_have_count(71 - internal)


def test_a_link_to_a_span_of_the_machinery_lists_it(team: Team, open_page: OpenPage) -> None:
    server, trace = team
    spans = api(server, f"/api/v1/traces/{trace['id']}/spans")
    inner = next(span for span in spans if span["internal"])
    page = open_page(server, f"{path_of(trace)}?span={inner['span_id']}")
    expect(page.locator("[role=treeitem][aria-selected=true]")).to_contain_text(inner["name"])


@THEMES
def test_the_agents_have_their_figures_and_their_messages(team: Team, open_page: OpenPage, theme: str) -> None:
    server, trace = team
    agents = api(server, f"/api/v1/traces/{trace['id']}/agents")
    messages = api(server, f"/api/v1/traces/{trace['id']}/messages")["items"]
    page = open_page(server, f"{path_of(trace)}?view=agents", theme)
    table = page.get_by_role("table", name="Agents")
    expect(table.get_by_role("rowheader")).to_have_count(len(agents))
    for name in ("researcher", "writer"):
        expect(table.get_by_role("button", name=name, exact=True)).to_be_visible()
    assert sum(agent["input_tokens"] for agent in agents) == trace["input_tokens"]
    picture(page, f"agents-{theme}")
    assert violations(page) == []

    told = page.get_by_role("button", name=re.compile(re.escape(messages[0]["to_agent"])))
    told.last.click()
    page.wait_for_url("**span=*")


@THEMES
def test_the_graph_draws_who_talked_to_whom_and_leads_there(team: Team, open_page: OpenPage, theme: str) -> None:
    server, trace = team
    graph = api(server, f"/api/v1/traces/{trace['id']}/graph")
    page = open_page(server, f"{path_of(trace)}?view=graph", theme)
    region = page.get_by_role("region", name="Graph of agents")
    expect(region.get_by_text(f"{len(graph['nodes'])} agents in")).to_be_visible()
    rows = region.get_by_role("row")
    expect(rows.filter(has_text="researcher").first).to_be_visible()
    picture(page, f"graph-{theme}")
    assert violations(page) == []

    rows.filter(has_text="researcher").get_by_role("button").first.click()
    page.wait_for_url("**span=*")
