"""Judge one run: equal, missing exactly what the emitter is known not to report, a known fault of ours, or WRONG."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tests.frameworks.figures import Figures
from tests.frameworks.pairs import Known


@dataclass(frozen=True)
class Verdict:
    """`gaps` are the emitter's, `faults` ours; both are known, with their reasons. One line in `wrong` fails it all."""

    gaps: tuple[str, ...]
    faults: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def word(self) -> str:
        if self.wrong:
            return "WRONG"
        if self.faults:
            return "known fault"
        return "missing" if self.gaps else "equal"


def judge(served: Figures, counted: Figures, known: Mapping[str, Known]) -> Verdict:
    """Compare every figure. A known gap has to be there exactly as told: one that has closed is wrong."""
    truth, told = asdict(served), asdict(counted)
    wrong = [f"{figure}: no such figure, though a gap is known in it" for figure in known if figure not in truth]
    reasons: dict[tuple[bool, str], list[str]] = {}
    for figure, true in truth.items():
        gap = known.get(figure)
        expected = true if gap is None else _with(true, gap.counted)
        difference = f"{figure} {_text(true)} -> {_text(told[figure])}"
        if told[figure] != expected:
            wrong.append(
                difference if gap is None else f"{difference}, where {_text(expected)} is known: {gap.because}"
            )
        elif gap is not None and expected == true:
            wrong.append(f"{figure}: known as a gap, and yet equal: {gap.because}")
        elif gap is not None:
            reasons.setdefault((gap.is_ours, gap.because), []).append(difference)
    lines = {ours: _lines(reasons, is_ours=ours) for ours in (False, True)}
    return Verdict(lines[False], lines[True], tuple(wrong))


def _lines(reasons: Mapping[tuple[bool, str], list[str]], *, is_ours: bool) -> tuple[str, ...]:
    return tuple(f"{'; '.join(what)} ({why})" for (ours, why), what in reasons.items() if ours is is_ours)


def _with(true: Any, gap: Any) -> Any:
    """Return what should be counted: a gap in tools names only the tools it changes, and 0 means not seen."""
    if isinstance(true, dict):
        return {name: times for name, times in {**true, **gap}.items() if times}
    return gap


def _text(figure: Any) -> str:
    if isinstance(figure, dict):
        return ", ".join(f"{name} x{times}" for name, times in sorted(figure.items())) or "none"
    if isinstance(figure, tuple):
        return ", ".join(figure) or "none"
    return str(figure)
