"""Know the log events of Claude Code and Codex, and which of them belong to one run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from agenttrace.model import Json, SpanId, TraceId
from agenttrace_server.pipeline.normalize.values import count, text
from agenttrace_server.store.api.signals import LogRecord

CLAUDE_CODE: Final = "claude_code"
CODEX: Final = "codex"
AGENTS: Final = (CLAUDE_CODE, CODEX)
"""Frameworks whose log events we know, by the name that their real spans have."""

_MARK: Final = b"logs"
"""The first four bytes of the id of every trace that is made of logs."""
_PROMPT: Final = "prompt.id"
_SEQUENCE: Final = "event.sequence"
_CLAUDE_CODE_SCOPE: Final = "com.anthropic.claude_code"


@dataclass(frozen=True, slots=True)
class AgentEvent:
    """One log event of an agent. `kind` is its name without the agent's."""

    agent: str
    kind: str
    record: LogRecord

    @property
    def attributes(self) -> Mapping[str, Json]:
        """What the event says."""
        return self.record.attributes

    @property
    def order(self) -> tuple[int, int, tuple[int, int, str]]:
        """What happened first; agents that number their events know it better than their clock."""
        return (self.record.time_ns, count(self.attributes.get(_SEQUENCE)) or 0, self.record.order)

    def text(self, name: str) -> str | None:
        """Return an attribute as text."""
        return text(self.attributes.get(name))


def event_of(record: LogRecord) -> AgentEvent | None:
    """Return the agent's event that a record is; None where it is none."""
    name = record.body if isinstance(record.body, str) and record.body.startswith(f"{CLAUDE_CODE}.") else ""
    for named in (record.event_name, name):
        for agent in AGENTS:
            if named.startswith(f"{agent}."):
                return AgentEvent(agent, named.removeprefix(f"{agent}."), record)
    if record.event_name and record.scope.name.startswith(_CLAUDE_CODE_SCOPE):
        return AgentEvent(CLAUDE_CODE, record.event_name, record)
    return None


def prompt_of(record: LogRecord) -> str | None:
    """Return the prompt that an event came of, where the agent says so."""
    return text(record.attributes.get(_PROMPT))


def run_id_of(record: LogRecord) -> TraceId | None:
    """Return the trace that is made of this record: one for each prompt, or for the session where none is named."""
    event = event_of(record)
    if event is None or record.session_id is None:
        return None
    names = (record.project, event.agent, record.session_id, prompt_of(record) or "")
    return TraceId((_MARK + _digest(names, 12)).hex())


def span_id_of(run_id: TraceId, key: str) -> SpanId:
    """Return the id of one step of a run, the same every time."""
    return SpanId(_digest((run_id, key), 8).hex())


def is_made_here(trace_id: TraceId) -> bool:
    """Whether a trace was made of logs."""
    return trace_id.startswith(_MARK.hex())


def _digest(names: tuple[str, ...], size: int) -> bytes:
    return blake2b("\x1f".join(names).encode(), digest_size=size).digest()
