"""The local journal gives back what it acknowledged, in order, inside its bounds."""

from __future__ import annotations

import asyncio
import errno
import os
import threading
from pathlib import Path

import pytest

from agenttrace_server.config import Settings
from agenttrace_server.errors import BadSetting, CorruptData, Overloaded
from agenttrace_server.journal.local import Limits
from agenttrace_server.journal.local.disk import Disk
from agenttrace_server.journal.protocol import Signal
from agenttrace_server.journal.registry import open_journal

from .making import (
    LIMITS,
    FailingDisk,
    SmallDisk,
    answers,
    append,
    append_each,
    is_overloaded,
    opened,
    read_all,
    record,
)


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    sent = record(b"\x00\xff" * 99, project="prüf", signal=Signal.LOGS, sender="s-1", batch=7, content_type="a/b")
    with opened(tmp_path) as journal:
        (offset,) = append(journal, sent)

        (entry,) = journal.read(offset, 1)

    assert (entry.offset, entry.record) == (offset, sent)


def test_records_come_back_in_order_after_a_restart(tmp_path: Path) -> None:
    sent = [record(b"%d" % number) for number in range(50)]
    with opened(tmp_path) as journal:
        append_each(journal, *sent[:25])
    with opened(tmp_path) as journal:
        append_each(journal, *sent[25:])

        assert read_all(journal) == sent
        assert read_all(journal, max_bytes=1) == sent


def test_many_appenders_on_many_loops_get_their_own_offsets(tmp_path: Path) -> None:
    offsets: dict[bytes, int] = {}

    def appender(name: int) -> None:
        sent = [record(b"%d-%d" % (name, number)) for number in range(40)]
        offsets.update(zip((each.body for each in sent), append(journal, *sent), strict=True))

    with opened(tmp_path) as journal:
        threads = [threading.Thread(target=appender, args=(name,)) for name in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(set(offsets.values())) == 320
        assert all(journal.read(offset, 1)[0].record.body == body for body, offset in offsets.items())


def test_appends_that_wait_together_share_one_sync(tmp_path: Path) -> None:
    class CountingDisk(Disk):
        syncs = 0

        def sync(self, file: int) -> None:
            self.syncs += 1
            super().sync(file)

    disk = CountingDisk()
    with opened(tmp_path, disk=disk) as journal:
        append(journal, *(record(b"%d" % number) for number in range(500)))

    assert disk.syncs < 250


def test_segments_roll_and_reading_crosses_them(tmp_path: Path) -> None:
    sent = [record(b"x" * 100) for _ in range(20)]
    with opened(tmp_path, Limits(1_000_000, 500, 3600)) as journal:
        append_each(journal, *sent)

        assert journal.stats().segments > 3
        assert read_all(journal) == sent


def test_a_reader_that_waits_is_woken_by_an_append(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        woken: list[bool] = []
        reader = threading.Thread(target=lambda: woken.append(journal.wait(0, 30)))
        reader.start()
        append(journal, record())
        reader.join(30)

        assert woken == [True]
        assert not journal.wait(journal.stats().end_offset, 0)


def test_the_bound_refuses_and_nothing_of_the_record_is_kept(tmp_path: Path) -> None:
    with opened(tmp_path, Limits(1_000, 250, 3600)) as journal:
        kept = append_each(journal, record(b"x" * 300), record(b"x" * 300))

        given = answers(journal, record(b"y" * 900), record(b"small"))

        assert is_overloaded(given[0])
        assert given[1] not in kept
        assert [each.body for each in read_all(journal)] == [b"x" * 300, b"x" * 300, b"small"]


def test_what_is_applied_goes_when_room_is_needed(tmp_path: Path) -> None:
    with opened(tmp_path, Limits(1_000, 250, 3600)) as journal:
        append_each(journal, record(b"x" * 300), record(b"x" * 300))
        journal.commit(journal.stats().end_offset)

        offset = append(journal, record(b"z" * 700))[0]

        assert offset > 600
        assert [each.body for each in read_all(journal, offset)] == [b"z" * 700]
        assert journal.stats().size_bytes <= 1_000


def test_applied_segments_go_when_their_time_is_over_and_offsets_go_on(tmp_path: Path) -> None:
    now_s = [10**10]
    limits = Limits(1_000_000, 300, retain_s=60)
    with opened(tmp_path, limits, clock=lambda: now_s[0]) as journal:
        offsets = append_each(journal, *(record(b"x" * 300) for _ in range(5)))
        journal.commit(offsets[3])
        assert journal.stats().segments == 5

        now_s[0] += 61
        journal.commit(offsets[3])

        assert journal.stats().segments == 2
        assert journal.read(0, 1)[0].offset == offsets[3]
    with opened(tmp_path, limits, clock=lambda: now_s[0]) as journal:
        assert append(journal, record())[0] > offsets[-1]


def test_statistics_tell_what_waits(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        first, second = append_each(journal, record(received_ns=5), record(received_ns=9))
        journal.commit(second)

        stats = journal.stats()
        assert stats.committed_offset == second
        assert first < second < stats.end_offset


def test_a_journal_tells_when_the_record_at_an_offset_came(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        first, second = append_each(journal, record(received_ns=5), record(received_ns=9))

        assert (journal.received_ns(first), journal.received_ns(second)) == (5, 9)
        assert journal.received_ns(journal.stats().end_offset) is None


def test_the_committed_offset_is_remembered(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        _, second = append_each(journal, record(), record())
        journal.commit(second)
    with opened(tmp_path) as journal:
        assert journal.stats().committed_offset == second


@pytest.mark.parametrize("content", [b"", b"garbage", b"1 2 00000000\n", b"\xff\xff"])
def test_a_broken_bookmark_only_means_that_pruning_comes_later(tmp_path: Path, content: bytes) -> None:
    with opened(tmp_path) as journal:
        append_each(journal, record(b"a"), record(b"b"))
        journal.commit(journal.stats().end_offset)
    (tmp_path / "bookmark").write_bytes(content)

    with opened(tmp_path) as journal:
        assert journal.stats().committed_offset == 0
        assert len(read_all(journal)) == 2


def test_offsets_go_on_where_the_segments_were_deleted(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        append(journal, record())
        end = journal.stats().end_offset
    for path in tmp_path.glob("*.log"):
        path.unlink()

    with opened(tmp_path) as journal:
        assert append(journal, record()) == [end]


def test_committing_what_was_never_written_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as journal, pytest.raises(CorruptData, match="belongs to another store"):
        journal.commit(1)


def test_a_second_server_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    journal = open_journal(settings)
    try:
        with pytest.raises(BadSetting, match=f"in use by process {os.getpid()}"):
            open_journal(settings)
    finally:
        journal.close()
    open_journal(settings).close()


def test_appends_after_close_are_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        journal.close()

        with pytest.raises(Overloaded, match="closed"):
            asyncio.run(journal.append(record()))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_failed_write_keeps_nothing_and_the_journal_goes_on(tmp_path: Path, number: int) -> None:
    disk = FailingDisk()
    with opened(tmp_path, disk=disk) as journal:
        append(journal, record(b"before"))
        disk.failing_writes.append(number)

        given = answers(journal, record(b"lost"))

        assert is_overloaded(given[0])
        append(journal, record(b"after"))
        assert [each.body for each in read_all(journal)] == [b"before", b"after"]
    with opened(tmp_path) as journal:
        assert [each.body for each in read_all(journal)] == [b"before", b"after"]


@pytest.mark.parametrize("bodies", [[], [b"before"]])
def test_after_a_failed_sync_the_file_is_left_and_a_new_one_begun(tmp_path: Path, bodies: list[bytes]) -> None:
    disk = FailingDisk()
    with opened(tmp_path, disk=disk) as journal:
        append_each(journal, *(record(body) for body in bodies))
        disk.failing_syncs.append(errno.EIO)

        assert is_overloaded(answers(journal, record(b"lost"))[0])

        append(journal, record(b"after"))
        assert journal.stats().segments == 1 + len(bodies)
        assert [each.body for each in read_all(journal)] == [*bodies, b"after"]
    with opened(tmp_path) as journal:
        assert [each.body for each in read_all(journal)] == [*bodies, b"after"]


def test_a_full_disk_refuses_until_what_waits_is_applied(tmp_path: Path) -> None:
    with opened(tmp_path, Limits(1_000_000, 500, 3600), disk=SmallDisk(tmp_path, 2_000)) as journal:
        taken = append_each(journal, *(record(b"x" * 400) for _ in range(4)))
        assert is_overloaded(answers(journal, record(b"y" * 400))[0])

        journal.commit(taken[2])

        append(journal, record(b"z" * 400))
        assert [each.body[:1] for each in read_all(journal, taken[2])] == [b"x", b"x", b"z"]


def test_one_group_larger_than_the_disk_does_not_stop_smaller_ones(tmp_path: Path) -> None:
    with opened(tmp_path, LIMITS, disk=SmallDisk(tmp_path, 2_000)) as journal:
        assert is_overloaded(answers(journal, record(b"y" * 4_000))[0])

        assert append(journal, record(b"z"))


def test_a_bug_while_writing_refuses_the_group_and_the_journal_goes_on(tmp_path: Path) -> None:
    class BuggyDisk(Disk):
        has_bug = False

        def sync(self, file: int) -> None:
            if self.has_bug:
                raise ZeroDivisionError
            super().sync(file)

    disk = BuggyDisk()
    with opened(tmp_path, disk=disk) as journal:
        append(journal, record(b"before"))
        disk.has_bug = True
        assert is_overloaded(answers(journal, record(b"lost"))[0])
        disk.has_bug = False

        append(journal, record(b"after"))

        assert [each.body for each in read_all(journal)] == [b"before", b"after"]
