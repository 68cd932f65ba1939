"""Name what a span did and how it ended: the two closed vocabularies of the product."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

_MODEL_CALLS = ("llm_call", "embedding")


class SpanType(str, Enum):
    """What a span did. The value is the word on the wire, in the API and on the screen."""

    TASK = "task"
    LLM_CALL = "llm_call"
    TOOL_EXECUTION = "tool_execution"
    REASONING = "reasoning"
    MEMORY_RETRIEVAL = "memory_retrieval"
    MEMORY_STORE = "memory_store"
    FILE_READ = "file_read"
    FILE_WRITE = "file_write"
    API_CALL = "api_call"
    CODE_EXECUTION = "code_execution"
    VERIFICATION = "verification"
    AGENT = "agent"
    HANDOFF = "handoff"
    CHAIN = "chain"
    RETRIEVAL = "retrieval"
    EMBEDDING = "embedding"
    CUSTOM = "custom"

    @property
    def is_model_call(self) -> bool:
        """Whether token usage on this span counts; on every other type it is a roll-up."""
        return self in _MODEL_CALLS


class SpanState(str, Enum):
    """How far a span got. `RUNNING` is the only one that a later record may replace with another."""

    RUNNING = "running"
    OK = "ok"
    ERROR = "error"
    CANCELLED = "cancelled"
    TIMEOUT = "timeout"

    @property
    def is_failure(self) -> bool:
        """Whether this counts as an error in rates and lists; cancelled is not a failure."""
        return self in (SpanState.ERROR, SpanState.TIMEOUT)


@dataclass(frozen=True, slots=True)
class Status:
    """How a span ended. `message` and `code` are the words of whoever failed, or None."""

    state: SpanState
    message: str | None = None
    code: str | None = None


RUNNING = Status(SpanState.RUNNING)
OK = Status(SpanState.OK)
CANCELLED = Status(SpanState.CANCELLED)
