"""Record and replay programmes, and print the table of it."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from tests.frameworks.environments import CACHE, EnvironmentFailed, python_of
from tests.frameworks.one_run import RunFailed
from tests.frameworks.pairs import Pair
from tests.frameworks.replayed.one_replay import Played, play
from tests.frameworks.replayed.sameness import EXACT, GUESSED, Sameness, counted_as, judge_replay
from tests.frameworks.replayed.sdk_wheel import installed_sdk
from tests.frameworks.table import as_table

HEAD = ("framework", "requests", "tools", "left out", "exact", "guessed", "tools re-run", "stdout same", "verdict")
"""`left out` was asked for by tools that are on the tape; `guessed` was found loosely or by its place."""


def replay_all(pairs: Sequence[Pair]) -> int:
    """Run what is asked for; 0 when every replay was the same, or differs as is known."""
    sdk = installed_sdk()
    judged: list[tuple[Played, Sameness]] = []
    failures: list[str] = []
    for pair in pairs:
        started = time.monotonic()
        try:
            played = play(pair, python_of(pair), sdk, CACHE / "replays" / pair.name)
        except (RunFailed, EnvironmentFailed) as failure:
            failures.append(f"FAILED   {pair.name}: {failure}")
            word = "FAILED"
        else:
            judged.append((played, judge_replay(played)))
            word = judged[-1][1].word
        print(f"{pair.name}: {word}, {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    print("\n".join(["", *replay_rows(judged), "", *replay_reasons(judged), *failures]))
    return 1 if failures or any(sameness.differences for _, sameness in judged) else 0


def replay_rows(judged: Sequence[tuple[Played, Sameness]]) -> list[str]:
    """Return the lines of the table."""
    return as_table([HEAD, *(_cells(played, sameness) for played, sameness in judged)])


def replay_reasons(judged: Sequence[tuple[Played, Sameness]]) -> list[str]:
    """Return one line for each thing that is not the same, and for what was blocked: the reader may want to know."""
    return [
        f"{word:8} {played.pair.name}: {line}"
        for played, sameness in judged
        for word, lines in (
            ("DIFFERS", sameness.differences),
            ("known", sameness.known),
            ("blocked", played.report["blocked"]),
            ("note", played.report["notes"]),
        )
        for line in lines
    ]


def _cells(played: Played, sameness: Sameness) -> tuple[str, ...]:
    return (
        played.pair.framework,
        str(played.answered + played.requests_beside),
        str(played.tools_on_tape),
        str(played.left_out),
        str(counted_as(played, EXACT)),
        str(counted_as(played, GUESSED)),
        str(played.tools_run_again),
        "yes" if sameness.stdout_same else "no",
        sameness.word,
    )
