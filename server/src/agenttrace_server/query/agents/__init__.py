"""What the spans of one trace tell of its agents: who they were, and what they told each other."""

from agenttrace_server.query.agents.messages import Told, messages_page, told_in
from agenttrace_server.query.agents.table import AgentRow, agents_in

__all__ = ["AgentRow", "Told", "agents_in", "messages_page", "told_in"]
