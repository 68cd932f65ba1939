"""Whose step each span of a trace was, where only the others say it; docs/concepts/agents.md says why."""

from agenttrace_server.store.api.whose.index import AgentIndex, Saying, saying_of, with_agent

__all__ = ["AgentIndex", "Saying", "saying_of", "with_agent"]
