"""Routes: the recording of a trace, up, down, and step by step."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from agenttrace.model.semconv import RECORDING
from agenttrace_server.api.parameters import InProject
from agenttrace_server.api.routes.replays import answers
from agenttrace_server.api.schemas.replays import BranchOut, RecordingOut, StepOut, UploadedOut
from agenttrace_server.api.services import Services, WithServices
from agenttrace_server.errors import NotFound, PayloadTooLarge, UnsupportedMedia
from agenttrace_server.query import expressions, traces
from agenttrace_server.query.spans import span_in_project
from agenttrace_server.replays import MEDIA_TYPE, Kept, packed, steps_of
from agenttrace_server.store.api import TraceSummary

router = APIRouter(tags=["replays"])


@router.put("/traces/{trace_id}/recording")
async def put_recording(
    services: WithServices, trace_id: str, asked: Annotated[InProject, Query()], request: Request
) -> UploadedOut:
    """Keep the recording of a trace: a tar of `events.jsonl` and `blobs/<sha256>`, in place of an earlier one."""
    wanted = expressions.trace_id(trace_id)
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != MEDIA_TYPE:
        raise UnsupportedMedia(f"must be {MEDIA_TYPE}, not {media_type[:80] or 'nothing'}", field="content-type")
    trace = await run_in_threadpool(traces.get_trace, services.store, wanted, asked.project)
    recordings = services.installation.replays.recordings
    with await run_in_threadpool(recordings.arriving) as file:
        await _receive(request, file, services.settings.recording_max_bytes)
        kept = await run_in_threadpool(_keep, services, trace, file)
    return _uploaded(kept)


@router.get(
    "/traces/{trace_id}/recording",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}}},
)
def get_recording(services: WithServices, trace_id: str, asked: Annotated[InProject, Query()]) -> Response:
    """The recording of a trace as a tar: the uploaded one, else that of an agent on the server's machine."""
    trace = traces.get_trace(services.store, expressions.trace_id(trace_id), asked.project)
    found = _found(services, trace)
    name = f'attachment; filename="{trace.trace_id}.tar"'
    return StreamingResponse(packed(found), media_type=MEDIA_TYPE, headers={"content-disposition": name})


@router.get("/traces/{trace_id}/recording/steps")
def recording_steps(services: WithServices, trace_id: str, asked: Annotated[InProject, Query()]) -> list[StepOut]:
    """The model calls and tool calls of a recording, numbered as a replay does, with what can be edited."""
    trace = traces.get_trace(services.store, expressions.trace_id(trace_id), asked.project)
    steps = steps_of(_found(services, trace))
    spans = services.store.get_spans(trace.trace_id, trace.project, content=False)
    return answers.steps(steps, spans, services.settings.replay_step_bytes)


def recording_of(services: Services, trace: TraceSummary) -> Path | None:
    """Return the folder of a trace's recording; a run may have several traces, of which only the first has its name."""
    root = None
    if trace.root_span_id is not None:
        root = span_in_project(services.store, trace.root_span_id, trace.trace_id, trace.project)
    told = None if root is None else root.span.attributes.get(RECORDING) or root.span.resource.get(RECORDING)
    run_id = told if isinstance(told, str) else None
    return services.installation.replays.recordings.find(trace.project, trace.trace_id, run_id)


def recording_out(services: Services, trace: TraceSummary) -> RecordingOut | None:
    """Show whether and where there is a recording."""
    found = recording_of(services, trace)
    if found is None:
        return None
    is_ours = services.installation.replays.recordings.has(trace.project, trace.trace_id)
    size = (found / "events.jsonl").stat().st_size
    return RecordingOut(place="uploaded" if is_ours else "this machine", size_bytes=size)


def _found(services: Services, trace: TraceSummary) -> Path:
    found = recording_of(services, trace)
    if found is None:
        raise NotFound(
            f"trace {trace.trace_id} has no recording here: agenttrace recordings push {trace.trace_id}",
            field="trace_id",
        )
    return found


async def _receive(request: Request, file: IO[bytes], most: int) -> None:
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > most:
            raise PayloadTooLarge(f"the recording has more than {most} bytes, recording_max_bytes", field="body")
        await run_in_threadpool(file.write, piece)
    file.seek(0)


def _keep(services: Services, trace: TraceSummary, file: IO[bytes]) -> Kept:
    replays = services.installation.replays
    kept = replays.recordings.keep(trace.project, trace.trace_id, file)
    if kept.parent is not None:
        replays.jobs.branch(trace.project, kept.parent[0], trace.trace_id, kept.parent[1], services.now_ns())
    return kept


def _uploaded(kept: Kept) -> UploadedOut:
    parent = None if kept.parent is None else BranchOut(trace_id=kept.parent[0], step=kept.parent[1])
    return UploadedOut(
        run_id=kept.run_id,
        events=kept.events,
        blobs=kept.blobs,
        size_bytes=kept.size_bytes,
        is_complete=kept.is_complete,
        problems=list(kept.problems),
        parent=parent,
    )
