"""A replay that was asked for is carried out once, outlives restarts, and comes back when its worker dies."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from agenttrace_server.errors import Busy, NotFound
from agenttrace_server.replays import Asked, Ended, JobFile, Limits, State, Worker

S = 1_000_000_000
TRACE = "0a" * 16
LIMITS = Limits(silence_s=30, attempts=2, queue_max=3)
WORKER = Worker(name="w1", entrypoint="shop.main:run", live_tools=False)


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[JobFile]:
    file = JobFile(tmp_path, LIMITS)
    yield file
    file.close()


def test_jobs_are_given_out_in_the_order_they_were_asked_for(jobs: JobFile) -> None:
    first = jobs.ask("default", TRACE, Asked(from_step=2, edits={"1": {"response": "rain"}}), 0)
    second = jobs.ask("default", TRACE, Asked(), 1)

    taken = [jobs.take(WORKER, 2), jobs.take(WORKER, 3), jobs.take(WORKER, 4)]

    assert [job.id if job else None for job in taken] == [first.id, second.id, None]
    assert taken[0] is not None
    assert taken[0].asked == first.asked
    assert taken[0].state is State.RUNNING


def test_a_restart_loses_nothing(tmp_path: Path, jobs: JobFile) -> None:
    asked = jobs.ask("default", TRACE, Asked(model="other"), 0)
    taken = jobs.take(WORKER, 1)
    assert taken is not None
    jobs.close()

    again = JobFile(tmp_path, LIMITS)

    assert again.get(asked.id, 2).state is State.RUNNING
    assert again.end(asked.id, taken.lease or "", Ended(state=State.DONE, report={"faithful": True}), 3).report
    again.close()


def test_the_job_of_a_worker_that_dies_is_tried_again_and_then_lost(jobs: JobFile) -> None:
    asked = jobs.ask("default", TRACE, Asked(), 0)
    assert jobs.take(WORKER, 0) is not None

    assert jobs.get(asked.id, 30 * S).state is State.RUNNING
    back = jobs.get(asked.id, 31 * S)
    assert (back.state, back.reason) == (State.QUEUED, "worker w1 was silent for 30 s; it is tried again")
    assert jobs.take(WORKER, 32 * S) is not None
    lost = jobs.get(asked.id, 63 * S)
    assert (lost.state, lost.reason) == (State.LOST, "worker w1 was silent for 30 s, at attempt 2")


def test_a_sign_of_life_keeps_the_job(jobs: JobFile) -> None:
    asked = jobs.ask("default", TRACE, Asked(), 0)
    taken = jobs.take(WORKER, 0)
    assert taken is not None
    jobs.beat(asked.id, taken.lease or "", 20 * S)

    assert jobs.get(asked.id, 45 * S).state is State.RUNNING


def test_who_has_lost_a_job_cannot_end_it(jobs: JobFile) -> None:
    asked = jobs.ask("default", TRACE, Asked(), 0)
    late = jobs.take(WORKER, 0)
    assert late is not None
    jobs.take(Worker(name="w2", entrypoint="a:b", live_tools=False), 40 * S)

    with pytest.raises(Busy, match="not this worker's any more"):
        jobs.end(asked.id, late.lease or "", Ended(state=State.DONE), 41 * S)
    with pytest.raises(Busy):
        jobs.beat(asked.id, late.lease or "", 41 * S)
    assert jobs.get(asked.id, 42 * S).worker == "w2"


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_by_its_worker(jobs: JobFile) -> None:
    waiting, running = (jobs.ask("default", TRACE, Asked(), at) for at in (1, 0))
    jobs.cancel(waiting.id, 2)
    taken = jobs.take(WORKER, 3)
    assert taken is not None
    assert taken.id == running.id

    assert jobs.get(waiting.id, 4).state is State.CANCELLED
    assert jobs.cancel(running.id, 5).state is State.RUNNING
    assert jobs.beat(running.id, taken.lease or "", 6).is_cancel_asked
    jobs.end(running.id, taken.lease or "", Ended(state=State.CANCELLED), 7)
    with pytest.raises(Busy, match="over already"):
        jobs.cancel(running.id, 8)


def test_a_cancelled_job_of_a_dead_worker_is_not_tried_again(jobs: JobFile) -> None:
    asked = jobs.ask("default", TRACE, Asked(), 0)
    jobs.take(WORKER, 0)
    jobs.cancel(asked.id, 1)

    assert jobs.get(asked.id, 40 * S).state is State.CANCELLED


def test_no_more_wait_than_the_setting_allows(jobs: JobFile) -> None:
    for at in range(3):
        jobs.ask("default", TRACE, Asked(), at)

    with pytest.raises(Busy, match="3 replays wait"):
        jobs.ask("default", TRACE, Asked(), 4)


def test_a_worker_of_one_project_takes_no_other(jobs: JobFile) -> None:
    jobs.ask("default", TRACE, Asked(), 0)

    assert jobs.take(Worker(name="w", entrypoint="a:b", live_tools=False, project="other"), 1) is None


def test_workers_are_listed_while_they_are_heard_of(jobs: JobFile) -> None:
    jobs.take(WORKER, 0)

    assert [worker.name for worker in jobs.workers(10 * S)] == ["w1"]
    assert jobs.workers(31 * S) == []
    jobs.leave("w1", 32 * S)
    assert jobs.workers(0) == []


def test_a_worker_that_is_stopped_puts_its_replay_back_at_once(jobs: JobFile) -> None:
    asked = jobs.ask("default", TRACE, Asked(), 0)
    jobs.take(WORKER, 0)
    jobs.leave("w1", 1)

    back = jobs.get(asked.id, 2)
    assert (back.state, back.reason) == (State.QUEUED, "worker w1 was stopped; it is tried again")


def test_a_result_is_a_branch_of_its_parent(jobs: JobFile) -> None:
    asked = jobs.ask("default", TRACE, Asked(from_step=3), 0)
    taken = jobs.take(WORKER, 0)
    assert taken is not None
    jobs.end(asked.id, taken.lease or "", Ended(state=State.DONE, result_trace_id="0b" * 16), 1)

    assert [job.id for job in jobs.of_trace("default", "0b" * 16, 2)] == [asked.id]
    assert jobs.branches("default", TRACE, 2) == ([], [("0b" * 16, 3)])
    assert jobs.branches("default", "0b" * 16, 2) == ([(TRACE, 3)], [])


def test_what_is_deleted_is_forgotten_and_its_worker_told(jobs: JobFile) -> None:
    asked = jobs.ask("default", TRACE, Asked(), 0)
    taken = jobs.take(WORKER, 0)
    assert taken is not None
    jobs.drop("default", TRACE, 1)

    with pytest.raises(NotFound):
        jobs.beat(asked.id, taken.lease or "", 2)


def test_two_workers_never_get_the_same_job(jobs: JobFile) -> None:
    for at in range(3):
        jobs.ask("default", TRACE, Asked(), at)
    got: list[str] = []

    def take(name: str) -> None:
        while job := jobs.take(Worker(name=name, entrypoint="a:b", live_tools=False), 10):
            got.append(job.id)

    threads = [threading.Thread(target=take, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(got) == len(set(got)) == 3


def test_workers_that_fell_silent_long_ago_are_not_kept(jobs: JobFile) -> None:
    for second in range(3):
        jobs.take(replace(WORKER, name=f"w{second}"), second * 20 * S)

    assert [worker.name for worker in jobs.workers(0)] == ["w1", "w2"]
