"""Run real frameworks under their real emitters and compare what our server counts with what was served.

make frameworks                          every pair
make frameworks ONLY=crewai              one framework, or a pair (ONLY=openai-traceloop), or several in quotes
make frameworks REPLAY=1                 record one pair of each and the hard cases; replay them with the model stopped
make frameworks CHECKPOINTS=1            take runs of frameworks up in another process, in a changed state
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.conftest import start_server
from tests.frameworks.checkpointed.run_all import take_up_all
from tests.frameworks.environments import CACHE, EnvironmentFailed, python_of
from tests.frameworks.one_run import Outcome, RunFailed, run
from tests.frameworks.pairs import BadPair, Pair, pairs_of
from tests.frameworks.replayed.hard_cases import pairs_to_replay
from tests.frameworks.replayed.run_all import replay_all
from tests.frameworks.table import reasons, rows


def main() -> int:
    """Run what is asked for; 0 when no figure is wrong and everything ran."""
    parser = argparse.ArgumentParser(
        prog="make frameworks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="frameworks, or pairs")
    parser.add_argument("--replay", action="store_true", help="record and replay, instead of counting")
    parser.add_argument(
        "--checkpoints", action="store_true", help="take runs up in another process, instead of counting"
    )
    asked = parser.parse_args()
    try:
        if asked.checkpoints:
            return take_up_all(asked.names)
        if asked.replay:
            return replay_all(pairs_to_replay(asked.names))
        pairs = pairs_of(asked.names)
    except BadPair as bad:
        print(bad, file=sys.stderr)
        return 2
    outcomes, failures = _run_all(pairs)
    print("\n".join(["", *rows(outcomes), "", *reasons(outcomes), *failures]))
    return 1 if failures or any(outcome.verdict.wrong for outcome in outcomes) else 0


def _run_all(pairs: list[Pair]) -> tuple[list[Outcome], list[str]]:
    outcomes: list[Outcome] = []
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as home:
        server = start_server(Path(home) / "server")
        try:
            for pair in pairs:
                started = time.monotonic()
                try:
                    outcome = run(pair, python_of(pair), (server.otlp, server.web), CACHE / "runs" / pair.name)
                except (RunFailed, EnvironmentFailed) as failure:
                    failures.append(f"FAILED   {pair.name}: {failure}")
                    word = "FAILED"
                else:
                    outcomes.append(outcome)
                    word = outcome.verdict.word
                print(f"{pair.name}: {word}, {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
        finally:
            server.stop()
    return outcomes, failures


if __name__ == "__main__":
    sys.exit(main())
