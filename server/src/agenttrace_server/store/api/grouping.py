"""Put spans into the groups of a statistic: which group, in what order, and what latency means there."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta, timezone

from agenttrace.model import Span, SpanState
from agenttrace_server.store.api.filters import FacetQuery, GroupBy
from agenttrace_server.store.api.language.texts import fold
from agenttrace_server.store.api.records import Bar, FacetValue, StatsRow, Totals
from agenttrace_server.store.api.totals import totals_of

HOUR_NS = 3_600_000_000_000
DAY_NS = 24 * HOUR_NS
WEEK_NS = 7 * DAY_NS
MONDAY_NS = 4 * DAY_NS
"""The first Monday after the epoch, which was a Thursday."""
TIME_BUCKETS = {GroupBy.HOUR: (HOUR_NS, 0), GroupBy.DAY: (DAY_NS, 0), GroupBy.WEEK: (WEEK_NS, MONDAY_NS)}
"""Width and origin of each kind of time bucket, nanoseconds."""

ATTRIBUTES_FROM_SPANS = 500
"""How many of the latest spans are asked which attributes there are."""

LONGEST_FACET = 500
"""A value with more characters is nothing to choose from."""


def bucket_start(time_ns: int, group_by: GroupBy) -> int:
    """Return the start of the hour, day or week (from Monday) in UTC that holds this moment."""
    width, origin = TIME_BUCKETS[group_by]
    return (time_ns - origin) // width * width + origin


def bucket_name(start_ns: int) -> str:
    """Return the start of a bucket in RFC 3339."""
    moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=start_ns // 1_000_000_000)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def group_of(span: Span, group_by: GroupBy) -> str | None:
    """Return the key of the group that a span belongs to; None where it has no such value."""
    if group_by in TIME_BUCKETS:
        return bucket_name(bucket_start(span.start_ns, group_by))
    values = {
        GroupBy.NOTHING: None,
        GroupBy.MODEL: span.call.model if span.call else None,
        GroupBy.PROVIDER: span.call.provider if span.call else None,
        GroupBy.AGENT: span.agent_name,
        GroupBy.USER: span.user_id,
        GroupBy.SESSION: span.session_id,
        GroupBy.PROJECT: span.project,
        GroupBy.SPAN_TYPE: span.span_type.value,
        GroupBy.TOOL: span.tool.name if span.tool else None,
        GroupBy.NAME: span.name,
    }
    return values[group_by]


def group_spans(spans: Iterable[Span], group_by: GroupBy) -> list[StatsRow]:
    """Return one row a group, percentiles exact."""
    groups: dict[str | None, list[Span]] = {}
    for span in spans:
        groups.setdefault(group_of(span, group_by), []).append(span)
    return in_order([_row(key, members) for key, members in groups.items()], group_by)


def in_order(rows: Iterable[StatsRow], group_by: GroupBy) -> list[StatsRow]:
    """Time buckets by time, all else by cost, then by spans."""
    if group_by in TIME_BUCKETS:
        return sorted(rows, key=lambda row: row.key or "")
    return sorted(rows, key=lambda row: (-row.totals.cost_nano_usd, -row.totals.spans, row.key or ""))


def nearest_rank(ordered: Sequence[int], share: float) -> int:
    """Return the least value that at least `share` of the values do not exceed."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def bars_of(outcomes: Mapping[tuple[int, int, str], int], begin_ns: int, width_ns: int) -> list[Bar]:
    """Put traces into bars: (number of the bar, duration in nanoseconds, status) to how many."""
    bars: dict[int, list[tuple[int, str, int]]] = {}
    for (number, lasted_ns, state), count in outcomes.items():
        if count and number >= 0:
            bars.setdefault(number, []).append((lasted_ns, state, count))
    return [_bar(begin_ns + number * width_ns, bars[number]) for number in sorted(bars)]


def commonest(counts: Mapping[str, int], query: FacetQuery) -> list[FacetValue]:
    """Return the values that were asked for, the commonest first, then by value."""
    prefix = fold(query.prefix)
    found = [
        (value, count)
        for value, count in counts.items()
        if count > 0 and len(value) <= LONGEST_FACET and fold(value).startswith(prefix)
    ]
    found.sort(key=lambda each: (-each[1], each[0]))
    return [FacetValue(value, count) for value, count in found[: query.limit]]


def _bar(start_ns: int, held: list[tuple[int, str, int]]) -> Bar:
    ended = sorted(
        lasted_ns for lasted_ns, state, count in held if state != SpanState.RUNNING.value for _ in range(count)
    )
    return Bar(
        start_ns,
        traces=sum(count for *_, count in held),
        failed=sum(count for _, state, count in held if SpanState(state).is_failure),
        p95_ns=nearest_rank(ended, 0.95) if ended else None,
    )


def _row(key: str | None, spans: list[Span]) -> StatsRow:
    totals = Totals()
    for span in spans:
        totals = totals.plus(totals_of(span))
    traces = len({(span.project, span.trace_id) for span in spans})
    ordered = sorted(span.duration_ns for span in spans if span.duration_ns is not None)
    if not ordered:
        return StatsRow(key, totals, traces)
    return StatsRow(
        key,
        totals,
        traces,
        p50_ns=nearest_rank(ordered, 0.50),
        p90_ns=nearest_rank(ordered, 0.90),
        p95_ns=nearest_rank(ordered, 0.95),
        p99_ns=nearest_rank(ordered, 0.99),
        mean_ns=sum(ordered) // len(ordered),
        max_ns=ordered[-1],
        spread=Counter(octave_of(duration_ns) for duration_ns in ordered),
    )


def octave_of(duration_ns: int) -> int:
    """Return the power of two below a duration: the key of `StatsRow.spread`."""
    return max(0, duration_ns.bit_length() - 1)
