"""agenttrace recordings: list, read and search the recordings on this machine, without a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from agenttrace.comparison import Node
from agenttrace.recording import BadBlob, Event, Kind, NoRecording, TraceReader, events_in_line, run_folders
from agenttrace.recording import traces_folder as folder_of
from agenttrace.replay.recorded import run_of_recording
from agenttrace_server.cli.options import options_of
from agenttrace_server.cli.output import print_json, print_table, say
from agenttrace_server.cli.recordings.runs import HOME, Home, recording
from agenttrace_server.cli.words import count, duration, shortened

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="The recordings on this machine; no server is needed."
)

_NS_PER_US = 1_000
_AROUND = 30
Limit = Annotated[int, typer.Option(min=1, help="how many")]


@app.command("ls")
def ls(context: typer.Context, limit: Limit = 20, home: Home = HOME) -> None:
    """List recordings, those written last first. Of each only the first and the last line are read."""
    newest = _newest_first(home)
    rows = [row for row in map(_row, newest[:limit]) if row is not None]
    if options_of(context).as_json:
        print_json(rows)
        return
    if not rows:
        say(f"no recordings in {folder_of(home.expanduser())}; make one with at.init(record=True)")
        return
    print_table(
        ["run", "program", "project", "took", "bytes", "state"],
        [
            [r["run_id"], r["program"], r["project"], duration(r["duration_us"]), count(r["bytes"]), r["state"]]
            for r in rows
        ],
        right=["took", "bytes"],
    )
    if len(newest) > limit:
        say(f"{len(newest) - limit:,} more: use --limit")


@app.command("inspect")
def inspect(
    context: typer.Context,
    trace: Annotated[str, typer.Argument(help="a recording: its folder, its run id or the beginning of it")],
    home: Home = HOME,
) -> None:
    """Show what a run did, step by step, and which of its lines are damaged."""
    reader = recording(trace, home)
    run = run_of_recording(reader)
    rows = [_step(node, depth) for depth, node in _with_depths(run.roots)]
    if options_of(context).as_json:
        print_json({"run_id": run.id, "complete": reader.is_complete, "nodes": rows, "problems": _problems(reader)})
        return
    print_table(
        ["step", "what", "took", "tokens", "status", "said"],
        [
            [row["step"] or "", "  " * row["depth"] + row["title"], duration(row["duration_us"]),
             "" if row["tokens"] is None else count(row["tokens"]), row["status"], shortened(row["said"])]
            for row in rows
        ],
        right=["took", "tokens"],
    )  # fmt: skip
    for problem in _problems(reader):
        say(f"damaged: {problem}")
    if not reader.is_complete:
        say("the run did not come to its end")


@app.command("search")
def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(help="all of them must be in one event")],
    limit: Limit = 20,
    home: Home = HOME,
) -> None:
    """Find the recordings in which these words were said, those written last first."""
    hits: list[dict[str, Any]] = []
    for folder in _newest_first(home):
        hits += _hits(folder, [word.lower() for word in words], limit - len(hits))
        if len(hits) >= limit:
            break
    if options_of(context).as_json:
        print_json(hits)
    elif hits:
        print_table(["run", "event", "text"], [[hit["run_id"], hit["kind"], hit["text"]] for hit in hits])
    else:
        say(f"no recording has all of these words in one event: {' '.join(words)}")


def _newest_first(home: Path) -> list[Path]:
    written = [
        ((folder / "events.jsonl").stat().st_mtime_ns, folder) for folder in run_folders(folder_of(home.expanduser()))
    ]
    return [folder for _, folder in sorted(written, reverse=True)]


def _row(folder: Path) -> dict[str, Any] | None:
    """Return what the ends of a recording tell; None where it holds no event."""
    reader = TraceReader(folder)
    try:
        first, last = reader.first, reader.last
    except NoRecording:
        return None
    about = first.payload
    command = about.get("command") or [""]
    return {
        "run_id": first.run_id,
        "program": Path(str(command[0])).name,
        "project": about.get("project") or "",
        "started_ns": first.time_ns,
        "duration_us": (last.time_ns - first.time_ns) // _NS_PER_US,
        "bytes": reader.path.stat().st_size,
        "state": "complete" if last.kind == Kind.RUN_END else "not ended",
        "parent": (about.get("parent") or {}).get("run_id"),
    }


def _with_depths(roots: Any) -> Iterator[tuple[int, Node]]:
    waiting = [(0, node) for node in reversed(roots)]
    while waiting:
        depth, node = waiting.pop()
        yield depth, node
        waiting.extend((depth + 1, child) for child in reversed(node.children))


def _step(node: Node, depth: int) -> dict[str, Any]:
    said = node.output.get("text") if isinstance(node.output, dict) and "text" in node.output else node.output
    used = [number for number in (node.input_tokens, node.output_tokens) if number is not None]
    return {
        "step": node.step,
        "depth": depth,
        "title": node.name if node.kind.value == "span" else f"{node.kind.value} {node.name}",
        "duration_us": None if node.duration_ns is None else node.duration_ns // _NS_PER_US,
        "tokens": sum(used) if used else None,
        "status": node.status,
        "model": node.model,
        "said": "" if said is None else str(said),
    }


def _problems(reader: TraceReader) -> list[str]:
    return [str(problem) for problem in reader.problems]


def _hits(folder: Path, words: list[str], most: int) -> Iterator[dict[str, Any]]:
    reader = TraceReader(folder)
    with reader.path.open("rb") as file:
        for line in file:
            for event in events_in_line(line)[0] if _may_hold(line, words) else ():
                text = _text(reader, event)
                if most > 0 and all(word in text.lower() for word in words):
                    most -= 1
                    yield {"run_id": event.run_id, "kind": event.kind, "text": _around(text, words[0])}


def _may_hold(line: bytes, words: list[str]) -> bool:
    """Whether it is worth while to read a line: words with other than plain letters may be escaped in it."""
    lower = line.lower()
    return b'"blob":' in line or all(word.encode() in lower for word in words if word.isalnum() and word.isascii())


def _text(reader: TraceReader, event: Event) -> str:
    """Return all texts of an event, without the names of its fields."""
    try:
        waiting: list[Any] = [reader.payload_of(event)]
    except BadBlob:
        return ""
    found: list[str] = []
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            waiting.extend(reversed(value.values()))
        elif isinstance(value, list):
            waiting.extend(reversed(value))
    return " ".join(found)


def _around(text: str, word: str) -> str:
    at = max(0, text.lower().find(word) - _AROUND)
    return shortened(text[at : at + 200], 80)
