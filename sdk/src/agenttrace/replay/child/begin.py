"""Put this process in replay, as its environment says."""

from __future__ import annotations

import sys
from types import TracebackType

from agenttrace.recording import NoRecording
from agenttrace.replay.divergence import ReplayStopped
from agenttrace.replay.plan import BadPlan
from agenttrace.replay.replayer import replayer_of_environment
from agenttrace.tracing.settings import BadSetting, load_settings


def begin_replay() -> str | None:
    """Start the replay; return why that cannot be done, or None."""
    try:
        replayer_of_environment(load_settings({}))
    except (NoRecording, BadPlan, BadSetting, OSError) as error:
        return str(error)
    _be_quiet_when_stopped()
    return None


def _be_quiet_when_stopped() -> None:
    """Print no traceback where the program ends because it was asked to."""
    before = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(error, ReplayStopped):
            before(kind, error, trace)

    sys.excepthook = hook
