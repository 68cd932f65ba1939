"""See when a tool call is one agent handing over to another, or asking another to do something."""

from __future__ import annotations

import re
from typing import Final

from agenttrace.model import AgentMessage, Json, Span, Tool
from agenttrace_server.pipeline.normalize.draft import Draft
from agenttrace_server.pipeline.normalize.values import text

HANDOFF: Final = "handoff"
DELEGATION: Final = "delegation"
NOBODY: Final = "unknown"
_TOOL_NAME: Final = re.compile(r"^(?:handoff to |handoff_to_|transfer_to_|transfer_back_to_)(?P<target>.+)$")
_NO_NAME: Final = "agent"
"""`transfer_to_agent` says whom only in its arguments."""
_DELEGATION: Final = re.compile(r"^(?:delegate[ _]work|ask[ _]question)[ _]to[ _]co-?worker$", re.IGNORECASE)
"""CrewAI's two tools for talking to a colleague."""
_TARGETS: Final = ("agent_name", "agent", "coworker", "co_worker", "target", "to")
_CONTENTS: Final = ("message", "task", "question", "reason", "context")


def handoffs_of(span: Span, tool: Tool, draft: Draft) -> tuple[AgentMessage, ...]:
    """Return the message that the handing over is, or nothing where the tool is an ordinary one."""
    match = _TOOL_NAME.match(tool.name)
    if match is None:
        return ()
    named = match.group("target")
    target = (_named_in(draft.input, _TARGETS) or NOBODY) if named == _NO_NAME else named
    return (_message(span, draft, target, HANDOFF),)


def delegations_of(span: Span, tool: Tool, draft: Draft) -> tuple[AgentMessage, ...]:
    """Return the message in a call by which one agent gives another some work and waits for the result."""
    if _DELEGATION.match(tool.name) is None:
        return ()
    return (_message(span, draft, _named_in(draft.input, _TARGETS) or NOBODY, DELEGATION),)


def _message(span: Span, draft: Draft, target: str, kind: str) -> AgentMessage:
    giver = draft.agent.name if draft.agent is not None else _giver_in(draft.input)
    return AgentMessage(giver, target, kind, _named_in(draft.input, _CONTENTS), span.start_ns)


def _named_in(arguments: Json, names: tuple[str, ...]) -> str | None:
    if not isinstance(arguments, dict):
        return None
    return next((name for key in names if (name := text(arguments.get(key))) is not None), None)


def _giver_in(value: Json) -> str:
    """OpenInference writes the name of the agent that hands over as the span's input."""
    return value if isinstance(value, str) and value else NOBODY
