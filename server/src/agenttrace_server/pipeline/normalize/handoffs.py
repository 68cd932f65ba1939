"""See when a tool call is one agent handing over to another, or asking another to do something."""

from __future__ import annotations

import re
from typing import Final

from agenttrace.model import AgentMessage, Json, Span, Tool
from agenttrace.model.handoffs import HANDOFF, NOBODY, TARGETS, handed_to, named_in
from agenttrace_server.pipeline.normalize.draft import Draft

DELEGATION: Final = "delegation"
_DELEGATION: Final = re.compile(r"^(?:delegate[ _]work|ask[ _]question)[ _]to[ _]co-?worker$", re.IGNORECASE)
"""CrewAI's two tools for talking to a colleague."""
_CONTENTS: Final = ("message", "task", "question", "reason", "context")


def handoffs_of(span: Span, tool: Tool, draft: Draft) -> tuple[AgentMessage, ...]:
    """Return the message that the handing over is, or nothing where the tool is an ordinary one."""
    target = handed_to(tool.name, draft.input)
    return () if target is None else (_message(span, draft, target, HANDOFF),)


def asked_by(tool: Tool, given: Json) -> str | None:
    """Return the agent that a call of this tool has do some work, and waits for; None where it is an ordinary tool."""
    if _DELEGATION.match(tool.name) is None:
        return None
    return named_in(given, TARGETS) or NOBODY


def delegation_to(asked: str, span: Span, draft: Draft) -> AgentMessage:
    """Return the message in a call by which one agent gives another some work."""
    return _message(span, draft, asked, DELEGATION)


def _message(span: Span, draft: Draft, target: str, kind: str) -> AgentMessage:
    giver = draft.agent.name if draft.agent is not None else _giver_in(draft.input)
    return AgentMessage(giver, target, kind, named_in(draft.input, _CONTENTS), span.start_ns)


def _giver_in(value: Json) -> str:
    """OpenInference writes the name of the agent that hands over as the span's input."""
    return value if isinstance(value, str) and value else NOBODY
