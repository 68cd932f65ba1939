"""Fix how times, money and identifiers look in the API, once."""

from __future__ import annotations

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")

Timestamp = Annotated[
    str,
    Field(description="RFC 3339 in UTC with nanoseconds", examples=["2026-11-20T18:18:52.123456789Z"]),
]
Usd = Annotated[float, Field(description="US dollars, exact to nine decimals")]
TraceIdText = Annotated[str, Field(description="32 lowercase hexadecimal digits")]
SpanIdText = Annotated[str, Field(description="16 lowercase hexadecimal digits")]
StatusWord = Literal["running", "ok", "error", "cancelled", "timeout"]
JsonValue = Any


class Wire(BaseModel):
    """The root of every answer: frozen, every field always present."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PageOut(Wire, Generic[Item]):
    """Part of a list, newest first. Ask again with `cursor=next_cursor` for what follows; null at the end."""

    items: list[Item]
    next_cursor: str | None


class Problem(Wire):
    """What went wrong, as application/problem+json (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    field: str | None = Field(None, description="the parameter or field at fault")
    position: int | None = Field(None, description="where in the field the mistake begins, in characters from 0")
    length: int | None = Field(None, description="how many characters are at fault")
    expected: list[str] | None = Field(None, description="what could stand there")
    did_you_mean: str | None = Field(None, description="the nearest name that there is")
    request_id: str


class TotalsOut(Wire):
    """Sums. Tokens and cost count model calls only, so that sessions, traces and agents agree."""

    total_spans: int
    errors: int = Field(description="spans that ended in error or timeout")
    running: int
    model_calls: int
    tool_calls: int
    total_tokens: int
    input_tokens: int = Field(description="inclusive of cache reads and writes")
    output_tokens: int = Field(description="inclusive of reasoning")
    cache_read_tokens: int
    cache_creation_tokens: int
    reasoning_tokens: int
    calls_without_usage: int = Field(description="model calls whose emitter reported no usage")
    total_cost_usd: Usd = Field(description="of the calls whose price is known")
    input_cost_usd: Usd
    output_cost_usd: Usd
    unknown_cost_calls: int = Field(description='calls whose price nobody knows: show "?" beside the sum')
    reported_cost_usd: Usd = Field(description="what emitters say their calls cost")
    reported_difference: float | None = Field(
        description="by which share of ours the reported cost is higher or lower, over the calls that have both: "
        "0.02 is 2 %; null where no call has both"
    )
    reported_differs: bool = Field(description="it is further from ours than AGENTTRACE_COST_DIFFERENCE_PERCENT")
