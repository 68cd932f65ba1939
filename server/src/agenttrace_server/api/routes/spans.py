"""Routes: spans, wherever they are, and the files that came with them."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Response

from agenttrace_server.api import rendering
from agenttrace_server.api.blobs import blob_response
from agenttrace_server.api.parameters import BlobLookup, SpanListing, SpanLookup
from agenttrace_server.api.rendering.cut import Cutter
from agenttrace_server.api.schemas import PageOut, SpanDetailOut, SpanOut
from agenttrace_server.api.services import Services, WithServices
from agenttrace_server.query import expressions, logs, spans
from agenttrace_server.store.api import StoredSpan

router = APIRouter(tags=["spans"])


def _in_url(project: str) -> str:
    return quote(project, safe="").replace("{", "%7B").replace("}", "%7D")


@router.get("/spans")
def list_spans(services: WithServices, asked: Annotated[SpanListing, Query()]) -> PageOut[SpanOut]:
    """Spans, newest first."""
    found = spans.find_spans(services.store, asked.where(services), asked.page(services))
    return PageOut(items=[rendering.span_row(item) for item in found.items], next_cursor=found.next_cursor)


@router.get("/spans/{span_id}")
def get_span(services: WithServices, span_id: str, asked: Annotated[SpanLookup, Query()]) -> SpanDetailOut:
    """Everything about one span."""
    trace_id = None if asked.trace is None else expressions.trace_id(asked.trace, field="trace")
    stored = spans.get_span(services.store, expressions.span_id(span_id), trace_id)
    return detail_of(services, stored, is_full=asked.full)


@router.get(
    "/blobs/{sha256}",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}},
)
def get_blob(services: WithServices, sha256: str, asked: Annotated[BlobLookup, Query()]) -> Response:
    """A file that a message carried, by its hash."""
    return blob_response(sha256, spans.get_blob(services.store, expressions.sha256(sha256), asked.project))


def detail_of(services: Services, stored: StoredSpan, *, is_full: bool) -> SpanDetailOut:
    """Render a span with what was logged in it, long strings cut unless all of it is wanted."""
    told = logs.logs_of_span(services.store, stored.span, services.settings.page_limit_max)
    return rendering.span_detail(stored, told, cutter_of(services, stored, is_full=is_full), services.percent)


def cutter_of(services: Services, stored: StoredSpan, *, is_full: bool) -> Cutter:
    """Return what cuts the long strings of a span, with the way to the whole."""
    span = stored.span
    href = f"{services.settings.root_path}/api/v1/traces/{span.trace_id}/spans/{span.span_id}?full=true"
    blobs = f"{services.settings.root_path}/api/v1/blobs/{{sha256}}?project={_in_url(span.project)}"
    return Cutter(None if is_full else services.settings.value_cut_bytes, href, blobs)
