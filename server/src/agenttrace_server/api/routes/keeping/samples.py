"""Routes: sample traces on request."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from agenttrace_server.api.parameters import NoParameters
from agenttrace_server.api.samples import SAMPLES_PROJECT, sample_traces
from agenttrace_server.api.schemas.system.state import SamplesOut
from agenttrace_server.api.services import WithServices
from agenttrace_server.journal.protocol import RawRecord, Signal

router = APIRouter(tags=["samples"])


@router.post("/samples", status_code=202)
async def load_samples(services: WithServices, asked: Annotated[NoParameters, Query()]) -> SamplesOut:
    """Send three sample traces to this server, as an emitter would; DELETE /projects/samples removes them."""
    now_ns = services.now_ns()
    body = sample_traces(now_ns)
    await services.journal.append(RawRecord(SAMPLES_PROJECT, now_ns, Signal.TRACES, "application/json", body))
    return SamplesOut(project=SAMPLES_PROJECT)
