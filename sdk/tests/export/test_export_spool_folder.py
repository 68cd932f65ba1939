"""The folder of unsent batches: bounds, order, claims."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agenttrace.export.batch import IDENTITY, Batch
from agenttrace.export.guard import Say
from agenttrace.export.spool import Spool, from_bytes, to_bytes
from agenttrace.export.spool.folder import KEPT_ASIDE, Claim
from agenttrace.export.stats import Counters

DAY_NS = 24 * 3600 * 1_000_000_000
NOW_NS = 1_800_000_000 * 1_000_000_000


def batch(number: int, created_ns: int = NOW_NS, size: int = 100, spans: int = 1) -> Batch:
    return Batch("ab" * 8, number, "default", "", spans, created_ns + number, IDENTITY, b"x" * size)


def anything(address: str) -> bool:
    return True


class Folder:
    """A spool and its counters, at a fixed moment."""

    def __init__(self, path: Path, max_bytes: int = 10_000) -> None:
        self.path = path
        self.counters = Counters()
        self.spool = Spool(
            path,
            max_bytes=max_bytes,
            max_age_s=7 * 24 * 3600,
            counters=self.counters,
            say=Say(),
            now_ns=lambda: NOW_NS,
        )

    def numbers(self) -> list[int]:
        return [from_bytes(path.read_bytes()).number for path in sorted(self.path.glob("*.batch"))]


@pytest.fixture
def claim_from() -> Iterator[Callable[[Folder], Claim | None]]:
    claims: list[Claim] = []

    def claim(folder: Folder) -> Claim | None:
        found = folder.spool.claim_oldest(anything)
        claims.extend([found] if found else [])
        return found

    yield claim
    for each in claims:
        each.release()


def test_the_oldest_make_room_and_are_counted(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "spool", max_bytes=4 * len(to_bytes(batch(1))))
    for number in range(1, 8):
        assert folder.spool.write(batch(number, spans=2))
    assert folder.numbers() == [4, 5, 6, 7]
    assert (folder.counters.spooled, folder.counters.dropped) == (14, 6)


def test_a_batch_larger_than_the_spool_is_dropped_and_the_others_stay(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "spool", max_bytes=1000)
    folder.spool.write(batch(1))
    assert not folder.spool.write(batch(2, size=2000, spans=9))
    assert folder.numbers() == [1]
    assert folder.counters.dropped == 9


def test_what_is_too_old_is_dropped_and_counted(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "spool")
    folder.spool.write(batch(1, created_ns=NOW_NS - 8 * DAY_NS, spans=3))
    folder.spool.write(batch(2, created_ns=NOW_NS - 6 * DAY_NS))
    assert folder.numbers() == [2]
    assert folder.counters.dropped == 3


def test_a_claimed_batch_is_claimed_by_no_other_until_it_is_released(
    tmp_path: Path, claim_from: Callable[[Folder], Claim | None]
) -> None:
    first, second = Folder(tmp_path / "spool"), Folder(tmp_path / "spool")
    first.spool.write(batch(1))
    first.spool.write(batch(2))
    held = first.spool.claim_oldest(anything)
    assert held is not None
    assert held.batch.number == 1
    other = claim_from(second)
    assert other is not None
    assert other.batch.number == 2
    assert claim_from(second) is None
    held.release()
    again = claim_from(second)
    assert again is not None
    assert again.batch.number == 1


def test_a_discarded_batch_is_gone(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "spool")
    folder.spool.write(batch(1))
    claim = folder.spool.claim_oldest(anything)
    assert claim is not None
    claim.discard()
    assert folder.numbers() == []
    assert folder.spool.claim_oldest(anything) is None
    assert not folder.spool.may_hold_work


def test_a_claim_of_a_process_that_died_is_free_again(
    tmp_path: Path, claim_from: Callable[[Folder], Claim | None]
) -> None:
    folder = Folder(tmp_path / "spool")
    folder.spool.write(batch(1))
    child = os.fork()
    if child == 0:
        folder.spool.claim_oldest(anything)
        os._exit(0)
    os.waitpid(child, 0)
    assert claim_from(folder) is not None


def test_copies_of_refused_batches_are_bounded(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "spool")
    for number in range(KEPT_ASIDE + 6):
        folder.spool.reject(batch(number), "no")
    assert len(list((tmp_path / "spool" / "rejected").iterdir())) == KEPT_ASIDE


def test_unfinished_writes_of_dead_processes_are_not_sent_and_are_removed_in_time(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "spool")
    folder.spool.write(batch(1))
    fresh, stale = tmp_path / "spool" / ".tmp-1-1", tmp_path / "spool" / ".tmp-1-2"
    for path in (fresh, stale):
        path.write_bytes(to_bytes(batch(9))[:20])
    os.utime(stale, (0, 0))
    claim = folder.spool.claim_oldest(anything)
    assert claim is not None
    assert claim.batch.number == 1
    claim.release()
    assert (fresh.exists(), stale.exists()) == (True, False)
