"""Keep the session and the agent of the running code in the OpenTelemetry context, ready to put on spans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from opentelemetry import context as otel_context
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.util.types import AttributeValue

from agenttrace.model import semconv

_KEY = otel_context.create_key("agenttrace-ambient")


@dataclass(frozen=True, slots=True)
class Session:
    """One conversation or run of the user's program; its traces are shown together."""

    id: str
    name: str | None = None
    user: str | None = None
    metadata: str | None = None
    """JSON text of an object."""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgentScope:
    """The agent whose code is running."""

    name: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Ambient:
    """What a new span inherits. `on_every_span` is complete; `on_entry_spans` is for the first spans of a session."""

    session: Session | None = None
    agent: AgentScope | None = None
    opened_under: int = 0
    """The span id that was current when the session was opened, or 0: spans right below it are entry spans."""
    on_every_span: Mapping[str, AttributeValue] = field(default_factory=dict)
    on_entry_spans: Mapping[str, AttributeValue] = field(default_factory=dict)


NOTHING = Ambient()


def ambient_of(context: Context | None) -> Ambient | None:
    """Return what spans started in `context` inherit; None stands for the current context."""
    found = otel_context.get_value(_KEY, context)
    return found if isinstance(found, Ambient) else None


def with_session(session: Session, context: Context | None = None) -> Context:
    """Return a context whose spans belong to `session`."""
    before = ambient_of(context) or NOTHING
    current = trace.get_current_span(context).get_span_context()
    return otel_context.set_value(
        _KEY, _complete(replace(before, session=session, opened_under=current.span_id)), context
    )


def with_agent(agent: AgentScope, context: Context | None = None) -> Context:
    """Return a context whose spans are the steps of `agent`."""
    before = ambient_of(context) or NOTHING
    return otel_context.set_value(_KEY, _complete(replace(before, agent=agent)), context)


def session_attributes(session: Session) -> tuple[dict[str, AttributeValue], dict[str, AttributeValue]]:
    """Return what goes on every span of a session, and what goes on its entry spans only."""
    every: dict[str, AttributeValue] = {semconv.SESSION_ID: session.id}
    if session.name is not None:
        every[semconv.SESSION_NAME] = session.name
    if session.user is not None:
        every[semconv.USER_ID] = session.user
    entry: dict[str, AttributeValue] = {}
    if session.metadata is not None:
        entry[semconv.SESSION_METADATA] = session.metadata
    if session.tags:
        entry[semconv.TAGS] = session.tags
    return every, entry


def _complete(ambient: Ambient) -> Ambient:
    every: dict[str, AttributeValue] = {}
    entry: dict[str, AttributeValue] = {}
    if ambient.session is not None:
        every, entry = session_attributes(ambient.session)
    if ambient.agent is not None:
        every[semconv.INHERITED_AGENT_NAME] = ambient.agent.name
    return replace(ambient, on_every_span=every, on_entry_spans=entry)
