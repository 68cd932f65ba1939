"""Bodies are read inside bounds of memory and time."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from agenttrace_server.receive.asgi import Body, Message, TooSlow
from agenttrace_server.receive.guard import Budget, Busy, Bytes
from agenttrace_server.receive.reply import REFUSALS, refused

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "otlp.md"


async def never() -> Message:
    await asyncio.Event().wait()
    return {}


def test_a_body_that_does_not_come_is_given_up() -> None:
    body = Body(never, limit=10, timeout_s=0.001)

    with Budget(Bytes(10)) as budget, pytest.raises(TooSlow, match=r"within 0\.001 s") as refusal:
        asyncio.run(body.read(None, budget))

    assert refused(refusal.value, None).status == 408


def test_bodies_share_one_memory_and_give_it_back() -> None:
    shared = Bytes(100)
    with Budget(shared) as first:
        first.take(60)
        with Budget(shared) as second, pytest.raises(Busy):
            second.take(41)
        assert shared.held == 60
    assert shared.held == 0


def test_every_refusal_has_its_row_in_the_reference() -> None:
    page = PAGE.read_text()

    assert [status for _, status, _ in REFUSALS if f"| {status} |" not in page] == []
