"""A newcomer's page waits for the first span and moves on by itself when the SDK sends one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, picture, violations
from tests.conftest import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AGENT = """
import agenttrace as at
at.init(project="first")
with at.span("my first run", type=at.SpanType.TASK):
    at.log("hello")
at.shutdown()
"""


def test_the_first_span_turns_the_waiting_page_into_a_link(
    server: LiveServer, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(server, "/")
    expect(page.get_by_text("Waiting for your first span")).to_be_visible()
    expect(page.get_by_text(str(server.port)).first).to_be_visible()
    picture(page, "first-run-light")
    assert violations(page) == []
    environment = {**os.environ, "AGENTTRACE_ENDPOINT": server.otlp, "AGENTTRACE_HOME": str(tmp_path / "sdk")}
    subprocess.run([sys.executable, "-c", AGENT], env=environment, check=True, timeout=60)
    link = page.get_by_role("link", name="Open your first trace")
    expect(link).to_be_visible(timeout=20_000)
    link.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("my first run")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_samples_are_loaded_looked_at_and_deleted_with_one_click(
    server: LiveServer, open_page: OpenPage, theme: str
) -> None:
    page = open_page(server, "/", theme)
    page.get_by_role("button", name="Load sample traces").click()
    expect(page.get_by_role("link", name="Open your first trace")).to_be_visible(timeout=20_000)
    server.wait_for(lambda: len(server.get("/api/v1/traces", project="samples")["items"]) == 3, "three samples")
    statuses = [trace["status"] for trace in server.get("/api/v1/traces", q="tag:sample")["items"]]
    assert sorted(statuses) == ["error", "ok", "ok"]
    page.get_by_role("button", name="Go to the overview").click()
    strip = page.get_by_role("region", name="Sample traces")
    expect(strip).to_be_visible()
    expect(page.get_by_role("region", name="Failing now")).to_contain_text("flights answered")
    picture(page, f"samples-{theme}")
    assert violations(page) == []
    strip.get_by_role("button", name="Delete the samples").click()
    expect(page.get_by_text("Waiting for your first span")).to_be_visible()
    assert server.get("/api/v1/traces")["items"] == []
