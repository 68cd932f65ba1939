"""Lay two compared runs beside each other: one row for each couple, also for what is the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agenttrace.comparison.align import Couple, Prints, coupled, prints_of
from agenttrace.comparison.compare import Change, RunDiff
from agenttrace.comparison.node import Node


@dataclass(frozen=True, slots=True)
class Row:
    """One step of either run, or of both, at its depth in the tree."""

    depth: int
    before: Node | None
    after: Node | None
    change: Change | None
    """What differs; None where nothing does, and below a step that is missing on one side."""

    @property
    def what(self) -> str:
        """same, changed, gone or new."""
        if self.after is None:
            return "gone"
        if self.before is None:
            return "new"
        return "same" if self.change is None else "changed"

    @property
    def node(self) -> Node:
        """The step, as the first run has it if it does."""
        found = self.before or self.after
        if found is None:
            raise ValueError("a row is of a step on one of its sides at least")
        return found

    def is_of(self, change: Change) -> bool:
        """Whether this is where that change is."""
        return self.before is change.before and self.after is change.after


def aligned(diff: RunDiff) -> Iterator[Row]:
    """Yield the rows in pre-order: each node of both runs stands in exactly one."""
    prints = Prints({**prints_of(diff.before).of, **prints_of(diff.after).of})
    changes = {(_place(change.before), _place(change.after)): change for change in diff.changes}
    waiting: list[tuple[int, Couple]] = []

    def wait_for(depth: int, couples: list[Couple]) -> None:
        waiting.extend((depth, couple) for couple in reversed(couples))

    wait_for(0, list(coupled(diff.before.roots, diff.after.roots, prints)))
    while waiting:
        depth, (before, after) = waiting.pop()
        yield Row(depth, before, after, changes.get((_place(before), _place(after))))
        wait_for(depth + 1, _below(before, after, prints))


def _below(before: Node | None, after: Node | None, prints: Prints) -> list[Couple]:
    if before is None or after is None:
        ours = [] if before is None else before.children
        theirs = [] if after is None else after.children
        return [*((node, None) for node in ours), *((None, node) for node in theirs)]
    return list(coupled(before.children, after.children, prints))


def _place(node: Node | None) -> int | None:
    return None if node is None else id(node)
