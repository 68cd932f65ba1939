"""Compare two runs: what is the same, where they part first, and what came of it."""

from agenttrace.replay.diff.as_html import diff_as_html
from agenttrace.replay.diff.as_text import diff_as_text
from agenttrace.replay.diff.compare import Change, RunDiff, Totals, diff_runs

__all__ = ["Change", "RunDiff", "Totals", "diff_as_html", "diff_as_text", "diff_runs"]
