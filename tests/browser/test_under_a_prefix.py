"""Behind a proxy that serves the dashboard under a prefix, every page, request and deep link stays under it."""

from __future__ import annotations

import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import violations
from tests.browser.prefix_proxy import under_prefix
from tests.conftest import start_server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
TRACE = "a7" * 16


def one_span() -> dict[str, object]:
    now = time.time_ns()
    times = {"startTimeUnixNano": str(now - 10**9), "endTimeUnixNano": str(now)}
    span = {"traceId": TRACE, "spanId": "b7" * 8, "name": "behind a proxy", **times}
    return {"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}


def test_the_way_from_the_list_to_a_trace_stays_under_the_prefix(home: Path, browser: Browser) -> None:
    server = start_server(home, root_path="/at")
    page = browser.new_page(reduced_motion="reduce")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.on("websocket", lambda opened: asked.append(urlsplit(opened.url).path))
    try:
        httpx.post(f"{server.otlp}/v1/traces", json=one_span()).raise_for_status()
        server.wait_for(lambda: server.get("/api/v1/traces")["items"], "trace")
        with under_prefix("/at", server.http_port) as proxy:
            page.goto(f"{proxy}/at/p/default/traces")
            page.get_by_role("link", name="behind a proxy").first.click()
            expect(page.get_by_role("heading", level=1)).to_have_text("behind a proxy")
            assert urlsplit(page.url).path == f"/at/p/default/traces/{TRACE}"
            page.reload()
            expect(page.get_by_role("treeitem")).to_have_count(1)
            assert violations(page) == []
            page.goto("about:blank")
    finally:
        page.close()
        server.stop()
    assert [path for path in asked if not path.startswith("/at/") and path != "blank"] == []
