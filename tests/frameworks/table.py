"""Lay the outcomes out as a table that a terminal and a Markdown page can show."""

from __future__ import annotations

from collections.abc import Sequence

from tests.frameworks.one_run import Outcome

HEAD = (
    "framework",
    "emitter",
    "versions",
    "calls",
    "input",
    "output",
    "cached r/w",
    "reasoning",
    "agents",
    "tools",
    "handoffs",
    "unpriced",
    "verdict",
)


def rows(outcomes: Sequence[Outcome]) -> list[str]:
    """Return the lines; a cell with two figures is served/counted."""
    return as_table([HEAD, *(_cells(outcome) for outcome in outcomes)])


def as_table(cells: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a table whose first row is its head."""
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in cells
    ]
    return [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]


def reasons(outcomes: Sequence[Outcome]) -> list[str]:
    """Return one line for each figure that is not equal."""
    return [
        f"{word:11} {outcome.pair.name}: {line}"
        for outcome in outcomes
        for word, lines in (
            ("WRONG", outcome.verdict.wrong),
            ("known fault", outcome.verdict.faults),
            ("missing", outcome.verdict.gaps),
        )
        for line in lines
    ]


def _cells(outcome: Outcome) -> tuple[str, ...]:
    served, counted = outcome.served, outcome.counted
    return (
        outcome.pair.framework,
        outcome.pair.name_of_run,
        outcome.pair.versions(),
        f"{served.calls}/{counted.calls}",
        f"{served.input}/{counted.input}",
        f"{served.output}/{counted.output}",
        f"{served.cache_read}+{served.cache_write}/{counted.cache_read}+{counted.cache_write}",
        f"{served.reasoning}/{counted.reasoning}",
        f"{len(served.agents)}/{len(counted.agents)}",
        f"{sum(served.tools.values())}/{sum(counted.tools.values())}",
        f"{len(served.handoffs)}/{len(counted.handoffs)}",
        str(counted.unpriced),
        outcome.verdict.word,
    )
