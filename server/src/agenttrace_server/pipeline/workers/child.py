"""Be a worker's process: read entries, take them through the stages, write back what they became, until told to end."""

from __future__ import annotations

import gc
import math
import os
import pickle
import signal
import sys
from collections.abc import Callable
from typing import IO

from agenttrace_server.pipeline.batch import Decode, Stages, open_entry
from agenttrace_server.pipeline.decode import decode as decode_otlp
from agenttrace_server.pipeline.price import open_price_book, overrides_path
from agenttrace_server.pipeline.price.keeper import PriceKeeper
from agenttrace_server.pipeline.stages import stages_for
from agenttrace_server.pipeline.workers import wire
from agenttrace_server.pipeline.workers.task import Task
from agenttrace_server.store.api.arriving.packed import Plain
from agenttrace_server.store.api.contract import Prepare


def main() -> int:
    """Work until the input ends. The parent ends us that way; signals for the group are its business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(100_000, 50, 100)
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whoever prints does not print into an answer
    task: Task = pickle.loads(wire.receive(questions))  # noqa: S301 - from our own parent, through our own pipe
    book = open_price_book(task.settings.home, task.settings.prices_file)
    keeper = PriceKeeper(book, overrides_path(task.settings.home, task.settings.prices_file), math.inf)
    stages = stages_for(book, task.settings)
    work(questions, answers, decode_otlp, stages, task.prepare, keeper.look)
    return 0


def work(
    questions: IO[bytes],
    answers: IO[bytes],
    decode: Decode,
    stages: Stages,
    prepare: Prepare,
    look: Callable[[], object],
) -> None:
    """Answer questions until there are no more; `look` before each for prices that have changed."""
    while True:
        try:
            entries: list[Plain] = wire.receive(questions)
        except EOFError:
            return
        look()
        opened = (open_entry(wire.asked(entry), decode, stages) for entry in entries)
        wire.send(answers, [wire.answer(one, prepare) for one in opened])


if __name__ == "__main__":
    sys.exit(main())
