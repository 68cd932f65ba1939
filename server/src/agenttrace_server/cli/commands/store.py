"""agenttrace store: sizes, compaction, checks, backup and restore of a data folder, with or without its server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer

from agenttrace.client import Client
from agenttrace_server.cli import running
from agenttrace_server.cli.options import options_of
from agenttrace_server.cli.output import print_facts, print_json, print_table, say
from agenttrace_server.cli.words import clock, count, size
from agenttrace_server.config import load
from agenttrace_server.errors import BadSetting

LONG_S = 3600.0
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="the server's data folder")]

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="look after what is stored")


class Keeping(Protocol):
    """What answers: the server of the folder, or the folder itself."""

    def store_stats(self) -> Any: ...
    def compact_store(self, *, everything: bool) -> Any: ...
    def verify_store(self, *, full: bool) -> Any: ...
    def backup_store(self) -> Any: ...


@contextmanager
def keeping(context: typer.Context, data_dir: Path | None) -> Iterator[Keeping]:
    """Ask the server that was named, else the one that runs on the folder; where none runs, open the folder."""
    settings = load(data_dir=data_dir)
    url = _server_of(context, settings.home) if data_dir is None else _running_on(settings.home)
    if url is not None:
        with Client(url, timeout_s=LONG_S) as client:
            yield client
        return
    if not (settings.home / "store").is_dir():
        raise BadSetting(f"nothing is stored in {settings.home}", field="data_dir")
    from agenttrace_server.offline import opened  # the server's imports are not paid by the other commands

    with opened(settings) as offline:
        yield offline


def _server_of(context: typer.Context, home: Path) -> str | None:
    """Return the server that `--url` or the environment names, else the one that runs on the folder."""
    source = context.find_root().get_parameter_source("url")
    is_named = source is not None and source.name != "DEFAULT"
    return options_of(context).url if is_named else _running_on(home)


def _running_on(home: Path) -> str | None:
    server = running.find(home)
    return None if server is None else server.url


@app.command("stats")
def stats(context: typer.Context, data_dir: DataDir = None) -> None:
    """Show what each part takes on disk, what counts no more, and how it grows."""
    with keeping(context, data_dir) as store:
        found = store.store_stats()
    if options_of(context).as_json:
        print_json(found)
        return
    rows = [
        [p["name"], str(p["files"]), "" if p["rows"] is None else count(p["rows"]), size(p["size_bytes"])]
        for p in found["parts"]
    ]
    print_table(["part", "files", "rows", "size"], rows, right=["files", "rows", "size"])
    per_span, without = found["bytes_per_span"], found["bytes_per_span_without_content"]
    cap = found["cap_bytes"]
    print_facts(
        [
            ("all", size(found["size_bytes"])),
            ("spans", f"{count(found['spans'])} in {count(found['traces'])} traces"),
            ("bytes a span", "?" if per_span is None else f"{per_span:.0f}, without content {without:.0f}"),
            ("dead rows", f"{count(found['dead_rows'])} of {count(found['sealed_rows'])}"),
            ("from", clock(found["oldest_at"]) if found["oldest_at"] else "-"),
            ("to", clock(found["newest_at"]) if found["newest_at"] else "-"),
            ("growth", f"{size(found['growth_bytes_per_day'])} a day, by the last"),
            ("cap", "none" if cap is None else size(cap)),
            ("dropped", f"{count(found['dropped_spans'])} spans in {count(found['dropped_traces'])} traces"),
        ]
    )


@app.command("compact")
def compact(
    context: typer.Context,
    data_dir: DataDir = None,
    everything: Annotated[bool, typer.Option("--all", help="wherever it saves a byte")] = False,
) -> None:
    """Rewrite files in which much counts no more, and join small ones."""
    with keeping(context, data_dir) as store:
        done = store.compact_store(everything=everything)
    if options_of(context).as_json:
        print_json(done)
    else:
        files = f"{done['segments_before']} segments are {done['segments_after']} now"
        say(f"{files}; {count(done['dropped_rows'])} dead rows went, {size(max(0, done['freed_bytes']))} are free")
    if done["postponed"]:
        say(f"not all was done: {done['postponed']}")
        raise typer.Exit(1)


@app.command("verify")
def verify(
    context: typer.Context,
    data_dir: DataDir = None,
    full: Annotated[bool, typer.Option("--full", help="fold every trace anew, not a sample")] = False,
) -> None:
    """Read and count everything again; exit code 1 where something is wrong."""
    with keeping(context, data_dir) as store:
        found = store.verify_store(full=full)
    _show_verified(context, found)


@app.command("backup")
def backup(context: typer.Context, target: Path, data_dir: DataDir = None) -> None:
    """Write a copy of this moment into a folder that does not exist; the server goes on meanwhile."""
    if target.exists():
        raise BadSetting(f"{target} is there already; name a folder that does not exist", field="target")
    with keeping(context, data_dir) as store:
        made = store.backup_store()
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(made["folder"], target)
    made["folder"] = str(target)
    if options_of(context).as_json:
        print_json(made)
        return
    say(f"{made['files']} files with {size(made['size_bytes'])} are in {target}")
    say(f"put it back with: agenttrace store restore {target} --data-dir FOLDER")


@app.command("restore")
def restore(context: typer.Context, source: Path, data_dir: DataDir = None) -> None:
    """Put a backup into an empty data folder, and look through it."""
    settings = load(data_dir=data_dir)
    from agenttrace_server.offline import restored  # the server's imports are not paid by the other commands

    made = restored(source, settings)
    say(f"{made['files']} files with {size(made['size_bytes'])} are in {made['folder']}")
    _show_verified(context, made["verified"])


def _show_verified(context: typer.Context, found: Any) -> None:
    if options_of(context).as_json:
        print_json(found)
    elif found["findings"]:
        rows = [[finding["where"], finding["problem"], finding["remedy"]] for finding in found["findings"]]
        print_table(["where", "what is wrong", "what to do"], rows)
    else:
        say("all is well: " + ", ".join(f"{count(number)} {what}" for what, number in found["looked_at"].items()))
    if found["findings"]:
        raise typer.Exit(1)
