"""Be there when the process ends or forks: exit, SIGTERM, `os.fork` and the children of multiprocessing."""

from __future__ import annotations

import atexit
import importlib
import math
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, ModuleType
from typing import Any, Protocol


class Exporting(Protocol):
    """What has spans to bring to safety."""

    def bring_to_safety(self) -> None:
        """Send or spool everything, bounded in time. Called from a signal handler too; never raises."""

    def make_haste(self, for_s: float) -> None:
        """Have everything that ended, and what ends in the next `for_s`, safe at once. Never raises, never waits."""

    def shutdown(self) -> None:
        """Bring everything to safety and stop. May be called again; never raises."""

    def after_fork(self) -> None:
        """Begin anew in a forked child: everything before belongs to the parent. Never raises, starts no thread."""


Handler = Callable[[int, "FrameType | None"], Any]

_HASTE_S = 60.0
"""How long a program that handles SIGTERM itself may take to end."""
_live: list[Exporting] = []
_MULTIPROCESSING = ("multiprocessing", "billiard")
"""The standard library's, and the one that celery uses instead."""


def follow(exporting: Exporting) -> None:
    """Call `exporting` at every end and fork of this process from now on."""
    _live.append(exporting)
    atexit.register(exporting.shutdown)
    _finish_with_multiprocessing(exporting)
    _finish_after_bootstrap(exporting)
    if _is_child_of_multiprocessing():
        exporting.make_haste(math.inf)
    elif _in_main_thread():
        _sigterm.take()


def leave(exporting: Exporting) -> None:
    """Forget `exporting`; with the last one, SIGTERM is as it was."""
    if exporting not in _live:
        return
    _live.remove(exporting)
    atexit.unregister(exporting.shutdown)
    if not _live and _in_main_thread():
        _sigterm.give_back()


class _Sigterm:
    """What SIGTERM does while there is an export, and the handler of the user or a framework that was there before."""

    def __init__(self) -> None:
        self._theirs: Handler | None = None

    def take(self) -> None:
        """Install ours, unless the signal is ignored or handled outside of Python."""
        found = signal.getsignal(signal.SIGTERM)
        if found in (self.on_signal, self.on_signal_before_theirs):
            return
        if found is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, self.on_signal)
        elif callable(found):
            self._theirs = found
            signal.signal(signal.SIGTERM, self.on_signal_before_theirs)

    def give_back(self) -> None:
        """Install what was there before, unless somebody has replaced ours."""
        with _sigterm_held_back():  # one that came between its receipt and our handler would be forgotten with ours
            found = signal.getsignal(signal.SIGTERM)
            if found == self.on_signal:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
            elif found == self.on_signal_before_theirs:
                signal.signal(signal.SIGTERM, self._theirs)

    def on_signal(self, signum: int, frame: FrameType | None) -> None:
        """Bring everything to safety, then die as SIGTERM makes a process die: the parent sees the same status."""
        for exporting in tuple(_live):
            exporting.bring_to_safety()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTERM)
        signal.signal(signal.SIGTERM, self.on_signal)  # still here: the first process of a container does not die of it

    def on_signal_before_theirs(self, signum: int, frame: FrameType | None) -> None:
        """Make haste: a server such as uvicorn shuts down, then dies of the signal where nothing of ours can run."""
        for exporting in tuple(_live):
            exporting.make_haste(_HASTE_S)
        if self._theirs is not None:
            self._theirs(signum, frame)


_sigterm = _Sigterm()


class _AroundFork(threading.local):
    """Holds SIGTERM back while this thread forks: Python forgets in the child what came before it had begun there.

    Without a handler such a signal kills the child. `Pool.terminate` sends it to workers that have hardly begun, and
    then waits for them for ever where it was forgotten.
    """

    mask_before: set[int] | None = None

    def hold_back(self) -> None:
        if _live:
            self.mask_before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})

    def let_through(self) -> None:
        mask, self.mask_before = self.mask_before, None
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)


_around_fork = _AroundFork()


@contextmanager
def _sigterm_held_back() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _after_fork_in_child() -> None:
    for exporting in tuple(_live):
        exporting.after_fork()
        _finish_after_bootstrap(exporting)
    _around_fork.let_through()


def _finish_after_bootstrap(exporting: Exporting) -> None:
    """A child of multiprocessing forgets its finalizers when it begins, then calls who registered for that moment.

    That is after the fork, and in a spawned child after the program's main module was imported.
    """
    for util in _loaded_multiprocessing():
        util.register_after_fork(exporting, _finish_with_multiprocessing)


def _finish_with_multiprocessing(exporting: Exporting) -> None:
    """Children of multiprocessing leave by `os._exit`, past atexit, but run these finalizers.

    `Pool.terminate` ends them by SIGTERM while they wait for a lock, where Python may never come to run a handler: the
    pool would wait for them for ever. So SIGTERM stays deadly there, and spans are safe as soon as they end instead.
    """
    if _is_child_of_multiprocessing():
        exporting.make_haste(math.inf)
        if _in_main_thread():
            _sigterm.give_back()
    for util in _loaded_multiprocessing():
        util.Finalize(None, exporting.shutdown, exitpriority=0)


def _loaded_multiprocessing() -> list[ModuleType]:
    """Return the `util` of those that the agent uses; a child imports its own only after the fork, too late for us."""
    return [importlib.import_module(f"{name}.util") for name in _MULTIPROCESSING if f"{name}.process" in sys.modules]


def _is_child_of_multiprocessing() -> bool:
    process = sys.modules.get("multiprocessing.process")
    return process is not None and process.parent_process() is not None


def _before_fork() -> None:
    _loaded_multiprocessing()
    _around_fork.hold_back()


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_before_fork, after_in_parent=_around_fork.let_through, after_in_child=_after_fork_in_child
    )
