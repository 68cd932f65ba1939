"""What is not right is refused with its reason, and leaves nothing in the journal."""

from __future__ import annotations

import asyncio
import gzip
import random
import zlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
import zstandard
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from server.tests.otlp_files import as_protobuf

from agenttrace_server.receive.asgi import Message
from agenttrace_server.receive.otlp_http import Refusal

from .conftest import NewReceiver
from .making import JSON, PROTOBUF, Receiver, request, span

SMALL = 64 * 1024


def status_of(body: bytes) -> tuple[int, str]:
    """Read a google.rpc.Status whose code and message are shorter than 128."""
    assert (body[0], body[2]) == (0x08, 0x12)
    return body[1], body[4:].decode() if body[3] < 0x80 else body[5:].decode()


async def pieces(body: bytes, size: int = 8192) -> AsyncIterator[bytes]:
    for at in range(0, len(body), size):
        yield body[at : at + size]


def test_a_json_sender_gets_a_json_status_that_names_the_field(receiver: Receiver) -> None:
    response = receiver.post(request(span(1), span(2, traceId="ab")))

    assert response.status_code == 400
    assert response.json() == {
        "code": 3,
        "message": "resourceSpans[0].scopeSpans[0].spans[1].traceId: a trace id is 32 hexadecimal digits, this is 2",
    }
    assert receiver.journal.records == []
    assert receiver.metric("agenttrace_ingestion_errors_total", status="400") == 1


def test_a_protobuf_sender_gets_a_protobuf_status(receiver: Receiver) -> None:
    message = ExportTraceServiceRequest.FromString(as_protobuf(request(span())))
    message.resource_spans[0].scope_spans[0].spans[0].span_id = b"abc"

    response = receiver.post(message.SerializeToString(), content_type=PROTOBUF)

    assert (response.status_code, response.headers["content-type"]) == (400, PROTOBUF)
    expected = "resourceSpans[0].scopeSpans[0].spans[0].spanId: a span id is 8 bytes, this is 3"
    assert status_of(response.content) == (3, expected)


deep = b'{"resourceSpans":' + b"[" * 10_000 + b"]" * 10_000 + b"}"
GARBAGE: list[tuple[str, bytes, int]] = [
    (JSON, b"", 400),
    (JSON, b"garbage", 400),
    (JSON, request(span())[:-5], 400),
    (JSON, b'{"resourceSpans": NaN}', 400),
    (JSON, b'{"resourceSpans": [], "resourceSpans": []}', 400),
    (JSON, b'{"resourceSpans": "all"}', 400),
    (JSON, deep, 413),
    (PROTOBUF, b"garbage", 400),
    (PROTOBUF, as_protobuf(request(span()))[:-1], 400),
    (PROTOBUF, request(span()), 400),
    (JSON, as_protobuf(request(span())), 400),
]


@pytest.mark.parametrize(("content_type", "body", "status"), GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_is_refused_and_changes_nothing(
    receiver: Receiver, content_type: str, body: bytes, status: int
) -> None:
    assert receiver.post(body, content_type=content_type).status_code == status
    assert receiver.journal.records == []


@pytest.mark.parametrize("encoding", ["identity", "gzip", "deflate", "zstd"])
@pytest.mark.parametrize("content_type", [JSON, PROTOBUF])
def test_random_bytes_are_refused(receiver: Receiver, encoding: str, content_type: str) -> None:
    chance = random.Random(7)
    for size in (1, 2, 10, 100, 5_000):
        response = receiver.post(chance.randbytes(size), content_type=content_type, content_encoding=encoding)
        assert 400 <= response.status_code < 500
    assert receiver.journal.records == []


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "zstd"])
def test_a_body_that_is_cut_short_is_refused(receiver: Receiver, encoding: str) -> None:
    pack: Any = {"gzip": gzip.compress, "deflate": zlib.compress, "zstd": zstandard.compress}[encoding]

    response = receiver.post(pack(request(span()))[:-4], content_encoding=encoding)

    assert (response.status_code, "content-encoding" in response.json()["message"]) == (400, True)


@pytest.mark.parametrize("content", [b"x" * (SMALL + 1), b"x" * (3 * SMALL)])
@pytest.mark.parametrize("declares", [True, False])
def test_a_body_above_the_limit_is_too_large(new_receiver: NewReceiver, content: bytes, declares: bool) -> None:
    receiver = new_receiver(max_request_bytes=SMALL)

    response = receiver.post(content if declares else pieces(content))

    assert response.status_code == 413
    assert receiver.journal.records == []


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_a_small_body_that_unpacks_to_a_huge_one_is_too_large(new_receiver: NewReceiver, encoding: str) -> None:
    receiver = new_receiver(max_request_bytes=SMALL)
    zeros = b"0" * (20 * 1024 * 1024)
    bomb = gzip.compress(zeros) if encoding == "gzip" else zstandard.compress(zeros)
    assert len(bomb) < SMALL

    response = receiver.post(bomb, content_encoding=encoding)

    assert response.status_code == 413


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_a_body_of_countless_empty_members_is_refused_before_they_cost_much(receiver: Receiver, encoding: str) -> None:
    pack: Any = {"gzip": gzip.compress, "zstd": zstandard.compress}[encoding]

    response = receiver.post(pack(b"") * 200_000 + pack(request(span())), content_encoding=encoding)

    assert response.status_code == 400
    assert response.json()["message"] == f"content-encoding: the {encoding} body has more than 4096 parts"
    assert receiver.journal.records == []


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_a_body_in_several_members_is_read_whole(receiver: Receiver, encoding: str) -> None:
    pack: Any = {"gzip": gzip.compress, "zstd": zstandard.compress}[encoding]
    body = request(*(span(number, name="x" * 500) for number in range(1, 500)))

    parts = b"".join(pack(body[at : at + 70_000]) for at in range(0, len(body), 70_000))
    response = receiver.post(parts, content_encoding=encoding)

    assert response.status_code == 200
    assert receiver.journal.records[0].body == body


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "text/plain"},
        {"content-type": ""},
        {"content-type": "application/json; charset=latin-1"},
        {"content-type": JSON, "content-encoding": "br"},
        {"content-type": JSON, "content-encoding": "gzip, gzip"},
    ],
    ids=str,
)
def test_types_and_encodings_that_nobody_reads_are_refused_by_name(receiver: Receiver, headers: dict[str, str]) -> None:
    response = receiver.request("POST", "/v1/traces", request(span()), headers)

    assert response.status_code == 415
    assert response.json()["message"].startswith(("content-type: ", "content-encoding: "))


def test_a_project_that_cannot_be_is_refused(receiver: Receiver) -> None:
    response = receiver.post(request(span()), x_agenttrace_project="a/b")

    assert response.status_code == 400
    assert response.json()["message"].startswith("x-agenttrace-project: ")


def test_wrong_paths_and_methods_are_refused(receiver: Receiver) -> None:
    assert receiver.post(request(span()), "/v1/trace").status_code == 404
    wrong = receiver.request("GET", "/v1/traces")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "POST")


def test_a_full_journal_asks_the_sender_to_come_back(receiver: Receiver) -> None:
    receiver.journal.is_full = True

    response = receiver.post(request(span()))

    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert response.json() == {"code": 14, "message": "the disk is full"}
    assert receiver.app.not_kept == Refusal("the disk is full", 42)

    receiver.journal.is_full = False
    receiver.post(b"garbage")
    assert receiver.app.not_kept is not None
    receiver.post(request(span()))
    assert receiver.app.not_kept is None


def test_more_requests_at_once_than_allowed_are_asked_to_wait(new_receiver: NewReceiver) -> None:
    receiver = new_receiver(receive_concurrency=1)
    answers: list[Message] = []

    async def nothing_yet(started: asyncio.Event, go_on: asyncio.Event) -> Message:
        started.set()
        await go_on.wait()
        return {"type": "http.request", "body": request(span()), "more_body": False}

    async def keep(message: Message) -> None:
        answers.append(message)

    async def two_at_once() -> None:
        started, go_on = asyncio.Event(), asyncio.Event()
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/v1/traces",
            "headers": [(b"content-type", JSON.encode())],
        }
        first = asyncio.create_task(receiver.app(scope, lambda: nothing_yet(started, go_on), keep))
        await started.wait()
        go_on.set()
        await receiver.app(scope, lambda: nothing_yet(asyncio.Event(), go_on), keep)
        await first

    asyncio.run(two_at_once())

    starts = [message for message in answers if message["type"] == "http.response.start"]
    assert sorted(message["status"] for message in starts) == [200, 429]
    busy = next(message for message in starts if message["status"] == 429)
    assert (b"retry-after", b"1") in busy["headers"]
    assert len(receiver.journal.records) == 1


def test_a_sender_that_hangs_up_leaves_nothing_behind(receiver: Receiver) -> None:
    answers: list[Message] = []
    told: list[Message] = [
        {"type": "http.request", "body": request(span())[:20], "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Message:
        return told.pop(0)

    async def keep(message: Message) -> None:
        answers.append(message)

    scope = {"type": "http", "method": "POST", "path": "/v1/traces", "headers": [(b"content-type", JSON.encode())]}
    asyncio.run(receiver.app(scope, receive, keep))

    assert (answers, receiver.journal.records) == ([], [])


def test_what_waits_up_to_the_bound_is_kept_and_more_gets_503_until_some_is_done(new_receiver: NewReceiver) -> None:
    receiver = new_receiver(backlog_max_bytes=1000)
    receiver.waiting_bytes = 999
    assert receiver.post(request(span())).status_code == 200

    receiver.waiting_bytes = 1000
    response = receiver.post(request(span()))

    assert (response.status_code, response.headers["retry-after"]) == (503, "2")
    assert "1000 acknowledged bytes wait" in response.json()["message"]
    assert len(receiver.journal.records) == 1
    assert receiver.app.not_kept is None
    assert receiver.metric("agenttrace_ingestion_errors_total", status="503") == 1

    receiver.waiting_bytes = 999
    assert receiver.post(request(span())).status_code == 200
