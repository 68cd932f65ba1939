"""Write to a local store until somebody kills this process. Run as a script: FOLDER SEED.

It stands for the runner: it goes on from the durable offset, and every batch is the same at every delivery.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from agenttrace.model import Span
from agenttrace_server.config import Settings
from agenttrace_server.store.local import LocalStore
from agenttrace_server.telemetry import Metrics

try:
    from .making import a_call, a_span, deltas_of, failed, running
except ImportError:  # started as a script
    from making import a_call, a_span, deltas_of, failed, running  # type: ignore[import-not-found,no-redef]

SETTINGS = Settings(seal_spans=120, seal_quiet_s=0.02)
TRACES = 40


def batch_at(offset: int) -> list[Span]:
    """The spans of the journal's record before `offset`: starts, ends, late spans of old traces, repeats."""
    rnd = random.Random(offset)
    spans: list[Span] = []
    for _ in range(rnd.randrange(1, 30)):
        trace, number = rnd.randrange(1, TRACES), rnd.randrange(1, 60)
        session = f"s{trace % 7}"
        make = (a_call, a_span, failed)[number % 3]
        if rnd.random() < 0.4:
            spans.append(running(trace, number, session_id=session))
            continue
        said = {"offset": str(trace * number), "said": _history(trace, number % 9)}
        spans.append(make(trace, number, session_id=session, attributes=said))
    return spans


def _history(trace: int, turns: int) -> str:
    """What an agent sends again and again: pieces of it are shared with other spans."""
    said = (f'{{"role": "user", "content": "turn {turn} of {trace % 5}: {"words " * 100}"}}' for turn in range(turns))
    return f"[{', '.join(said)}]"


def deliver(store: LocalStore, begin: int, rnd: random.Random) -> int:
    """Write one batch of one to three records, as a runner that catches up would; return its offset."""
    end = begin + rnd.randrange(1, 4)
    store.write(deltas_of(span for offset in range(begin + 1, end + 1) for span in batch_at(offset)), end)
    return end


def main() -> None:
    folder, seed = Path(sys.argv[1]), int(sys.argv[2])
    rnd = random.Random(seed)
    store = LocalStore(folder, SETTINGS, Metrics())
    offset = store.durable_offset()
    while True:
        offset = deliver(store, offset, rnd)
        if rnd.random() < 0.05:
            store.flush()
        print(offset, flush=True)


if __name__ == "__main__":
    main()
