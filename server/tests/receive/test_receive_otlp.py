"""What is OTLP is journaled whole before it is acknowledged, in each encoding and compression."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest
import zstandard
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse
from server.tests.otlp_files import REQUESTS, as_protobuf, count_spans

from agenttrace_server.journal.protocol import RawRecord, Signal
from agenttrace_server.pipeline.decode import decode

from .making import JSON, PROTOBUF, Receiver, request, span


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


COMPRESSIONS = {
    "identity": ("identity", lambda body: body),
    "gzip": ("gzip", gzip.compress),
    "gzip in two members": ("gzip", lambda body: gzip.compress(body[:10]) + gzip.compress(body[10:])),
    "deflate": ("deflate", zlib.compress),
    "deflate without its header": ("deflate", raw_deflate),
    "zstd": ("zstd", zstandard.compress),
    "zstd in two frames": ("ZSTD", lambda body: zstandard.compress(body[:10]) + zstandard.compress(body[10:])),
}


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_every_recorded_request_is_accepted_in_both_encodings(receiver: Receiver, path: Path) -> None:
    body = path.read_bytes()

    as_json = receiver.post(body)
    as_proto = receiver.post(as_protobuf(body), content_type=PROTOBUF)

    assert (as_json.status_code, as_json.json(), as_json.headers["content-type"]) == (200, {}, JSON)
    assert (as_proto.status_code, as_proto.headers["content-type"]) == (200, PROTOBUF)
    assert ExportTraceServiceResponse.FromString(as_proto.content) == ExportTraceServiceResponse()
    first, second = receiver.journal.records
    assert decode(first) == decode(second)
    assert receiver.metric("agenttrace_spans_received_total") == 2 * count_spans(body)


@pytest.mark.parametrize("name", COMPRESSIONS)
def test_the_journal_keeps_the_body_unpacked(receiver: Receiver, name: str) -> None:
    encoding, pack = COMPRESSIONS[name]
    body = request(span())

    response = receiver.post(pack(body), content_encoding=encoding)

    assert response.status_code == 200
    assert receiver.journal.records == [RawRecord("default", 42, Signal.TRACES, JSON, body)]


def test_the_headers_of_project_and_sender_go_into_the_record(receiver: Receiver) -> None:
    receiver.post(request(span()), x_agenttrace_project="checkout", x_agenttrace_sender="abc", x_agenttrace_batch="9")

    (record,) = receiver.journal.records
    assert (record.project, record.sender, record.batch) == ("checkout", "abc", 9)


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "Application/JSON", JSON])
def test_parameters_and_case_of_the_content_type_do_not_matter(receiver: Receiver, content_type: str) -> None:
    assert receiver.post(request(span()), content_type=content_type).status_code == 200
    assert receiver.journal.records[0].content_type == JSON


@pytest.mark.parametrize(("path", "signal"), [("/v1/logs", Signal.LOGS), ("/v1/metrics", Signal.METRICS)])
def test_logs_and_metrics_are_kept_as_they_came(receiver: Receiver, path: str, signal: Signal) -> None:
    body = next(each for each in REQUESTS if each.name == "openai__otel-genai.json").read_bytes()

    assert receiver.post(body, path).status_code == 200

    (record,) = receiver.journal.records
    assert (record.signal, record.body) == (signal, body)
    assert receiver.metric("agenttrace_spans_received_total") == 0


@pytest.mark.parametrize(("content_type", "body"), [(JSON, b"{}"), (PROTOBUF, b"")])
def test_an_empty_request_is_accepted_and_leaves_nothing_behind(
    receiver: Receiver, content_type: str, body: bytes
) -> None:
    assert receiver.post(body, content_type=content_type).status_code == 200
    assert receiver.journal.records == []


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_port_says_that_it_is_alive(receiver: Receiver, method: str) -> None:
    assert receiver.request(method, "/health").status_code == 200


def test_other_origins_are_told_nothing(receiver: Receiver) -> None:
    preflight = receiver.request("OPTIONS", "/v1/traces", headers={"origin": "https://example.com"})
    posted = receiver.post(request(span()), origin="https://example.com")

    assert preflight.status_code == 405
    assert not [name for name in (*preflight.headers, *posted.headers) if name.startswith("access-control")]
