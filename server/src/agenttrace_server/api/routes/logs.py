"""Routes: log records, wherever they come from."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from agenttrace_server.api import rendering
from agenttrace_server.api.parameters import LogListing
from agenttrace_server.api.rendering.cut import Cutter
from agenttrace_server.api.schemas import LogOut, PageOut
from agenttrace_server.api.services import WithServices
from agenttrace_server.query import logs

router = APIRouter(tags=["logs"])


@router.get("/logs")
def list_logs(services: WithServices, asked: Annotated[LogListing, Query()]) -> PageOut[LogOut]:
    """Log records, newest first."""
    found = logs.find_logs(services.store, asked.where(services), asked.page(services))
    max_bytes = None if asked.full else services.settings.value_cut_bytes
    root = services.settings.root_path
    return PageOut(
        items=[
            rendering.log_record(record, Cutter(max_bytes, f"{root}/api/v1/logs?uid={record.uid}&full=true"))
            for record in found.items
        ],
        next_cursor=found.next_cursor,
    )
