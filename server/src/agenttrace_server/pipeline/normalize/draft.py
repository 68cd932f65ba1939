"""Hold what is known so far of one span's meaning, and say what a dialect is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from agenttrace.model import (
    Agent,
    AgentMessage,
    Call,
    Json,
    Message,
    NanoUsd,
    Span,
    SpanType,
    Status,
    Tool,
    Usage,
)


@dataclass
class Draft:
    """The fields of `Span` that normalize owns, while they are being found. It never leaves the stage."""

    span_type: SpanType | None = None
    session_id: str | None = None
    session_name: str | None = None
    user_id: str | None = None
    tags: tuple[str, ...] = ()
    framework: str | None = None
    framework_version: str | None = None
    agent: Agent | None = None
    call: Call | None = None
    tool: Tool | None = None
    usage: Usage | None = None
    reported_cost: NanoUsd | None = None
    input_messages: tuple[Message, ...] = ()
    output_messages: tuple[Message, ...] = ()
    input: Json = None
    output: Json = None
    messages: tuple[AgentMessage, ...] = ()
    file_path: str | None = None
    internal: bool = False
    dialect: str | None = None
    status: Status = field(init=False)
    """How it ended, set only by a dialect whose emitter says so elsewhere than in OTLP's status."""


Refine = Callable[[Span, Draft], None]


def _as_read(_span: Span, _draft: Draft) -> None:
    """Add nothing to the general reading."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one family of emitters writes.

    The general reading (`stage`) has looked at every attribute of `attributes` before `refine` is called; `refine`
    adds what only this dialect knows (its messages, its mistakes) and may overrule. It must not raise.
    """

    name: str
    scopes: tuple[str, ...] = ()
    """Names of the instrumentation scope, or their beginnings where they end in a dot, a dash, an underscore or a
    space: the first thing to go by."""
    marks: tuple[str, ...] = ()
    """Beginnings of attribute names by which a span of an unknown scope is known to speak it."""
    refine: Refine = _as_read
