"""Print: data on stdout, talk on stderr, JSON where it was asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from agenttrace.client import Mistake

MIN_PIPE_WIDTH = 160
"""A pipe has no width of its own; rows must not be folded at 80."""
_SHOWN, _SHOWN_BEFORE = 120, 60
"""How much of a long question is shown around a mistake."""

_UNSHOWN = {
    number: None
    for number in (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    if number not in (ord("\n"), ord("\t"))
}
"""Characters with which a span's name could command the terminal, or turn the direction of what stands beside it."""


class _SafeConsole(Console):
    """Prints what agents and models said without letting it control the terminal."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=segment.text.translate(_UNSHOWN))


def stdout() -> Console:
    """Return a console for data. Colours only on a terminal, and never with NO_COLOR."""
    console = _SafeConsole(highlight=False)
    if not console.is_terminal:
        console.width = max(console.width, MIN_PIPE_WIDTH)
    return console


def stderr() -> Console:
    """Return a console for talk."""
    return _SafeConsole(stderr=True, highlight=False)


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


def print_mistake(mistake: Mistake) -> None:
    """Show a question with a line under what is wrong in it, and what could stand there, on stderr."""
    text = " ".join(mistake.text.splitlines())
    begin = max(0, mistake.position - _SHOWN_BEFORE)
    shown = text[begin : begin + _SHOWN]
    before = cell_len(text[begin : mistake.position])
    marked = max(1, cell_len(text[mistake.position : min(mistake.position + mistake.length, begin + _SHOWN)]))
    say(f"  {shown}")
    say(f"  {' ' * before}{'^' * marked}")
    if mistake.did_you_mean:
        say(f"did you mean {mistake.did_you_mean}?")
    if mistake.expected:
        say(f"expected {', '.join(mistake.expected)}")
