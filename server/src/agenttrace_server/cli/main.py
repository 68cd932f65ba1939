"""The `agenttrace` command: its words, its global options, and how a failure ends.

Exit codes: 0 done, 1 the server or the data said no, 2 the command line is wrong, 3 no server answers, 130 Ctrl-C.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from agenttrace.client import DEFAULT_URL, ClientError, ServerRefused, ServerUnreachable
from agenttrace_server.cli.commands import (
    config,
    control,
    doctor,
    export,
    imports,
    metrics,
    sessions,
    spans,
    store,
    traces,
    up,
    version,
)
from agenttrace_server.cli.commands.asking import search, sql
from agenttrace_server.cli.commands.pricing import prices, reprocess
from agenttrace_server.cli.commands.signals import otel_logs, otel_metrics
from agenttrace_server.cli.options import Options
from agenttrace_server.cli.output import print_mistake, say
from agenttrace_server.cli.recordings import checkpoints, diff, listing, replay, transfer, ui
from agenttrace_server.cli.replays import jobs, worker
from agenttrace_server.errors import AgentTraceError

EXIT_REFUSED = 1
EXIT_WRONG = 2
EXIT_UNREACHABLE = 3

app = typer.Typer(
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("up")(up.up)
app.command("down")(control.down)
app.command("status")(control.status)
app.command("logs")(control.logs)
app.command("doctor")(doctor.doctor)
app.command("version")(version.version)
app.add_typer(sessions.app, name="sessions")
app.add_typer(traces.app, name="traces")
app.add_typer(spans.app, name="spans")
app.add_typer(metrics.app, name="metrics")
app.command("sql")(sql.sql)
app.command("search")(search.search)
app.command("otel-logs")(otel_logs.otel_logs)
app.command("otel-metrics")(otel_metrics.otel_metrics)
app.command("export")(export.export)
app.command("import")(imports.import_)
app.command("watch")(imports.watch)
app.add_typer(store.app, name="store")
app.add_typer(prices.app, name="prices")
app.command("reprocess")(reprocess.reprocess)
app.command("replay")(replay.replay)
app.command("ui")(ui.ui)
app.command("worker")(worker.worker)
app.add_typer(jobs.app, name="replays")
app.command("diff")(diff.diff)
listing.app.command("push")(transfer.push)
listing.app.command("pull")(transfer.pull)
app.add_typer(checkpoints.app, name="checkpoints")
app.add_typer(listing.app, name="recordings")
app.add_typer(config.app, name="config")


@app.callback()
def root(
    context: typer.Context,
    url: Annotated[str, typer.Option(envvar="AGENTTRACE_URL", help="the server's web address")] = DEFAULT_URL,
    api_key: Annotated[str | None, typer.Option(envvar="AGENTTRACE_API_KEY", help="sent as a bearer token")] = None,
    project: Annotated[str | None, typer.Option(envvar="AGENTTRACE_PROJECT", help="only this project")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """See what your agents did, what it cost and why it failed."""
    if not url.startswith(("http://", "https://")):
        raise typer.BadParameter(f"must begin with http:// or https://, not {url!r}", param_hint="--url")
    context.obj = Options(url=url, api_key=api_key, project=project, as_json=as_json)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if any("\ud800" <= letter <= "\udfff" for argument in given for letter in argument):
        say("error: the command line is not UTF-8")
        sys.exit(EXIT_WRONG)
    sys.exit(run(hoisted(given)))


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; every failure is one line on stderr."""
    try:
        app(args=arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except ServerUnreachable as error:
        say(f"error: {error.message}")
        if error.hint:
            say(error.hint)
        return EXIT_UNREACHABLE
    except ServerRefused as error:
        say(f"error: {error.message}")
        if error.mistake is not None:
            print_mistake(error.mistake)
        return EXIT_REFUSED
    except (ClientError, AgentTraceError) as error:
        say(f"error: {error.message}")
        return EXIT_REFUSED
    except BrokenPipeError:
        sys.stderr.close()
        return EXIT_REFUSED
    except OSError as error:
        say(f"error: {error.filename or 'a file'}: {(error.strerror or str(error)).lower()}")
        return EXIT_REFUSED
    return 0


def hoisted(arguments: list[str]) -> list[str]:
    """Move --json and --project in front of the command, so that they may also stand behind it."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest += [argument, *waiting]
        elif argument == "--json" or argument.startswith("--project="):
            front.append(argument)
        elif argument == "--project":
            front += [argument, *(value for value in [next(waiting, None)] if value is not None)]
        else:
            rest.append(argument)
    return front + rest
