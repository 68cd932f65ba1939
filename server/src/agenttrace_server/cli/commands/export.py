"""agenttrace export: take spans out as tables, or one trace in the form of another tool or as a page."""

from __future__ import annotations

import sys
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from agenttrace_server.cli.options import options_of
from agenttrace_server.cli.output import say
from agenttrace_server.cli.recordings.as_test import write_pytest
from agenttrace_server.cli.recordings.runs import HOME, Home


class FileFormat(str, Enum):
    """What an export can be."""

    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    OTLP = "otlp"
    JAEGER = "jaeger"
    ZIPKIN = "zipkin"
    HTML = "html"


class OfRecording(str, Enum):
    """What can be made of a recording."""

    PYTEST = "pytest"


OF_ONE_TRACE = (FileFormat.OTLP, FileFormat.JAEGER, FileFormat.ZIPKIN, FileFormat.HTML)


def export(
    context: typer.Context,
    recording: Annotated[str | None, typer.Argument(help="with --as: a recording", show_default=False)] = None,
    kind: Annotated[OfRecording | None, typer.Option("--as", help="what to make of a recording")] = None,
    call: Annotated[str | None, typer.Option(help="with --as: module:function, what the test calls")] = None,
    file_format: Annotated[FileFormat, typer.Option("--format", help="what to write")] = FileFormat.JSON,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="a file; stdout without it")] = None,
    session: Annotated[str | None, typer.Option(help="only of this session")] = None,
    trace: Annotated[str | None, typer.Option(help="only of this trace")] = None,
    since: Annotated[str | None, typer.Option(help="24h, 7d, today, a date")] = None,
    until: Annotated[str | None, typer.Option(help="as --since; not included")] = None,
    home: Home = HOME,
) -> None:
    """Write spans to a file or to stdout; or, with --as pytest, a test of an agent from one of its recordings."""
    if kind is not None or recording is not None:
        alone = not (trace or session or since or until)
        _export_recording(recording if kind and alone else None, output or Path("tests"), call, home)
        return
    if output is None and file_format is FileFormat.PARQUET and sys.stdout.isatty():
        raise typer.BadParameter("parquet is not text: name a file", param_hint="--output")
    if file_format in OF_ONE_TRACE and trace is None:
        raise typer.BadParameter(f"{file_format.value} is a form of one trace: name it", param_hint="--trace")
    if file_format in OF_ONE_TRACE and (session or since or until):
        raise typer.BadParameter(f"{file_format.value} takes a whole trace", param_hint="--session --since --until")
    options = options_of(context)
    with options.client() as client:
        if file_format in OF_ONE_TRACE and trace is not None:
            chunks = client.export_trace(trace, file_format.value)
        else:
            chunks = client.export(file_format.value, session=session, trace=trace, since=since, until=until)
        if output is None:
            for chunk in chunks:
                sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
            return
        if output.is_dir():
            raise typer.BadParameter(f"{output} is a folder: name a file", param_hint="--output")
        partial = output.with_name(output.name + ".part")
        with partial.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
        partial.replace(output)
    say(f"wrote {output} ({output.stat().st_size:,} bytes)")


def _export_recording(recording: str | None, folder: Path, call: str | None, home: Path) -> None:
    if recording is None:
        raise typer.BadParameter("a recording and --as belong together, and go alone", param_hint="--as")
    write_pytest(recording, folder, call, home)
