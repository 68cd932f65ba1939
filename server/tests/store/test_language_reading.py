"""How the filter language is read: what people write, what it means, and what is said of a mistake."""

from __future__ import annotations

import pytest

from agenttrace_server.errors import BadQuery
from agenttrace_server.store.api.language import Target, parse, without_window, write
from agenttrace_server.store.api.language.parser import MAX_CHARS, MAX_DEPTH, MAX_TERMS
from agenttrace_server.store.api.language.tree import Node

NOW = 1_800_000_000_000_000_000


def read(text: str, target: Target = Target.TRACES) -> Node | None:
    return parse(text, target, now_ns=NOW)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("", None),
        ("   ", None),
        ('status:error agent:planner cost>0.50 dur>30s "charged twice"', None),
        ("a b", "a AND b"),
        ("a  OR b c", "a OR (b AND c)"),
        ("NOT a", "-a"),
        ("-(-a)", "a"),
        ("cost > 0.5", "cost:>0.5"),
        ("cost:>$0.50", "cost>0.5"),
        ("dur:1s..5s", "duration>=1s duration<=5000ms"),
        ("tokens:2k..", "tokens>=2000"),
        ("tokens>1.5M", "tokens>1500000"),
        ("model:(a,b)", "model:a OR model:b"),
        ("model!=a", "-model=a"),
        ("STATUS:Error", "status:error"),
        ("attributes.http.status_code:500", "@http.status_code:500"),
        ('@"my key" > 3', '@"my key">3.0'),
        ("since:24h", "start>=2027-01-14T08:00:00Z"),
        ("until:2026-11-20", "start<2026-11-20T00:00:00Z"),
        ("has:error", "errors>0"),
        ("model:*", "has:model"),
        (r"name:a\ b\*", 'name:"a b*"'),
        ('"not"', "not"),
    ],
)
def test_two_ways_to_write_the_same(text: str, same: str | None) -> None:
    found = read(text)
    assert found == read(same if same is not None else text)
    assert (found is None) == (not text.strip())


@pytest.mark.parametrize(
    ("text", "position", "length", "words", "meant"),
    [
        ("stauts:error", 0, 6, "there is no field 'stauts'", "status"),
        ("cost>1 status:eror", 14, 4, "status cannot be 'eror'", "error"),
        ("type:llm", 5, 3, "type cannot be 'llm'", "llm_call"),
        ("cost>abc", 5, 3, "cost cannot be 'abc'", None),
        ("dur>30", 4, 2, "duration cannot be '30'", None),
        ("cost:..", 5, 2, "cost cannot be '..'", None),
        ("status>error", 7, 5, "status has no order", None),
        ("@x>y", 3, 1, "attributes.x cannot be 'y'", None),
        ("(a", 0, 1, "this parenthesis is not closed", None),
        ("a)", 1, 1, "this parenthesis was never opened", None),
        ('x "abc', 2, 4, "the quote is not closed", None),
        ("a OR", 4, 1, "something is missing here", None),
        ("OR a", 0, 3, "nothing stands before OR", None),
        ("model:", 6, 1, "a value is missing here", None),
        ("model:(a,b", 6, 1, "this list is not closed", None),
        ("model:(a b)", 9, 1, "stand apart with commas", None),
        ("cost>(1,2)", 5, 1, "a list cannot stand behind >", None),
        ("has:", 4, 1, "a field is missing here", None),
        ("has=model", 4, 1, "has is followed by a colon", None),
        ("since>2", 5, 1, "since is followed by a colon", None),
        ("input=x", 6, 1, "use a colon", None),
        ("=5", 0, 1, "no field stands before =", None),
        ("a*b", 1, 1, "only at the end of a word", None),
        ("!!", 0, 2, "no field stands before !!", None),
        ("-", 0, 1, "no letter or digit", None),
        ("http://x.y", 0, 4, "a text with a colon needs quotes", None),
    ],
)
def test_a_mistake_is_shown_where_it_is(text: str, position: int, length: int, words: str, meant: str | None) -> None:
    with pytest.raises(BadQuery) as refused:
        read(text)
    mistake = refused.value
    assert (mistake.position, mistake.length, mistake.did_you_mean) == (position, length, meant)
    assert words in mistake.message
    assert f"character {position + 1}" in mistake.message


def test_what_only_traces_have_cannot_be_asked_of_spans() -> None:
    with pytest.raises(BadQuery, match="spans have no field 'errors'"):
        read("errors>0", Target.SPANS)
    with pytest.raises(BadQuery, match="traces have no field 'traces'"):
        read("traces>1")


def test_limits_hold_at_their_edge() -> None:
    at_the_edge = [
        "(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH,
        "a " * MAX_TERMS,
        "a" * MAX_CHARS,
    ]
    assert all(read(text) is not None for text in at_the_edge)
    for text in ("(" * (MAX_DEPTH + 1) + "a", "-" * 1_000 + "a", "a " * (MAX_TERMS + 1), "a" * (MAX_CHARS + 1)):
        with pytest.raises(BadQuery):
            read(text)


def test_the_window_is_taken_out_of_a_question() -> None:
    rest, since_ns, until_ns = without_window(read("a start>=1970-01-02 start<=1970-01-03"), 5, None)
    assert rest == read("a")
    assert (since_ns, until_ns) == (86_400 * 10**9, 2 * 86_400 * 10**9 + 1)
    inside = read("a OR since:24h")
    assert without_window(inside, None, 7) == (inside, None, 7)
    assert without_window(read("since:24h"), None, None)[0] is None


def test_what_was_written_can_be_read_by_people() -> None:
    found = read('status:error (agent:planner OR agent:"a b") -dur>=90s cost>0.50 @k>=2 model:gpt-* "charged tw"*')
    assert found is not None
    assert write(found) == (
        'status:error (agent:planner OR agent:"a b") -duration>=90s cost>0.5 @k>=2.0 model:gpt-* "charged tw"*'
    )
