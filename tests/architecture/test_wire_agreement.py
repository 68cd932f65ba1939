"""Hold what two files must agree on: the committed TypeScript schema is the one the server describes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"


@pytest.mark.skipif(
    not (WEB / "node_modules" / ".bin" / "openapi-typescript").exists(), reason="run `make setup` first"
)
def test_the_typescript_schema_is_generated_from_this_servers_openapi(tmp_path: Path) -> None:
    described = subprocess.run(
        [sys.executable, "-m", "agenttrace_server.api.openapi"], capture_output=True, text=True, check=True
    )
    openapi = tmp_path / "openapi.json"
    openapi.write_text(described.stdout)
    node = shutil.which("node")
    assert node is not None
    generated = subprocess.run(
        [node, "node_modules/.bin/openapi-typescript", str(openapi), "--alphabetize"],
        cwd=WEB,
        capture_output=True,
        text=True,
        check=True,
    )
    committed = (WEB / "src" / "api-schema.ts").read_text()
    assert without_header(committed) == without_header(generated.stdout), "run `npm run types` in web/ and commit"


def without_header(source: str) -> str:
    lines = source.strip().splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith("export "))
    return "\n".join(lines[start:])
