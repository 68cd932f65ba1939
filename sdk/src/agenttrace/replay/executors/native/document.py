"""Read, change and compare states that are JSON."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from agenttrace.comparison import Difference, differences
from agenttrace.replay.checkpoints.blob import BadCheckpoint, CheckpointBlob

ROOT = "$"
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\[\"([^\"]*)\"\]")


def blob_of(framework: str, package: str, form: str, state: Any, steps: tuple[str, ...] = ()) -> CheckpointBlob:
    """Return a state as a blob of a framework, with the version that its package is installed in."""
    data = json.dumps(state, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return CheckpointBlob(framework, version(package), form, data, steps)


def state_in(blob: CheckpointBlob, framework: str, form: str) -> Any:
    """Return the state. Raises: BadCheckpoint: it is of another framework or format, or no JSON."""
    blob.check(framework, form)
    try:
        return json.loads(blob.data)
    except ValueError:
        raise BadCheckpoint("data: is not JSON") from None


def changed(state: Any, edits: Mapping[str, Any]) -> Any:
    """Return a copy with other values at some JSON paths, such as `$.messages[1].content`.

    A path may add a name to an object or one more item to a list; what it leads through has to be there.
    Raises: BadCheckpoint: a path that leads nowhere, with the place where it ends.
    """
    holder = {ROOT: copy.deepcopy(state)}
    for path, value in edits.items():
        *way, last = _steps_of(path)
        at: Any = holder
        gone = ""
        for step in way:
            at = _inside(at, step, path, gone)
            gone += _written(step)
        _put(at, last, value, path)
    return holder[ROOT]


def compared(before: CheckpointBlob, after: CheckpointBlob) -> tuple[Difference, ...]:
    """Return where two states differ."""
    return differences(*(blob.data.decode("utf-8", "surrogatepass") for blob in (before, after)))


def paths_and_others(edits: Mapping[str, Any], others: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the edits of JSON paths, and those with a name of their own. Raises: BadCheckpoint: another name."""
    paths = {name: value for name, value in edits.items() if name.startswith(ROOT)}
    named = {name: value for name, value in edits.items() if name not in paths}
    for name in named:
        if name not in others:
            words = ", ".join((*others, "a JSON path such as $.name[0]"))
            raise BadCheckpoint(f"{name}: cannot be edited here; what can be: {words}")
    return paths, named


def _steps_of(path: str) -> list[str | int]:
    """Return the names and numbers of a path, `$` first. Raises: BadCheckpoint."""
    steps: list[str | int] = [ROOT]
    at = len(ROOT)
    while at < len(path):
        found = _STEP.match(path, at)
        if found is None:
            raise BadCheckpoint(f"{path}: is no JSON path, from {path[at:]!r} on")
        name, number, quoted = found.groups()
        steps.append(int(number) if number is not None else name if name is not None else quoted)
        at = found.end()
    return steps


def _inside(at: Any, step: str | int, path: str, gone: str) -> Any:
    if isinstance(at, dict) and step in at:
        return at[step]
    if isinstance(at, list) and isinstance(step, int) and step < len(at):
        return at[step]
    raise BadCheckpoint(f"{path}: there is no {_written(step)} in {gone or ROOT}")


def _put(at: Any, step: str | int, value: Any, path: str) -> None:
    is_there = isinstance(at, list) and isinstance(step, int) and step < len(at)
    if is_there or (isinstance(at, dict) and isinstance(step, str)):
        at[step] = value
    elif isinstance(at, list) and step == len(at):
        at.append(value)
    else:
        raise BadCheckpoint(f"{path}: nothing can be put at {_written(step)}")


def _written(step: str | int) -> str:
    return f"[{step}]" if isinstance(step, int) else step if step == ROOT else f".{step}"
