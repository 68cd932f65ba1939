"""Judge one replay: the same, the same but for what the framework never prints twice, or DIFFERS."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.frameworks.pairs import Unsteady
from tests.frameworks.replayed.one_replay import Played

EXACT = ("exact in lane", "exact")
GUESSED = ("loose", "positional")
DIVERGED = 1
"""How a programme ends that a replay has no answer for."""
WHERE_IT_DIED = "the recording ends here: the run ended before this was answered"
_MASK = b"<unsteady>"
_SHOWN_BYTES = 80


@dataclass(frozen=True)
class Sameness:
    """`known` are the reasons of differences that were to be expected. One line in `differences` fails it."""

    stdout_same: bool
    known: tuple[str, ...]
    differences: tuple[str, ...]

    @property
    def word(self) -> str:
        if self.differences:
            return "DIFFERS"
        return "known" if self.known else "same"


def judge_replay(played: Played) -> Sameness:
    """Compare what was printed byte for byte, how it ended, and what the fidelity report says."""
    before, after = played.recorded.stdout, played.replayed.stdout
    unsteady = played.pair.unsteady
    differences = [*_of_the_tape(played), *_of_the_report(played)]
    wanted = played.recorded.exit_code if played.pair.killed_at_request is None else DIVERGED
    if played.replayed.exit_code != wanted:
        differences.append(f"ended with {played.replayed.exit_code}, recorded with {played.recorded.exit_code}")
    if _masked(before, unsteady) != _masked(after, unsteady):
        differences.append(_of_stdout(_masked(before, unsteady), _masked(after, unsteady)))
    elif before == after:
        differences += [f"known to print otherwise, and yet the same: {each.because}" for each in unsteady]
    known = tuple(each.because for each in unsteady) if before != after else ()
    return Sameness(before == after, known, tuple(differences))


def counted_as(played: Played, how: Sequence[str]) -> int:
    """Return how many answers were found in one of these ways."""
    return sum(played.report["served"][word] for word in how)


def _of_the_tape(played: Played) -> Iterator[str]:
    on_tape = played.requests_on_tape - played.requests_beside
    if on_tape != played.answered:
        yield f"the model answered {played.answered} requests, the recording has {on_tape}"


def _of_the_report(played: Played) -> Iterator[str]:
    on_tape = played.requests_on_tape + played.tools_on_tape - played.left_out
    if counted_as(played, EXACT) != on_tape:
        yield f"{on_tape} answers are on the tape, {counted_as(played, EXACT)} were found exactly"
    if counted_as(played, GUESSED):
        yield f"{counted_as(played, GUESSED)} were found by being like another, or by their place"
    yield from (f"went live: {each}" for each in played.report["live"])
    yield from (f"unused: {each}" for each in played.report["unused"].values())
    yield from _of_the_end(played)


def _of_the_end(played: Played) -> Iterator[str]:
    """A run that was killed ends where it died, and nowhere else; the others end by themselves."""
    diverged, ended = played.report["diverged"], played.report["ended"]
    if played.pair.killed_at_request is None:
        yield from (f"diverged: {each['text']}" for each in diverged)
        if ended is not None:
            yield f"ended early: {ended}"
    elif ended != f"step {played.pair.killed_at_request}: {WHERE_IT_DIED}" or len(diverged) != 1:
        yield f"did not end where it was killed, at step {played.pair.killed_at_request}, but: {ended}"


def _of_stdout(before: bytes, after: bytes) -> str:
    """Return where the first byte differs, and what stands there."""
    pairs = enumerate(zip(before, after, strict=False))
    at = next((number for number, (one, other) in pairs if one != other), min(len(before), len(after)))
    was, now = (text[at : at + _SHOWN_BYTES] or b"(the end)" for text in (before, after))
    return f"stdout, byte {at}: {was!r} -> {now!r}"


def _masked(text: bytes, unsteady: Sequence[Unsteady]) -> bytes:
    for each in unsteady:
        text = re.sub(each.pattern.encode(), _MASK, text)
    return text
