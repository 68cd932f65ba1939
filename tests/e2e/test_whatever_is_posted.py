"""Every recorded request of every SDK is taken and listed; what is not OTLP gets a clear 4xx and changes nothing."""

from __future__ import annotations

import gzip
import json
import secrets
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from server.tests.otlp_files import REQUESTS, as_protobuf, count_spans
from tests.conftest import LiveServer, start_server

JSON = "application/json"
PROTOBUF = "application/x-protobuf"


@pytest.fixture(scope="module")
def listening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    home = tmp_path_factory.mktemp("posted") / "server"
    home.mkdir()
    server = start_server(home)
    yield server
    server.stop()


def post(server: LiveServer, body: bytes, content_type: str, project: str = "posted", **headers: str) -> httpx.Response:
    all_headers = {"content-type": content_type, "x-agenttrace-project": project, **headers}
    return httpx.post(f"{server.otlp}/v1/traces", content=body, headers=all_headers, timeout=60)


def spans_of(server: LiveServer, project: str) -> int:
    return int(server.get("/api/v1/metrics/summary", project=project)["total_spans"])


@pytest.mark.parametrize("content_type", [JSON, PROTOBUF])
@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_every_recorded_request_is_taken_and_listed(listening: LiveServer, path: Any, content_type: str) -> None:
    body = path.read_bytes()
    project = f"{path.stem}-{'json' if content_type == JSON else 'protobuf'}"
    answer = post(listening, body if content_type == JSON else as_protobuf(body), content_type, project)
    assert answer.status_code == 200, answer.text
    listening.wait_for(lambda: spans_of(listening, project) == count_spans(body), f"{count_spans(body)} spans")
    traces = listening.get("/api/v1/traces", project=project, limit=200)["items"]
    assert sum(trace["total_spans"] for trace in traces) == count_spans(body)


def test_all_of_them_were_recorded(listening: LiveServer) -> None:
    assert len(REQUESTS) == 34


def one_span(**fields: object) -> bytes:
    span = {
        "traceId": secrets.token_hex(16),
        "spanId": secrets.token_hex(8),
        "name": "x",
        "startTimeUnixNano": "1",
        "endTimeUnixNano": "2",
        **fields,
    }
    return json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}).encode()


def nested(levels: int) -> bytes:
    value = '{"arrayValue":{"values":[' * levels + '{"stringValue":"deep"}' + "]}}" * levels
    attributes = f'[{{"key":"deep","value":{value}}}]'
    return one_span(attributes="HERE").replace(b'"HERE"', attributes.encode())


REFUSED = {
    "random bytes as protobuf": (b"\xff\xfe\x00garbage" * 50, PROTOBUF, 400, ""),
    "random bytes as json": (b"\xff\xfe\x00garbage" * 50, JSON, 400, ""),
    "truncated json": (one_span()[:-20], JSON, 400, ""),
    "truncated protobuf": (as_protobuf(one_span())[:-7], PROTOBUF, 400, ""),
    "a short trace id": (one_span(traceId="abcd"), JSON, 400, "resourceSpans[0].scopeSpans[0].spans[0].traceId"),
    "a zero span id": (one_span(spanId="0" * 16), JSON, 400, "resourceSpans[0].scopeSpans[0].spans[0].spanId"),
    "a trace id that is no text": (one_span(traceId=7), JSON, 400, "traceId"),
    "a list where an object belongs": (b'{"resourceSpans": [[]]}', JSON, 400, "resourceSpans[0]"),
    "ten thousand levels": (nested(10_000), JSON, 413, "nested"),
    "one level more than allowed": (nested(65), JSON, 413, "attributes"),
    "another content type": (one_span(), "text/plain", 415, "text/plain"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_otlp_is_refused_by_name_and_changes_nothing(listening: LiveServer, what: str) -> None:
    body, content_type, status, words = REFUSED[what]
    before = listening.get("/api/v1/store")
    answer = post(listening, body, content_type)
    assert answer.status_code == status, answer.text
    assert words in answer.text
    assert unchanged(before, listening.get("/api/v1/store"))


def test_a_hundred_megabytes_are_refused_plain_and_compressed(listening: LiveServer) -> None:
    before = listening.get("/api/v1/store")
    big = b" " * (100 * 1024 * 1024)
    assert post(listening, big, JSON).status_code == 413
    bomb = post(listening, gzip.compress(big), JSON, **{"content-encoding": "gzip"})
    assert bomb.status_code == 413
    assert unchanged(before, listening.get("/api/v1/store"))


def unchanged(before: dict[str, Any], after: dict[str, Any]) -> bool:
    return all(before[name] == after[name] for name in ("spans", "traces", "journal_bytes", "dead_letters"))
