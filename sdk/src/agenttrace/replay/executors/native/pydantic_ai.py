"""Take up agents of Pydantic AI: the messages so far, from which a run goes on, also before a tool's result."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from agenttrace.comparison import Difference
from agenttrace.replay.checkpoints.blob import BadCheckpoint, CheckpointBlob
from agenttrace.replay.checkpoints.contract import Capabilities, Granularity
from agenttrace.replay.executors.native.alone import completed
from agenttrace.replay.executors.native.document import blob_of, changed, compared, paths_and_others, state_in

FORMAT = "pydantic_ai.messages+json"
_PACKAGE = "pydantic-ai-slim"


@dataclass(frozen=True, slots=True)
class PydanticAIHandle:
    """An agent and the messages that a run of it goes on from: `run.all_messages()` at any node of `agent.iter`."""

    agent: Any
    messages: Sequence[Any]
    deps: Any = None
    prompt: str | None = None
    """What the user says next; None where the run goes on as it is."""


class PydanticAIExecutor:
    """Saves messages by the library's own type adapter."""

    name = "pydantic_ai"
    capabilities = Capabilities(Granularity.NODE, edit_state=True, cross_process=True)

    def capture(self, handle: PydanticAIHandle) -> CheckpointBlob:
        """Return the messages. Raises: BadCheckpoint: there is none yet."""
        if not handle.messages:
            raise BadCheckpoint("messages: there is none yet")
        state = json.loads(_adapter().dump_json(list(handle.messages)))
        refs = tuple(str(number) for number in range(len(state)))
        return blob_of(self.name, _PACKAGE, FORMAT, state, refs)

    def restore(self, blob: CheckpointBlob, build: Callable[[], Any]) -> PydanticAIHandle:
        """Return the run; `build()` makes the agent. Raises: BadCheckpoint."""
        return PydanticAIHandle(build(), _messages(state_in(blob, self.name, FORMAT)))

    def patch(self, handle: PydanticAIHandle, edits: Mapping[str, Any]) -> PydanticAIHandle:
        """Return the run with other values at JSON paths of its messages, another `prompt` or other `deps`."""
        paths, named = paths_and_others(edits, ("prompt", "deps"))
        state = json.loads(_adapter().dump_json(list(handle.messages)))
        return replace(handle, messages=_messages(changed(state, paths)), **named)

    def resume(self, handle: PydanticAIHandle) -> Any:
        """Run the agent from its messages on, and return the result of the run."""
        given = {} if handle.deps is None else {"deps": handle.deps}
        return completed(lambda: handle.agent.run(handle.prompt, message_history=list(handle.messages), **given))

    def diff(self, before: CheckpointBlob, after: CheckpointBlob) -> tuple[Difference, ...]:
        """Return where the messages differ."""
        return compared(before, after)


def _adapter() -> Any:
    return import_module("pydantic_ai.messages").ModelMessagesTypeAdapter


def _messages(state: Any) -> Sequence[Any]:
    try:
        messages: Sequence[Any] = _adapter().validate_python(state)
    except ValueError as error:
        raise BadCheckpoint(f"messages: are none of Pydantic AI: {error}") from None
    return messages
