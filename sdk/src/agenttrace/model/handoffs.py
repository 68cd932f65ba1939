"""Know the tools by which one agent hands over to another, however a framework names them."""

from __future__ import annotations

import re
from typing import Final

from agenttrace.model.messages import Json

HANDOFF: Final = "handoff"
NOBODY: Final = "unknown"
"""Stands for an agent in a message where nobody says which."""

_TOOL_NAME: Final = re.compile(r"^(?:handoff[ _]to[ _]|transfer_to_|transfer_back_to_)(?P<target>.+)$", re.IGNORECASE)
_NO_NAME: Final = "agent"
"""`transfer_to_agent` says whom only in its arguments."""
TARGETS: Final = ("agent_name", "agent", "coworker", "co_worker", "target", "to")


def handed_to(tool: str, arguments: Json) -> str | None:
    """Return the agent that a call of this tool hands over to, "unknown" where nobody says whom; None: to nobody."""
    match = _TOOL_NAME.match(tool)
    if match is None:
        return None
    named = match.group("target")
    return (named_in(arguments, TARGETS) or NOBODY) if named.casefold() == _NO_NAME else named


def named_in(arguments: Json, names: tuple[str, ...]) -> str | None:
    """Return the first of these arguments that is text."""
    if not isinstance(arguments, dict):
        return None
    found = (arguments.get(name) for name in names)
    return next((value for value in found if isinstance(value, str) and value.strip()), None)
