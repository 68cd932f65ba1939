"""Follow the transcripts of a folder while Claude Code writes them: only what is new is sent.

What has been sent is kept in a small file, so that a restart goes on where the last watch ended. The rows before that
place are read again, because the rows after it need to know them, but nothing of them is sent again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from agenttrace_server.imports.claude_code import files
from agenttrace_server.imports.claude_code.files import AgentFile
from agenttrace_server.imports.claude_code.source import Sessions
from agenttrace_server.imports.claude_code.transcript import Transcript
from agenttrace_server.imports.lines import object_of
from agenttrace_server.imports.span import ImportedSpan
from agenttrace_server.imports.tally import Tally

_ENDING = ".jsonl"
_READ_AT_ONCE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """How far one file has been sent. `inode` tells a file from another that took its name."""

    inode: int
    offset: int


@dataclass(slots=True)
class Places:
    """How far each file has been sent, kept in a file of its own."""

    path: Path
    of: dict[str, Place] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Places:
        """Return what the last watch left; nothing where there was none or its file is damaged."""
        try:
            kept = json.loads(path.read_text())
            return cls(path, {name: Place(int(inode), int(offset)) for name, (inode, offset) in kept.items()})
        except (OSError, ValueError, TypeError, AttributeError):
            return cls(path)

    def write(self) -> None:
        """Keep the places, whole or not at all."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        partial = self.path.with_name(self.path.name + ".part")
        partial.write_text(json.dumps({name: [place.inode, place.offset] for name, place in self.of.items()}))
        partial.replace(self.path)


@dataclass(slots=True)
class Tailed:
    """One file that is followed."""

    path: Path
    transcript: Transcript
    inode: int
    offset: int = 0
    """Bytes that have been taken in: always the end of a line."""
    silent_until: int = 0
    """Rows before this place have been sent by an earlier watch."""
    line: int = 0


@dataclass(slots=True)
class Tail:
    """Every transcript below a folder. `news` returns the spans since it was asked before; not for several threads."""

    folder: Path
    places: Places
    tally: Tally
    sessions: Sessions
    open: dict[Path, Tailed] = field(default_factory=dict)
    late: list[ImportedSpan] = field(default_factory=list)
    """News of a file that was opened for the sake of another one."""

    def skip_what_is_there(self) -> None:
        """Take everything that lies there now as sent."""
        for path in self._paths():
            if str(path) not in self.places.of:
                status = path.stat()
                self.places.of[str(path)] = Place(status.st_ino, status.st_size)

    def news(self) -> list[ImportedSpan]:
        """Read what was added, sessions before the subagents that they started."""
        found: list[ImportedSpan] = []
        paths = self._paths()
        for path in sorted(paths, key=lambda each: (files.is_agent_file(each), each)):
            try:
                found += self._news_of(path)
            except FileNotFoundError:
                self.open.pop(path, None)
        late, self.late = self.late, []
        return [*late, *found]

    def remember(self) -> None:
        """Keep how far everything was read. Call when what `news` returned has been acknowledged."""
        for tailed in self.open.values():
            self.places.of[str(tailed.path)] = Place(tailed.inode, tailed.offset)
        self.places.write()

    def _paths(self) -> list[Path]:
        return [path for path in self.folder.rglob(f"*{_ENDING}") if path.is_file()]

    def _news_of(self, path: Path) -> list[ImportedSpan]:
        status = path.stat()
        tailed = self.open.get(path)
        if tailed is not None and (tailed.inode != status.st_ino or status.st_size < tailed.offset):
            del self.open[path]
            self.places.of.pop(str(path), None)
            tailed = None
        if tailed is None:
            if self.places.of.get(str(path)) == Place(status.st_ino, status.st_size):
                return []
            tailed = self._begin(path, status.st_ino, status.st_size)
            if tailed is None:
                return []
            self.open[path] = tailed
        if status.st_size == tailed.offset:
            return []
        return self._read(tailed)

    def _begin(self, path: Path, inode: int, size: int) -> Tailed | None:
        if files.is_stream(path):
            return None
        place = self.places.of.get(str(path))
        is_same = place is not None and place.inode == inode and place.offset <= size
        silent_until = place.offset if place is not None and is_same else 0
        if not files.is_agent_file(path):
            return Tailed(path, self.sessions.open_session(path), inode, silent_until=silent_until)
        about = files.about(path)
        if self.sessions.launch_of(about) is None:
            self._open_those_above(about)
        if self.sessions.launch_of(about) is None:
            return None  # its tool call has not been written; it is looked at again
        return Tailed(path, self.sessions.open_agent(about), inode, silent_until=silent_until)

    def _open_those_above(self, agent: AgentFile) -> None:
        """Read what was sent long ago: the session, and the agents between it and this one, know who started it."""
        name = f"{agent.session_id}{_ENDING}"
        sessions = [folder / name for folder in agent.path.parents if self.folder in (folder, *folder.parents)]
        between = [files.about(path) for path in agent.path.parent.glob(f"agent-*{_ENDING}")] if agent.depth > 1 else []
        agents = sorted((each for each in between if each.depth < agent.depth), key=lambda each: each.depth)
        for path in (*sessions, *(each.path for each in agents)):
            if path.is_file() and path not in self.open:
                status = path.stat()
                tailed = self._begin(path, status.st_ino, status.st_size)
                if tailed is not None:
                    self.open[path] = tailed
                    self.late += self._read(tailed)

    def _read(self, tailed: Tailed) -> list[ImportedSpan]:
        found: list[ImportedSpan] = []
        before = tailed.offset
        for line in _whole_lines(tailed):
            tailed.line += 1
            is_new = tailed.offset > tailed.silent_until
            row = object_of(line)
            if row is None:
                if is_new and not line.isspace():
                    self.tally.problem(tailed.path, tailed.line, "not a JSON object")
                continue
            spans = tailed.transcript.read(row)
            if is_new:
                self.tally.rows += 1
                found += spans
        if tailed.offset > max(before, tailed.silent_until):
            found += tailed.transcript.snapshot()
        return found


def _whole_lines(tailed: Tailed) -> Iterator[bytes]:
    """Yield the lines that are complete, and move the place behind each; half a line waits for its end."""
    with tailed.path.open("rb") as file:
        file.seek(tailed.offset)
        waiting = b""
        while data := file.read(_READ_AT_ONCE):
            *lines, waiting = (waiting + data).split(b"\n")
            for line in lines:
                tailed.offset += len(line) + 1
                yield line
