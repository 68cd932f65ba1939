"""Take up runs of Google's Agent Development Kit from their sessions, between two questions."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from agenttrace.comparison import Difference
from agenttrace.replay.checkpoints.blob import BadCheckpoint, CheckpointBlob
from agenttrace.replay.checkpoints.contract import Capabilities, Granularity
from agenttrace.replay.executors.native.alone import completed
from agenttrace.replay.executors.native.document import blob_of, changed, compared, paths_and_others, state_in

FORMAT = "google_adk.session+json"
_PACKAGE = "google-adk"


@dataclass(frozen=True, slots=True)
class GoogleADKHandle:
    """A runner, which of its sessions is meant, and what the user says next."""

    runner: Any
    user_id: str
    session_id: str
    prompt: str = ""


class GoogleADKExecutor:
    """Saves a session with its events, and appends them to one of the runner's own session service."""

    name = "google_adk"
    capabilities = Capabilities(Granularity.TURN, edit_state=True, cross_process=True)

    def capture(self, handle: GoogleADKHandle) -> CheckpointBlob:
        """Return the session. Raises: BadCheckpoint: the runner's service has no such session."""
        state = completed(lambda: _saved(handle))
        return blob_of(self.name, _PACKAGE, FORMAT, state, tuple(event["id"] for event in state["events"]))

    def restore(self, blob: CheckpointBlob, build: Callable[[], Any]) -> GoogleADKHandle:
        """Return the session in a new runner, which `build()` makes. Raises: BadCheckpoint."""
        state = state_in(blob, self.name, FORMAT)
        return completed(lambda: _loaded(build(), state, ""))

    def patch(self, handle: GoogleADKHandle, edits: Mapping[str, Any]) -> GoogleADKHandle:
        """Return the session with other values at JSON paths (`$.events[1].content.parts[0].text`), and a `prompt`."""
        paths, named = paths_and_others(edits, ("prompt",))
        return completed(lambda: _patched(handle, paths, named.get("prompt", handle.prompt)))

    def resume(self, handle: GoogleADKHandle) -> Any:
        """Have the user say what is next, and return the events of the answer. Raises: BadCheckpoint: nothing."""
        if not handle.prompt:
            raise BadCheckpoint("prompt: a session goes on with what the user says; patch it with a prompt")
        return completed(lambda: _asked(handle))

    def diff(self, before: CheckpointBlob, after: CheckpointBlob) -> tuple[Difference, ...]:
        """Return where the sessions differ."""
        return compared(before, after)


async def _saved(handle: GoogleADKHandle) -> Any:
    runner = handle.runner
    found = await runner.session_service.get_session(
        app_name=runner.app_name, user_id=handle.user_id, session_id=handle.session_id
    )
    if found is None:
        raise BadCheckpoint(f"session_id: the runner has no session {handle.session_id!r} of {handle.user_id!r}")
    return json.loads(found.model_dump_json(by_alias=False, exclude_none=True))


async def _loaded(runner: Any, state: Any, prompt: str) -> GoogleADKHandle:
    service, event = runner.session_service, import_module("google.adk.events").Event
    named = {"app_name": runner.app_name, "user_id": state["user_id"], "session_id": state["id"]}
    session = await service.create_session(**named, state=state["state"])
    for each in state["events"]:
        await service.append_event(session, event.model_validate(each))
    return GoogleADKHandle(runner, state["user_id"], state["id"], prompt)


async def _patched(handle: GoogleADKHandle, paths: Mapping[str, Any], prompt: str) -> GoogleADKHandle:
    state = changed(await _saved(handle), paths)
    runner = handle.runner
    await runner.session_service.delete_session(
        app_name=runner.app_name, user_id=handle.user_id, session_id=handle.session_id
    )
    return await _loaded(runner, state, prompt)


async def _asked(handle: GoogleADKHandle) -> list[Any]:
    types = import_module("google.genai.types")
    said = types.Content(role="user", parts=[types.Part(text=handle.prompt)])
    run = handle.runner.run_async(user_id=handle.user_id, session_id=handle.session_id, new_message=said)
    return [event async for event in run]
