"""Routes: what the server says of itself."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from agenttrace_server.api import health
from agenttrace_server.api.parameters import NoParameters, Paged
from agenttrace_server.api.rendering import rfc3339
from agenttrace_server.api.schemas import ConfigOut, DeadLetterOut, HealthOut, PageOut, StoreInfoOut
from agenttrace_server.api.services import WithServices

router = APIRouter(tags=["system"])
root_router = APIRouter(tags=["system"])

_UNAVAILABLE = 503


@root_router.get("/health", responses={_UNAVAILABLE: {"model": HealthOut}})
def get_health(services: WithServices, response: Response, asked: Annotated[NoParameters, Query()]) -> HealthOut:
    """200 while requests are accepted, 503 when nothing can be."""
    found = health.check(services)
    if found.status == "failing":
        response.status_code = _UNAVAILABLE
    return found


@root_router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def get_metrics(services: WithServices, asked: Annotated[NoParameters, Query()]) -> Response:
    """The figures in Prometheus' text format."""
    return Response(health.scrape(services), media_type="text/plain; version=0.0.4; charset=utf-8")


@router.get("/store")
def get_store(services: WithServices, asked: Annotated[NoParameters, Query()]) -> StoreInfoOut:
    """What is kept and what that takes on disk."""
    info = services.store.info()
    return StoreInfoOut(
        spans=info.spans,
        traces=info.traces,
        sessions=info.sessions,
        hot_spans=info.hot_spans,
        segments=info.segments,
        disk_bytes=info.disk_bytes,
        content_bytes=info.content.stored_bytes,
        content_bytes_unshared=info.content.unshared_bytes,
        content_disk_bytes=info.content_disk_bytes,
        journal_bytes=services.watched.journal().size_bytes,
        dead_letters=info.dead_letters,
        logs=info.logs,
        metric_points=info.metric_points,
        data_dir=str(services.settings.home),
    )


@router.get("/dead-letters")
def list_dead_letters(services: WithServices, asked: Annotated[Paged, Query()]) -> PageOut[DeadLetterOut]:
    """Records that were acknowledged and could not be decoded, newest first."""
    found = services.store.dead_letters(asked.page(services))
    letters = [
        DeadLetterOut(
            offset=letter.offset,
            project=letter.project,
            received_at=rfc3339(letter.received_ns),
            signal=letter.signal,
            content_type=letter.content_type,
            reason=letter.reason,
            size_bytes=letter.size_bytes,
        )
        for letter in found.items
    ]
    return PageOut(items=letters, next_cursor=found.next_cursor)


@router.get("/config")
def get_config(services: WithServices, request: Request, asked: Annotated[NoParameters, Query()]) -> ConfigOut:
    """What a first-run page must know."""
    rejection = services.watched.last_rejection()
    port = services.watched.otlp_port()
    host = request.url.hostname or services.settings.host
    return ConfigOut(
        version=health.VERSION,
        otlp_endpoint=f"http://{f'[{host}]' if ':' in host else host}:{port}",
        otlp_port=port,
        root_path=services.settings.root_path,
        auth="none",
        last_rejected=None if rejection is None else rejection.reason,
        last_rejected_at=None if rejection is None else rfc3339(rejection.at_ns),
    )
