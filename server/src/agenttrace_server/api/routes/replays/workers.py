"""Routes: what workers ask and tell. A worker asks; the server never calls it, and sends no code."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from agenttrace_server.api.parameters import NoParameters
from agenttrace_server.api.routes.replays import answers
from agenttrace_server.api.schemas.replays import HeldIn, ReplayEndIn, ReplayOut, TakenOut, WorkerIn, WorkerOut
from agenttrace_server.api.services import WithServices
from agenttrace_server.replays import Ended, State, Worker

router = APIRouter(tags=["replays"])
_BEATS = 5
"""How many of its signs of life may be lost before a worker counts as silent."""


@router.get("/workers")
def list_workers(services: WithServices, asked: Annotated[NoParameters, Query()]) -> list[WorkerOut]:
    """The workers that have been heard of lately."""
    return [answers.worker(found) for found in services.installation.replays.jobs.workers(services.now_ns())]


@router.post("/workers/take")
def take_replay(services: WithServices, given: WorkerIn) -> TakenOut:
    """Give the worker the replay that waits longest; null where there is none for it."""
    worker = Worker(name=given.name, entrypoint=given.entrypoint, live_tools=given.live_tools, project=given.project)
    job = services.installation.replays.jobs.take(worker, services.now_ns())
    settings = services.settings
    return TakenOut(
        job=None if job is None else answers.replay(job, settings.root_path),
        lease=None if job is None else job.lease,
        time_limit_s=settings.replay_time_limit_s,
        beat_s=settings.replay_silence_s / _BEATS,
        otlp_port=services.watched.otlp_port(),
    )


@router.delete("/workers/{name}")
def leave(services: WithServices, name: str, asked: Annotated[NoParameters, Query()]) -> list[WorkerOut]:
    """A worker ends; those that are left."""
    services.installation.replays.jobs.leave(name, services.now_ns())
    return list_workers(services, asked)


@router.post("/replays/{replay_id}/beat")
def beat(services: WithServices, replay_id: str, given: HeldIn) -> ReplayOut:
    """The worker is alive; `is_cancel_asked` says whether it is to end. 409 where the replay is its own no more."""
    job = services.installation.replays.jobs.beat(replay_id, given.lease, services.now_ns())
    return answers.replay(job, services.settings.root_path)


@router.post("/replays/{replay_id}/end")
def end(services: WithServices, replay_id: str, given: ReplayEndIn) -> ReplayOut:
    """The worker has done with it. 409 where the replay is not its own any more."""
    ended = Ended(
        state=State(given.state),
        reason=given.reason,
        result_trace_id=given.result_trace_id,
        report=given.report,
        exit_code=given.exit_code,
        output=given.output,
    )
    job = services.installation.replays.jobs.end(replay_id, given.lease, ended, services.now_ns())
    return answers.replay(job, services.settings.root_path)
