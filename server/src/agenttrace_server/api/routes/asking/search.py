"""Routes: the words in spans."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from agenttrace_server.api import rendering
from agenttrace_server.api.parameters import SpanSearch
from agenttrace_server.api.schemas import SearchPageOut
from agenttrace_server.api.services import WithServices
from agenttrace_server.query import spans
from agenttrace_server.store.api import Looked

router = APIRouter(tags=["search"])


@router.get("/search")
def search_spans(services: WithServices, asked: Annotated[SpanSearch, Query()]) -> SearchPageOut:
    """Spans with all the words, newest first."""
    found = spans.search(services.store, asked.q, asked.where(services), asked.page(services))
    trace_ids = {hit.stored.span.trace_id for hit in found.items}
    summaries = {trace_id: services.store.get_trace(trace_id) for trace_id in trace_ids}
    names = {trace_id: summary.name for trace_id, summary in summaries.items() if summary is not None}
    hits = [rendering.search_hit(hit, names.get(hit.stored.span.trace_id)) for hit in found.items]
    looked = found.looked or Looked()
    return SearchPageOut(items=hits, next_cursor=found.next_cursor, scanned=looked.scanned, indexed=looked.indexed)
