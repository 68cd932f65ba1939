"""Read and price history anew: from what was sent where the journal still has it, else from what is stored."""

from agenttrace_server.pipeline.reprocess.job import Reprocessing
from agenttrace_server.pipeline.reprocess.progress import JobState, Progress, Selection

__all__ = ["JobState", "Progress", "Reprocessing", "Selection"]
