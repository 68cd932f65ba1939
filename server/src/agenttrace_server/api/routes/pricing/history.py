"""Routes: the job that reads and prices history anew."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query

from agenttrace_server.api.parameters import NoParameters
from agenttrace_server.api.rendering import prices as rendering
from agenttrace_server.api.schemas.prices import ReprocessIn, ReprocessOut
from agenttrace_server.api.services import WithServices
from agenttrace_server.errors import NotFound
from agenttrace_server.pipeline.reprocess import Selection
from agenttrace_server.query import expressions

router = APIRouter(tags=["prices"])


@router.post("/reprocess", status_code=202)
def start_reprocess(services: WithServices, given: Annotated[ReprocessIn, Body()]) -> ReprocessOut:
    """Read and price the traces anew, in the background. 409 while another job runs."""
    since_ns, until_ns = expressions.window(given.since, given.until, now_ns=services.now_ns())
    trace_id = None if given.trace_id is None else expressions.trace_id(given.trace_id, field="trace_id")
    return rendering.job(
        services.reprocessing.start(
            Selection(
                project=given.project, trace_id=trace_id, since_ns=since_ns, until_ns=until_ns, dry_run=given.dry_run
            )
        )
    )


@router.get("/reprocess")
def get_reprocess(services: WithServices, asked: Annotated[NoParameters, Query()]) -> ReprocessOut:
    """How far the latest job is."""
    progress = services.reprocessing.progress()
    if progress is None:
        raise NotFound("nothing has been reprocessed since the server started")
    return rendering.job(progress)


@router.delete("/reprocess")
def cancel_reprocess(services: WithServices, asked: Annotated[NoParameters, Query()]) -> ReprocessOut:
    """End the job; what is done stays done."""
    services.reprocessing.cancel()
    return get_reprocess(services, asked)
