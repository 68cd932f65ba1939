"""agenttrace replay: run a program again with its answers from a recording."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from agenttrace.recording import NoRecording, find_recording, traces_folder
from agenttrace.replay import BadPlan, Edit, ReplayPlan
from agenttrace.replay.child.run import run_replayed
from agenttrace.replay.plan import edit_from_text
from agenttrace.replay.report import shown
from agenttrace_server.cli.options import options_of
from agenttrace_server.cli.output import print_json, say
from agenttrace_server.errors import NotFound

EXIT_DIVERGED = 1


class Speed(str, Enum):
    """How fast answers come."""

    MAX = "max"
    REAL = "real"


def replay(
    context: typer.Context,
    trace: Annotated[str, typer.Argument(help="a recording: its folder, its run id or the beginning of it")],
    command: Annotated[list[str], typer.Argument(help="the program, behind --")],
    from_step: Annotated[int | None, typer.Option("--from", help="go live from this step on")] = None,
    until_step: Annotated[int | None, typer.Option("--until", help="end behind this step")] = None,
    edit: Annotated[list[str] | None, typer.Option(help="STEP=FILE: what a step gives or asks instead")] = None,
    model: Annotated[str | None, typer.Option(help="what live calls ask instead of their own model")] = None,
    live_tools: Annotated[bool, typer.Option("--live-tools", help="run the tools")] = False,
    tool: Annotated[list[str] | None, typer.Option(help="NAME=MODE: recorded, live or verify")] = None,
    speed: Annotated[Speed, typer.Option(help="real keeps the times of the recorded run")] = Speed.MAX,
    positional: Annotated[bool, typer.Option("--positional", help="serve unknown requests in order")] = False,
    allow_network: Annotated[list[str] | None, typer.Option(help="a host that may be reached")] = None,
    record: Annotated[bool, typer.Option("--record", help="record the replay; runs that go live always are")] = False,
    home: Annotated[Path, typer.Option(envvar="AGENTTRACE_HOME", help="where recordings are")] = Path("~/.agenttrace"),
) -> None:
    """Run a program again with its answers from a recording. Nothing leaves it but what you allow."""
    try:
        reader = find_recording(trace, traces_folder(home.expanduser()))
        plan = ReplayPlan(
            from_step=from_step,
            until_step=until_step,
            edits=dict(_edit(each) for each in edit or ()),
            model=model,
            live_tools=live_tools,
            tool_modes=dict(_pair("--tool", each) for each in tool or ()),
            speed=speed.value,
            positional=positional,
            allow_network=tuple(allow_network or ()),
            record=record,
        )
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


def _edit(text: str) -> tuple[int, Edit]:
    step, file = _pair("--edit", text)
    if not step.isdigit():
        raise typer.BadParameter(f"must be STEP=FILE, this is {text!r}", param_hint="--edit")
    return int(step), edit_from_text(Path(file).expanduser().read_text())
