"""Build the SDK's wheel of this checkout and install it, with what it brings, for every environment to import."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.frameworks.environments import CACHE, carry_out, uv_or_none

ROOT = Path(__file__).parents[3]
PINS = ROOT / "requirements" / "dev.txt"
BROUGHT = "google-crc32c"
"""All that the SDK needs and a framework with OpenTelemetry may not have."""


def installed_sdk() -> Path:
    """Return a folder for PYTHONPATH that holds the wheel, unpacked by an installer; it is made anew each time.

    Raises: EnvironmentFailed: the wheel could not be built or installed.
    """
    folder = CACHE / "sdk"
    shutil.rmtree(folder, ignore_errors=True)
    with TemporaryDirectory() as temporary:
        pin = Path(temporary) / "pin.txt"
        pin.write_text(_pin_of(BROUGHT))
        carry_out([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", temporary], ROOT / "sdk")
        [wheel] = Path(temporary).glob("agenttrace_sdk-*.whl")
        carry_out([*_install(folder), "--require-hashes", "-r", str(pin)])
        carry_out([*_install(folder), str(wheel)])
    return folder


def _install(folder: Path) -> list[str]:
    uv = uv_or_none()
    start = [uv, "pip"] if uv is not None else [sys.executable, "-m", "pip"]
    here = ["--python", sys.executable] if uv is not None else []
    return [*start, "install", "--quiet", "--no-deps", *here, "--target", str(folder)]


def _pin_of(package: str) -> str:
    """Return the lines of our own lock about one package."""
    [lines] = re.findall(rf"^{package}==.*(?:\n +.*)*", PINS.read_text(), re.MULTILINE)
    return str(lines)
