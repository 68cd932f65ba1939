"""Add spans up by hour, project, model, provider and type, so that charts need not read spans."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field

import orjson

from agenttrace.model import Span
from agenttrace_server.store.api import GroupBy, SpanFilter, StatsRow, Totals
from agenttrace_server.store.api.grouping import HOUR_NS, TIME_BUCKETS, bucket_name, bucket_start, in_order, octave_of
from agenttrace_server.store.api.records import sum_of
from agenttrace_server.store.api.totals import figures_of

CellKey = tuple[int, str, str | None, str | None, str]
"""(start of the hour in nanoseconds, project, model, provider, span type)."""

_GROWTH = 1.02
"""Each bucket of the latency sketch is 2 % wider than the one before, so a percentile is at most 1 % off."""
LOG_GROWTH = math.log(_GROWTH)
"""By what the logarithms of two buckets that follow each other differ."""
_BLOCK_BITS = 4096

_FILTERS_ANSWERED = frozenset({"project", "model", "provider", "span_type", "since_ns", "until_ns"})
_GROUPS_ANSWERED = frozenset(
    {
        GroupBy.NOTHING,
        *TIME_BUCKETS,
        GroupBy.MODEL,
        GroupBy.PROVIDER,
        GroupBy.PROJECT,
        GroupBy.SPAN_TYPE,
    }
)


def cell_of(span: Span) -> CellKey:
    """Return the cell that a span is counted in."""
    call = span.call
    model, provider = (call.model, call.provider) if call is not None else (None, None)
    return (span.start_ns // HOUR_NS * HOUR_NS, span.project, model, provider, span.span_type.value)


class NumberSet:
    """A set of small integers, as blocks of bits: here the numbers of traces, which are given out in order."""

    __slots__ = ("blocks",)

    def __init__(self, blocks: dict[int, int] | None = None) -> None:
        self.blocks: dict[int, int] = {} if blocks is None else blocks

    def add(self, number: int) -> None:
        """Put a number in."""
        block, bit = divmod(number, _BLOCK_BITS)
        self.blocks[block] = self.blocks.get(block, 0) | 1 << bit

    def discard(self, number: int) -> None:
        """Take a number out if it is in."""
        block, bit = divmod(number, _BLOCK_BITS)
        if block in self.blocks:
            self.blocks[block] &= ~(1 << bit)

    def update(self, other: NumberSet) -> None:
        """Put in all that the other holds."""
        for block, bits in other.blocks.items():
            self.blocks[block] = self.blocks.get(block, 0) | bits

    def difference_update(self, other: NumberSet) -> None:
        """Take out all that the other holds."""
        for block, bits in other.blocks.items():
            if block in self.blocks:
                self.blocks[block] &= ~bits

    def copy(self) -> NumberSet:
        """Return another set with the same numbers."""
        return NumberSet(dict(self.blocks))

    def __len__(self) -> int:
        return sum(bits.bit_count() for bits in self.blocks.values())


@dataclass(slots=True)
class Cell:
    """Sums over the spans of one cell, or what changed in them: then figures may be negative."""

    totals: Totals = field(default_factory=Totals)
    latencies: dict[int, int] = field(default_factory=dict)
    """How many ended spans fall into each bucket of the sketch."""
    duration_ns: int = 0
    joined: NumberSet = field(default_factory=NumberSet)
    """The traces that have a span here."""
    left: NumberSet = field(default_factory=NumberSet)
    """The traces that had one in an older layer and have none now."""

    def add(self, spans: Iterable[Span], sign: int = 1) -> None:
        """Count spans in, of which there is at least one, or out with `sign` -1."""
        counted = list(spans)
        change = sum_of(map(figures_of, counted))
        self.totals = self.totals.plus(change) if sign > 0 else self.totals.minus(change)
        latencies = self.latencies
        for span in counted:
            duration_ns = span.duration_ns
            if duration_ns is not None:
                bucket = _bucket_of(duration_ns)
                latencies[bucket] = latencies.get(bucket, 0) + sign
                self.duration_ns += sign * duration_ns

    def enter(self, number: int) -> None:
        """Note that a trace has its first span here."""
        self.joined.add(number)
        self.left.discard(number)

    def leave(self, number: int) -> None:
        """Note that a trace has no span here any more."""
        self.joined.discard(number)
        self.left.add(number)

    def include(self, newer: Cell) -> None:
        """Lay a newer layer over this one."""
        self.totals = self.totals.plus(newer.totals)
        for bucket, count in newer.latencies.items():
            self.latencies[bucket] = self.latencies.get(bucket, 0) + count
        self.duration_ns += newer.duration_ns
        self.joined.update(newer.joined)
        self.joined.difference_update(newer.left)

    def copy(self) -> Cell:
        """Return one that can change without changing this."""
        return Cell(self.totals, dict(self.latencies), self.duration_ns, self.joined.copy(), self.left.copy())

    def dump(self) -> bytes:
        """Return the cell as bytes for the catalog. What left an older layer is not in it: there is none below."""
        buckets = [[bucket, count] for bucket, count in sorted(self.latencies.items()) if count]
        traces = [[block, f"{bits:x}"] for block, bits in sorted(self.joined.blocks.items()) if bits]
        return orjson.dumps([astuple(self.totals), buckets, self.duration_ns, traces])


def load_cell(raw: bytes) -> Cell:
    """Read what `Cell.dump` wrote."""
    totals, buckets, duration_ns, traces = orjson.loads(raw)
    blocks = {block: int(bits, 16) for block, bits in traces}
    return Cell(Totals(*totals), dict(buckets), duration_ns, NumberSet(blocks))


def answers(where: SpanFilter, group_by: GroupBy) -> bool:
    """Whether cells are fine enough for this question: whole hours, and nothing asked that they do not keep."""
    if group_by not in _GROUPS_ANSWERED:
        return False
    whole_hours = all(time_ns is None or time_ns % HOUR_NS == 0 for time_ns in (where.since_ns, where.until_ns))
    asked = {name for name in SpanFilter.__slots__ if getattr(where, name) not in (None, ())}
    return whole_hours and asked <= _FILTERS_ANSWERED


def is_meant(where: SpanFilter, key: CellKey) -> bool:
    """Whether the filter means the spans of this cell."""
    hour_ns, project, model, provider, span_type = key
    return (
        where.project in (None, project)
        and where.model in (None, model)
        and where.provider in (None, provider)
        and (not where.span_type or span_type in where.span_type)
        and (where.since_ns is None or hour_ns >= where.since_ns)
        and (where.until_ns is None or hour_ns < where.until_ns)
    )


def stats_of(layers: Iterable[tuple[CellKey, Cell]], group_by: GroupBy) -> list[StatsRow]:
    """Return one row a group. `layers` come oldest first."""
    cells: dict[CellKey, Cell] = {}
    for key, cell in layers:
        held = cells.get(key)
        if held is None:
            cells[key] = cell.copy()
            continue
        held.include(cell)
    groups: dict[str | None, Cell] = {}
    for key, cell in cells.items():
        if cell.totals.spans:
            groups.setdefault(_group_of(key, group_by), Cell()).include(cell)
    return in_order([_row(key, cell) for key, cell in groups.items()], group_by)


def _group_of(key: CellKey, group_by: GroupBy) -> str | None:
    hour_ns, project, model, provider, span_type = key
    if group_by in TIME_BUCKETS:
        return bucket_name(bucket_start(hour_ns, group_by))
    values = {
        GroupBy.NOTHING: None,
        GroupBy.PROJECT: project,
        GroupBy.MODEL: model,
        GroupBy.PROVIDER: provider,
        GroupBy.SPAN_TYPE: span_type,
    }
    return values[group_by]


def _row(key: str | None, cell: Cell) -> StatsRow:
    ended = sum(cell.latencies.values())
    if not ended:
        return StatsRow(key, cell.totals, len(cell.joined))
    p50, p90, p95, p99, most = _percentiles(cell.latencies, ended, (0.50, 0.90, 0.95, 0.99, 1.0))
    return StatsRow(
        key,
        cell.totals,
        len(cell.joined),
        p50_ns=p50,
        p90_ns=p90,
        p95_ns=p95,
        p99_ns=p99,
        mean_ns=cell.duration_ns // ended,
        max_ns=most,
        spread=_spread(cell.latencies),
    )


def _spread(latencies: dict[int, int]) -> dict[int, int]:
    octaves: dict[int, int] = {}
    for bucket, count in latencies.items():
        octave = octave_of(_middle_of(bucket))
        octaves[octave] = octaves.get(octave, 0) + count
    return {octave: count for octave, count in octaves.items() if count}


def _percentiles(latencies: dict[int, int], ended: int, shares: tuple[float, ...]) -> Iterator[int]:
    ordered = sorted(latencies.items())
    for share in shares:
        needed = max(1, math.ceil(share * ended))
        for bucket, count in ordered:
            needed -= count
            if needed <= 0:
                yield _middle_of(bucket)
                break


def _bucket_of(duration_ns: int) -> int:
    return math.floor(math.log(duration_ns) / LOG_GROWTH) if duration_ns > 0 else -1


def _middle_of(bucket: int) -> int:
    return round(_GROWTH**bucket * (1 + _GROWTH) / 2) if bucket >= 0 else 0
