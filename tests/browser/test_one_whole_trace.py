"""A person opens one trace and sees all of it: agents, their messages, tools, who else saw a call, a picture."""

from __future__ import annotations

import base64
import json
import random
import struct
import zlib
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, api, picture, violations
from tests.conftest import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

Whole = tuple[LiveServer, dict[str, Any]]
TRACE = "5ea" + "0" * 29
START_NS = 1_795_000_000 * 10**9
FRAMEWORK, CLIENT = "opentelemetry.instrumentation.genai.langchain", "opentelemetry.instrumentation.genai.openai"
CALL = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-5.5",
    "gen_ai.response.model": "gpt-5.5",
    "gen_ai.response.id": "chatcmpl-chart",
    "gen_ai.usage.input_tokens": 1200,
    "gen_ai.usage.output_tokens": 40,
}


def chart() -> bytes:
    """A picture of 40 by 40 points, too random to be small."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + random.Random(row).randbytes(40 * 3) for row in range(40))
    head = struct.pack(">IIBBBBB", 40, 40, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def span(number: int, parent: int | None, name: str, milliseconds: tuple[int, int], **told: Any) -> dict[str, Any]:
    values = {str: "stringValue", int: "intValue"}
    attributes = [{"key": key, "value": {values[type(value)]: value}} for key, value in told.items()]
    return {
        "traceId": TRACE,
        "spanId": f"{number:016x}",
        "parentSpanId": "" if parent is None else f"{parent:016x}",
        "name": name,
        "startTimeUnixNano": str(START_NS + milliseconds[0] * 10**6),
        "endTimeUnixNano": str(START_NS + milliseconds[1] * 10**6),
        "attributes": attributes,
    }


def request() -> dict[str, Any]:
    content = base64.b64encode(chart()).decode()
    shown = {"type": "blob", "modality": "image", "mime_type": "image/png", "content": content}
    asked = [{"role": "user", "parts": [{"type": "text", "content": "Read this chart."}, shown]}]
    said = [{"role": "assistant", "parts": [{"type": "text", "content": "Shoals ahead."}], "finish_reason": "stop"}]
    seen = {"gen_ai.input.messages": json.dumps(asked), "gen_ai.output.messages": json.dumps(said)}
    agent = {"gen_ai.operation.name": "invoke_agent"}
    tool = {"gen_ai.operation.name": "execute_tool"}
    tide = {"gen_ai.tool.name": "get_tide", "gen_ai.tool.call.arguments": '{"port": "Ostend"}'}
    of_framework = [
        span(1, None, "invoke_agent captain", (0, 900), **agent, **{"gen_ai.agent.name": "captain"}),
        span(2, 1, "chat gpt-5.5", (10, 300), **CALL, **seen),
        span(4, 1, "execute_tool get_tide", (310, 400), **tool, **tide, **{"gen_ai.tool.call.result": "high"}),
        span(5, 1, "execute_tool transfer_to_mate", (410, 420), **tool, **{"gen_ai.tool.name": "transfer_to_mate"}),
        span(6, None, "invoke_agent mate", (430, 800), **agent, **{"gen_ai.agent.name": "mate"}),
    ]
    of_client = [span(3, 2, "chat gpt-5.5", (20, 290), **CALL)]
    scopes = [{"scope": {"name": FRAMEWORK}, "spans": of_framework}, {"scope": {"name": CLIENT}, "spans": of_client}]
    return {"resourceSpans": [{"scopeSpans": scopes}]}


@pytest.fixture(scope="module")
def whole(demo: tuple[LiveServer, dict[str, Any]]) -> Whole:
    """Return the server and the trace, as the API tells of it."""
    server, _ = demo
    sent = httpx.post(f"{server.otlp}/v1/traces", json=request())
    assert sent.status_code == 200, sent.text

    def arrived() -> dict[str, Any] | None:
        traces = server.get("/api/v1/traces", project="default")["items"]
        return next((trace for trace in traces if trace["id"] == TRACE and trace["total_spans"] == 6), None)

    return server, server.wait_for(arrived, "trace with everything")


def test_a_call_shows_its_cost_where_the_price_is_from_and_who_else_saw_it(whole: Whole, open_page: OpenPage) -> None:
    server, trace = whole
    assert (trace["model_calls"], trace["input_tokens"]) == (1, 1200)
    page = open_page(server, f"/p/default/traces/{TRACE}?span={2:016x}")
    expect(page.get_by_text("$0.0072").first).to_be_visible()
    expect(page.get_by_text("openai/gpt-5.5").first).to_be_visible()
    expect(page.get_by_text(f"Also seen by {CLIENT}, counted once")).to_be_visible()
    picture(page, "one-whole-trace")
    assert violations(page) == []


def test_a_picture_in_a_message_is_shown_from_where_it_is_kept(whole: Whole, open_page: OpenPage) -> None:
    server, _ = whole
    page = open_page(server, f"/p/default/traces/{TRACE}?span={2:016x}")
    expect(page.get_by_text("Read this chart.").first).to_be_visible()
    page.get_by_role("button", name="show image").first.click()
    shown = page.locator("img[src*='/api/v1/blobs/']").first
    expect(shown).to_be_visible()
    page.wait_for_function("picture => picture.naturalWidth === 40", arg=shown.element_handle())
    kept = httpx.get(server.web + (shown.get_attribute("src") or ""))
    assert (kept.content, kept.headers["content-type"]) == (chart(), "image/png")
    picture(page, "one-whole-trace-picture")


def test_agents_their_messages_and_the_tool_calls_are_shown(whole: Whole, open_page: OpenPage) -> None:
    server, _ = whole
    told = api(server, f"/api/v1/traces/{TRACE}/messages")["items"]
    assert [(message["from_agent"], message["to_agent"], message["type"]) for message in told] == [
        ("captain", "mate", "handoff")
    ]
    page = open_page(server, f"/p/default/traces/{TRACE}?view=agents")
    table = page.get_by_role("table", name="Agents")
    for name in ("captain", "mate"):
        expect(table.get_by_role("button", name=name, exact=True)).to_be_visible()
    expect(page.get_by_text("handoff").first).to_be_visible()
    page = open_page(server, f"/p/default/traces/{TRACE}?span={4:016x}")
    expect(page.locator("[role=treeitem][aria-selected=true]")).to_contain_text("get_tide")
    expect(page.get_by_text("Ostend").first).to_be_visible()
