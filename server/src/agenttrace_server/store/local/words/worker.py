"""The process that builds indexes: one job a line comes in, one answer a line goes out, until there are no more."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from typing import Final

import duckdb

from agenttrace_server.store.local.words.building import Job, build

_NICENESS: Final = 10
"""Everybody else who wants the processor has it first."""


def main() -> None:
    """Work until the input ends."""
    os.nice(_NICENESS)
    for line in sys.stdin:
        try:
            build(Job(**json.loads(line)))
        except (duckdb.Error, sqlite3.Error, OSError, ValueError) as failure:
            said = str(failure).partition("\n")[0] or type(failure).__name__
        else:
            said = ""
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
