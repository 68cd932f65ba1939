"""Whatever is asked, the answer is an answer or a problem: never a failure of the server."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

LISTS = ["traces", "sessions", "spans", "search", "metrics/summary", "metrics/costs", "metrics/performance"]
NAMES = [
    *("project", "session", "user", "status", "has_errors", "agent", "model", "framework", "tag", "name"),
    *("since", "until", "limit", "cursor", "q", "min_duration_ms", "min_cost_usd", "min_tokens", "span_type"),
    *("provider", "tool", "attr", "trace", "group_by", "format"),
]
PLAUSIBLE = ["ok", "error", "24h", "today", "2026-11-20", "9999-12-31", "1e308", "-1", "0", "50", "true", "a:b"]
words = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["ok", "error", "24h", "today", "2026-11-20", "9999-12-31", "1e308", "-1", "0", "50", "true", "a:b"]
    ),
    st.integers(-(2**70), 2**70).map(str),
    st.floats().map(str),
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(path=st.sampled_from(LISTS), asked=st.lists(st.tuples(st.sampled_from(NAMES), words), max_size=4))
def test_any_parameters_are_answered_or_refused(client, path, asked):
    response = client.get(f"/api/v1/{path}", params=asked)
    assert response.status_code in (200, 400), (response.text, asked)


@pytest.mark.parametrize("prefix", ["traces/", "sessions/", "spans/", "traces/" + "ab" * 16 + "/spans/"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=st.text(min_size=1, max_size=40))
def test_any_identifier_is_found_or_not(client, prefix, name):
    from urllib.parse import quote

    response = client.get(f"/api/v1/{prefix}{quote(name, safe='')}")
    assert response.status_code in (200, 400, 404), (response.text, name)
