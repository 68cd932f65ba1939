"""Fix how saved views look in the API."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from agenttrace_server.api.schemas.wire import Timestamp, Wire


class ViewOut(Wire):
    """A saved view of the list of traces: an item of GET /api/v1/views."""

    name: str
    project: str | None = Field(description="null: it looks at every project")
    q: str = Field(description="the question in the filter language")
    range: str = Field(description='the time: "24h", or two moments with ".." between them; "" is all time')
    columns: list[str] = Field(description="the columns shown; none listed means all")
    saved_at: Timestamp


class ViewIn(BaseModel):
    """PUT /api/v1/views/{name}"""

    model_config = ConfigDict(extra="forbid")

    q: str = Field("", max_length=4_000)
    range: str = Field("", max_length=80)
    columns: list[Annotated[str, Field(max_length=200)]] = Field(default_factory=list, max_length=40)
