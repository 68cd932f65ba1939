"""A cut at any byte loses only what was cut; a flipped byte is found, said, and loses one record."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenttrace_server.journal.local import Limits, LocalJournal
from agenttrace_server.journal.protocol import CorruptRecord, RawRecord

from .making import LIMITS, append, append_each, opened, read_all, record

bodies = st.lists(st.binary(max_size=200), min_size=1, max_size=12)


@contextmanager
def written(sent: list[RawRecord], limits: Limits = LIMITS) -> Iterator[tuple[Path, list[int]]]:
    """Yield a closed journal's folder and where each record lies, with no bookmark: as a killed server leaves it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with opened(folder, limits) as journal:
            offsets = append(journal, *sent)
            offsets.append(journal.stats().end_offset)
        (folder / "bookmark").unlink()
        yield folder, offsets


def read_past_damage(journal: LocalJournal) -> tuple[list[bytes], list[CorruptRecord]]:
    read: list[bytes] = []
    damages: list[CorruptRecord] = []
    offset = 0
    while True:
        try:
            entries = journal.read(offset, 1_000)
        except CorruptRecord as damage:
            damages.append(damage)
            offset = damage.resume_offset
            continue
        if not entries:
            return read, damages
        read += [entry.record.body for entry in entries]
        offset = entries[-1].next_offset


@settings(max_examples=60, deadline=None)
@given(bodies, st.data())
def test_cut_at_any_byte_every_record_before_the_cut_is_read_and_appends_go_on(
    sent: list[bytes], data: st.DataObject
) -> None:
    with written([record(body) for body in sent]) as (folder, offsets):
        (path,) = folder.glob("*.log")
        cut = data.draw(st.integers(0, offsets[-1]))
        path.write_bytes(path.read_bytes()[:cut])
        whole = sum(1 for end in offsets[1:] if end <= cut)

        with opened(folder) as journal:
            assert [each.body for each in read_all(journal)] == sent[:whole]
            append(journal, record(b"more"))
            assert [each.body for each in read_all(journal)] == [*sent[:whole], b"more"]


@settings(max_examples=60, deadline=None)
@given(bodies, st.data())
def test_any_flipped_byte_is_found_and_loses_one_record_at_most(sent: list[bytes], data: st.DataObject) -> None:
    with written([record(body) for body in [*sent, b"last"]]) as (folder, offsets):
        (path,) = folder.glob("*.log")
        at = data.draw(st.integers(0, offsets[-2] - 1))
        raw = bytearray(path.read_bytes())
        raw[at] ^= data.draw(st.integers(1, 255))
        path.write_bytes(raw)
        hit = sum(1 for end in offsets[1:] if end <= at)

        with opened(folder) as journal:
            read, damages = read_past_damage(journal)

        assert read == [*sent[:hit], *sent[hit + 1 :], b"last"]
        assert [(each.offset, each.resume_offset, each.field) for each in damages] == [
            (offsets[hit], offsets[hit + 1], str(path))
        ]


@settings(max_examples=30, deadline=None)
@given(bodies, st.binary(min_size=1, max_size=300))
def test_garbage_behind_the_last_record_is_cut(sent: list[bytes], garbage: bytes) -> None:
    with written([record(body) for body in sent]) as (folder, _):
        (path,) = folder.glob("*.log")
        path.write_bytes(path.read_bytes() + garbage)

        with opened(folder) as journal:
            append(journal, record(b"more"))
            assert [each.body for each in read_all(journal)] == [*sent, b"more"]


def test_a_record_that_lies_in_a_body_is_not_taken_for_one(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        append(journal, record(b"inner"))
    raw = next(tmp_path.glob("*.log")).read_bytes()
    with written([record(raw), record(b"last")]) as (folder, offsets):
        (path,) = folder.glob("*.log")
        spoiled = bytearray(path.read_bytes())
        spoiled[5] ^= 1
        path.write_bytes(spoiled)

        with opened(folder) as journal:
            read, (damage,) = read_past_damage(journal)

    assert (read, damage.resume_offset) == ([b"last"], offsets[1])


def test_damage_in_an_older_segment_is_reported_when_it_is_read(tmp_path: Path) -> None:
    with opened(tmp_path, Limits(1_000_000, 200, 3600)) as journal:
        offsets = append_each(journal, *(record(b"%d" % number * 300) for number in range(4)))
        oldest = min(tmp_path.glob("*.log"))
        oldest.write_bytes(oldest.read_bytes()[:-1])

        with pytest.raises(CorruptRecord, match="fail their checksum") as damage:
            journal.read(0, 1)

        assert (damage.value.field, damage.value.resume_offset) == (str(oldest), offsets[1])
        assert len(read_all(journal, damage.value.resume_offset)) == 3


def test_acknowledged_records_missing_from_the_end_are_reported_not_forgotten(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        _, second = append_each(journal, record(b"kept"), record(b"lost"))
        end = journal.stats().end_offset
    (path,) = tmp_path.glob("*.log")
    path.write_bytes(path.read_bytes()[: second + 5])

    with opened(tmp_path) as journal:
        assert append(journal, record(b"new")) == [end]
        read, (damage,) = read_past_damage(journal)

    assert read == [b"kept", b"new"]
    assert (damage.offset, damage.resume_offset) == (second, end)


def test_a_segment_that_was_deleted_under_the_server_is_reported(tmp_path: Path) -> None:
    with opened(tmp_path, Limits(1_000_000, 200, 3600)) as journal:
        offsets = append_each(journal, *(record(b"x" * 300) for _ in range(3)))
        sorted(tmp_path.glob("*.log"))[1].unlink()

        read, (damage,) = read_past_damage(journal)

        assert len(read) == 2
        assert (damage.offset, damage.resume_offset) == (offsets[1], offsets[2])
    with opened(tmp_path) as journal:
        assert read_past_damage(journal)[0] == read
