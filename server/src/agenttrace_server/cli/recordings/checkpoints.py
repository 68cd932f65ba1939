"""agenttrace checkpoints: the places that a run can be taken up from, of a recording or of a trace of the server."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from agenttrace.client import first
from agenttrace.comparison import differences
from agenttrace.recording import NoRecording, TraceReader, find_recording, traces_folder
from agenttrace.replay.checkpoints import BadPlace, Place, place_of
from agenttrace.replay.tape.entries import CheckpointEntry, Tape
from agenttrace.replay.tape.load import load_tape
from agenttrace_server.cli.options import Options, options_of
from agenttrace_server.cli.output import print_facts, print_json, print_table, say
from agenttrace_server.cli.recordings.runs import HOME, Home, recording
from agenttrace_server.cli.words import count, duration, shortened
from agenttrace_server.errors import NotFound

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The places that a run can be taken up from.")

_NS_PER_US = 1_000
_TRACE_ID_DIGITS = 32
Trace = Annotated[str, typer.Argument(help="a recording: its folder, its run id or the beginning of it")]
Named = Annotated[str, typer.Argument(help="its id, its name, name#2 for the second one, or the number of a step")]


@app.command("ls")
def ls(
    context: typer.Context,
    trace: Annotated[str, typer.Argument(help="a recording, or a trace id of the server")],
    kind: Annotated[str | None, typer.Option(help="manual or auto")] = None,
    limit: Annotated[int, typer.Option(min=1, help="how many")] = 100,
    home: Home = HOME,
) -> None:
    """List checkpoints, the earliest first."""
    if kind not in (None, "manual", "auto"):
        raise typer.BadParameter(f"must be manual or auto, not {kind!r}", param_hint="--kind")
    options = options_of(context)
    rows = _rows(trace, home, options, kind, limit)
    if options.as_json:
        print_json(rows)
        return
    print_table(
        ["checkpoint", "name", "kind", "step", "at", "state", "span"],
        [
            [
                row["id"] or "—",
                shortened(row["name"], 60),
                row["kind"],
                "" if row["step"] is None else str(row["step"]),
                duration(row["offset_us"]),
                "" if row["state_bytes"] is None else f"{count(row['state_bytes'])} B",
                row["span_id"] or "",
            ]
            for row in rows
        ],
        right=["step", "at", "state"],
    )
    if rows and rows[-1]["id"] is not None:
        say(f"go on from one: agenttrace replay {trace} --from {rows[-1]['id']} -- python my_agent.py")
    elif not rows:
        say("no checkpoints; make one with at.checkpoint(name, state)")


@app.command("show")
def show(context: typer.Context, trace: Trace, checkpoint: Named, home: Home = HOME) -> None:
    """Show one checkpoint with its state."""
    tape = load_tape(recording(trace, home))
    place = _place(tape, checkpoint)
    row = _told(tape, place)
    if options_of(context).as_json:
        print_json(row)
        return
    at_us = row["offset_us"]
    print_facts(
        [
            ("checkpoint", row["id"] or "—"),
            ("name", row["name"] or "—"),
            ("kind", row["kind"] or "—"),
            ("at", "—" if at_us is None else duration(at_us)),
            ("before step", f"{row['step']}: {row['next'] or 'the end of the run'}"),
            ("after", row["previous"] or "the beginning of the run"),
            ("span", row["span_id"] or "—"),
            ("lane", row["lane"] or "—"),
            ("state", "—" if row["state"] is None else json.dumps(row["state"], indent=2, ensure_ascii=False)),
        ]
    )


@app.command("diff")
def diff(context: typer.Context, trace: Trace, before: Named, after: Named, home: Home = HOME) -> None:
    """Show where the states of two checkpoints differ, and which steps lie between them."""
    tape = load_tape(recording(trace, home))
    pair = [_place(tape, before), _place(tape, after)]
    states = [json.dumps(None if each.checkpoint is None else each.checkpoint.state) for each in pair]
    found = differences(*states)
    begin, end = sorted(each.step for each in pair)
    between = [{"step": step.step, "title": step.title} for step in tape.steps[begin - 1 : end - 1]]
    if options_of(context).as_json:
        rows = [{"path": each.path, "before": each.expected, "after": each.got} for each in found]
        print_json({"differences": rows, "steps": between})
        return
    for step in between:
        typer.echo(f"step {step['step']}: {step['title']}")
    for each in found:
        typer.echo(str(each))
    if not found:
        say("the states are the same")


def _rows(trace: str, home: Path, options: Options, kind: str | None, limit: int) -> list[dict[str, Any]]:
    try:
        reader = find_recording(trace, traces_folder(home.expanduser()))
    except NoRecording as error:
        if len(trace) != _TRACE_ID_DIGITS:
            raise NotFound(str(error)) from error
        with options.client() as client:
            return [dict(row) for row in first(limit, partial(client.trace_checkpoints, trace, kind=kind))]
    return _of_recording(reader, kind)[:limit]


def _of_recording(reader: TraceReader, kind: str | None) -> list[dict[str, Any]]:
    tape = load_tape(reader)
    return [_row(tape, entry) for entry in tape.checkpoints if kind in (None, entry.kind)]


def _row(tape: Tape, entry: CheckpointEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "name": entry.name,
        "kind": entry.kind,
        "step": entry.step,
        "offset_us": (entry.start_ns - tape.started_ns) // _NS_PER_US,
        "lane": entry.lane,
        "span_id": entry.span_id,
        "state_bytes": entry.size_bytes or None,
    }


def _told(tape: Tape, place: Place) -> dict[str, Any]:
    behind, in_front = tape.step(place.step), tape.step(place.step - 1)
    nothing = dict.fromkeys(("id", "name", "kind", "offset_us", "lane", "span_id", "state_bytes"))
    row = nothing if place.checkpoint is None else _row(tape, place.checkpoint)
    return {
        **row,
        "step": place.step,
        "next": None if behind is None else behind.title,
        "previous": None if in_front is None else f"step {in_front.step}: {in_front.title}",
        "state": None if place.checkpoint is None else place.checkpoint.state,
    }


def _place(tape: Tape, name: str) -> Place:
    try:
        return place_of(tape, name)
    except BadPlace as error:
        raise NotFound(str(error)) from error
