"""Read everything of Claude Code's under a path: streams, sessions, then the subagents that those started."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from agenttrace_server.imports.claude_code import files, stream
from agenttrace_server.imports.claude_code.files import AgentFile
from agenttrace_server.imports.claude_code.making import Facts, Launch
from agenttrace_server.imports.claude_code.sums import Sums
from agenttrace_server.imports.claude_code.transcript import Transcript, main_lane, subagent_lane
from agenttrace_server.imports.lines import Progress, json_lines
from agenttrace_server.imports.span import ImportedSpan
from agenttrace_server.imports.tally import Tally


@dataclass(slots=True)
class Sessions:
    """What several files of one import share: who started whom, and the sums of each session."""

    tally: Tally
    launches: dict[str, Launch] = field(default_factory=dict)
    sums: dict[str, Sums] = field(default_factory=dict)
    facts: dict[str, Facts] = field(default_factory=dict)

    def open_session(self, path: Path) -> Transcript:
        """Begin a session's file."""
        session = files.session_of(path)
        lane = main_lane(session, self.sums.setdefault(session, Sums()), self.launches)
        self.facts[session] = lane.facts
        return Transcript(lane, self.tally)

    def open_agent(self, file: AgentFile) -> Transcript:
        """Begin a subagent's file."""
        launch = self.launch_of(file)
        facts = self.facts.setdefault(file.session_id, Facts(file.session_id))
        sums = self.sums.setdefault(file.session_id, Sums())
        lane = subagent_lane(facts, sums, self.launches, launch, file.agent_id, agent=file.agent)
        return Transcript(lane, self.tally, is_subagent=True)

    def launch_of(self, file: AgentFile) -> Launch | None:
        """Return the tool call that started a subagent, or None where it has not been read."""
        return self.launches.get(file.tool_use_id or "") or self.launches.get(file.agent_id)


def paths(path: Path) -> list[Path]:
    """Return every file that an import of this path reads. Raises: CannotImport."""
    found = files.find(path)
    return [*found.streams, *found.sessions, *(file.path for file in found.agents)]


def spans(path: Path, tally: Tally, progress: Progress) -> Iterator[ImportedSpan]:
    """Yield the spans of everything under a path. Raises: CannotImport."""
    found = files.find(path)
    sessions = Sessions(tally)
    for file in found.streams:
        yield from stream.spans(file, tally, progress)
    for file in found.sessions:
        yield from _all_of(file, sessions.open_session(file), tally, progress)
    for agent in found.agents:
        if sessions.launch_of(agent) is None:
            tally.note(f"{agent.path}: nothing says which tool call started this subagent; it is a trace of its own")
        yield from _all_of(agent.path, sessions.open_agent(agent), tally, progress)
    for session, sums in sessions.sums.items():
        sums.compare(session, tally)


def _all_of(path: Path, transcript: Transcript, tally: Tally, progress: Progress) -> Iterator[ImportedSpan]:
    for line in json_lines(path, tally, progress):
        yield from transcript.read(line.row)
    yield from transcript.finish()
