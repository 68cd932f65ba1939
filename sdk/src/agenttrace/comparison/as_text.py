"""Write the diff of two runs for a terminal or a log, with colours where they are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agenttrace.comparison.compare import Change, FieldChange, RunDiff

_MAX_CHANGES = 50
_MAX_SHOWN = 12
_MAX_TEXT = 600
_KEPT_WORDS = 60
_COLOURS = {"gone": "31", "new": "32", "changed": "33", "title": "1"}
_MARKS = {"gone": ("[-", "-]"), "new": ("{+", "+}")}
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_US_PER_MS = 1_000
_MS_PER_S = 1_000


def diff_as_text(diff: RunDiff, *, colour: bool = False, max_changes: int = _MAX_CHANGES) -> str:
    """Return the whole comparison; control characters of what models said are left out."""
    paint = _Paint(colour)
    lines = [paint("title", f"{diff.before.id} → {diff.after.id}"), *_figures(diff)]
    first = diff.first_divergence
    if first is None:
        return "\n".join([*lines, "", "the runs are the same"])
    lines += ["", paint("title", "first divergence"), *_change(first, paint)]
    if diff.downstream:
        lines += ["", paint("title", f"downstream of it: {len(diff.downstream)}")]
        for change in diff.downstream[:max_changes]:
            lines += _change(change, paint)
        if len(diff.downstream) > max_changes:
            lines.append(f"  and {len(diff.downstream) - max_changes} more")
    return "\n".join(lines)


class _Paint:
    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def __call__(self, style: str, text: str) -> str:
        text = _CONTROLS.sub("", text)
        return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if self._colour else text


def rows_of_figures(diff: RunDiff) -> list[tuple[str, str, str, str]]:
    """Return the figures of both runs: what, before, after, and by how much they differ."""
    a, b = diff.totals
    rows: list[tuple[str, str, str, str]] = []
    for name in ("nodes", "model_calls", "tool_calls", "errors", "input_tokens", "output_tokens"):
        values = getattr(a, name), getattr(b, name)
        rows.append((name.replace("_", " "), f"{values[0]:,}", f"{values[1]:,}", _signed(values[1] - values[0])))
    rows.append(("cost", _usd(a.cost_usd), _usd(b.cost_usd), _cost_change(a.cost_usd, b.cost_usd)))
    more = b.duration_us - a.duration_us
    rows.append(("duration", _time(a.duration_us), _time(b.duration_us), ("+" if more > 0 else "") + _time(more)))
    return rows


def _figures(diff: RunDiff) -> Iterator[str]:
    for name, before, after, change in rows_of_figures(diff):
        yield f"  {name:<14}{before:>12}{after:>12}{'' if change in ('0', '') else '  ' + change}"


def _change(change: Change, paint: _Paint) -> Iterator[str]:
    place = " / ".join((*change.path, change.node.title))
    mark = {"gone": "-", "new": "+", "changed": "~"}[change.what]
    yield paint(change.what, f"  {mark} {place}{'' if change.what == 'changed' else f' ({change.what})'}")
    for each in change.fields:
        yield from _field(each, paint)


def _field(change: FieldChange, paint: _Paint) -> Iterator[str]:
    if change.words:
        yield f"      {change.field}: {_words(change, paint)}"
    shown = [d for d in change.differences if not (change.words and d.path in ("$", "$.text"))]
    for difference in shown[:_MAX_SHOWN]:
        yield paint("changed", f"      {change.field} {difference}")
    if len(shown) > _MAX_SHOWN:
        yield f"      {change.field}: and {len(shown) - _MAX_SHOWN} more places"


def _words(change: FieldChange, paint: _Paint) -> str:
    text = []
    for what, words in change.words:
        line = words.replace("\n", "⏎")
        if what == "same":
            text.append(_CONTROLS.sub("", line if len(line) <= 2 * _KEPT_WORDS else _around(line)))
        else:
            before, after = _MARKS[what]
            text.append(paint(what, f"{before}{line[:_MAX_TEXT]}{'…' if len(line) > _MAX_TEXT else ''}{after}"))
    return "".join(text)


def _around(line: str) -> str:
    return f"{line[:_KEPT_WORDS]} … {line[-_KEPT_WORDS:]}"


def _signed(number: int) -> str:
    return f"{number:+,}" if number else "0"


def _usd(amount: float | None) -> str:
    return "?" if amount is None else f"${amount:.6f}"


def _cost_change(before: float | None, after: float | None) -> str:
    return "" if before is None or after is None or before == after else f"{after - before:+.6f}"


def _time(us: int) -> str:
    ms = us / _US_PER_MS
    return f"{ms:.1f} ms" if abs(ms) < _MS_PER_S else f"{ms / _MS_PER_S:.2f} s"
