"""Take up one run of each framework that has an executor of its own, and print the table of it."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from agenttrace.replay.executors import executor
from tests.frameworks.checkpointed.one_checkpoint import SUBJECTS, Subject, TakenUp, take_up
from tests.frameworks.environments import CACHE, EnvironmentFailed, python_of
from tests.frameworks.one_run import RunFailed
from tests.frameworks.pairs import BadPair, pairs_of
from tests.frameworks.replayed.sdk_wheel import installed_sdk
from tests.frameworks.table import as_table

HEAD = ("framework", "version", "between", "bytes", "taken in", "taken up in", "model asked again", "verdict")


def take_up_all(names: Sequence[str]) -> int:
    """Run what is asked for; 0 when every run was taken up as it has to be. Raises: BadPair: an unknown name."""
    sdk = installed_sdk()
    taken: list[TakenUp] = []
    failures: list[str] = []
    for subject in subjects_of(names):
        started = time.monotonic()
        [pair] = pairs_of([subject.environment])
        try:
            taken.append(take_up(subject, python_of(pair), sdk, CACHE / "checkpoints" / subject.name))
            word = _verdict(taken[-1])
        except (RunFailed, EnvironmentFailed) as failure:
            failures.append(f"FAILED   {subject.name}: {failure}")
            word = "FAILED"
        print(f"{subject.name}: {word}, {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    print("\n".join(["", *checkpoint_rows(taken), "", *checkpoint_reasons(taken), *failures]))
    return 1 if failures or any(each.faults for each in taken) else 0


def subjects_of(names: Sequence[str]) -> list[Subject]:
    """Return those of these names, all where nothing is named. Raises: BadPair."""
    unknown = set(names) - {subject.name for subject in SUBJECTS}
    if unknown:
        raise BadPair(
            f"no checkpoints of {', '.join(sorted(unknown))}; there are {', '.join(s.name for s in SUBJECTS)}"
        )
    return [subject for subject in SUBJECTS if not names or subject.name in names]


def checkpoint_rows(taken: Sequence[TakenUp]) -> list[str]:
    """Return the lines of the table."""
    return as_table([HEAD, *(_cells(each) for each in taken)])


def checkpoint_reasons(taken: Sequence[TakenUp]) -> list[str]:
    """Return one line for each thing that is not as it has to be."""
    return [f"WRONG    {each.subject.name}: {fault}" for each in taken for fault in each.faults]


def _cells(taken: TakenUp) -> tuple[str, ...]:
    return (
        taken.subject.name,
        taken.captured["version"],
        executor(taken.subject.name).capabilities.granularity.value,
        str(taken.captured["bytes"]),
        f"process {taken.captured['pid']}",
        f"process {taken.resumed['pid']}",
        str(len(taken.asked)),
        _verdict(taken),
    )


def _verdict(taken: TakenUp) -> str:
    return "WRONG" if taken.faults else "taken up"
