"""The built dashboard stays within what it may weigh: what a first visit loads, each page's part, everything."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

WEB_DIST = ROOT / "server" / "src" / "agenttrace_server" / "web_dist"
KB = 1024


def weigh(built: Path) -> subprocess.CompletedProcess[str]:
    script = ROOT / "web" / "scripts" / "budget.mjs"
    return subprocess.run(["node", script, "--dist", built], capture_output=True, text=True, timeout=60)


def test_the_built_dashboard_is_within_every_budget() -> None:
    weighed = weigh(WEB_DIST)
    assert weighed.returncode == 0, weighed.stdout + weighed.stderr
    assert weighed.stdout.count("ok  ") == 6


@pytest.mark.parametrize(
    ("name", "budget_kb", "said"),
    [
        ("index.js", 180, "JavaScript of the first page"),
        ("page.js", 60, "heaviest lazy chunk"),
        ("editor.js", 120, "lazy editor"),
        ("index.css", 15, "CSS"),
        ("sans.woff2", 60, "fonts"),
        ("picture.png", 2560, "all assets"),
    ],
)
def test_one_kilobyte_too_much_of_anything_fails(tmp_path: Path, name: str, budget_kb: int, said: str) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text('<script src="assets/index.js"></script>')
    asset = tmp_path / "assets" / name
    asset.write_bytes(random.Random(1).randbytes((budget_kb - 1) * KB))
    assert weigh(tmp_path).returncode == 0
    asset.write_bytes(random.Random(1).randbytes((budget_kb + 1) * KB))
    weighed = weigh(tmp_path)
    assert weighed.returncode == 1
    assert [said in line for line in weighed.stdout.splitlines() if line.startswith("OVER")] == [True]


def test_a_folder_without_a_built_application_says_how_to_build_it(tmp_path: Path) -> None:
    weighed = weigh(tmp_path)
    assert (weighed.returncode, weighed.stderr.strip()) == (
        2,
        f"no built application in {tmp_path}: run 'make web'",
    )
