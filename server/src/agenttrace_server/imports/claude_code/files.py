"""Find the sessions under a path, and the subagents that belong to each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agenttrace_server.errors import CannotImport
from agenttrace_server.imports.lines import READ_ERRORS, object_of, open_bytes
from agenttrace_server.imports.reading import Row, count, first_text

MAX_PEEKED_LINES = 50
_PEEKED_BYTES = 1024 * 1024
_SUBAGENTS = "subagents"
_AGENT_PREFIX = "agent-"
_ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.zst")


@dataclass(frozen=True, slots=True)
class AgentFile:
    """One subagent's transcript and what is known about it."""

    path: Path
    session_id: str
    agent_id: str
    agent: str | None
    tool_use_id: str | None
    depth: int


@dataclass(frozen=True, slots=True)
class Found:
    """What lies under a path, each in the order in which it must be read."""

    streams: list[Path]
    """Streamed output first: where a session was kept both ways, its transcript knows more and has the last word."""
    sessions: list[Path]
    agents: list[AgentFile]


def find(path: Path) -> Found:
    """Return what can be imported.

    Raises: CannotImport: there is no such path, or nothing of Claude Code's in it.
    """
    if not path.exists():
        raise CannotImport(f"{path}: there is no such file or folder")
    plain = sorted(_transcripts_in(path)) if path.is_dir() else [path, *_beside(path)]
    agents = [file for file in plain if is_agent_file(file)]
    others = [file for file in plain if not is_agent_file(file)]
    streams = [file for file in others if is_stream(file)]
    sessions = [file for file in others if file not in set(streams)]
    if not plain:
        raise CannotImport(f"{path}: holds no transcripts (*.jsonl)")
    described = [about(file) for file in agents]
    return Found(streams, sessions, sorted(described, key=lambda file: (file.depth, file.path)))


def is_agent_file(path: Path) -> bool:
    """Return whether a file is a subagent's transcript."""
    return path.name.startswith(_AGENT_PREFIX)


def is_stream(path: Path) -> bool:
    """Return whether a file is output of `--output-format stream-json`: its rows say session_id, not sessionId."""
    for row in first_rows(path):
        if "sessionId" in row:
            return False
        if "session_id" in row:
            return True
    return False


def session_of(path: Path) -> str:
    """Return the session of a transcript: what a row says, else the file's name."""
    return next(filter(None, (first_text(row, "sessionId") for row in first_rows(path))), path.name.split(".")[0])


def about(path: Path) -> AgentFile:
    """Return what the file, the file beside it and its first rows say about a subagent."""
    identity = path.name.split(".")[0].removeprefix(_AGENT_PREFIX)
    meta: Row = {}
    beside = path.with_name(f"{_AGENT_PREFIX}{identity}.meta.json")
    if beside.is_file():
        meta = next(first_rows(beside, whole=True), {})
    return AgentFile(
        path=path,
        session_id=session_of(path),
        agent_id=identity,
        agent=first_text(meta, "agentType"),
        tool_use_id=first_text(meta, "toolUseId"),
        depth=count(meta.get("spawnDepth")) or 1,
    )


def first_rows(path: Path, *, whole: bool = False) -> Iterator[Row]:
    """Yield the first rows of a file that can be read."""
    stream, raw = open_bytes(path)
    try:
        with raw, stream:
            if whole:
                row = object_of(stream.read(_PEEKED_BYTES))
                if row is not None:
                    yield row
                return
            for _ in range(MAX_PEEKED_LINES):
                row = object_of(stream.readline(_PEEKED_BYTES))
                if row is not None:
                    yield row
    except READ_ERRORS:
        return


def _transcripts_in(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.name.endswith(_ENDINGS) and file.is_file())


def _beside(path: Path) -> list[Path]:
    """Return the subagents of one session's file: in its folder, or beside it as they were in 2025."""
    if is_agent_file(path):
        if path.parent.name == _SUBAGENTS:
            raise CannotImport(
                f"{path}: is a subagent's transcript; import its session: {path.parent.parent.with_suffix('.jsonl')}"
            )
        return []
    inside = path.parent / path.name.split(".")[0]
    found = sorted(_transcripts_in(inside)) if inside.is_dir() else []
    session = session_of(path)
    near = [file for file in sorted(path.parent.glob(f"{_AGENT_PREFIX}*.jsonl")) if session_of(file) == session]
    return [*found, *near]
