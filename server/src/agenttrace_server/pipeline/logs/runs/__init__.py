"""Coding agents that export logs and no traces: their log events become the spans of a run."""

from agenttrace_server.pipeline.logs.runs.events import is_made_here, run_id_of
from agenttrace_server.pipeline.logs.runs.making import spans_of_run

__all__ = ["is_made_here", "run_id_of", "spans_of_run"]
