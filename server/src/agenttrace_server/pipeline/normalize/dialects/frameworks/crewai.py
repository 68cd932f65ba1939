"""Read CrewAI's own telemetry: a few moments of a crew's life, without a model call in it."""

from __future__ import annotations

from typing import Final

from agenttrace.model import Agent, Span, SpanType, Tool
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.values import first_text, text

_TASK: Final = "Task Execution"
_CREW: Final = "Crew Execution"
_TOOL: Final = "Tool Usage"
_ROLES: Final = ("agent_role", "role")


def refine(span: Span, draft: Draft) -> None:
    """Crews, tasks and tools that ran are shown; that something was created is machinery."""
    role = first_text(span.attributes, _ROLES)
    if role is not None:
        draft.agent = draft.agent or Agent(role, role=role)
    if span.name == _TASK:
        draft.span_type = SpanType.TASK
    elif span.name == _CREW:
        draft.span_type = SpanType.CHAIN
    elif span.name == _TOOL:
        draft.span_type = SpanType.TOOL_EXECUTION
        draft.tool = Tool(text(span.attributes.get("tool_name")) or span.name)
    else:
        draft.internal = True


DIALECT = Dialect(name="crewai", scopes=("crewai.telemetry",), refine=refine)
