"""The kill campaign of the benchmarks, a few rounds of it: nothing acknowledged is lost, nothing counts twice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CAMPAIGN = Path(__file__).parents[3] / "benchmarks" / "kill_campaign.py"


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_a_server_killed_at_any_moment_keeps_what_it_acknowledged() -> None:
    command = [sys.executable, str(CAMPAIGN), "--rounds", "6", "--seed", "26"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=170)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["kills"] == 6
    assert told["records_acknowledged"] > 0
    assert (told["lost"], told["doubled"], told["rounds_with_problems"]) == (0, 0, 0)
