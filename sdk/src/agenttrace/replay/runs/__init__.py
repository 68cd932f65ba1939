"""A run as a tree of what it did, wherever it was kept: what a diff compares and a test asks about."""

from agenttrace.replay.runs.node import Node, NodeKind, Run
from agenttrace.replay.runs.of_recording import run_of_recording
from agenttrace.replay.runs.of_spans import run_of_spans

__all__ = ["Node", "NodeKind", "Run", "run_of_recording", "run_of_spans"]
