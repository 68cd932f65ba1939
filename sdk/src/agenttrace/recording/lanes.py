"""Name the strands of a program, so that each finds its own answers again when they run in another order.

A lane is a path: the strand that started this one, then what it runs and the how-manieth of that name it is, such as
`main/answer#2`. Tasks and threads are numbered when they are started, which a program does in the same order each time;
when they run is for the scheduler to say.
"""

from __future__ import annotations

import os
import threading
from contextvars import ContextVar, Token
from types import TracebackType

MAIN = "main"
PLACE_MARKS = str.maketrans({"/": "|", "#": "|"})
"""What a name must not hold, as it is a part of a path."""
MUTED = "muted"
"""The lane of what a library does inside a request: it must not shift the numbers of the program's own strands."""


class Lane:
    """One strand, with the count of those that it has started."""

    __slots__ = ("_children", "_lock", "path")

    def __init__(self, path: str) -> None:
        self.path = path
        self._children: dict[str, int] = {}
        self._lock = threading.Lock()

    def child(self, name: str) -> Lane:
        """Return the lane of a strand that is started here."""
        if self.path == MUTED:
            return self
        with self._lock:
            number = self._children[name] = self._children.get(name, 0) + 1
        return Lane(f"{self.path}/{name}#{number}")


_current: ContextVar[Lane | None] = ContextVar("agenttrace_lane", default=None)


class _Root:
    """The lane of what no strand has started. It is replaced in a forked child and in a process that joins a run."""

    def __init__(self) -> None:
        self.lane = Lane(MAIN)


root = _Root()
muted = Lane(MUTED)
lane_variable = _current


def current_lane() -> Lane:
    """Return the lane of the running code."""
    return _current.get() or root.lane


class InLane:
    """Runs a block in a lane: `with InLane(lane):`."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self._token: Token[Lane | None] | None = None

    def __enter__(self) -> None:
        self._token = _current.set(self.lane)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._token is not None:
            _current.reset(self._token)


def begin_lanes(path: str = MAIN) -> None:
    """Count anew, from this lane: a run begins, or this process joins one."""
    root.lane = Lane(path)
    _current.set(None)


class _Forks:
    """Gives the lane of a forked child, which is a strand like any other."""

    def __init__(self) -> None:
        self._next = Lane(MAIN)

    def before(self) -> None:
        """Number the child while its parent still counts."""
        self._next = current_lane().child("fork")

    def in_child(self) -> None:
        """Begin to count in the child's lane."""
        begin_lanes(self._next.path)


_forks = _Forks()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_forks.before, after_in_child=_forks.in_child)
