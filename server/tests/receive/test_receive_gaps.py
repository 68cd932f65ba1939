"""Batches that were numbered and never came are noticed, in bounded memory."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenttrace_server.receive import gaps
from agenttrace_server.receive.gaps import GapTracker, Losses

from .making import Receiver, request, span


def lost(tracker: GapTracker, *batches: int, sender: str = "s", now_s: float = 0.0) -> int:
    return sum(tracker.heard(sender, batch, 0, now_s).gaps for batch in batches)


def test_batches_in_order_are_no_loss() -> None:
    assert lost(GapTracker(), *range(1, 2_000)) == 0


@given(st.permutations(range(1, 60)))
def test_batches_in_any_order_are_no_loss(batches: list[int]) -> None:
    assert lost(GapTracker(), *batches) == 0


def test_a_batch_that_stays_out_is_counted_once() -> None:
    batches = [number for number in range(1, 1_000) if number != 500]

    assert lost(GapTracker(), *batches) == 1


def test_a_batch_that_is_missing_for_long_is_counted() -> None:
    tracker = GapTracker()

    assert lost(tracker, 1, 3) == 0
    assert lost(tracker, 4, now_s=gaps.LATE_S + 1) == 1
    assert lost(tracker, 5, now_s=2 * gaps.LATE_S) == 0


def test_a_retried_batch_is_counted_as_one() -> None:
    assert lost(GapTracker(), 1, 2, 2, 3, 1) == 0


def test_a_sender_first_heard_of_in_the_middle_has_lost_nothing_yet() -> None:
    assert lost(GapTracker(), 700, 701) == 0


def test_a_jump_beyond_belief_is_a_new_count() -> None:
    assert lost(GapTracker(), 1, 2**50, 2**50 + 1, 2**50 + 2) == 0


def test_dropped_spans_are_counted_by_their_growth() -> None:
    tracker = GapTracker()

    heard = [tracker.heard("s", batch, dropped, 0.0) for batch, dropped in ((1, 5), (2, 5), (3, 9), (4, 0))]

    assert heard == [Losses(0, 5), Losses(0, 0), Losses(0, 4), Losses(0, 0)]


def test_memory_stays_bounded_and_forgetting_a_sender_counts_its_gaps() -> None:
    tracker = GapTracker()
    lost(tracker, 1, 3, sender="forgotten")

    counted = sum(lost(tracker, 1, sender=f"sender-{number}") for number in range(gaps.MAX_SENDERS))

    assert counted == 1


@pytest.mark.parametrize("batch", ["", "abc", "-1", "1e3", "9" * 30])
def test_numbers_that_are_none_are_passed_over(receiver: Receiver, batch: str) -> None:
    response = receiver.post(request(span()), x_agenttrace_sender="s", x_agenttrace_batch=batch)

    assert (response.status_code, receiver.journal.records[0].batch) == (200, 0)


def test_losses_reach_the_metrics_and_a_refused_batch_is_none(receiver: Receiver) -> None:
    for batch in (1, 2, 500):
        body = b"garbage" if batch == 2 else request(span())
        receiver.post(body, x_agenttrace_sender="s", x_agenttrace_batch=str(batch), x_agenttrace_dropped="3")

    assert receiver.metric("agenttrace_batch_gaps_total") == 500 - gaps.LATE_BATCHES - 3
    assert receiver.metric("agenttrace_sender_dropped_total") == 3


def test_a_batch_that_is_to_be_sent_again_has_not_come_yet(receiver: Receiver) -> None:
    receiver.journal.is_full = True
    receiver.post(request(span()), x_agenttrace_sender="s", x_agenttrace_batch="1", x_agenttrace_dropped="7")

    assert receiver.metric("agenttrace_sender_dropped_total") == 0
