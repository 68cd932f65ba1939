"""Compare two runs as trees: walk both in the order in which things happened, and note where they differ."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from agenttrace.comparison.align import Prints, coupled, prints_of
from agenttrace.comparison.differences import Difference, differences
from agenttrace.comparison.node import Node, NodeKind, Run
from agenttrace.comparison.words import Word, word_diff

_US = 1_000
_BEFORE = ("name", "model", "input")
"""What is decided when a step begins; the other fields are known at its end, behind everything below it."""
_AFTER = ("output", "status")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a step that differs. `words` compares texts, `differences` names places in JSON."""

    field: str
    differences: tuple[Difference, ...]
    words: tuple[Word, ...] = ()


@dataclass(slots=True)
class Change:
    """One step that differs, is missing in the second run (`after` is None), or is new there (`before` is None)."""

    path: tuple[str, ...]
    before: Node | None
    after: Node | None
    fields: list[FieldChange]

    @property
    def what(self) -> str:
        """changed, gone or new."""
        return "gone" if self.after is None else "new" if self.before is None else "changed"

    @property
    def node(self) -> Node:
        """The step, as the first run has it if it does."""
        found = self.before or self.after
        if found is None:
            raise ValueError("a change is of a step on one of its sides at least")
        return found

    def as_json(self) -> dict[str, Any]:
        """Return it for another program."""
        return {
            "what": self.what,
            "title": self.node.title,
            "path": list(self.path),
            "before": _figures(self.before),
            "after": _figures(self.after),
            "fields": [
                {
                    "field": each.field,
                    "differences": [{"path": d.path, "before": d.expected, "after": d.got} for d in each.differences],
                    "words": [list(word) for word in each.words],
                }
                for each in self.fields
            ],
        }


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of one run. Tokens and cost are of its model calls; cost is None where no call has one."""

    nodes: int
    model_calls: int
    tool_calls: int
    errors: int
    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    unpriced_calls: int
    duration_us: int


@dataclass(frozen=True, slots=True)
class RunDiff:
    """Everything that differs between two runs, in the order in which it happened."""

    before: Run
    after: Run
    totals: tuple[Totals, Totals]
    changes: Sequence[Change]

    @property
    def first_divergence(self) -> Change | None:
        """Where the runs part; None where they are the same."""
        return self.changes[0] if self.changes else None

    @property
    def downstream(self) -> Sequence[Change]:
        """What differs behind the first divergence."""
        return self.changes[1:]

    def as_json(self) -> dict[str, Any]:
        """Return it for another program."""
        first = self.first_divergence
        return {
            "before": {"id": self.before.id, **_plain(self.totals[0])},
            "after": {"id": self.after.id, **_plain(self.totals[1])},
            "same": first is None,
            "first_divergence": None if first is None else first.as_json(),
            "downstream": [change.as_json() for change in self.downstream],
        }


def diff_runs(before: Run, after: Run) -> RunDiff:
    """Compare two runs. Times, tokens and costs are told and are no divergence."""
    walk = _Walk(prints_of(before), prints_of(after))
    walk.run(before.roots, after.roots)
    return RunDiff(before, after, (_totals(before), _totals(after)), walk.changes)


class _Walk:
    """Goes through both trees at once; `compared` counts the couples that had to be looked into."""

    def __init__(self, ours: Prints, theirs: Prints) -> None:
        self.changes: list[Change] = []
        self.compared = 0
        self._prints = Prints({**ours.of, **theirs.of})

    def run(self, ours: Sequence[Node], theirs: Sequence[Node]) -> None:
        levels: list[Iterator[tuple[Node | None, Node | None]]] = [coupled(ours, theirs, self._prints)]
        leave: list[partial[None]] = []
        path: list[str] = []
        while levels:
            couple = next(levels[-1], None)
            if couple is None:
                levels.pop()
                if leave:
                    path.pop()
                    leave.pop()()
                continue
            a, b = couple
            if a is None or b is None:
                self.changes.append(Change(tuple(path), a, b, []))
            elif self._prints(a) != self._prints(b):
                self.compared += 1
                change = Change(tuple(path), a, b, [])
                self._note(change, _BEFORE)
                leave.append(partial(self._note, change, _AFTER))
                path.append(a.name)
                levels.append(coupled(a.children, b.children, self._prints))

    def _note(self, change: Change, names: Sequence[str]) -> None:
        is_known = bool(change.fields)
        change.fields += [found for name in names if (found := _field_change(change, name)) is not None]
        if change.fields and not is_known:
            self.changes.append(change)


def _field_change(change: Change, name: str) -> FieldChange | None:
    before, after = getattr(change.before, name), getattr(change.after, name)
    if before == after and type(before) is type(after):
        return None
    if name == "name" and change.node.kind is NodeKind.MODEL and change.node.step is not None:
        return None
    texts = json.dumps(before, default=str), json.dumps(after, default=str)
    said = _said(before), _said(after)
    words = tuple(word_diff(said[0], said[1])) if said[0] != said[1] and None not in said else ()  # type: ignore[arg-type]
    return FieldChange(name, differences(*texts), words)


def _said(value: Any) -> str | None:
    """Return the text of an output: what a model said, or what a tool gave where that is text."""
    text = value.get("text") if isinstance(value, dict) else value
    return text if isinstance(text, str) else None


def _totals(run: Run) -> Totals:
    nodes = list(run.nodes())
    calls = [node for node in nodes if node.kind is NodeKind.MODEL]
    costs = [node.cost_usd for node in calls if node.cost_usd is not None]
    ends = [node.end_ns or node.start_ns for node in nodes]
    return Totals(
        nodes=len(nodes),
        model_calls=len(calls),
        tool_calls=sum(node.kind is NodeKind.TOOL for node in nodes),
        errors=sum(node.status in ("error", "timeout") for node in nodes),
        input_tokens=sum(node.input_tokens or 0 for node in calls),
        output_tokens=sum(node.output_tokens or 0 for node in calls),
        cost_usd=sum(costs) if costs else None,
        unpriced_calls=len(calls) - len(costs),
        duration_us=(max(ends) - min(node.start_ns for node in nodes)) // _US if nodes else 0,
    )


def _figures(node: Node | None) -> dict[str, Any] | None:
    if node is None:
        return None
    return {
        "id": node.id,
        "status": node.status,
        "model": node.model,
        "input_tokens": node.input_tokens,
        "output_tokens": node.output_tokens,
        "cost_usd": node.cost_usd,
        "duration_us": None if node.duration_ns is None else node.duration_ns // _US,
    }


def _plain(totals: Totals) -> dict[str, Any]:
    return {name: getattr(totals, name) for name in Totals.__slots__}
