"""Run one programme under the SDK alone: its environment says whether it is recorded; no emitter is switched on.

python -P play.py FRAMEWORK_FOLDER
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import agenttrace as at

if __name__ == "__main__":
    at.init()
    runpy.run_path(str(Path(sys.argv[1]) / "program.py"))["main"]()
