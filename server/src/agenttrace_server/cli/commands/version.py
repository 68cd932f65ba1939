"""agenttrace version: which parts are installed."""

from __future__ import annotations

import platform
from importlib.metadata import version as version_of

import typer

from agenttrace_server.cli.options import options_of
from agenttrace_server.cli.output import print_facts, print_json


def version(context: typer.Context) -> None:
    """Show the versions of the parts."""
    parts = {name: version_of(name) for name in ("agenttrace-server", "agenttrace-sdk", "duckdb", "genai-prices")}
    parts["python"] = platform.python_version()
    if options_of(context).as_json:
        print_json(parts)
        return
    print_facts(list(parts.items()))
