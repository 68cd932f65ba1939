"""Routes: news of stored spans, as a WebSocket and as server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated

import anyio
from fastapi import APIRouter, Query, Response, WebSocket
from pydantic import ValidationError
from starlette.responses import StreamingResponse
from starlette.websockets import WebSocketDisconnect

from agenttrace_server.api.live_feed import Interest, messages
from agenttrace_server.api.parameters import Watching
from agenttrace_server.api.schemas import ChangeOut
from agenttrace_server.api.services import Services, WithServices
from agenttrace_server.errors import BadQuestion
from agenttrace_server.query import expressions

router = APIRouter(tags=["live"])

_POLICY_VIOLATION = 1008
_GOING_AWAY = 1001
_HEARTBEAT_S = 15.0
_REASON_BYTES = 120


@router.get("/stream/spans", response_model=ChangeOut, response_class=Response)
async def stream_spans(services: WithServices, asked: Annotated[Watching, Query()]) -> Response:
    """Server-sent events: each `data` is one `ChangeOut`."""
    interest = _interest(asked, services.percent)
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_events(services, interest), media_type="text/event-stream", headers=headers)


@router.websocket("/ws/spans")
async def watch_spans(websocket: WebSocket) -> None:
    """Text messages: each is one `ChangeOut`."""
    services: Services = websocket.app.state.services
    await websocket.accept()
    try:
        interest = _interest(Watching.model_validate(dict(websocket.query_params)), services.percent)
    except (ValidationError, BadQuestion) as error:
        await websocket.close(_POLICY_VIOLATION, _reason(error))
        return
    with services.metrics.live_watchers.track_inprogress():
        async with anyio.create_task_group() as both:
            both.start_soon(_until_gone, websocket, both.cancel_scope)
            await _send_all(websocket, services, interest)
            both.cancel_scope.cancel()


async def _send_all(websocket: WebSocket, services: Services, interest: Interest) -> None:
    try:
        async with aclosing(messages(services.bus, interest)) as feed:
            async for message in feed:
                await websocket.send_text(message.model_dump_json())
        await websocket.close(_GOING_AWAY, "the server stops")
    except WebSocketDisconnect:
        return


async def _until_gone(websocket: WebSocket, watching: anyio.CancelScope) -> None:
    """Read on, so that a watcher that leaves is noticed; what it says is of no interest."""
    while (await websocket.receive())["type"] != "websocket.disconnect":
        pass
    watching.cancel()


async def _events(services: Services, interest: Interest) -> AsyncIterator[str]:
    """Yield events, and a comment now and then so that proxies keep the connection and a dead one is noticed."""
    feed = messages(services.bus, interest)
    coming = asyncio.ensure_future(anext(feed, None))
    with services.metrics.live_watchers.track_inprogress():
        try:
            while True:
                done, _ = await asyncio.wait((coming,), timeout=_HEARTBEAT_S)
                if not done:
                    yield ": still here\n\n"
                    continue
                message = coming.result()
                if message is None:
                    return
                yield f"id: {message.number}\ndata: {message.model_dump_json()}\n\n"
                coming = asyncio.ensure_future(anext(feed, None))
        finally:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)
            await feed.aclose()


def _interest(asked: Watching, percent: float) -> Interest:
    trace_id = None if asked.trace is None else expressions.trace_id(asked.trace, field="trace")
    return Interest(asked.project, trace_id, asked.session, percent)


def _reason(error: ValidationError | BadQuestion) -> str:
    if isinstance(error, BadQuestion):
        return error.message[:_REASON_BYTES]
    first = error.errors()[0]
    return f"{first['loc'][0]}: {first['msg'].lower()}"[:_REASON_BYTES]
