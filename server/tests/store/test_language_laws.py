"""Laws of the filter language: any text is read or refused with a place, writing undoes reading, stores agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenttrace_server.config import Settings
from agenttrace_server.errors import BadQuery
from agenttrace_server.store.api import GroupBy, Page, SessionFilter, SpanFilter, Store, TraceFilter
from agenttrace_server.store.api.language import (
    FIELDS,
    Field,
    Has,
    Is,
    Kind,
    Like,
    Node,
    Op,
    Target,
    Text,
    parse,
    write,
)
from agenttrace_server.store.api.language.texts import fold, words_in
from agenttrace_server.store.api.language.tree import all_of, any_of, negated
from agenttrace_server.store.local import LocalStore
from agenttrace_server.store.memory import MemoryStore
from agenttrace_server.telemetry import Metrics

from .contract_language import NOW, some_spans
from .harness import put
from .making import NOON, SECOND

WORDS = 'status : error ( ) " - NOT OR AND cost > 0.5 .. * , @ a.b \\ has: dur>= 30s since:24h é 東 \x1f = !'
PIECES = st.sampled_from([" ", "x" * 40, *WORDS.split(" ")])
VALUES = ["error", "ok", "ann", "s", "Planner", "planner", "claude-4", "nightly", "A b", "500", "crew", "crewai", "pay"]
VALUES += [
    "Deep Research",
    "100%_",
    "EU West",
    "ΑΣς",
    "İ",
    '"',
    "\\",
    "a*b",
    "..",
    "tool_calls",
    "1e3",
    "shop",
    "-",
    "0.25",
]
PLAIN = st.sampled_from(VALUES) | st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=6
)
GAPS = (
    st.lists(st.sampled_from(["", "pl", "an", "cr", "e", "5", "%", "_", " ", "\\"]), min_size=2, max_size=3)
    .filter(any)
    .map(lambda pieces: Like(tuple(pieces)))
)
AMOUNTS = {
    Kind.NUMBER: st.sampled_from([0, 1, 2, 15, 30]),
    Kind.MONEY: st.sampled_from([0, 1_000, 500_000_000, 2_000_000_000]),
    Kind.DURATION: st.sampled_from([0, SECOND, 3 * SECOND, 60 * SECOND, 1]),
    Kind.MOMENT: st.sampled_from([NOON, NOON + 20 * SECOND, NOON + 30 * SECOND + 7]),
}
ORDERED = st.sampled_from([Op.EQ, Op.GT, Op.GE, Op.LT, Op.LE])
TEXT = st.builds(
    Text,
    st.sampled_from(["charged", "charged twice", "twice", "card", "東", "京タ", "at 100", "bank", "quest", "500", "x"]),
    st.booleans(),
    st.sampled_from([None, None, "input", "output"]),
)
ATTRIBUTES = st.sampled_from(["http.status_code", "Region", "odd key?", "ratio", "service.name", "gone", 'q"~/'])


def leaf(field: Field) -> st.SearchStrategy[Node]:
    if field.kind in AMOUNTS:
        return st.builds(Is, st.just(field.name), ORDERED, AMOUNTS[field.kind])
    if field.kind is Kind.CHOICE:
        return st.builds(Is, st.just(field.name), st.just(Op.EQ), st.sampled_from(field.choices))
    named = st.just(field.name)
    return st.builds(Is, named, st.sampled_from([Op.HAS, Op.EQ]), PLAIN) | st.builds(Is, named, st.just(Op.HAS), GAPS)


def questions(target: Target) -> st.SearchStrategy[Node]:
    fields = [field for field in FIELDS if field.is_of(target)]
    named = st.sampled_from([field for field in fields if field.kind is not Kind.WORDS]).flatmap(leaf)
    # has:error of a trace is read as errors>0, so it is not written
    present = st.sampled_from([field.name for field in fields if field.name != "error"]).map(Has)
    of_attribute = st.builds(
        Is,
        ATTRIBUTES.map("attributes.".__add__),
        st.sampled_from([Op.HAS, Op.EQ]),
        PLAIN | st.sampled_from(["true", "500"]),
    ) | st.builds(
        Is, ATTRIBUTES.map("attributes.".__add__), ORDERED.filter(lambda op: op is not Op.EQ), st.floats(0, 600)
    )
    return st.recursive(
        named | present | of_attribute | TEXT,
        lambda inner: (
            inner.map(negated)
            | st.lists(inner, min_size=2, max_size=3).map(lambda parts: all_of(*parts))
            | st.lists(inner, min_size=2, max_size=3).map(lambda parts: any_of(*parts))
        ),
        max_leaves=5,
    )


def mistake_in(text: str, target: Target) -> BadQuery | None:
    try:
        parse(text, target, now_ns=NOW)
    except BadQuery as mistake:
        return mistake
    return None


@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=60), st.sampled_from(Target))
def test_any_text_is_read_or_refused_with_a_place_inside_it(text: str, target: Target) -> None:
    mistake = mistake_in(text, target)
    if mistake is not None:
        assert 0 <= mistake.position <= len(text)
        assert 1 <= mistake.length <= max(1, len(text) + 1 - mistake.position)
        assert mistake.field == "q"


@given(st.sampled_from(Target).flatmap(lambda target: st.tuples(st.just(target), questions(target))))
def test_what_is_written_is_read_as_the_same_question(asked: tuple[Target, Node]) -> None:
    target, node = asked
    assert parse(write(node), target, now_ns=NOW) == node


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing_and_words_are_folded(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert all(word == fold(word) for word in words_in(text))


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    """The same spans in memory and in the local store: there half sealed and indexed, half hot, one trace in both."""
    memory = MemoryStore()
    settings = Settings(search_index_delay_s=0.01)
    local = LocalStore(Path(tmp_path_factory.mktemp("agree")), settings, Metrics())
    spans = some_spans()
    for store in (memory, local):
        put(store, *spans[:2], *spans[3:5])
        store.flush()
        put(store, *spans)
    assert local.words.wait(60)
    yield memory, local
    local.close()


AGREE = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@AGREE
@given(node=questions(Target.SPANS))
def test_the_stores_agree_about_spans_and_their_sums(stores: tuple[Store, Store], node: Node) -> None:
    where = SpanFilter(query=node)
    pages = [store.find_spans(where, Page()).items for store in stores]
    assert [found.span.span_id for found in pages[1]] == [found.span.span_id for found in pages[0]]
    by_type = [store.stats(where, GroupBy.SPAN_TYPE) for store in stores]
    assert by_type[1] == by_type[0]


@AGREE
@given(node=questions(Target.TRACES))
def test_the_stores_agree_about_traces_and_their_figures(stores: tuple[Store, Store], node: Node) -> None:
    where = TraceFilter(query=node)
    pages = [store.find_traces(where, Page()).items for store in stores]
    assert pages[1] == pages[0]
    assert stores[1].trace_stats(where) == stores[0].trace_stats(where)


@AGREE
@given(node=questions(Target.SESSIONS))
def test_the_stores_agree_about_sessions(stores: tuple[Store, Store], node: Node) -> None:
    pages = [store.find_sessions(SessionFilter(query=node), Page()).items for store in stores]
    assert pages[1] == pages[0]
