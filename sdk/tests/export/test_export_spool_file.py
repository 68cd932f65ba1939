"""The bytes of a spooled batch: what was written is read, and anything else is refused with a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenttrace.export.batch import GZIP, IDENTITY, Batch
from agenttrace.export.spool import CorruptSpoolFile, from_bytes, to_bytes

numbers = st.integers(min_value=0, max_value=2**63)
batches = st.builds(
    Batch,
    sender=st.text("0123456789abcdef", min_size=16, max_size=16),
    number=numbers,
    project=st.text(max_size=40),
    endpoint=st.text(max_size=40),
    spans=numbers,
    created_ns=numbers,
    encoding=st.sampled_from([GZIP, IDENTITY]),
    body=st.binary(max_size=300),
)


@given(batches)
def test_what_was_written_is_read(batch: Batch) -> None:
    assert from_bytes(to_bytes(batch)) == batch


@given(batches, st.data())
def test_a_file_cut_at_any_byte_is_refused(batch: Batch, data: st.DataObject) -> None:
    raw = to_bytes(batch)
    cut = data.draw(st.integers(min_value=0, max_value=len(raw) - 1))
    with pytest.raises(CorruptSpoolFile):
        from_bytes(raw[:cut])


@given(batches, st.data())
def test_a_file_with_any_bit_turned_is_refused(batch: Batch, data: st.DataObject) -> None:
    raw = bytearray(to_bytes(batch))
    raw[data.draw(st.integers(min_value=0, max_value=len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(CorruptSpoolFile):
        from_bytes(bytes(raw))


@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_read_or_refused_but_never_crash(raw: bytes, starts_right: bool) -> None:
    with pytest.raises(CorruptSpoolFile):
        from_bytes(b"ATSPOOL1" + raw if starts_right else raw)


@given(batches, st.binary(min_size=1, max_size=9))
def test_a_file_with_more_behind_it_is_refused(batch: Batch, more: bytes) -> None:
    with pytest.raises(CorruptSpoolFile, match="the frame says"):
        from_bytes(to_bytes(batch) + more)
