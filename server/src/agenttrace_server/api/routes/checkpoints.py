"""Routes: the checkpoints of one trace."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from agenttrace_server.api import rendering
from agenttrace_server.api.parameters import CheckpointsAsked
from agenttrace_server.api.rendering.agents import Contents
from agenttrace_server.api.schemas import CheckpointOut, PageOut
from agenttrace_server.api.services import WithServices
from agenttrace_server.query import expressions
from agenttrace_server.query.checkpoints import checkpoints_in, checkpoints_page

router = APIRouter(tags=["traces"])


@router.get("/traces/{trace_id}/checkpoints")
def trace_checkpoints(
    services: WithServices, trace_id: str, asked: Annotated[CheckpointsAsked, Query()]
) -> PageOut[CheckpointOut]:
    """The places that the run can be taken up from, the earliest first."""
    wanted = expressions.trace_id(trace_id)
    span_id = None if asked.span is None else expressions.span_id(asked.span, field="span")
    layout = services.views.layout(wanted, asked.project, content=True)
    start_ns = min(stored.span.start_ns for stored in layout.spans)
    found = checkpoints_in(layout.spans)
    chosen = [one for one in found if asked.kind in (None, one.kind) and span_id in (None, one.stored.span.span_id)]
    page = checkpoints_page(chosen, asked.page(services))
    href = f"{services.settings.root_path}/api/v1/traces/{wanted}/checkpoints"
    contents = Contents(None if asked.full else services.settings.message_preview_chars, href)
    items = [rendering.checkpoint(one, contents, start_ns) for one in page.items]
    return PageOut(items=items, next_cursor=page.next_cursor)
