"""Carry what stands before the command: which server, which project, how to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from agenttrace.client import Client

Query = Annotated[
    list[str] | None,
    typer.Argument(
        help="filter language: status:error agent:planner 'cost>0.50' '\"charged twice\"'", show_default=False
    ),
]
"""A question in the filter language; docs/reference/query.md has its grammar."""


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


def joined(query: list[str] | None) -> str | None:
    """Return the question as it was typed; None where none was."""
    return " ".join(query) if query else None
