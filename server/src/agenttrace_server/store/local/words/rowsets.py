"""Keep a set of row numbers in few bytes. In memory a set is an integer of which bit `n` stands for row `n`."""

from __future__ import annotations

import re
import sys
import zlib
from array import array
from collections.abc import Sequence
from itertools import accumulate
from operator import sub
from typing import Final

RowSet = int
_BITS, _RUNS = b"b", b"r"
_DENSE: Final = 16
"""Where one row in so many is in the set, its bits take less than the distances between rows."""
_WORTH_SQUEEZING: Final = 64
_FIRST_BYTES: Final = 4
_ONE: Final = ord("1")
_WIDTHS: Final = (("B", 0xFF), ("H", 0xFFFF), ("I", 0xFFFF_FFFF))
_FILLED: Final = re.compile(rb"[^\0]")
_BITS_OF: Final = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))


def dump(rows: Sequence[int], total: int) -> bytes:
    """Write ascending row numbers of a file with `total` rows."""
    if len(rows) > _WORTH_SQUEEZING and len(rows) * _DENSE >= total:
        return _BITS + zlib.compress(of(rows).to_bytes(rows[-1] // 8 + 1, "little"), 1)
    gaps = list(map(sub, rows[1:], rows))
    widest = max(gaps, default=0)
    code = next(code for code, most in _WIDTHS if widest <= most)
    raw = _little(array(code, gaps)).tobytes()
    if len(raw) > _WORTH_SQUEEZING:
        raw, code = zlib.compress(raw, 1), code.lower()
    return _RUNS + code.encode() + rows[0].to_bytes(_FIRST_BYTES, "little") + raw


def load(raw: bytes) -> RowSet:
    """Read what `dump` wrote. Raises: ValueError, zlib.error: something else did."""
    if raw[:1] == _BITS:
        return int.from_bytes(zlib.decompress(raw[1:]), "little")
    code, first = raw[1:2].decode(), int.from_bytes(raw[2 : 2 + _FIRST_BYTES], "little")
    held = raw[2 + _FIRST_BYTES :]
    if code.islower():
        held, code = zlib.decompress(held), code.upper()
    gaps = array(code)
    gaps.frombytes(held)
    rows = list(accumulate(_little(gaps), initial=first))
    return of(rows)


def of(rows: Sequence[int]) -> RowSet:
    """Return the set of these rows."""
    if not rows:
        return 0
    if len(rows) == 1:
        return 1 << rows[0]
    length = max(rows) + 1
    if len(rows) * _DENSE < length:
        bits = bytearray((length + 7) // 8)
        for row in rows:
            bits[row >> 3] |= 1 << (row & 7)
        return int.from_bytes(bits, "little")
    digits = bytearray(b"0") * length
    for row in rows:
        digits[-1 - row] = _ONE
    return int(digits, 2)


def rows_in(rows: RowSet) -> list[int]:
    """Return the row numbers, ascending."""
    raw = rows.to_bytes((rows.bit_length() + 7) // 8, "little")
    return [8 * found.start() + bit for found in _FILLED.finditer(raw) for bit in _BITS_OF[raw[found.start()]]]


def _little(values: array[int]) -> array[int]:
    if sys.byteorder == "big":
        values.byteswap()
    return values
