"""Run one half of a programme inside its own environment: take a checkpoint, or go on from another process's.

python -P stage.py PROGRAM capture|resume FILE
"""

from __future__ import annotations

import json
import os
import runpy
import sys

from agenttrace.replay.checkpoints import load_checkpoint


def main() -> None:
    program, word, file = sys.argv[1:]
    there = runpy.run_path(program)
    executor = there["executor"]
    if word == "capture":
        blob = executor.capture(there["capture"]())
        blob.save(file)
        said = {"bytes": blob.size_bytes, "version": blob.version, "states": len(blob.step_refs)}
    else:
        handle = executor.restore(load_checkpoint(file), there["build"])
        patched = executor.patch(handle, there["edits"](handle))
        said = {"told": there["told"](executor.resume(patched))}
    print(json.dumps({"pid": os.getpid(), **said}))


if __name__ == "__main__":
    main()
