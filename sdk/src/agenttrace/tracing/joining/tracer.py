"""Write a recording event by event, for programs whose calls no hook of ours can see."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from agenttrace.recording import EventLog, Kind, new_run_id, traces_folder
from agenttrace.recording.http.hosts import excluded_hosts
from agenttrace.recording.tape.recorder import Recorder
from agenttrace.recording.tape.tools import OpenTool, kept_value
from agenttrace.tracing.guard import never_break_the_agent
from agenttrace.tracing.joining.about import about_process
from agenttrace.tracing.redaction import redactor_for
from agenttrace.tracing.settings import load_settings


class Tracer:
    """One run on disk. Secrets are taken out before anything is written, and a tool that was recorded can be replayed.

    Any thread, task and forked child may use one tracer; other processes write the same run by a tracer with its
    `run_id`. Nothing waits in memory: what was written survives a crash.
    """

    def __init__(self, run_id: str | None = None, *, folder: str | Path | None = None, **settings: Any) -> None:
        """Begin a run, or join one. `settings` are those of `init()`.

        Raises: BadSetting: one of them is wrong. OSError: the folder cannot be written.
        """
        known = load_settings(settings)
        self.run_id = run_id or new_run_id()
        self.path = (traces_folder(known.home) if folder is None else Path(folder)).expanduser() / self.run_id
        self._redact = redactor_for(known)
        self._log = EventLog(
            self.path, self.run_id, blob_bytes=known.record_blob_bytes, max_bytes=known.record_max_bytes
        )
        excluded = excluded_hosts(known.record_exclude_hosts, known.endpoint)
        self._recorder = Recorder(
            self._log, self._redact, never_break_the_agent, excluded, checkpoints=known.record_checkpoints
        )
        self._recorder.write(Kind.RUN_START, about_process(known, self._redact, None))
        self._is_closed = False

    def write(self, kind: str, payload: Mapping[str, Any], *, of: str | None = None) -> str:
        """Append an event and return its id, which others may continue (`of`). Raises: ValueError: no such kind."""
        kept = kept_value(kind, dict(payload), self._redact)
        return self._recorder.write(Kind(kind), kept, of=of).id

    def tool(self, name: str, arguments: Mapping[str, Any]) -> OpenTool:
        """Append the call of a tool; tell what it gave by `returned(value)` or `raised(error)`."""
        return self._recorder.begin_tool(name, arguments, None)

    def message(self, content: object, **more: Any) -> str:
        """Append a message of the conversation."""
        return self.write(Kind.MESSAGE, {"content": content, **more})

    def log(self, message: str, *, level: str = "info", **more: Any) -> str:
        """Append a line of the log."""
        return self.write(Kind.LOG, {"level": level, "message": message, **more})

    def close(self) -> None:
        """Append the end of the run. Closing twice is closing once; later events are dropped."""
        if not self._is_closed:
            self._is_closed = True
            self._recorder.write(Kind.RUN_END, {"lost": self._log.lost})
            self._log.close()

    def __enter__(self) -> Tracer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self.write(Kind.ERROR, {"error": f"{type(error).__name__}: {error}"})
        self.close()
