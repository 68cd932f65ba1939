"""Take up runs of the OpenAI Agents SDK: one that waits for an approval, or the items of one that has ended."""

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

FORMAT = "openai_agents.run+json"
_PACKAGE = "openai-agents"
_STATE, _ITEMS = "state", "items"
EVERY = "*"


@dataclass(frozen=True, slots=True)
class OpenAIAgentsHandle:
    """An agent and either a `RunState` (`result.to_state()`) or input items (`result.to_input_list()`)."""

    agent: Any
    state: Any = None
    items: Sequence[Any] | None = None


class OpenAIAgentsExecutor:
    """Saves and loads by `RunState.to_json` and `from_json`; where nothing was interrupted, the items of the run."""

    name = "openai_agents"
    capabilities = Capabilities(Granularity.TURN, edit_state=True, cross_process=True)

    def capture(self, handle: OpenAIAgentsHandle) -> CheckpointBlob:
        """Return the run. Raises: BadCheckpoint: the handle has neither a state nor items."""
        return blob_of(self.name, _PACKAGE, FORMAT, _document(handle))

    def restore(self, blob: CheckpointBlob, build: Callable[[], Any]) -> OpenAIAgentsHandle:
        """Return the run; `build()` makes the agent that it began with. Raises: BadCheckpoint."""
        return _handle(build(), state_in(blob, self.name, FORMAT))

    def patch(self, handle: OpenAIAgentsHandle, edits: Mapping[str, Any]) -> OpenAIAgentsHandle:
        """Return the run with other values at JSON paths (`$.state…`, `$.items[0]…`), or with what has a name.

        `arguments` are those of calls by their id; `approve` and `reject` list ids of calls that wait, "*" is all.
        """
        paths, named = paths_and_others(edits, ("arguments", "approve", "reject"))
        arguments = named.pop("arguments", {})
        document = changed(_document(handle), paths)
        for call_id, value in arguments.items():
            _set_arguments(document, call_id, value if isinstance(value, str) else json.dumps(value))
        patched = _handle(handle.agent, document) if paths or arguments else replace(handle)
        if named and patched.state is None:
            raise BadCheckpoint(f"{next(iter(named))}: nothing waits for an approval in this run")
        for word, chosen in named.items():
            for waiting in _waiting(patched.state, chosen, word):
                getattr(patched.state, word)(waiting)
        return patched

    def resume(self, handle: OpenAIAgentsHandle) -> Any:
        """Run the agent on, and return the result of the run."""
        given = handle.state if handle.state is not None else list(handle.items or ())
        return completed(lambda: import_module("agents").Runner.run(handle.agent, given))

    def diff(self, before: CheckpointBlob, after: CheckpointBlob) -> tuple[Difference, ...]:
        """Return where the runs differ."""
        return compared(before, after)


def _document(handle: OpenAIAgentsHandle) -> dict[str, Any]:
    if handle.state is not None:
        return {_STATE: handle.state.to_json()}
    if handle.items is None:
        raise BadCheckpoint("handle: has neither a state nor items")
    return {_ITEMS: list(handle.items)}


def _handle(agent: Any, document: Mapping[str, Any]) -> OpenAIAgentsHandle:
    if _STATE in document:
        run_state = import_module("agents").RunState
        return OpenAIAgentsHandle(agent, state=completed(lambda: run_state.from_json(agent, document[_STATE])))
    if isinstance(document.get(_ITEMS), list):
        return OpenAIAgentsHandle(agent, items=document[_ITEMS])
    raise BadCheckpoint("data: has neither a state nor items")


def _set_arguments(document: Any, call_id: str, arguments: str) -> None:
    """Set the arguments of a call wherever the run holds a copy of it. Raises: BadCheckpoint: it holds none."""
    waiting, changed_any = [document], False
    while waiting:
        at = waiting.pop()
        if isinstance(at, dict) and at.get("call_id") == call_id and "arguments" in at:
            at["arguments"] = arguments
            changed_any = True
        waiting.extend(at.values() if isinstance(at, dict) else at if isinstance(at, list) else ())
    if not changed_any:
        raise BadCheckpoint(f"arguments: the run has no call {call_id!r}")
    context = document.get(_STATE, {}).get("context") or {}
    context.get("tool_invocations", {}).pop(call_id, None)  # the library's digest of the call as it was


def _waiting(state: Any, chosen: Any, word: str) -> list[Any]:
    waiting = list(state.get_interruptions())
    if chosen == EVERY:
        return waiting
    by_id = {item.call_id: item for item in waiting}
    for call_id in chosen:
        if call_id not in by_id:
            raise BadCheckpoint(f"{word}: no call {call_id!r} waits, only {', '.join(map(str, by_id)) or 'none'}")
    return [by_id[call_id] for call_id in chosen]
