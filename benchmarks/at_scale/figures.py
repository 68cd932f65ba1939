"""Hold what was measured: one figure beside its aim, all figures of one size, and the file they are kept in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One measurement. `value` is what is compared with `aim`; more than the aim is missed, unless `at_least`."""

    name: str
    unit: str
    value: float
    aim: float
    p50: float | None = None
    at_least: bool = False

    @property
    def ratio(self) -> float:
        """Value / aim; where the aim is a least value, aim / value. At most 1 is kept."""
        return self.aim / max(self.value, 1e-9) if self.at_least else self.value / self.aim


@dataclass(frozen=True)
class Run:
    """Everything measured with so many spans loaded. `load_average` is the machine's, before and after."""

    spans: int
    content: bool
    when: str
    cores: int
    load_average: tuple[float, float]
    notes: tuple[str, ...]
    figures: tuple[Figure, ...]


def read_runs(path: Path) -> list[Run]:
    """Return the runs of a file; none where there is no file."""
    if not path.exists():
        return []
    return [
        Run(
            **{
                **run,
                "load_average": tuple(run["load_average"]),
                "notes": tuple(run["notes"]),
                "figures": tuple(Figure(**figure) for figure in run["figures"]),
            }
        )
        for run in json.loads(path.read_text())
    ]


def keep(path: Path, run: Run) -> None:
    """Put a run into the file, in the place of an earlier one of the same size and kind."""
    others = [one for one in read_runs(path) if (one.spans, one.content) != (run.spans, run.content)]
    runs = sorted([*others, run], key=lambda one: (not one.content, one.spans))
    path.write_text(json.dumps([asdict(one) for one in runs], indent=1) + "\n")


def as_text(run: Run) -> str:
    """Return the table that is printed."""
    kind = "with" if run.content else "without"
    before, after = run.load_average
    lines = [
        f"{run.spans:,} spans {kind} content, {run.cores} cores, load average {before:.1f} before, {after:.1f} after",
        f"{'question':44}{'p50':>10}{'p95':>10}{'aim':>8} {'unit':12}{'of the aim':>10}",
    ]
    for figure in run.figures:
        taken = f"{_p50(figure):>10}{_number(figure.value):>10}"
        lines.append(f"{figure.name:44}{taken}{figure.aim:>8g} {figure.unit:12}{figure.ratio:>10.2f}")
    return "\n".join([*lines, *(f"  {note}" for note in run.notes)])


def names_of(runs: Iterable[Run]) -> Sequence[str]:
    """Return the names of all figures, in order of first appearance."""
    return list(dict.fromkeys(figure.name for run in runs for figure in run.figures))


def _p50(figure: Figure) -> str:
    return "" if figure.p50 is None else _number(figure.p50)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
