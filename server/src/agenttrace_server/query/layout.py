"""Put the spans of one trace in the order and at the depth in which a person reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agenttrace_server.store.api import StoredSpan

ROOT = -1


@dataclass(frozen=True, slots=True)
class Layout:
    """A trace in pre-order. Every list has one item a span; a position is an index into these lists.

    Every span that came in is placed exactly once, also where parents are missing or point in a circle.
    """

    spans: tuple[StoredSpan, ...]
    depth: tuple[int, ...]
    end: tuple[int, ...]
    """The position behind the span's subtree: folding a span is a jump to it."""
    parent: tuple[int, ...]
    """The parent's position, or -1 at the root."""
    children: tuple[int, ...]
    """How many direct children."""
    orphan: tuple[bool, ...]
    """It names a parent that has not arrived, is the span itself, or stands below it: shown at the root."""


def lay_out(spans: Sequence[StoredSpan]) -> Layout:
    """Order spans as a tree: children below their parent, siblings by start, then by arrival."""
    in_time = sorted(spans, key=lambda stored: (stored.span.start_ns, stored.seq))
    parents = _parents_of(in_time)
    children: dict[int, list[int]] = {}
    for index, parent in enumerate(parents):
        if parent != ROOT:
            children.setdefault(parent, []).append(index)
    order, parent_position, depth = _walk(parents, children)
    end = _ends_of(parent_position)
    return Layout(
        spans=tuple(in_time[index] for index in order),
        depth=tuple(depth),
        end=tuple(end),
        parent=tuple(parent_position),
        children=tuple(_children_count(parent_position)),
        orphan=tuple(
            above == ROOT and in_time[index].span.parent_span_id is not None
            for index, above in zip(order, parent_position, strict=True)
        ),
    )


def _parents_of(in_time: Sequence[StoredSpan]) -> list[int]:
    index_of = {stored.span.span_id: index for index, stored in enumerate(in_time)}
    parents = []
    for index, stored in enumerate(in_time):
        wanted = stored.span.parent_span_id
        found = ROOT if wanted is None else index_of.get(wanted, ROOT)
        parents.append(ROOT if found == index else found)
    return parents


def _walk(parents: list[int], children: dict[int, list[int]]) -> tuple[list[int], list[int], list[int]]:
    """Visit from the roots; what no root reaches stands in a circle, which is cut above its earliest span."""
    order: list[int] = []
    parent_position: list[int] = []
    depth: list[int] = []
    placed = bytearray(len(parents))
    roots = [index for index, parent in enumerate(parents) if parent == ROOT]
    for start in (*roots, *range(len(parents))):
        if placed[start]:
            continue
        placed[start] = 1
        waiting = [(start, ROOT, 0)]
        while waiting:
            index, above, level = waiting.pop()
            here = len(order)
            order.append(index)
            parent_position.append(above)
            depth.append(level)
            for child in reversed(children.get(index, ())):
                if not placed[child]:
                    placed[child] = 1
                    waiting.append((child, here, level + 1))
    return order, parent_position, depth


def _ends_of(parent_position: list[int]) -> list[int]:
    end = list(range(1, len(parent_position) + 1))
    for position in range(len(parent_position) - 1, -1, -1):
        above = parent_position[position]
        if above != ROOT and end[above] < end[position]:
            end[above] = end[position]
    return end


def _children_count(parent_position: list[int]) -> list[int]:
    count = [0] * len(parent_position)
    for above in parent_position:
        if above != ROOT:
            count[above] += 1
    return count
