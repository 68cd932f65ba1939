"""Routes: downloads of spans."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from starlette.responses import StreamingResponse

from agenttrace_server.api import exporting
from agenttrace_server.api.parameters import SpanExport
from agenttrace_server.api.services import WithServices
from agenttrace_server.query import spans

router = APIRouter(prefix="/export", tags=["export"])

_FORMATS = {
    "json": (exporting.as_json, "application/json"),
    "jsonl": (exporting.as_json_lines, "application/x-ndjson"),
    "csv": (exporting.as_csv, "text/csv; charset=utf-8"),
    "parquet": (exporting.as_parquet, "application/vnd.apache.parquet"),
}


@router.get("/spans", response_class=Response)
def export_spans(services: WithServices, asked: Annotated[SpanExport, Query()]) -> Response:
    """Every span that matches, newest first, as a file."""
    pages = spans.every_span(services.store, asked.where(services), services.settings.export_max_spans)
    write, media_type = _FORMATS[asked.format]
    headers = {"content-disposition": f'attachment; filename="spans.{asked.format}"'}
    return StreamingResponse(write(pages), media_type=media_type, headers=headers)
