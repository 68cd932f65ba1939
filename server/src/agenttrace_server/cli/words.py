"""Turn figures into the words that every screen uses: durations, tokens, money, states."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rich.text import Text

from agenttrace.client.system_shapes import Health

STATE_STYLE = {"ok": "green", "error": "bold red", "timeout": "bold red", "running": "cyan", "cancelled": "dim"}
STATE_GLYPH = {"ok": "✓", "error": "✗", "timeout": "✗", "running": "◐", "cancelled": "○"}

_US_PER_MS = 1_000
_US_PER_S = 1_000_000
_S_PER_MIN = 60
_MIN_PER_H = 60
_STEP = 1_000
_FEW = 10
"""From here on a figure is shown without its tenths."""


def duration(us: int | None) -> str:
    """Return 850 µs, 12.3 ms, 4.56 s, 3m 07s or 2h 05m; a dash where there is none."""
    if us is None:
        return "—"
    if us < _US_PER_MS:
        return f"{us} µs"
    if us < _US_PER_S:
        return f"{us / _US_PER_MS:.1f} ms"
    seconds = us / _US_PER_S
    if seconds < _S_PER_MIN:
        return f"{seconds:.2f} s"
    minutes, rest = divmod(int(seconds), _S_PER_MIN)
    if minutes < _MIN_PER_H:
        return f"{minutes}m {rest:02d}s"
    return f"{minutes // _MIN_PER_H}h {minutes % _MIN_PER_H:02d}m"


def content_words(stored: int, unshared: int) -> str:
    """Return what message bodies take, and what they would have taken if each were stored wherever it is said."""
    if unshared == 0:
        return "—"
    return f"{stored:,} bytes stored, would have been {unshared:,}"


def waiting_words(health: Health) -> str:
    """Return how far the pipeline is behind what was acknowledged, and how many were told to come again later."""
    refused = health["refused_requests"]
    told = "" if not refused else f"; {refused:,} requests refused with 429 or 503"
    if not health["journal_lag_bytes"]:
        return f"nothing waits{told}"
    about = f"about {health['journal_lag_spans']:,} spans wait ({health['journal_lag_bytes']:,} bytes)"
    return f"{about}, the oldest for {health['journal_lag_s']:.1f} s{told}"


def count(number: int | None) -> str:
    """Return a whole number with its thousands apart; a dash where there is none."""
    return "—" if number is None else f"{number:,}"


def usd(amount: float | None) -> str:
    """Return dollars with cents above one dollar, four digits below a cent's reach; "?" where nobody knows."""
    if amount is None:
        return "?"
    if amount == 0:
        return "$0"
    if amount >= 1:
        return f"${amount:,.2f}"
    return f"${amount:.4f}" if amount >= 0.0001 else f"${amount:.2g}"


def total_cost(item: Mapping[str, Any]) -> str:
    """Return the cost of a sum; a question mark is added for calls whose price nobody knows."""
    unknown = item["unknown_cost_calls"]
    known = usd(item["total_cost_usd"])
    if not unknown:
        return known
    return f"{known} + {unknown}?" if item["total_cost_usd"] else "?"


def span_cost(span: Mapping[str, Any]) -> str:
    """Return one span's cost, "?" where its price is unknown, nothing where there is nothing to price."""
    if span["cost_match"] is None:
        return ""
    return usd(span["total_cost_usd"])


def state(word: str) -> Text:
    """Return a status with its glyph and colour; the word is always there."""
    return Text(f"{STATE_GLYPH.get(word, '·')} {word}", style=STATE_STYLE.get(word, ""))


def clock(timestamp: str | None) -> str:
    """Return an RFC 3339 time in the local zone, to the second."""
    if timestamp is None:
        return "—"
    return datetime.fromisoformat(timestamp.replace("Z", "+00:00")).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def shortened(text: str | None, length: int = 60) -> str:
    """Return one line of a text, cut with an ellipsis."""
    line = " ".join((text or "").split())
    return line if len(line) <= length else line[: length - 1] + "…"


def size(number: int) -> str:
    """Return bytes as 812 B, 4.2 KB, 37 MB or 1.6 GB, in steps of 1,000."""
    amount = float(number)
    for unit in ("B", "KB", "MB"):
        if amount < _STEP:
            return f"{amount:.0f} {unit}" if unit == "B" or amount >= _FEW else f"{amount:.1f} {unit}"
        amount /= _STEP
    return f"{amount:.1f} GB"
