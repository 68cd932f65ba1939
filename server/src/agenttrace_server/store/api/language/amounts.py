"""Read and write the amounts of the filter language: numbers with k and M, dollars, durations with their unit."""

from __future__ import annotations

import re
from decimal import Decimal

from agenttrace_server.store.api.language.fields import Kind
from agenttrace_server.store.api.language.moments import read_moment, write_moment

_LARGEST = 2**63 - 1
_NUMBER = re.compile(r"(\d+(?:\.\d*)?|\.\d+)([kKmMbB]?)", re.ASCII)
_TIMES = {"": 1, "k": 10**3, "m": 10**6, "b": 10**9}
_MONEY = re.compile(r"\$?(\d+(?:\.\d*)?|\.\d+)\$?", re.ASCII)
_DURATION = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|min|h|d)", re.ASCII | re.IGNORECASE)
_NS = {
    "ns": 1,
    "us": 10**3,
    "µs": 10**3,
    "μs": 10**3,
    "ms": 10**6,
    "s": 10**9,
    "m": 60 * 10**9,
    "min": 60 * 10**9,
    "h": 3_600 * 10**9,
    "d": 86_400 * 10**9,
}
_WRITTEN_UNITS = ("d", "h", "m", "s", "ms", "us", "ns")
_NANO = 10**9
_REAL = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
REAL_SQL = r"-?\d+(\.\d+)?([eE][+-]?\d+)?"
"""The form of an attribute's text that is compared as a number, for a database's regular expressions."""
EXPECTED = {
    Kind.NUMBER: ("a number such as 500, 2k or 1.5M",),
    Kind.MONEY: ("US dollars such as 0.50 or $2",),
    Kind.DURATION: ("a duration with its unit such as 250ms, 30s, 5m or 2h",),
    Kind.MOMENT: ("a moment such as 24h, 7d, today, 2026-11-20 or 2026-11-20T18:00:00Z",),
}


def read_amount(kind: Kind, text: str, now_ns: int) -> int | None:
    """Return the whole units that a kind is counted in: 1, nano-dollars, nanoseconds. None: the text is no amount."""
    if kind is Kind.MOMENT:
        return read_moment(text, now_ns)
    if kind is Kind.MONEY:
        found = _MONEY.fullmatch(text)
        amount = None if found is None else Decimal(found[1]) * _NANO
    elif kind is Kind.DURATION:
        found = _DURATION.fullmatch(text)
        amount = None if found is None else Decimal(found[1]) * _NS[found[2].lower()]
    else:
        found = _NUMBER.fullmatch(text)
        amount = None if found is None else Decimal(found[1]) * _TIMES[found[2].lower()]
    return None if amount is None or amount > _LARGEST else int(amount)


def write_amount(kind: Kind, amount: int) -> str:
    """Return the text that reads as this amount."""
    if kind is Kind.MOMENT:
        return write_moment(amount)
    if kind is Kind.MONEY:
        return f"{Decimal(amount) / _NANO:f}"
    if kind is Kind.DURATION:
        unit = next(unit for unit in _WRITTEN_UNITS if amount % _NS[unit] == 0)
        return f"{amount // _NS[unit]}{unit}" if amount else "0s"
    return str(amount)


def read_real(text: str) -> float | None:
    """Return the number that an attribute's text is, if it is one."""
    return float(text) if _REAL.fullmatch(text) else None
