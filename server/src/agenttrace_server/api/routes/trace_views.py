"""Routes: one trace as a tree, as bars, as columns, span by span, and the words in it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response

from agenttrace_server.api import rendering
from agenttrace_server.api.large import json_array, json_of
from agenttrace_server.api.parameters import InProject, SkeletonAsked, SpanDetail, TraceSearch, TranscriptPage
from agenttrace_server.api.routes.spans import cutter_of, detail_of
from agenttrace_server.api.schemas import (
    PageOut,
    SkeletonOut,
    SpanDetailOut,
    TranscriptEntryOut,
    TreeSpanOut,
    WaterfallOut,
)
from agenttrace_server.api.services import Services, WithServices
from agenttrace_server.query import expressions, spans, traces
from agenttrace_server.query import transcript as reading
from agenttrace_server.query.columns import MEDIA_TYPE
from agenttrace_server.query.trace_views import Form
from agenttrace_server.store.api import StoredSpan

router = APIRouter(tags=["traces"])

_JSON = "application/json"
_WORTH_GZIP_SPANS = 1_000
_SEQ_DIGITS_MAX = 10
_NOT_MODIFIED = 304


@router.get("/traces/{trace_id}/spans", response_model=list[TreeSpanOut])
def trace_tree(services: WithServices, trace_id: str, asked: Annotated[InProject, Query()]) -> Response:
    """Every span in pre-order, with its depth."""
    layout = services.views.layout(expressions.trace_id(trace_id), asked.project)
    return json_array(rendering.tree(layout))


@router.get("/traces/{trace_id}/spans/{span}")
def trace_span(
    services: WithServices, request: Request, trace_id: str, span: str, asked: Annotated[SpanDetail, Query()]
) -> SpanDetailOut:
    """Everything about one span, found by its `seq` or its id."""
    stored = _span_of(services, trace_id, span, asked.project)
    return detail_of(services, stored, is_full=asked.full)


@router.get("/traces/{trace_id}/waterfall", response_model=WaterfallOut)
def trace_waterfall(services: WithServices, trace_id: str, asked: Annotated[InProject, Query()]) -> Response:
    """Offsets and lengths in microseconds, in pre-order."""
    wanted = expressions.trace_id(trace_id)
    return json_of(rendering.waterfall(wanted, services.views.layout(wanted, asked.project)))


@router.get(
    "/traces/{trace_id}/skeleton",
    response_model=SkeletonOut,
    responses={200: {"content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}}},
)
def trace_skeleton(
    services: WithServices,
    trace_id: str,
    asked: Annotated[SkeletonAsked, Query()],
    accept: Annotated[str, Header(include_in_schema=False)] = "*/*",
    accept_encoding: Annotated[str, Header(include_in_schema=False)] = "",
    if_none_match: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """The columns that the waterfall draws, binary unless JSON is accepted; see docs/reference/skeleton.md."""
    trace = traces.get_trace(services.store, expressions.trace_id(trace_id), asked.project)
    as_json = _JSON in accept and MEDIA_TYPE not in accept
    gzipped = "gzip" in accept_encoding and trace.totals.spans >= _WORTH_GZIP_SPANS
    etag = services.views.etag(trace)
    headers = {"vary": "accept, accept-encoding", "cache-control": "no-store"}
    if etag is not None:
        headers.update({"etag": etag, "cache-control": "private, no-cache"})
        if etag in if_none_match:
            return Response(status_code=_NOT_MODIFIED, headers=headers)
    body = services.views.skeleton(trace, asked.project, Form(as_json, gzipped, asked.since_seq))
    if gzipped:
        headers["content-encoding"] = "gzip"
    return Response(body, headers=headers, media_type=_JSON if as_json else MEDIA_TYPE)


@router.get("/traces/{trace_id}/transcript")
def trace_transcript(
    services: WithServices, trace_id: str, asked: Annotated[TranscriptPage, Query()]
) -> PageOut[TranscriptEntryOut]:
    """What was said in the trace, from its beginning on: each message once, tools where they ran."""
    page = asked.page(services)
    layout = services.views.layout(expressions.trace_id(trace_id), asked.project, content=True)
    said = reading.page_of(reading.transcript(layout.spans), page.limit, page.cursor)
    entries = [
        rendering.transcript_entry(entry, cutter_of(services, entry.stored, is_full=False)) for entry in said.items
    ]
    return PageOut(items=entries, next_cursor=said.next_cursor)


@router.get("/traces/{trace_id}/search")
def search_in_trace(services: WithServices, trace_id: str, asked: Annotated[TraceSearch, Query()]) -> list[int]:
    """The `seq` of every span whose text has the words."""
    wanted = expressions.trace_id(trace_id)
    traces.get_trace(services.store, wanted, asked.project)
    return spans.search_trace(services.store, asked.q, wanted, asked.project)


def _span_of(services: Services, trace_text: str, span_text: str, project: str | None) -> StoredSpan:
    trace_id = expressions.trace_id(trace_text)
    if span_text.isascii() and span_text.isdigit() and len(span_text) <= _SEQ_DIGITS_MAX:
        return services.views.span_by_number(trace_id, int(span_text), project)
    return spans.get_span(services.store, expressions.span_id(span_text, field="span"), trace_id, project)
