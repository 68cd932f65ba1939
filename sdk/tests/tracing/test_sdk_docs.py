"""The pages about the SDK name everything there is, with the defaults that hold, and their programs run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import agenttrace
from agenttrace.export import ExportSettings
from agenttrace.tracing.settings import EXPORT_FIELDS, VARIABLES, Settings, environment_with

ROOT = Path(__file__).parents[3]
REFERENCE = ROOT / "docs" / "reference"
NO_SERVER = {
    "AGENTTRACE_ENDPOINT": "http://127.0.0.1:9",
    "AGENTTRACE_SHUTDOWN_TIMEOUT_S": "0.2",
    "AGENTTRACE_RAISE_INTERNAL_ERRORS": "true",
}
ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+?) \|", re.MULTILINE)


def rows() -> dict[str, tuple[str, str]]:
    page = (REFERENCE / "sdk-settings.md").read_text()
    return {name: (variables, default) for name, variables, default in ROW.findall(page)}


def test_every_setting_and_variable_is_documented_in_order() -> None:
    documented = {name: re.findall(r"`(\w+)`", variables) for name, (variables, _) in rows().items()}

    expected: dict[str, list[str]] = {}
    for variable in VARIABLES:
        expected.setdefault(variable.field, []).append(variable.name)
    assert documented == expected


def test_the_documented_defaults_are_the_defaults() -> None:
    settings, export = Settings(), ExportSettings(home=Path())
    shown = {name: default.strip("`") for name, (_, default) in rows().items()}

    for name, text in shown.items():
        value = getattr(export if name in EXPORT_FIELDS else settings, name)
        if name == "redaction_key":
            continue
        assert text == (
            "none" if value in (None, ()) else str(value).lower() if isinstance(value, bool) else str(value)
        )


def test_every_public_name_is_documented() -> None:
    page = (REFERENCE / "sdk.md").read_text()

    assert [name for name in agenttrace.__all__ if not re.search(rf"`[^`]*\b{name}\b", page)] == []


@pytest.mark.parametrize("page", ["sdk/README.md", "docs/reference/sdk.md", "docs/reference/recording-format.md"])
def test_the_programs_on_the_pages_run(page: str, tmp_path: Path) -> None:
    for program in re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(), re.DOTALL):
        done = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment_with({**NO_SERVER, "AGENTTRACE_HOME": str(tmp_path)}),
        )

        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
