"""See when a tool call is one agent handing over to another."""

from __future__ import annotations

import re
from typing import Final

from agenttrace.model import AgentMessage, Json, Span, Tool
from agenttrace_server.pipeline.normalize.draft import Draft
from agenttrace_server.pipeline.normalize.values import text

HANDOFF: Final = "handoff"
_NOBODY: Final = "unknown"
_TOOL_NAME: Final = re.compile(r"^(?:handoff to |transfer_to_|transfer_back_to_)(?P<target>.+)$")
_NO_NAME: Final = "agent"
"""`transfer_to_agent` says whom only in its arguments."""
_TARGETS: Final = ("agent_name", "agent", "target", "to")


def handoffs_of(span: Span, tool: Tool, draft: Draft) -> tuple[AgentMessage, ...]:
    """Return the message that the handing over is, or nothing where the tool is an ordinary one."""
    match = _TOOL_NAME.match(tool.name)
    if match is None:
        return ()
    named = match.group("target")
    target = (_named_in(draft.input) or _NOBODY) if named == _NO_NAME else named
    giver = draft.agent.name if draft.agent is not None else _giver_in(draft.input)
    return (AgentMessage(giver, target, HANDOFF, None, span.start_ns),)


def _named_in(arguments: Json) -> str | None:
    if not isinstance(arguments, dict):
        return None
    return next((name for key in _TARGETS if (name := text(arguments.get(key))) is not None), None)


def _giver_in(value: Json) -> str:
    """OpenInference writes the name of the agent that hands over as the span's input."""
    return value if isinstance(value, str) and value else _NOBODY
