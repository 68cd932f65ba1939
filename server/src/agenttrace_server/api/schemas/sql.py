"""Fix how a question in SQL and its answer look in the API."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from agenttrace_server.api.schemas.wire import Wire


class SqlAsked(BaseModel):
    """The body of POST /api/v1/sql."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sql: str = Field(description="one SELECT over spans, traces, sessions and logs")
    limit: int | None = Field(None, description="how many rows at most; 1,000 where it is not given")
    format: Literal["json", "csv"] = "json"


class SqlColumnOut(Wire):
    """A column of an answer."""

    name: str
    type: str


class SqlAnswerOut(Wire):
    """The answer of POST /api/v1/sql. Times are RFC 3339 texts in UTC."""

    columns: list[SqlColumnOut]
    rows: list[list[Any]]
    is_cut: bool = Field(description="there are more rows than the limit, or they take too many bytes")
    elapsed_ms: float
