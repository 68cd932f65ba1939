"""agenttrace config: see what the server's settings are, where each came from, and keep one in the file."""

from __future__ import annotations

from typing import Annotated

import typer

from agenttrace_server.cli.options import options_of
from agenttrace_server.cli.output import print_json, print_table, say
from agenttrace_server.config import PREFIX, config_file, sources, write_setting

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="See and keep the server's settings.")


@app.command("list")
def list_settings(context: typer.Context) -> None:
    """List every setting with its value and where that came from."""
    found = sources()
    if options_of(context).as_json:
        print_json({source.name: {"value": _plain(source.value), "origin": source.origin} for source in found})
        return
    rows = [[source.name, _text(source.value), source.origin, PREFIX + source.name.upper()] for source in found]
    print_table(["setting", "value", "from", "variable"], rows)
    say(f"kept in {config_file()}; a variable beats the file, an option of `up` beats both")


@app.command("get")
def get_setting(name: str) -> None:
    """Print one setting's value."""
    found = {source.name: source.value for source in sources()}
    if name not in found:
        raise typer.BadParameter(f"there is no setting {name!r}", param_hint="NAME")
    print(_text(found[name]))  # noqa: T201 (this is the output)


@app.command("set")
def set_setting(name: str, value: Annotated[str, typer.Argument(help="lists are separated by commas")]) -> None:
    """Keep one setting in the file. A running server reads it at its next start."""
    write_setting(config_file(), name, value)
    say(f"{name} is now {value} in {config_file()}; restart the server to use it")


@app.command("unset")
def unset_setting(name: str) -> None:
    """Take one setting out of the file."""
    write_setting(config_file(), name, None)
    say(f"{name} is no longer in {config_file()}")


def _plain(value: object) -> object:
    return value if isinstance(value, int | float | str | bool | None) else _text(value)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(str(part) for part in value)
    return "" if value is None else str(value)
