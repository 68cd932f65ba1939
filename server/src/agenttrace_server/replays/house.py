"""Open recordings and jobs of one data folder together, and keep them to the traces that there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from agenttrace_server.config import Settings
from agenttrace_server.replays.job_file import JobFile, Limits
from agenttrace_server.replays.recordings import Recordings


@dataclass(frozen=True, slots=True)
class Replays:
    """What replays need beside the spans."""

    recordings: Recordings
    jobs: JobFile

    def sweep(self, is_kept: Callable[[str, str], bool], now_ns: int) -> int:
        """Remove what belongs to traces that are gone; return of how many."""
        known = {*self.recordings.all(), *self.jobs.traces(now_ns)}
        gone = [(project, trace_id) for project, trace_id in known if not is_kept(project, trace_id)]
        for project, trace_id in gone:
            self.recordings.drop(project, trace_id)
            self.jobs.drop(project, trace_id, now_ns)
        return len(gone)

    def copy_to(self, folder: Path) -> None:
        """Write all of it into a backup."""
        self.recordings.copy_to(folder)
        self.jobs.copy_to(folder)

    def close(self) -> None:
        """Let go of the files."""
        self.jobs.close()


def open_replays(settings: Settings) -> Replays:
    """Raises: OSError, sqlite3.Error: the data folder cannot be used."""
    limits = Limits(settings.replay_silence_s, settings.replay_attempts, settings.replay_queue_max)
    local = settings.recordings if settings.follow_recordings else None
    return Replays(Recordings(settings.home, local), JobFile(settings.home, limits))
