"""What goes over the wire is kept so that it can be given again, and without what must not be kept."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Sequence

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from agenttrace.recording.http.hosts import ExcludedHosts
from agenttrace.recording.tape.bodies import body_of, decoder_for, kept_body, kept_headers, kept_url
from agenttrace.recording.tape.keys import loose_hash, request_hash, without_boundary
from agenttrace.recording.tape.model_calls import protocol_of
from agenttrace.recording.tape.streams import redacted_chunks
from agenttrace.tracing.redaction import Redactor

REDACT = Redactor(key="test", max_value_chars=1_000)
SECRET = "sk-proj-" + "A1b2C3d4E5" * 5
URL = "http://localhost:1/v1/chat/completions"


def sse(*documents: object) -> bytes:
    return b"".join(b"data: " + json.dumps(each).encode() + b"\n\n" for each in documents) + b"data: [DONE]\n\n"


def openai_deltas(text: str, size: int) -> bytes:
    pieces = [text[n : n + size] for n in range(0, len(text), size)]
    return sse(*({"id": "c-1", "choices": [{"index": 0, "delta": {"content": piece}}]} for piece in pieces))


def told(stream: Sequence[bytes]) -> str:
    lines = b"".join(stream).decode().split("\n\n")
    documents = [json.loads(line[6:]) for line in lines if line.startswith("data: {")]
    return "".join(document["choices"][0]["delta"]["content"] for document in documents)


@given(size=st.integers(1, 20), cut=st.integers(1, 97), before=st.text("ab ", max_size=30))
@settings(max_examples=60, deadline=None)
def test_a_secret_is_found_however_deltas_and_chunks_cut_it(size: int, cut: int, before: str) -> None:
    data = openai_deltas(f"{before} {SECRET} after", size)
    chunks = [data[n : n + cut] for n in range(0, len(data), cut)]

    kept = redacted_chunks(chunks, REDACT)

    assert told(kept) == REDACT.text(f"{before} {SECRET} after")
    assert len(kept) == len(chunks)
    assert b"".join(kept).count(b"data: ") == data.count(b"data: ")


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_a_stream_without_secrets_or_without_sense_comes_back_byte_for_byte(chunks: list[bytes]) -> None:
    chunks = [chunk for chunk in chunks if chunk]

    assert redacted_chunks(chunks, REDACT) == chunks


def test_deltas_of_several_texts_are_put_together_one_by_one() -> None:
    half = len(SECRET) // 2
    events = [
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": SECRET[:half]}},
        {"type": "content_block_delta", "index": 1, "delta": {"type": "text_delta", "text": "no secret"}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": SECRET[half:]}},
        {"type": "response.output_text.delta", "output_index": 0, "delta": SECRET[:half]},
        {"type": "response.output_text.delta", "output_index": 0, "delta": SECRET[half:]},
        {"type": "response.output_text.done", "output_index": 0, "text": SECRET},
    ]

    kept = b"".join(redacted_chunks([sse(*events)], REDACT)).decode()

    assert SECRET[8:half] not in kept
    assert SECRET[half:] not in kept
    assert "no secret" in kept


@pytest.mark.parametrize(
    ("encoding", "encode"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data, wbits=-15)),
        ("zstd", zstandard.compress),
        ("identity", bytes),
    ],
)
def test_a_body_is_kept_decoded_piece_by_piece(encoding: str, encode: object) -> None:
    data = b"hello there " * 50
    sent = encode(data)  # type: ignore[operator]
    decode = decoder_for([("Content-Encoding", encoding)])

    assert decode is not None
    assert b"".join(decode(sent[n : n + 7]) for n in range(0, len(sent), 7)) == data


def test_an_encoding_that_nobody_knows_is_left_alone() -> None:
    assert decoder_for([("content-encoding", "snappy")]) is None
    kept = kept_headers([("content-encoding", "snappy")], REDACT, is_decoded=False)
    assert kept == [["content-encoding", "snappy"]]


@given(st.binary(max_size=200))
def test_any_body_comes_back_byte_for_byte(body: bytes) -> None:
    hides_nothing = Redactor(key="test", max_value_chars=1_000, secrets=False)

    assert body_of(kept_body(body, "body", hides_nothing)) == body


def test_credentials_are_in_no_header_and_no_url() -> None:
    headers = [("Authorization", "Bearer x"), ("X-Api-Key", "k"), ("set-cookie", "a=b"), ("Accept", "text/html")]

    assert kept_headers(headers, REDACT) == [["accept", "text/html"]]
    assert kept_url("https://me:pass@h.example/p?q=1&api_key=secret-value#top", REDACT).startswith(
        "https://h.example/p?q=1&api_key=%5BAPI_KEY_"
    )


def test_a_request_is_the_same_on_another_host_with_its_keys_in_another_order() -> None:
    one = request_hash("POST", "http://a:1/v1/chat?x=1", '{"a": 1, "b": [2]}')

    assert one == request_hash("post", "https://b/v1/chat?x=1", '{"b":[2],"a":1}')
    assert one != request_hash("POST", "http://a:1/v1/chat?x=2", '{"a": 1, "b": [2]}')
    assert one != request_hash("POST", "http://a:1/v1/chat?x=1", '{"a": 1, "b": [3]}')


def test_only_volatile_fields_are_left_out_of_a_loose_match() -> None:
    one = loose_hash("POST", URL, '{"model": "m", "user": "a", "metadata": {"n": 1}}')

    assert one == loose_hash("POST", URL, '{"model": "m", "user": "b"}')
    assert one != loose_hash("POST", URL, '{"model": "n", "user": "a"}')
    assert loose_hash("POST", URL, "no json") == request_hash("POST", URL, "no json")


def test_the_random_boundary_of_a_form_is_not_compared() -> None:
    body = b"--ab12\r\ncontent\r\n--ab12--"

    assert without_boundary(body, "multipart/form-data; boundary=ab12") == b"--boundary\r\ncontent\r\n--boundary--"
    assert without_boundary(body, "text/plain") == body


@pytest.mark.parametrize(
    ("method", "path", "protocol"),
    [
        ("POST", "/v1/chat/completions", "openai.chat"),
        ("POST", "/v1/responses", "openai.responses"),
        ("POST", "/v1/messages?beta=true", "anthropic.messages"),
        ("POST", "/v1beta/models/gemini-3:streamGenerateContent?alt=sse", "google.generate_content"),
        ("POST", "/model/us.amazon.nova/converse-stream", "aws.bedrock"),
        ("POST", "/api/chat", "ollama"),
        ("GET", "/v1/messages", None),
        ("POST", "/v1/orders", None),
        ("POST", "/v1/messages/count_tokens", None),
    ],
)
def test_requests_to_models_are_told_from_all_others(method: str, path: str, protocol: str | None) -> None:
    assert protocol_of(method, "https://api.example.com" + path) == protocol


def test_hosts_are_excluded_by_pattern_port_and_endpoint() -> None:
    excluded = ExcludedHosts(["*.example.com", "10.0.0.1:80"], ["http://127.0.0.1:4318", None])

    assert "https://a.example.com/x" in excluded
    assert "https://a.example.com:444/x" in excluded
    assert "http://10.0.0.1:80/x" in excluded
    assert "http://127.0.0.1:4318/v1/traces" in excluded
    assert "http://127.0.0.1:4319/v1/chat" not in excluded
    assert "http://10.0.0.1:81/x" not in excluded
    assert "https://example.org/x" not in excluded
    assert "https://api.openai.com/v1/traces/ingest" in excluded
    assert "http://collector:4318/v1/metrics" in excluded
