"""Forked and spawned processes send their own spans under a sender id of their own; the parent's stay the parent's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .collector import Collector
from .conftest import RunScript

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")

POOLS = {
    "fork": "context = multiprocessing.get_context('fork')",
    "spawn": "context = multiprocessing.get_context('spawn')",
    "forkserver": "context = multiprocessing.get_context('forkserver')",
}


def senders(collector: Collector) -> int:
    return len({received.headers["x-agenttrace-sender"] for received in collector.received})


@pytest.mark.parametrize("method", POOLS)
def test_children_of_multiprocessing_lose_nothing(method: str, collector: Collector, run_script: RunScript) -> None:
    ended = run_script(
        f"""
def work(number):
    processor, tracer = (processor_of_parent, tracer_of_parent) if "{method}" == "fork" else start()
    tracer.start_span(f"child-{{number}}").end()

if __name__ == "__main__":
    {POOLS[method]}
    processor_of_parent, tracer_of_parent = start()
    tracer_of_parent.start_span("parent").end()
    children = [context.Process(target=work, args=(number,)) for number in range(3)]
    for child in children: child.start()
    for child in children: child.join()
    assert [child.exitcode for child in children] == [0, 0, 0]
""",
        collector.endpoint,
    )
    assert ended.returncode == 0, ended.stderr
    assert collector.names() == ["child-0", "child-1", "child-2", "parent"]
    assert senders(collector) == 4
    assert {received.batch for received in collector.received} == {1}


def test_spans_of_a_pools_workers_are_safe_as_soon_as_they_end(collector: Collector, run_script: RunScript) -> None:
    """The workers are killed when the block ends; by then what they traced has been sent."""
    ended = run_script(
        """
def work(number):
    tracer.start_span("task").end()

if __name__ == "__main__":
    import time, urllib.request
    processor, tracer = start()
    with multiprocessing.get_context("fork").Pool(2) as pool:
        pool.map(work, range(4), chunksize=1)
        deadline = time.monotonic() + 30
        while int(urllib.request.urlopen(sys.argv[2] + "/count").read()) < 4 and time.monotonic() < deadline:
            time.sleep(0.01)
""",
        collector.endpoint,
    )
    assert ended.returncode == 0, ended.stderr
    assert collector.names() == ["task"] * 4


def test_a_pool_that_is_terminated_again_and_again_never_waits_for_ever(
    collector: Collector, run_script: RunScript
) -> None:
    ended = run_script(
        """
def work(number):
    tracer.start_span("task").end()

if __name__ == "__main__":
    processor, tracer = start()
    for _ in range(20):
        with multiprocessing.get_context("fork").Pool(2) as pool:
            pool.map(work, range(4), chunksize=1)
""",
        collector.endpoint,
    )
    assert ended.returncode == 0, ended.stderr


def test_a_child_that_is_terminated_at_its_birth_dies_of_it(collector: Collector, run_script: RunScript) -> None:
    """`Pool.terminate` does so, and waits for ever for the one that lived on: Python forgets early signals."""
    ended = run_script(
        """
import time

def dies(pid):
    deadline = time.monotonic() + 10
    while os.waitpid(pid, os.WNOHANG) == (0, 0):
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
            return False
        time.sleep(0.001)
    return True

processor, tracer = start()
tracer.start_span("parent").end()
for _ in range(50):
    pid = os.fork()
    while pid == 0:
        signal.pause()
    os.kill(pid, signal.SIGTERM)
    assert dies(pid)
assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == set()
""",
        collector.endpoint,
    )
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("method", POOLS)
def test_children_that_start_tracing_while_the_program_is_imported_lose_nothing(
    method: str, collector: Collector, run_script: RunScript
) -> None:
    ended = run_script(
        f"""
processor, tracer = start()

def work():
    tracer.start_span("child").end()

if __name__ == "__main__":
    {POOLS[method]}
    child = context.Process(target=work)
    child.start()
    child.join()
    assert child.exitcode == 0
""",
        collector.endpoint,
    )
    assert ended.returncode == 0, ended.stderr
    assert collector.names() == ["child"]


def test_a_fork_with_busy_threads_in_the_parent_neither_hangs_nor_doubles(
    collector: Collector, run_script: RunScript
) -> None:
    ended = run_script(
        """
processor, tracer = start(schedule_delay_s=0.01, batch_size=20)
stop = threading.Event()
counts = [0] * 4

def busy(index):
    while not stop.is_set() and counts[index] < 4000:
        tracer.start_span("parent").end()
        counts[index] += 1

threads = [threading.Thread(target=busy, args=(index,)) for index in range(4)]
for thread in threads: thread.start()
children = []
for _ in range(10):
    pid = os.fork()
    if pid == 0:
        for _ in range(30): tracer.start_span("child").end()
        processor.shutdown()
        os._exit(0)
    children.append(pid)
statuses = [os.waitpid(pid, 0)[1] for pid in children]
stop.set()
for thread in threads: thread.join()
processor.shutdown()
assert statuses == [0] * 10, statuses
assert processor.stats().dropped == 0
print(sum(counts))
""",
        collector.endpoint,
    )
    assert ended.returncode == 0, ended.stderr
    names = collector.ended_names()
    assert names.count("child") == 300
    assert names.count("parent") == int(ended.stdout)
    assert senders(collector) == 11


def test_prefork_workers_that_leave_by_sys_exit_lose_nothing(collector: Collector, run_script: RunScript) -> None:
    ended = run_script(
        """
processor, tracer = start()
tracer.start_span("master").end()
assert processor.force_flush(10_000)
for _ in range(3):
    if os.fork() == 0:
        tracer.start_span("worker").end()
        sys.exit(0)
for _ in range(3): os.wait()
""",
        collector.endpoint,
    )
    assert ended.returncode == 0, ended.stderr
    assert collector.names() == ["master", "worker", "worker", "worker"]


def test_what_a_terminated_child_of_multiprocessing_traced_is_sent_or_waits_on_disk(
    home: Path, collector: Collector, run_script: RunScript
) -> None:
    ended = run_script(
        """
def work(ready):
    tracer.start_span("child").end()
    ready.set()
    signal.pause()

processor, tracer = start()
context = multiprocessing.get_context("fork")
ready = context.Event()
child = context.Process(target=work, args=(ready,))
child.start()
ready.wait()
child.terminate()
child.join()
assert child.exitcode == -15
""",
        collector.endpoint,
    )
    assert ended.returncode == 0, ended.stderr
    waiting = [path for path in (home / "spool").iterdir() if path.is_file() and path.stat().st_size]
    assert collector.names() == ["child"] or waiting


def test_a_pool_of_processes_loses_nothing(collector: Collector, run_script: RunScript) -> None:
    ended = run_script(
        """
from concurrent.futures import ProcessPoolExecutor

def work(number):
    tracer.start_span("task").end()
    return number

processor, tracer = start()
with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
    assert list(pool.map(work, range(20))) == list(range(20))
""",
        collector.endpoint,
    )
    assert ended.returncode == 0, ended.stderr
    assert collector.names() == ["task"] * 20
