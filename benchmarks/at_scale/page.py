"""Write the page of figures, and the plot of how they grow, from the runs that were kept."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from at_scale.figures import Figure, Run, names_of

HEAD = """# Figures: how the embedded store grows

What `python benchmarks/scale.py` measured: a folder is filled with seven days of agent runs (20 spans a trace, 1.5 KB
of attributes a span where there is content), a real server is started on it, and everything is asked over REST on the
same machine. Times are p95, with p50 in brackets. Behind the slash stands the share of the aim: at most 1 is kept, and
what is missed is **bold**.

Measured {when} on {cores} cores. A load average above 1 before a run says that the machine was **shared with other
work**, which took its part of every figure: then they say little of an idle machine, and are no promise.
"""
TAIL = """
## Do it again

```bash
python benchmarks/scale.py --sizes 100000,1000000 --json figures.json
python benchmarks/scale.py --render figures.json
```

The first prints a table for each size and takes minutes a million spans; the second writes this page and the plot.
"""
WIDTH, HEIGHT, LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT = 920, 480, 60, 40, 480, 380
COLOURS = ("#1f6feb", "#d1242f", "#1a7f37", "#9a6700", "#8250df", "#bf3989", "#0598bc", "#57606a", "#e16f24", "#3fb950")
DASHES = ("", "6 3", "2 3")
Point = tuple[float, float]


def write_page(folder: Path, runs: Sequence[Run]) -> None:
    """Write figures.md and growth.svg. Raises: ValueError: there is no run."""
    if not runs:
        raise ValueError("there are no figures to write a page of")
    when = " and ".join(sorted({run.when for run in runs}))
    parts = [HEAD.format(cores=max(run.cores for run in runs), when=when)]
    for content in (True, False):
        of_kind = [run for run in runs if run.content is content]
        if of_kind:
            parts.append(f"\n## {'With' if content else 'Without'} content\n\n{_table(of_kind)}\n{_notes(of_kind)}")
    with_content = [run for run in runs if run.content] or list(runs)
    if len(with_content) > 1:
        (folder / "growth.svg").write_text(_plot(with_content))
        parts.append(
            "\n## Growth\n\n![The share of its aim that each figure takes, by the number of spans](growth.svg)\n"
        )
    (folder / "figures.md").write_text("".join([*parts, TAIL]))


def _table(runs: Sequence[Run]) -> str:
    lines = [f"| figure | aim | {' | '.join(f'{run.spans:,} spans' for run in runs)} |", "|---" * (len(runs) + 2) + "|"]
    for name in names_of(runs):
        found = [_named(run, name) for run in runs]
        known = next(figure for figure in found if figure is not None)
        bound = "≥" if known.at_least else "≤"
        cells = " | ".join("-" if figure is None else _cell(figure) for figure in found)
        lines.append(f"| {name} | {bound} {known.aim:g} {known.unit} | {cells} |")
    return "\n".join(lines) + "\n"


def _cell(figure: Figure) -> str:
    middle = "" if figure.p50 is None else f" ({_number(figure.p50)})"
    ratio = f"{figure.ratio:.2f}"
    return f"{_number(figure.value)}{middle} / {ratio if figure.ratio <= 1 else f'**{ratio}**'}"


def _notes(runs: Sequence[Run]) -> str:
    lines = []
    for run in runs:
        before, after = run.load_average
        lines.append(
            f"- {run.spans:,} spans: load average {before:.1f} before, {after:.1f} after; " + "; ".join(run.notes)
        )
    return "\n" + "\n".join(lines) + "\n"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2g}"


def _named(run: Run, name: str) -> Figure | None:
    return next((figure for figure in run.figures if figure.name == name), None)


def _plot(runs: Sequence[Run]) -> str:
    """Return lines of shares of the aim over spans, both logarithmic, with the aim as a line across."""
    series = {
        name: [(float(run.spans), max(figure.ratio, 1e-3)) for run in runs if (figure := _named(run, name))]
        for name in names_of(runs)
    }
    x_low, x_high = math.log10(runs[0].spans), math.log10(runs[-1].spans)
    shares = [share for points in series.values() for _, share in points]
    y_low = math.floor(math.log10(min(shares)))
    y_high = max(1, math.ceil(math.log10(max(shares))))

    def place(point: Point) -> Point:
        along = (math.log10(point[0]) - x_low) / (x_high - x_low)
        up = (math.log10(point[1]) - y_low) / (y_high - y_low)
        return LEFT + along * PLOT_WIDTH, TOP + PLOT_HEIGHT * (1 - up)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">',
        "<style>text { font-size: 12px }</style>",
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="20" fill="#1f2328">share of the aim (at most 1 is kept), by spans</text>',
    ]
    for power in range(y_low, y_high + 1):
        _, y = place((runs[0].spans, 10.0**power))
        line = '#1f2328" stroke-width="1.5' if power == 0 else "#d0d7de"
        parts.append(f'<line x1="{LEFT}" x2="{LEFT + PLOT_WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="{line}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#57606a">{10.0**power:g}</text>')
    for run in runs:
        x, bottom = place((run.spans, 10.0**y_low))
        parts.append(
            f'<text x="{x:.1f}" y="{bottom + 20:.1f}" text-anchor="middle" fill="#57606a">{run.spans:,}</text>'
        )
    for number, (name, points) in enumerate(series.items()):
        parts += _line(number, name, [place(point) for point in points])
    return "\n".join([*parts, "</svg>\n"])


def _line(number: int, name: str, points: Sequence[Point]) -> list[str]:
    colour, dash = COLOURS[number % len(COLOURS)], DASHES[number // len(COLOURS) % len(DASHES)]
    stroke = f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"'
    y, x = TOP + 8 + number * 22, LEFT + PLOT_WIDTH + 30
    along = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
    return [
        f'<polyline points="{along}" fill="none" {stroke}/>',
        *(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3" fill="{colour}"/>' for px, py in points),
        f'<line x1="{x}" x2="{x + 26}" y1="{y}" y2="{y}" {stroke}/>',
        f'<text x="{x + 34}" y="{y + 4}" fill="#1f2328">{name}</text>',
    ]
