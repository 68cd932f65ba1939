"""Routes: downloads of spans, and of one trace in the forms of other tools."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from starlette.responses import StreamingResponse

from agenttrace_server.api import exporting, trace_files
from agenttrace_server.api.parameters import SpanExport, TraceExport
from agenttrace_server.api.services import WithServices
from agenttrace_server.api.trace_files.page import PAGE_POLICY
from agenttrace_server.errors import BadQuestion
from agenttrace_server.query import expressions, spans, traces

router = APIRouter(tags=["export"])

_FORMATS = {
    "json": (exporting.as_json, "application/json"),
    "jsonl": (exporting.as_json_lines, "application/x-ndjson"),
    "csv": (exporting.as_csv, "text/csv; charset=utf-8"),
    "parquet": (exporting.as_parquet, "application/vnd.apache.parquet"),
}
_TRACE_FORMATS = {"otlp": trace_files.as_otlp, "jaeger": trace_files.as_jaeger, "zipkin": trace_files.as_zipkin}


@router.get("/export/spans", response_class=Response)
def export_spans(services: WithServices, asked: Annotated[SpanExport, Query()]) -> Response:
    """Every span that matches, newest first, as a file."""
    pages = spans.every_span(services.store, asked.where(services), services.settings.export_max_spans)
    write, media_type = _FORMATS[asked.format]
    headers = {"content-disposition": f'attachment; filename="spans.{asked.format}"'}
    return StreamingResponse(write(pages), media_type=media_type, headers=headers)


@router.get("/traces/{trace_id}/export", response_class=Response)
def export_trace(services: WithServices, trace_id: str, asked: Annotated[TraceExport, Query()]) -> Response:
    """One trace, whole: OTLP/JSON, Jaeger's or Zipkin's JSON, or a page to read without a server."""
    wanted = expressions.trace_id(trace_id)
    trace = traces.get_trace(services.store, wanted, asked.project)
    most = services.settings.export_max_spans
    if trace.totals.spans > most:
        raise BadQuestion(f"the trace has {trace.totals.spans} spans and an export at most {most}", field="trace_id")
    layout = services.views.layout(wanted, asked.project, content=True)
    ending = "html" if asked.format == "html" else f"{asked.format}.json"
    headers = {"content-disposition": f'attachment; filename="trace-{wanted}.{ending}"'}
    if asked.format == "html":
        headers["content-security-policy"] = f"{PAGE_POLICY}; sandbox"
        page = trace_files.as_page(trace, layout)
        return StreamingResponse(page, media_type="text/html; charset=utf-8", headers=headers)
    write = _TRACE_FORMATS[asked.format]
    return StreamingResponse(write(layout), media_type="application/json", headers=headers)
