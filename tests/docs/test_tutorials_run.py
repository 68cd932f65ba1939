"""The Python programs in the tutorials and the README are run as a reader would run them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "tutorials").glob("*.md"))]
BLOCK = re.compile(r"^( *)```python\n(.*?)^\1```", re.DOTALL | re.MULTILINE)


def programs() -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for number, (indent, block) in enumerate(BLOCK.findall(page.read_text())):
            text = "".join(line.removeprefix(indent) for line in block.splitlines(keepends=True))
            found.append((f"{page.name}-{number}", text))
    return found


@pytest.mark.parametrize(("name", "program"), programs(), ids=[name for name, _ in programs()])
def test_a_program_in_the_documentation_runs(name: str, program: str, tmp_path: Path) -> None:
    environment = {**os.environ, "AGENTTRACE_HOME": str(tmp_path), "AGENTTRACE_ENDPOINT": "http://127.0.0.1:9"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "spool").iterdir()), "the program traced nothing"
