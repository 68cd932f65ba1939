"""Print: data on stdout, talk on stderr, JSON where it was asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

MIN_PIPE_WIDTH = 160
"""A pipe has no width of its own; rows must not be folded at 80."""


def stdout() -> Console:
    """Return a console for data. Colours only on a terminal, and never with NO_COLOR."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = max(console.width, MIN_PIPE_WIDTH)
    return console


def stderr() -> Console:
    """Return a console for talk."""
    return Console(stderr=True, highlight=False)


def say(text: str) -> None:
    """Talk: hints, progress, what was done."""
    stderr().print(Text(text), soft_wrap=True)


def print_json(value: Any) -> None:
    """Print a value for another program."""
    print(json.dumps(value, indent=2, ensure_ascii=False))  # noqa: T201 (this is the output)


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, right: Sequence[str] = ()) -> None:
    """Print rows under their names; the columns in `right` are figures."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in columns:
        table.add_column(name, justify="right" if name in right else "left", no_wrap=True, overflow="ellipsis")
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text(str(cell)) for cell in row))
    stdout().print(table)


def print_facts(facts: Sequence[tuple[str, str | Text]]) -> None:
    """Print names and values, one pair a line."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in facts:
        table.add_row(name, value if isinstance(value, Text) else Text(value))
    stdout().print(table)
