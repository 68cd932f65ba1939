"""A real Chromium on the built dashboard, served by the real server, with spans that the real SDK sent."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import ROOT, LiveServer, run_team, start_server

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "test-results" / "pictures"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--font-render-hinting=none",
]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("Chromium is missing: `make test` installs it on Debian, else run 'apt-get install chromium'")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveServer, dict[str, Any]]]:
    home = tmp_path_factory.mktemp("browser") / "server"
    home.mkdir()
    server = start_server(home)
    if "<div id=" not in fetch(server, "/"):
        pytest.fail("the server has no web application: run `make web`")
    yield server, run_team(server)["trace"]
    server.stop()


def fetch(server: LiveServer, path: str) -> str:
    import httpx

    return httpx.get(server.web + path, follow_redirects=True).text


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open pages that must stay silent: no console error, no failed script, no request to another origin."""
    complaints: list[str] = []
    contexts = []

    def open_one(server: LiveServer, path: str, theme: str = "light", width: int = 1440) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce", locale="en-US"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        page.on("console", lambda told: complaints.append(told.text) if told.type in ("error", "warning") else None)
        page.on("request", lambda asked: complaints.extend(strangers(server, asked.url)))
        page.goto(server.web + path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


def violations(page: Page) -> list[str]:
    """Return what axe finds, one line a rule and element."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    nodes = [(rule["id"], node) for rule in found["violations"] for node in rule["nodes"]]
    return [f"{rule}: {node['target']} {node['failureSummary']}" for rule, node in nodes]


def strangers(server: LiveServer, url: str) -> list[str]:
    """Return the address where it leaves the server's origin."""
    return [] if url.startswith((server.web, "data:", "blob:")) else [f"left: {url}"]


def picture(page: Page, name: str) -> Path:
    """Keep a screenshot for people to look at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    return path


def api(server: LiveServer, path: str) -> Any:
    return json.loads(fetch(server, path))
