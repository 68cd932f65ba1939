"""Run a recorded program again without a model, a network or its tools, and say where it does something else."""

from agenttrace.comparison import Difference
from agenttrace.replay.divergence import Diverged, ReplayDivergence, ReplayStopped
from agenttrace.replay.plan import BadPlan, Edit, ReplayPlan
from agenttrace.replay.replayer import Replayer
from agenttrace.replay.report import FidelityReport

__all__ = [
    "BadPlan",
    "Difference",
    "Diverged",
    "Edit",
    "FidelityReport",
    "ReplayDivergence",
    "ReplayPlan",
    "ReplayStopped",
    "Replayer",
]
