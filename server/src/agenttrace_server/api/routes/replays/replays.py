"""Routes: replays that are asked for, and what became of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from agenttrace_server.api.parameters import InProject, NoParameters
from agenttrace_server.api.routes.replays import answers
from agenttrace_server.api.routes.replays.parameters import ReplayListing
from agenttrace_server.api.routes.replays.recordings import recording_of, recording_out
from agenttrace_server.api.schemas.replays import ReplayIn, ReplayOut, ReplaysOfTraceOut
from agenttrace_server.api.services import WithServices
from agenttrace_server.errors import NotFound
from agenttrace_server.query import expressions, traces
from agenttrace_server.replays import Asked, State, parent_of

router = APIRouter(tags=["replays"])


@router.post("/traces/{trace_id}/replays", status_code=201)
def ask_replay(
    services: WithServices, trace_id: str, asked: Annotated[InProject, Query()], given: ReplayIn
) -> ReplayOut:
    """Ask for a replay of a trace that has a recording; a worker takes it. 409 while too many wait."""
    trace = traces.get_trace(services.store, expressions.trace_id(trace_id), asked.project)
    if recording_of(services, trace) is None:
        raise NotFound(
            f"trace {trace.trace_id} has no recording here: agenttrace recordings push {trace.trace_id}",
            field="trace_id",
        )
    wanted = Asked(
        from_step=given.from_step,
        from_checkpoint=given.from_checkpoint,
        until_step=given.until_step,
        edits={step: edit.model_dump(exclude_none=True) for step, edit in given.edits.items()},
        model=given.model,
        live_tools=given.tools == "live",
    )
    job = services.installation.replays.jobs.ask(trace.project, trace.trace_id, wanted, services.now_ns())
    return answers.replay(job, services.settings.root_path)


@router.get("/traces/{trace_id}/replays")
def replays_of_trace(services: WithServices, trace_id: str, asked: Annotated[InProject, Query()]) -> ReplaysOfTraceOut:
    """Everything about replaying one trace: its recording, the workers, its replays, and what it is a replay of."""
    trace = traces.get_trace(services.store, expressions.trace_id(trace_id), asked.project)
    replays, now_ns = services.installation.replays, services.now_ns()
    jobs = replays.jobs.of_trace(trace.project, trace.trace_id, now_ns)
    parents, branches = replays.jobs.branches(trace.project, trace.trace_id, now_ns)
    folder = recording_of(services, trace)
    told = None if folder is None or parents else parent_of(folder)
    made_by = next((job for job in jobs if job.result_trace_id == trace.trace_id), None)
    root_path = services.settings.root_path
    return ReplaysOfTraceOut(
        recording=recording_out(services, trace),
        workers=[answers.worker(worker) for worker in replays.jobs.workers(now_ns)],
        replays=[answers.replay(job, root_path) for job in jobs if job.trace_id == trace.trace_id],
        made_by=None if made_by is None else answers.replay(made_by, root_path),
        parents=answers.branches([*parents, *([told] if told else [])]),
        branches=answers.branches(list(branches)),
    )


@router.get("/replays")
def list_replays(services: WithServices, asked: Annotated[ReplayListing, Query()]) -> list[ReplayOut]:
    """Replays that were asked for, the newest first."""
    state = None if asked.state is None else State(asked.state)
    limit = expressions.page(asked.limit, None, maximum=services.settings.page_limit_max).limit
    found = services.installation.replays.jobs.find(asked.project, state, limit, services.now_ns())
    return [answers.replay(job, services.settings.root_path) for job in found]


@router.get("/replays/{replay_id}")
def get_replay(services: WithServices, replay_id: str, asked: Annotated[NoParameters, Query()]) -> ReplayOut:
    """One of them."""
    job = services.installation.replays.jobs.get(replay_id, services.now_ns())
    return answers.replay(job, services.settings.root_path)


@router.post("/replays/{replay_id}/cancel")
def cancel_replay(services: WithServices, replay_id: str, asked: Annotated[NoParameters, Query()]) -> ReplayOut:
    """End one that waits; have the worker of one that runs end it. 409 where it is over."""
    job = services.installation.replays.jobs.cancel(replay_id, services.now_ns())
    return answers.replay(job, services.settings.root_path)
