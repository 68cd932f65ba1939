"""Carry what stands before the command: which server, which project, how to print."""

from __future__ import annotations

from dataclasses import dataclass

import typer

from agenttrace.client import Client


@dataclass(frozen=True, slots=True)
class Options:
    """What every command may need."""

    url: str
    api_key: str | None
    project: str | None
    as_json: bool

    def client(self) -> Client:
        """Open a client for the server that was named."""
        return Client(self.url, api_key=self.api_key, project=self.project)


def options_of(context: typer.Context) -> Options:
    """Return the options that the callback of the root command left."""
    options = context.find_root().obj
    if not isinstance(options, Options):
        raise TypeError("the root command ran without leaving its options")
    return options
