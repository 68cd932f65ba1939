"""Files inside messages become attachments, whichever provider's shape they come in; nothing else changes."""

from __future__ import annotations

import base64
import json

import pytest

from agenttrace.model import Part, PartType, ProjectName, Span, SpanId, SpanState, Status, TraceId
from agenttrace_server.pipeline.attach import attach
from agenttrace_server.pipeline.normalize import normalize
from agenttrace_server.store.api import TraceDelta
from agenttrace_server.store.api.content import blob_hash
from agenttrace_server.store.memory import MemoryStore

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
SOUND = b"RIFF\x00\x00\x00\x00WAVE" + bytes(range(255, -1, -1)) * 8
PICTURE, TONE = base64.b64encode(PNG).decode(), base64.b64encode(SOUND).decode()
SHAPES = {
    "openai chat": {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PICTURE}"}},
    "openai responses": {"type": "input_image", "image_url": f"data:image/png;base64,{PICTURE}"},
    "anthropic": {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PICTURE}},
    "google": {"inline_data": {"mime_type": "image/png", "data": PICTURE}},
    "google url-safe": {"inlineData": {"mimeType": "image/png", "data": base64.urlsafe_b64encode(PNG).decode()}},
    "opentelemetry": {"type": "blob", "modality": "image", "mime_type": "image/png", "content": PICTURE},
    "bedrock": {"image": {"format": "png", "source": {"bytes": PICTURE}}},
    "vercel": {"type": "image", "image": PICTURE, "mediaType": "image/png"},
}


def spoken(*parts: object, **attributes: str) -> Span:
    """A model call whose user said these parts, after decode and normalize."""
    said = json.dumps([{"role": "user", "content": list(parts)}])
    return normalize(
        Span(
            project=ProjectName("default"),
            trace_id=TraceId("1" * 32),
            span_id=SpanId("2" * 16),
            parent_span_id=None,
            name="chat",
            start_ns=1,
            end_ns=2,
            status=Status(SpanState.OK),
            attributes={"gen_ai.operation.name": "chat", "gen_ai.input.messages": said, **attributes},
        )
    )


def attached(*parts: object, least_bytes: int = 1024) -> list[Part]:
    span = attach(spoken(*parts), least_bytes)
    return [part for message in span.input_messages for part in message.parts if part.type is PartType.MEDIA]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_picture_becomes_an_attachment_that_the_store_has(shape: str) -> None:
    span = attach(spoken(SHAPES[shape]), 1024)
    (part,) = span.input_messages[0].parts
    assert (part.type, part.mime_type, part.text) == (PartType.MEDIA, "image/png", None)
    assert (part.sha256, part.size_bytes) == (blob_hash(PNG), len(PNG))
    store = MemoryStore()
    store.write([TraceDelta(span.project, span.trace_id, (span,))], 1)
    assert store.get_blob(part.sha256 or "", "default") == PNG


def test_a_sound_of_openai_and_a_named_file_are_attachments() -> None:
    sound = {"type": "input_audio", "input_audio": {"data": TONE, "format": "wav"}}
    data = base64.b64encode(b"%PDF-1.7" + bytes(2_000)).decode()
    paper = {"type": "file", "file": {"filename": "a.pdf", "file_data": f"data:application/pdf;base64,{data}"}}
    heard, read = attached(sound, paper)
    assert (heard.mime_type, heard.sha256, heard.size_bytes) == ("audio/wav", blob_hash(SOUND), len(SOUND))
    assert (read.mime_type, read.name, read.size_bytes) == ("application/pdf", "a.pdf", 2_008)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/cat.png?" + "a" * 2_000,
        "data:image/png;base64," + PICTURE[:-1],
        "data:image/png;base64," + PICTURE[:100] + "\n" + PICTURE[100:],
        "data:image/png;base64," + PICTURE[:40],
        "data:image/png,plain" + "x" * 2_000,
        "file-" + "a" * 20,
    ],
    ids=["address", "cut short", "wrapped", "small", "not base64", "file id"],
)
def test_what_is_no_sound_base64_stays_as_it_is(text: str) -> None:
    (part,) = attached({"type": "image_url", "image_url": {"url": text}})
    assert (part.text, part.sha256) == (text, None)


def test_the_smallest_file_is_a_setting() -> None:
    shape = SHAPES["anthropic"]
    assert attached(shape, least_bytes=len(PNG))[0].sha256 is not None
    assert attached(shape, least_bytes=len(PNG) + 1)[0].sha256 is None


def test_base64_that_stands_otherwise_in_the_attributes_stays_text() -> None:
    said = json.dumps([{"role": "user", "content": [SHAPES["anthropic"]]}]).replace("/", "\\/")
    span = attach(spoken(**{"gen_ai.input.messages": said}), 1024)
    (part,) = span.input_messages[0].parts
    assert part.text == PICTURE


def test_a_span_without_files_is_left_alone() -> None:
    span = spoken({"type": "text", "text": "hello"})
    assert attach(span, 1024) is span
