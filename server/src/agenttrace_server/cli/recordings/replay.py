"""agenttrace replay: run a program again with its answers from a recording."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from agenttrace.recording import NoRecording, TraceReader, find_recording, traces_folder
from agenttrace.replay import BadPlan, ReplayPlan
from agenttrace.replay.checkpoints import edits_from_texts, place_of, plan_at
from agenttrace.replay.child.run import run_replayed
from agenttrace.replay.report import shown
from agenttrace.replay.tape.load import load_tape
from agenttrace_server.cli.options import options_of
from agenttrace_server.cli.output import print_json, say
from agenttrace_server.errors import NotFound

EXIT_DIVERGED = 1


class Executor(str, Enum):
    """Where answers come from."""

    TAPE = "tape"
    MOCK = "mock"
    REAL = "real"


class Speed(str, Enum):
    """How fast answers come."""

    MAX = "max"
    REAL = "real"


def replay(
    context: typer.Context,
    trace: Annotated[str, typer.Argument(help="a recording: its folder, its run id or the beginning of it")],
    command: Annotated[list[str], typer.Argument(help="the program, behind --")],
    at: Annotated[str | None, typer.Option("--from", help="go live from this step or checkpoint on")] = None,
    until_step: Annotated[int | None, typer.Option("--until", help="end behind this step")] = None,
    edit: Annotated[list[str] | None, typer.Option(help="STEP|CHECKPOINT=FILE: what it gives or asks instead")] = None,
    model: Annotated[str | None, typer.Option(help="what live calls ask instead of their own model")] = None,
    live_tools: Annotated[bool, typer.Option("--live-tools", help="run the tools")] = False,
    tool: Annotated[list[str] | None, typer.Option(help="NAME=MODE: recorded, live or verify")] = None,
    executor: Annotated[
        Executor, typer.Option(help="mock: all from the tape; real: all anew; tape: from the tape up to --from")
    ] = Executor.TAPE,
    speed: Annotated[Speed, typer.Option(help="real keeps the times of the recorded run")] = Speed.MAX,
    positional: Annotated[bool, typer.Option("--positional", help="serve unknown requests in order")] = False,
    allow_network: Annotated[list[str] | None, typer.Option(help="a host that may be reached")] = None,
    record: Annotated[bool, typer.Option("--record", help="record the replay; runs that go live always are")] = False,
    home: Annotated[Path, typer.Option(envvar="AGENTTRACE_HOME", help="where recordings are")] = Path("~/.agenttrace"),
) -> None:
    """Run a program again with its answers from a recording. Nothing leaves it but what you allow."""
    try:
        reader = find_recording(trace, traces_folder(home.expanduser()))
        base = ReplayPlan(
            until_step=until_step,
            model=model,
            live_tools=live_tools,
            tool_modes=dict(_pair("--tool", each) for each in tool or ()),
            speed=speed.value,
            positional=positional,
            allow_network=tuple(allow_network or ()),
            record=record,
            live=executor is Executor.REAL,
        )
        plan = _placed(base, reader, at, edit or (), executor)
    except NoRecording as error:
        raise NotFound(str(error)) from error
    except BadPlan as error:
        raise typer.BadParameter(str(error)) from error
    as_json = options_of(context).as_json
    outcome = run_replayed(command, reader, plan, stdout=sys.stderr if as_json else None)
    if outcome.report is None:
        say("error: no process of the program left a report: it was killed, or is no Python with agenttrace-sdk")
        raise typer.Exit(outcome.exit_code or EXIT_DIVERGED)
    if as_json:
        print_json(outcome.report)
    else:
        say(shown(outcome.report))
    raise typer.Exit(_exit_code(outcome.exit_code, outcome.report["diverged"], outcome.report["ended"]))


def _exit_code(of_program: int, diverged: Sequence[object], ended: str | None) -> int:
    if diverged:
        return EXIT_DIVERGED
    return 0 if ended is not None else of_program


def _pair(option: str, text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or not name or not value:
        raise typer.BadParameter(f"must be NAME=VALUE, this is {text!r}", param_hint=option)
    return name, value


def _text_in(file: str) -> str:
    """Raises: BadPlan: the file is no text. OSError."""
    try:
        return Path(file).expanduser().read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadPlan(f"{file}: must be text in UTF-8") from None


def _placed(
    base: ReplayPlan, reader: TraceReader, at: str | None, edits: Sequence[str], executor: Executor
) -> ReplayPlan:
    """Return the plan that begins where it is asked to. Raises: BadPlan."""
    if executor is not Executor.TAPE:
        if at is not None or edits or base.model is not None:
            raise BadPlan(f"executor: {executor.value} has no place to go on from: no --from, --edit or --model")
        return base
    if at is None and not edits:
        return base
    tape = load_tape(reader)
    files = dict(_pair("--edit", each) for each in edits)
    for place in files:
        place_of(tape, place)
    texts = {place: _text_in(file) for place, file in files.items()}
    by_place, states = edits_from_texts(tape, texts)
    return plan_at(tape, base, at=at, edits=by_place, states=states)
