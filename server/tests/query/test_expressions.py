"""What people write in a question."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenttrace_server.errors import BadQuestion
from agenttrace_server.query import expressions

NOW_NS = 1_795_200_532_123_456_789  # 2026-11-20T18:48:52.123456789Z
S = 1_000_000_000


def at(text):
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * S


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", NOW_NS),
        ("90s", NOW_NS - 90 * S),
        ("30m", NOW_NS - 1_800 * S),
        ("24h", NOW_NS - 86_400 * S),
        (" 7D ", NOW_NS - 7 * 86_400 * S),
        ("2w", NOW_NS - 14 * 86_400 * S),
        ("999999999w", 0),
        ("today", at("2026-11-20")),
        ("Yesterday", at("2026-11-19")),
        ("2026-11-20", at("2026-11-20")),
        ("2026-11-20T18:00:00Z", at("2026-11-20T18:00:00")),
        ("2026-11-20t18:00:00z", at("2026-11-20T18:00:00")),
        ("2026-11-20 18:00", at("2026-11-20T18:00:00")),
        ("2026-11-20T18:00:00.123456789Z", at("2026-11-20T18:00:00") + 123_456_789),
        ("2026-11-20T18:00:00.5+02:00", at("2026-11-20T16:00:00") + S // 2),
        ("2026-11-20T18:00:00 02:00", at("2026-11-20T16:00:00")),
        ("2026-11-20T18:00:00-0130", at("2026-11-20T19:30:00")),
    ],
)
def test_a_moment_is_read(text, expected):
    assert expressions.moment(text, now_ns=NOW_NS, field="since") == expected


@pytest.mark.parametrize(
    "text", ["", "soon", "24", "h", "-1h", "2026-13-01", "2026-11-20T25:00:00Z", "1969-12-31", "2999-01-01", "٣h"]
)
def test_what_is_no_moment_is_refused_with_the_field(text):
    with pytest.raises(BadQuestion, match="must be like") as refused:
        expressions.moment(text, now_ns=NOW_NS, field="until")
    assert refused.value.field == "until"


@given(st.text(max_size=50))
def test_any_text_is_a_moment_or_refused(text):
    with suppress(BadQuestion):
        assert 0 <= expressions.moment(text, now_ns=NOW_NS, field="since") < 2**63


@given(st.integers(0, 2**62))
def test_a_written_moment_is_read_back_to_the_nanosecond(at_ns):
    from agenttrace_server.api.rendering import rfc3339

    assert expressions.moment(rfc3339(at_ns), now_ns=NOW_NS, field="since") == at_ns


def test_a_window_that_ends_before_it_begins_is_refused():
    with pytest.raises(BadQuestion, match="before until"):
        expressions.window("1h", "2h", now_ns=NOW_NS)


def test_dollars_become_whole_nano_dollars():
    assert expressions.nano_dollars(0.1) == 100_000_000
    assert expressions.nano_dollars(0.000000001) == 1


def test_an_attribute_condition_is_split_at_its_first_colon():
    assert expressions.attribute_condition("url:http://x") == ("url", "http://x")
    with pytest.raises(BadQuestion):
        expressions.attribute_condition(":x")
