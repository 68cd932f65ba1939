"""Name the query parameters of replays and comparisons."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from agenttrace_server.api.parameters import InProject, Text


class ReplayListing(InProject):
    """GET /api/v1/replays"""

    state: Literal["queued", "running", "done", "failed", "cancelled", "lost"] | None = None
    limit: int = Field(50, ge=1, description="how many at most")


class TracePair(InProject):
    """GET /api/v1/diff"""

    a: Text = Field(description="the id of a trace")
    b: Text = Field(description="the id of the trace that it is compared with")


class TracePairStep(TracePair):
    """GET /api/v1/diff/step"""

    before: Text = Field(description="the id of a span of `a`")
    after: Text = Field(description="the id of a span of `b`")
