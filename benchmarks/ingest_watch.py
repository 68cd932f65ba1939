"""Watch a server under load from outside: what its processes use, and how long its event loop keeps one waiting."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import urllib3

PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")
EVERY_S = 0.02


def family(pid: int) -> list[int]:
    """Return a process and all below it, itself first."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    children = [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    return [pid, *(one for child in children for one in family(child))]


def memory_bytes(pid: int) -> int:
    """Return what a process and all below it hold."""
    return sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in family(pid)) * PAGE_BYTES


def cpu_s(pid: int) -> tuple[float, float]:
    """Return the seconds of processor of a process, and of all below it."""
    used = [_cpu_s(one) for one in family(pid)]
    return used[0], sum(used[1:])


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@dataclass
class LoopWatch:
    """Asks what the event loop answers by itself, again and again: the longest answer is how long it was held up.

    It cannot tell the loop from the processor's other work, so the figure is an upper bound.
    """

    url: str
    took_s: list[float] = field(default_factory=list)

    def __enter__(self) -> LoopWatch:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        http = urllib3.PoolManager()
        while not self._stop.wait(EVERY_S):
            began = time.perf_counter()
            http.request("GET", f"{self.url}/health", retries=False, timeout=30)
            self.took_s.append(time.perf_counter() - began)

    def __str__(self) -> str:
        if not self.took_s:
            return "the event loop was not asked"
        ordered = sorted(self.took_s)
        shown = (ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100], ordered[-1])
        median, late, longest = (f"{took_s * 1000:.0f} ms" for took_s in shown)
        return f"the event loop answers in {median} (median), {late} (p99), {longest} (longest)"
