"""What an HTTP answer means for a batch."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenttrace.export.otlp import Verdict
from agenttrace.export.otlp.reply import LONGEST_RETRY_AFTER_S, outcome_of, retry_after_s

NOW = datetime(2026, 1, 1, 12, 0, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("0", 0.0),
        ("2.5", 2.5),
        ("-1", None),
        ("nan", None),
        ("soon", None),
        ("999999", LONGEST_RETRY_AFTER_S),
        ("Thu, 01 Jan 2026 12:00:30 GMT", 30.0),
        ("Thu, 01 Jan 2026 11:00:00 GMT", 0.0),
        ("Thu, 01 Jan 2026 13:00:10 +0100", 10.0),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after_s(value, NOW) == seconds


@given(st.text(max_size=60))
def test_any_retry_after_is_read_or_ignored(value: str) -> None:
    seconds = retry_after_s(value, NOW)
    assert seconds is None or 0 <= seconds <= LONGEST_RETRY_AFTER_S


@given(
    st.integers(min_value=100, max_value=599),
    st.sampled_from(["application/x-protobuf", "application/json", ""]),
    st.binary(max_size=200),
)
def test_any_answer_has_a_meaning(status: int, content_type: str, body: bytes) -> None:
    outcome = outcome_of(status, {"content-type": content_type}, body, NOW)
    assert (outcome.verdict is Verdict.DELIVERED) == (200 <= status < 300)
    assert len(outcome.reason) < 500
    assert outcome.rejected >= 0


def test_the_reason_of_a_refusal_is_the_servers() -> None:
    outcome = outcome_of(400, {"content-type": "text/plain"}, b"bad\nspan", NOW)
    assert (outcome.verdict, outcome.reason) == (Verdict.REFUSED, "400 bad span")
