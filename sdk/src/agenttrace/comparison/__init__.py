"""Hold runs as trees and compare them: what is the same, where they part first, and what came of it. No I/O."""

from agenttrace.comparison.aligned import Row, aligned
from agenttrace.comparison.as_html import diff_as_html
from agenttrace.comparison.as_text import diff_as_text
from agenttrace.comparison.compare import Change, RunDiff, Totals, diff_runs
from agenttrace.comparison.differences import Difference, differences
from agenttrace.comparison.node import ERROR, OK, RUNNING, Node, NodeKind, Run, tree_of
from agenttrace.comparison.of_spans import run_of_spans

__all__ = [
    "ERROR",
    "OK",
    "RUNNING",
    "Change",
    "Difference",
    "Node",
    "NodeKind",
    "Row",
    "Run",
    "RunDiff",
    "Totals",
    "aligned",
    "diff_as_html",
    "diff_as_text",
    "diff_runs",
    "differences",
    "run_of_spans",
    "tree_of",
]
