"""`agenttrace up` shows what was recorded before it was started, and what is recorded while it runs, once each."""

from __future__ import annotations

from pathlib import Path

import httpx
from server.tests.cli.a_recording import record
from server.tests.cli.a_server import running_server, until

BEFORE, WHILE = "0a" * 16, "0b" * 16


def test_nothing_that_was_recorded_is_missing(tmp_path: Path) -> None:
    record(tmp_path / "traces", BEFORE)
    with running_server(tmp_path) as server:

        def is_there(trace: str) -> bool:
            return httpx.get(f"{server.web}/api/v1/traces/{trace}").status_code == 200

        until(lambda: is_there(BEFORE))
        record(tmp_path / "traces", WHILE)
        until(lambda: is_there(WHILE))
        until((server.home / "recordings.json").exists)

    with running_server(tmp_path) as server:
        assert httpx.get(f"{server.web}/api/v1/traces/{BEFORE}").json()["total_spans"] == 1
