"""Begin the replay before the program: Python imports a module of this name at its start."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
CANNOT_REPLAY = 3


def import_the_other_one() -> None:
    """Import the sitecustomize that we stand before, if there is one."""
    rest = [entry for entry in sys.path if not entry or Path(entry).resolve() != HERE]
    ours, before = sys.modules.pop("sitecustomize", None), sys.path
    sys.path = rest
    try:
        importlib.import_module("sitecustomize")
    except ModuleNotFoundError:
        if ours is not None:
            sys.modules["sitecustomize"] = ours
    finally:
        sys.path = before


def begin() -> None:
    """Start the replay; a program that cannot be replayed must not run at all, it would run for real."""
    try:
        from agenttrace.replay.child.begin import begin_replay
    except ImportError as missing:
        sys.stderr.write(f"agenttrace replay: {sys.executable} has no agenttrace-sdk: {missing}\n")
        os._exit(CANNOT_REPLAY)
    reason = begin_replay()
    if reason is not None:
        sys.stderr.write(f"agenttrace replay: {reason}\n")
        os._exit(CANNOT_REPLAY)


import_the_other_one()
begin()
