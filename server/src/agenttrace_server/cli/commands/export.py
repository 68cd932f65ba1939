"""agenttrace export: take spans out as tables, or one trace in the form of another tool or as a page."""

from __future__ import annotations

import sys
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from agenttrace_server.cli.options import options_of
from agenttrace_server.cli.output import say


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


OF_ONE_TRACE = (FileFormat.OTLP, FileFormat.JAEGER, FileFormat.ZIPKIN, FileFormat.HTML)


def export(
    context: typer.Context,
    file_format: Annotated[FileFormat, typer.Option("--format", help="what to write")] = FileFormat.JSON,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="a file; stdout without it")] = None,
    session: Annotated[str | None, typer.Option(help="only of this session")] = None,
    trace: Annotated[str | None, typer.Option(help="only of this trace")] = None,
    since: Annotated[str | None, typer.Option(help="24h, 7d, today, a date")] = None,
    until: Annotated[str | None, typer.Option(help="as --since; not included")] = None,
) -> None:
    """Write spans to a file or to stdout."""
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
