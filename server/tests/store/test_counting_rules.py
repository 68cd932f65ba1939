"""When spans are one model call, rule by rule, and which of them counts."""

from __future__ import annotations

import random
from dataclasses import replace

from agenttrace.model import Span, SpanId, SpanState, Status, Usage
from agenttrace_server.store.api.dedupe import CallIndex, roles_of, seen_call

from .calls import a_seen_call

BROKEN = Status(SpanState.ERROR, "503")


def counted(*spans: Span) -> list[SpanId]:
    """Return the spans that count, in the order given."""
    roles = roles_of(call for span in spans if (call := seen_call(span)) is not None)
    return [span.span_id for span in spans if span.span_id not in roles or roles[span.span_id].shadow_of is None]


def test_the_same_response_is_one_call_and_the_one_with_content_counts() -> None:
    native = a_seen_call(2, "native", at=0, response_id="msg_1")
    rich = a_seen_call(3, "rich", at=9, response_id="msg_1", says=True)
    assert counted(native, rich) == [rich.span_id]


def test_two_responses_are_two_calls_even_with_the_same_tokens_at_the_same_time() -> None:
    assert len(counted(a_seen_call(2, "a", at=0, response_id="r1"), a_seen_call(3, "b", at=0, response_id="r2"))) == 2


def test_a_number_that_a_server_uses_again_is_another_call() -> None:
    first = a_seen_call(2, "a", at=0, response_id="chatcmpl-7")
    assert len(counted(first, a_seen_call(3, "a", at=9, response_id="chatcmpl-7", usage=Usage(7, 7)))) == 2


def test_a_call_inside_a_call_of_another_library_is_the_same() -> None:
    outer = a_seen_call(2, "framework", at=0, lasts=5, usage=None)
    inner = a_seen_call(3, "native", at=1, parent_span_id=outer.span_id, response_id="r")
    assert counted(outer, inner) == [inner.span_id]


def test_a_span_around_several_calls_of_another_library_does_not_count() -> None:
    outer = a_seen_call(2, "framework", at=0, lasts=9, says=True, usage=Usage(200, 20))
    inner = [a_seen_call(n, "native", at=n, parent_span_id=outer.span_id, response_id=f"r{n}") for n in (3, 5)]
    assert counted(outer, *inner) == [span.span_id for span in inner]


def test_a_failed_try_inside_another_library_s_call_is_part_of_it() -> None:
    outer = a_seen_call(2, "framework", at=0, lasts=9, says=True)
    tries = [
        a_seen_call(3, "native", at=1, parent_span_id=outer.span_id, usage=None, status=BROKEN),
        a_seen_call(4, "native", at=3, parent_span_id=outer.span_id, response_id="r"),
    ]
    assert counted(outer, *tries) == [outer.span_id]


def test_siblings_without_an_id_are_one_call_where_time_and_tokens_say_so() -> None:
    outer = a_seen_call(2, "framework", at=0, lasts=3, response_id="r", says=True)
    assert counted(outer, a_seen_call(3, "native", at=1)) == [outer.span_id]
    assert len(counted(outer, a_seen_call(3, "native", at=8))) == 2
    assert len(counted(outer, a_seen_call(3, "native", at=1, usage=Usage(100, 11)))) == 2
    assert len(counted(outer, a_seen_call(3, "native", at=1, model="gpt"))) == 2
    assert len(counted(outer, a_seen_call(3, "framework", at=1))) == 2
    assert counted(outer, a_seen_call(3, "native", at=1, model="anthropic/claude-2026-01-01")) == [outer.span_id]


def test_two_calls_at_once_are_not_taken_for_one() -> None:
    outers = [a_seen_call(n, "framework", at=n / 10, lasts=5, says=True) for n in (2, 3)]
    inners = [a_seen_call(4, "native", at=0.35, lasts=4.8), a_seen_call(5, "native", at=0.4, lasts=1)]
    assert counted(*outers, *inners) == [span.span_id for span in outers]


def test_both_failed_without_tokens_are_one_call() -> None:
    outer = a_seen_call(2, "framework", at=0, lasts=3, usage=None, status=BROKEN, says=True)
    assert counted(outer, a_seen_call(3, "native", at=1, usage=None, status=BROKEN)) == [outer.span_id]
    assert len(counted(outer, a_seen_call(3, "native", at=1, usage=None))) == 2


def test_what_a_stream_brought_joins_the_request_before_it() -> None:
    requests = [a_seen_call(n, "logfire", at=n, lasts=0.5, usage=None, parent=1) for n in (2, 4)]
    brought = [a_seen_call(n, "logfire", at=n, lasts=0, says=True, parent=1) for n in (3, 5)]
    assert counted(*requests, *brought) == [span.span_id for span in brought]


def test_an_announcement_of_a_call_is_that_call() -> None:
    real = a_seen_call(2, "logfire", at=1, says=True)
    pending = a_seen_call(3, "logfire", at=1, lasts=0, usage=None, internal=True, parent_span_id=real.span_id)
    assert counted(real, pending) == [real.span_id]


def test_a_cached_part_that_only_a_shadow_knows_is_counted() -> None:
    rich = a_seen_call(2, "rich", at=0, response_id="r", says=True)
    native = a_seen_call(3, "native", at=0, response_id="r", usage=Usage(100, 10, cache_read_tokens=90))
    roles = roles_of(call for span in (rich, native) if (call := seen_call(span)) is not None)
    figures = roles[rich.span_id].figures
    assert figures is not None
    assert (figures.span_id, figures.usage) == (native.span_id, native.usage)


def test_arriving_one_by_one_is_the_same_as_looking_at_all_at_once() -> None:
    chance = random.Random(3)
    for _ in range(150):
        spans = [_any_call(chance, number) for number in range(2, 14)]
        calls = [call for span in spans if (call := seen_call(span)) is not None]
        index = CallIndex()
        for span in chance.sample(spans, 6):
            early = replace(span, start_ns=span.start_ns - 10**9, scope=chance.choice(spans).scope)
            index.change({span.span_id: seen_call(early)})
        for call in chance.sample(calls, len(calls)):
            index.change({call.span_id: call})
        assert index.roles == roles_of(calls)


def _any_call(chance: random.Random, number: int) -> Span:
    return a_seen_call(
        number,
        chance.choice("abc"),
        at=chance.randrange(6),
        lasts=chance.randrange(4),
        says=chance.random() < 0.5,
        response_id=chance.choice([None, None, f"r{chance.randrange(6)}"]),
        model=chance.choice(["claude", "gpt", None]),
        parent=chance.choice([None, 1, chance.randrange(2, 14)]),
        usage=chance.choice([None, Usage(100, 10), Usage(7, 7)]),
        status=chance.choice([Status(SpanState.OK), Status(SpanState.OK), BROKEN]),
    )
