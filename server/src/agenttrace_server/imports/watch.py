"""Wait until a folder changes, send what is new, and so on until somebody stops it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path

import watchfiles

from agenttrace.client import ClientError
from agenttrace_server.errors import CannotImport
from agenttrace_server.imports.claude_code.source import Sessions
from agenttrace_server.imports.claude_code.tail import Places, Tail
from agenttrace_server.imports.sender import Sender
from agenttrace_server.imports.span import ImportedSpan
from agenttrace_server.imports.tally import Tally

_GATHER_MS = 400
"""Rows of one answer come in a burst; they are sent together."""
_LOOK_AGAIN_MS = 15_000
"""Where the system tells nothing about a folder, or the server did not answer, this is how long until the next look."""


def places_file(home: Path, folder: Path) -> Path:
    """Return where the watch of a folder keeps how far it came."""
    name = hashlib.sha256(str(folder.resolve()).encode(errors="replace")).hexdigest()[:16]
    return home / "watch" / f"claude-code-{name}.json"


def open_tail(folder: Path, home: Path, *, from_start: bool) -> Tail:
    """Begin to follow a folder. Raises: CannotImport: there is none."""
    if not folder.is_dir():
        raise CannotImport(f"{folder}: there is no such folder; Claude Code makes it with its first session")
    tally = Tally()
    places = Places.read(places_file(home, folder))
    tail = Tail(folder, places, tally, Sessions(tally))
    if not from_start and not places.of:
        tail.skip_what_is_there()
    return tail


def follow(tail: Tail, sender: Sender, stop: threading.Event, told: Callable[[str], None]) -> None:
    """Send news until `stop` is set. Where the server does not answer they are kept and sent when it does."""
    waiting: list[ImportedSpan] = []
    is_away = False
    changes = watchfiles.watch(
        tail.folder,
        stop_event=stop,
        step=_GATHER_MS // 2,
        debounce=_GATHER_MS,
        rust_timeout=_LOOK_AGAIN_MS,
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    while not stop.is_set():
        waiting = _latest([*waiting, *tail.news()])
        try:
            sender.send(waiting, tail.tally)
            waiting, is_away = [], False
            tail.remember()
        except ClientError as error:
            if not is_away:
                told(f"{error.message}; what is new is kept until it answers")
            is_away = True
            sender.forget()
        if next(changes, None) is None:
            return


def _latest(spans: list[ImportedSpan]) -> list[ImportedSpan]:
    """Keep the last version of each span, so that what waits does not grow with every look."""
    return list({(span.trace_id, span.span_id): span for span in spans}.values())
