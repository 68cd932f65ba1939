"""Messages for one watcher: hello, what changed, what was missed; filtered and gathered."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import pytest

from agenttrace.model import OK, ProjectName, TraceId
from agenttrace_server.api.live_feed import SPANS_PER_MESSAGE, Interest, messages
from agenttrace_server.live.in_process import InProcessBus

OTHER = TraceId("cd" * 16)


def told(bus, interest, publish, count, pause_s=0.0):
    """Return the first `count` messages; `publish` runs after hello."""

    async def scenario():
        async with aclosing(messages(bus, interest, pause_s)) as feed:
            found = [await asyncio.wait_for(anext(feed), 5)]
            publish()
            while len(found) < count:
                found.append(await asyncio.wait_for(anext(feed), 5))
        return found

    return asyncio.run(scenario())


def test_hello_comes_first_with_the_current_number(house, make_span):
    house.keep(make_span(0))
    [hello] = told(house.bus, Interest(), lambda: None, 1)
    assert (hello.type, hello.number, hello.spans) == ("hello", 1, [])


def test_a_change_carries_its_spans_and_traces(house, make_span):
    hello, change = told(house.bus, Interest(), lambda: house.keep(make_span(0)), 2)
    assert (change.type, change.number) == ("change", hello.number + 1)
    assert [span.name for span in change.spans] == ["span 0"]
    assert [trace.total_spans for trace in change.traces] == [1]


def test_several_changes_at_once_are_one_message_with_the_latest_versions(house, make_span):
    def publish():
        house.keep(make_span(0, end_ms=None))
        house.keep(make_span(0, status=OK), make_span(1, 0))

    _, change = told(house.bus, Interest(), publish, 2)
    assert [(span.name, span.status) for span in change.spans] == [("span 0", "ok"), ("span 1", "ok")]
    assert [trace.total_spans for trace in change.traces] == [2]


@pytest.mark.parametrize(
    "interest", [Interest(project="default"), Interest(trace_id="ab" * 16), Interest(session_id="mine")]
)
def test_a_watcher_hears_only_what_it_asked_for(house, make_span, interest):
    def publish():
        house.keep(make_span(0, project=ProjectName("other"), trace_id=OTHER))
        house.keep(make_span(1, session_id="mine"))

    _, change = told(house.bus, interest, publish, 2)
    assert {span.trace_id for span in change.spans} == {"ab" * 16}
    assert {trace.id for trace in change.traces} == {"ab" * 16}


def test_what_a_slow_watcher_lost_is_told(make_span, house):
    house.bus = InProcessBus(2)

    def publish():
        for number in range(5):
            house.keep(make_span(number))

    hello, missed, change = told(house.bus, Interest(), publish, 3)
    assert (missed.type, missed.missed, missed.number) == ("missed", 3, hello.number + 1)
    assert (change.type, change.number, len(change.spans)) == ("change", hello.number + 2, 2)


def test_a_message_holds_a_bounded_number_of_spans_and_says_so(house, make_span):
    spans = [make_span(number) for number in range(SPANS_PER_MESSAGE + 7)]
    _, missed, change = told(house.bus, Interest(), lambda: house.keep(*spans), 3)
    assert (missed.missed, len(change.spans)) == (7, SPANS_PER_MESSAGE)


def test_the_second_message_waits_for_the_pause_and_gathers(house, make_span):
    async def scenario():
        loop = asyncio.get_running_loop()
        async with aclosing(messages(house.bus, Interest(), 0.2)) as feed:
            await anext(feed)
            house.keep(make_span(0))
            await anext(feed)
            at = loop.time()
            for number in range(1, 4):
                house.keep(make_span(number))
            change = await asyncio.wait_for(anext(feed), 5)
            return loop.time() - at, len(change.spans)

    waited_s, spans = asyncio.run(scenario())
    assert spans == 3
    assert waited_s >= 0.15


def test_the_feed_ends_with_the_server(house):
    async def scenario():
        feed = messages(house.bus, Interest(), 0.0)
        await anext(feed)
        house.bus.close()
        return [message async for message in feed]

    assert asyncio.run(scenario()) == []
