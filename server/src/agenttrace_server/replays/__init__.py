"""What replays need that is no span: recordings that were uploaded, and the jobs that workers carry out."""

from agenttrace_server.replays.archive import MEDIA_TYPE, packed
from agenttrace_server.replays.house import Replays, open_replays
from agenttrace_server.replays.job import Asked, Ended, Job, State, Worker
from agenttrace_server.replays.job_file import JobFile, Limits
from agenttrace_server.replays.recordings import Kept, Recordings, parent_of
from agenttrace_server.replays.steps import Step, steps_of

__all__ = [
    "MEDIA_TYPE",
    "Asked",
    "Ended",
    "Job",
    "JobFile",
    "Kept",
    "Limits",
    "Recordings",
    "Replays",
    "State",
    "Step",
    "Worker",
    "open_replays",
    "packed",
    "parent_of",
    "steps_of",
]
