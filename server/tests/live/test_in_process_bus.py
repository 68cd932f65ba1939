"""The bus between the pipeline's thread and the watchers' loop."""

from __future__ import annotations

import asyncio
import threading

import pytest

from agenttrace_server.live.in_process import SPANS_KEPT, InProcessBus
from agenttrace_server.live.protocol import LiveEnded


def soon(waiting):
    return asyncio.wait_for(waiting, timeout=5)


def test_a_change_from_another_thread_reaches_every_watcher():
    async def scenario():
        bus = InProcessBus(10)
        first, second = bus.subscribe(), bus.subscribe()
        threading.Thread(target=bus.publish, args=((), ())).start()
        return (await soon(first.next())).number, (await soon(second.next())).number

    assert asyncio.run(scenario()) == (1, 1)


def test_changes_come_in_order_and_count_up_by_one_from_the_start():
    async def scenario():
        bus = InProcessBus(10)
        bus.publish((), ())
        watcher = bus.subscribe()
        for _ in range(3):
            bus.publish((), ())
        return watcher.start, [(await soon(watcher.next())).number for _ in range(3)]

    assert asyncio.run(scenario()) == (1, [2, 3, 4])


def test_a_slow_watcher_loses_the_oldest_changes_and_sees_the_hole():
    async def scenario():
        bus = InProcessBus(2)
        watcher = bus.subscribe()
        for _ in range(5):
            bus.publish((), ())
        return [(await soon(watcher.next())).number for _ in range(2)]

    assert asyncio.run(scenario()) == [4, 5]


def test_a_slow_watcher_holds_a_bounded_number_of_spans():
    async def scenario():
        bus = InProcessBus(1_000)
        watcher = bus.subscribe()
        many = (object(),) * (SPANS_KEPT // 2)
        for _ in range(10):
            bus.publish(many, ())
        bus.publish(many * 5, ())
        first = await soon(watcher.next())
        bus.publish(many, ())
        bus.publish(many, ())
        return first.number, len(first.spans), [(await soon(watcher.next())).number for _ in range(2)]

    assert asyncio.run(scenario()) == (11, 5 * (SPANS_KEPT // 2), [12, 13])


def test_a_watcher_whose_loop_is_gone_does_not_disturb_the_pipeline():
    bus = InProcessBus(2)

    async def leave_without_closing():
        bus.subscribe()

    asyncio.run(leave_without_closing())
    bus.publish((), ())


def test_a_closed_watcher_hears_nothing_more():
    async def scenario():
        bus = InProcessBus(2)
        watcher = bus.subscribe()
        watcher.close()
        watcher.close()
        bus.publish((), ())
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(watcher.next(), timeout=0)

    asyncio.run(scenario())


def test_closing_the_bus_ends_watchers_after_what_is_queued():
    async def scenario():
        bus = InProcessBus(2)
        watcher = bus.subscribe()
        bus.publish((), ())
        bus.close()
        assert (await soon(watcher.next())).number == 1
        for ended in (watcher, bus.subscribe()):
            with pytest.raises(LiveEnded):
                await soon(ended.next())

    asyncio.run(scenario())


def test_a_watcher_that_waits_is_woken_by_the_end():
    async def scenario():
        bus = InProcessBus(2)
        waiting = asyncio.ensure_future(bus.subscribe().next())
        await asyncio.sleep(0)
        threading.Thread(target=bus.close).start()
        with pytest.raises(LiveEnded):
            await soon(waiting)

    asyncio.run(scenario())
