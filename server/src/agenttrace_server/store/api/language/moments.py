"""Read moments as people write them: back from now, a day's name, a date, or RFC 3339."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

NS_PER_S = 1_000_000_000
LATEST_NS = 2**63 - 1
"""What a signed 64-bit integer of nanoseconds can hold: the year 2262."""
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_BACK = re.compile(r"(\d{1,9})([smhdw])", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2})?)(?:\.(\d{1,9})\d*)?([Zz]|[+\- ]\d{2}:?\d{2})?", re.ASCII
)


def read_length(text: str) -> int | None:
    """Return nanoseconds for `30s`, `5m`, `1h`, `7d` or `2w`; None for anything else."""
    found = _BACK.fullmatch(text.strip().lower())
    return None if found is None else int(found[1]) * _SECONDS[found[2]] * NS_PER_S


def read_moment(text: str, now_ns: int) -> int | None:
    """Return nanoseconds since the epoch for `24h` (back from now), `today`, a date, or RFC 3339; UTC without a zone.

    None where the text is nothing of that, or before 1970 or after 2262.
    """
    words = text.strip().lower()
    back = _BACK.fullmatch(words)
    if back is not None:
        return max(0, now_ns - int(back[1]) * _SECONDS[back[2]] * NS_PER_S)
    today = datetime.fromtimestamp(now_ns // NS_PER_S, timezone.utc).date()
    named = {"today": today, "yesterday": today - timedelta(days=1)}
    if words == "now":
        return now_ns
    if words in named:
        return _midnight(named[words])
    try:
        found = _calendar_moment(text.strip())
    except (ValueError, OverflowError):
        return None
    return found if found is not None and 0 <= found <= LATEST_NS else None


def write_moment(moment_ns: int) -> str:
    """Return a moment in RFC 3339, in UTC, with as many digits as it needs."""
    at = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=moment_ns // NS_PER_S)
    fraction = f"{moment_ns % NS_PER_S:09d}".rstrip("0")
    return at.strftime("%Y-%m-%dT%H:%M:%S") + (f".{fraction}" if fraction else "") + "Z"


def _midnight(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=timezone.utc).timestamp()) * NS_PER_S


def _calendar_moment(text: str) -> int | None:
    if len(text) == len("2026-11-20"):
        return _midnight(date.fromisoformat(text))
    parts = _MOMENT.fullmatch(text)
    if parts is None:
        return None
    day, clock, fraction, zone = parts.groups()
    # a plus sign that was not percent-encoded arrives as a space
    offset = "+00:00" if zone is None or zone in "Zz" else zone.replace(" ", "+")
    at = datetime.fromisoformat(f"{day}T{clock}{offset}")
    return int(at.timestamp()) * NS_PER_S + int((fraction or "0").ljust(9, "0"))
