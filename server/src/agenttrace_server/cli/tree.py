"""Draw a trace as a tree: what ran inside what, how long, for how much, and what failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from agenttrace_server.cli.output import stdout
from agenttrace_server.cli.words import STATE_GLYPH, STATE_STYLE, count, duration, span_cost, state, total_cost

KIND_STYLE = {
    "agent": "bold blue",
    "llm_call": "magenta",
    "embedding": "cyan",
    "retrieval": "cyan",
    "tool_execution": "yellow",
    "handoff": "bright_magenta",
    "verification": "green",
}
_MAX_ERROR_CHARS = 200
_FAILED = ("error", "timeout")


def print_tree(trace: Mapping[str, Any], spans: Sequence[Mapping[str, Any]]) -> None:
    """Print a trace's line and then its spans, which come in pre-order with their depth."""
    console = stdout()
    console.print(headline(trace))
    table = Table(box=None, pad_edge=False, header_style="dim", show_edge=False)
    table.add_column("span", no_wrap=True, overflow="ellipsis")
    table.add_column("type", style="dim", no_wrap=True)
    for name in ("duration", "in", "out", "cost"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("", overflow="fold")
    for span, rails in zip(spans, rails_of([span["depth"] for span in spans]), strict=True):
        table.add_row(*row(span, rails))
    console.print(table)


def folded(spans: Sequence[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], int]:
    """Leave out a framework's machinery, its children in its place, and return how many spans that were.

    What failed is never left out. `spans` come in pre-order with their depth, and so do those that are returned.
    """
    shown: list[Mapping[str, Any]] = []
    above: list[bool] = []
    for span in spans:
        del above[span["depth"] :]
        is_shown = not span["internal"] or span["status"] in _FAILED
        if is_shown:
            shown.append({**span, "depth": sum(above)})
        above.append(is_shown)
    return shown, len(spans) - len(shown)


def headline(trace: Mapping[str, Any]) -> Text:
    """Return the sums of the trace on one line."""
    line = Text(trace["name"], style="bold")
    line.append("  ").append_text(state(trace["status"]))
    facts = [
        f"{count(trace['total_spans'])} spans",
        duration(trace["duration_us"]),
        f"{count(trace['input_tokens'])} tokens in, {count(trace['output_tokens'])} out",
        total_cost(trace),
        f"{trace['errors']} failed" if trace["errors"] else "nothing failed",
    ]
    line.append("  " + "  ·  ".join(facts), style="dim")
    return line


def row(span: Mapping[str, Any], rails: str) -> list[Text]:
    """Return the cells of one span."""
    failed = span["status"] in _FAILED
    name = Text(rails, style="dim")
    name.append(STATE_GLYPH.get(span["status"], "·") + " ", style=STATE_STYLE.get(span["status"], ""))
    name.append(span["name"], style="bold red" if failed else KIND_STYLE.get(span["span_type"], ""))
    remark = Text()
    if failed:
        remark.append(" ".join((span["status_message"] or span["status"]).split())[:_MAX_ERROR_CHARS], style="red")
    elif span["shadow_of"] is not None:
        elsewhere = f" of trace {span['shadow_of_trace']}" if span["shadow_of_trace"] else ""
        remark.append(f"also seen by this span, counted on {span['shadow_of']}{elsewhere}", style="dim")
    elif span["orphan"]:
        remark.append("its parent has not arrived", style="dim")
    is_call = span["span_type"] in ("llm_call", "embedding") and span["shadow_of"] is None
    return [
        name,
        Text(span["span_type"]),
        Text("running" if span["duration_us"] is None else duration(span["duration_us"])),
        Text(count(span["input_tokens"]) if is_call else ""),
        Text(count(span["output_tokens"]) if is_call else ""),
        Text(span_cost(span) if is_call else ""),
        remark,
    ]


def rails_of(depths: Sequence[int]) -> list[str]:
    """Return the lines left of each name, for depths in pre-order."""
    rails: list[str] = []
    more_below: list[bool] = []
    following = _next_sibling_exists(depths)
    for depth, more in zip(depths, following, strict=True):
        del more_below[depth:]
        if depth == 0:
            rails.append("")
        else:
            rails.append("".join("│  " if below else "   " for below in more_below[1:]) + ("├─ " if more else "└─ "))
        more_below.append(more)
    return rails


def _next_sibling_exists(depths: Sequence[int]) -> list[bool]:
    open_depths: set[int] = set()
    answers = []
    for depth in reversed(depths):
        answers.append(depth in open_depths)
        open_depths = {other for other in open_depths if other < depth} | {depth}
    return answers[::-1]
