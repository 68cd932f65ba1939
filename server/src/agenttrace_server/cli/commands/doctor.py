"""agenttrace doctor: look at everything that can be wrong, and say what to do about it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

from agenttrace.client import Client, ClientError
from agenttrace.client.price_shapes import PriceCheck
from agenttrace_server.cli import running
from agenttrace_server.cli.options import options_of
from agenttrace_server.cli.output import print_json, print_table, say
from agenttrace_server.cli.words import content_words, waiting_words
from agenttrace_server.config import Settings, load

LOW_DISK_BYTES = 1024**3
SLOW_LAG_S = 30.0
MODELS_NAMED = 5
STYLE = {"ok": "✓ ok", "warning": "! warning", "problem": "✗ problem"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    state: Literal["ok", "warning", "problem"]
    detail: str


def doctor(
    context: typer.Context,
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="the server's data folder")] = None,
    sdk_home: Annotated[
        Path, typer.Option(envvar="AGENTTRACE_HOME", help="where the SDK keeps what it could not send")
    ] = Path("~/.agenttrace"),
) -> None:
    """Check the folder, the server and what waits to be sent. Exit code 1 when there is a problem."""
    settings = load(data_dir=data_dir)
    findings = [*folder(settings), *server(settings), *spool(sdk_home.expanduser())]
    if options_of(context).as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        print_table(["", "what", "detail"], [[STYLE[each.state], each.what, each.detail] for each in findings])
    problems = sum(each.state == "problem" for each in findings)
    if problems:
        say(f"{problems} problem{'s' if problems > 1 else ''}")
        raise typer.Exit(1)


def folder(settings: Settings) -> Iterator[Finding]:
    """Look at the data folder and the disk under it."""
    home = settings.home
    if not home.exists():
        yield Finding("data folder", "ok", f"{home} will be made by the first `agenttrace up`")
        return
    try:
        probe = home / f".doctor-{time.time_ns()}"
        probe.write_bytes(b"x")
        probe.unlink()
        yield Finding("data folder", "ok", f"{home} can be written")
    except OSError as error:
        yield Finding("data folder", "problem", f"{home} cannot be written: {error.strerror}")
    free = shutil.disk_usage(home).free
    state: Literal["ok", "warning"] = "ok" if free > LOW_DISK_BYTES else "warning"
    yield Finding("disk", state, f"{free / 1024**3:.1f} GiB free")


def server(settings: Settings) -> Iterator[Finding]:
    """Look at the server that runs on the folder."""
    found = running.find(settings.home)
    if found is None:
        yield Finding("server", "warning", "none runs on this folder; start one with: agenttrace up")
        return
    try:
        with Client(found.url) as client:
            health, store = client.health(), client.store()
            check = client.check_prices()
    except ClientError as error:
        yield Finding("server", "problem", f"process {found.pid} runs and does not answer: {error.message}")
        return
    state: Literal["ok", "warning", "problem"] = "ok"
    if health["status"] != "ok":
        state = "warning" if health["status"] == "degraded" else "problem"
    yield Finding("server", state, "; ".join(health["reasons"]) or f"{found.url}, version {health['version']}")
    is_late = health["journal_lag_s"] >= SLOW_LAG_S or health["refused_requests"] > 0
    yield Finding("pipeline", "warning" if is_late else "ok", f"{health['pipeline_state']}; {waiting_words(health)}")
    content = content_words(store["content_bytes"], store["content_bytes_unshared"])
    yield Finding("store", "ok", f"{store['spans']:,} spans, {store['disk_bytes']:,} bytes on disk; content: {content}")
    dead = health["dead_letters"]
    yield Finding("dead letters", "ok" if dead == 0 else "warning", f"{dead} records could not be decoded")
    gaps = health["batch_gaps"]
    yield Finding("gaps", "ok" if gaps == 0 else "warning", f"{gaps} numbered batches never came")
    yield from prices(check)


def prices(check: PriceCheck) -> Iterator[Finding]:
    """Look at the price table, the user's own prices, and models that nobody knows a price of."""
    age = f"{check['table']} knows prices up to {check['table_date']}, {check['table_age_days']} days ago"
    yield Finding("price table", "warning" if check["is_stale"] else "ok", age)
    if check["overrides_error"]:
        yield Finding("own prices", "warning", f"left aside: {check['overrides_error']}")
    models = [row["model"] or "no model" for row in check["unpriced"]]
    calls = sum(row["calls"] for row in check["unpriced"])
    if not models:
        yield Finding("unknown models", "ok", "every call with usage has a price")
        return
    named = ", ".join(models[:MODELS_NAMED]) + (", …" if len(models) > MODELS_NAMED else "")
    yield Finding("unknown models", "warning", f"{calls} calls without a price: {named}; see agenttrace prices check")


def spool(sdk_home: Path) -> Iterator[Finding]:
    """Look at what SDKs on this machine could not send yet."""
    waiting = [path for path in (sdk_home / "spool").glob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in waiting)
    state: Literal["ok", "warning"] = "ok" if not waiting else "warning"
    detail = "nothing waits" if not waiting else f"{len(waiting)} batches, {size:,} bytes wait for a server"
    yield Finding("spool", state, f"{detail} in {sdk_home / 'spool'}")
