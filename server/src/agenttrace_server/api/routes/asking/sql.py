"""Routes: questions in SQL."""

from __future__ import annotations

import asyncio
import csv
import io
import threading
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from agenttrace_server.api.exporting import cell
from agenttrace_server.api.parameters import InProject
from agenttrace_server.api.schemas.sql import SqlAnswerOut, SqlAsked, SqlColumnOut
from agenttrace_server.api.services import WithServices
from agenttrace_server.errors import UnsupportedMedia
from agenttrace_server.query import sql
from agenttrace_server.store.api.sql import SqlAnswer

router = APIRouter(tags=["sql"])
_LOOK_S = 0.2


@router.post("/sql", response_model=SqlAnswerOut, responses={200: {"content": {"text/csv": {}}}})
async def ask_sql(
    services: WithServices, request: Request, asked: SqlAsked, scope: Annotated[InProject, Query()]
) -> Response | SqlAnswerOut:
    """Answer a SELECT over one project; it ends when its time is up or nobody waits for it."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise UnsupportedMedia("content-type must be application/json", field="content-type")
    is_gone = threading.Event()
    asking = asyncio.ensure_future(
        asyncio.to_thread(
            sql.ask, services.store, services.settings, scope.project, asked.sql, asked.limit, is_gone.is_set
        )
    )
    try:
        while not asking.done():
            await asyncio.wait((asking,), timeout=_LOOK_S)
            if await request.is_disconnected():
                is_gone.set()
    finally:
        is_gone.set()
    return _rendered(asking.result(), asked.format)


def _rendered(answer: SqlAnswer, form: str) -> Response | SqlAnswerOut:
    if form == "json":
        columns = [SqlColumnOut(name=name, type=kind) for name, kind in answer.columns]
        rows = [list(row) for row in answer.rows]
        return SqlAnswerOut(columns=columns, rows=rows, is_cut=answer.is_cut, elapsed_ms=answer.elapsed_ms)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([name for name, _ in answer.columns])
    writer.writerows([cell(value) for value in row] for row in answer.rows)
    headers = {"x-agenttrace-cut": str(answer.is_cut).lower()}
    return Response(buffer.getvalue(), media_type="text/csv", headers=headers)
