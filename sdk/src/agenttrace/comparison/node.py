"""Hold a run as a tree of comparable values; trees may be as deep as they like, nothing here recurses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

RUNNING, OK, ERROR = "running", "ok", "error"


class NodeKind(str, Enum):
    """What one node of a run did."""

    MODEL = "model call"
    TOOL = "tool call"
    REQUEST = "request"
    AGENT = "agent"
    SPAN = "span"


@dataclass(slots=True, kw_only=True, eq=False)
class Node:
    """One thing that a run did. `input` and `output` are JSON values, None where nothing was kept."""

    id: str
    name: str
    kind: NodeKind
    start_ns: int
    end_ns: int | None = None
    status: str = OK
    step: int | None = None
    model: str | None = None
    input: Any = None
    output: Any = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_usd: float | None = None
    """None: nobody knows."""
    children: list[Node] = field(default_factory=list)

    @property
    def duration_ns(self) -> int | None:
        """How long it took; None while it runs."""
        return None if self.end_ns is None else self.end_ns - self.start_ns

    @property
    def title(self) -> str:
        """What it is, in words."""
        words = f"{self.kind.value} {self.name}" if self.kind is not NodeKind.SPAN else self.name
        return words if self.step is None else f"step {self.step}: {words}"


@dataclass(frozen=True, slots=True)
class Run:
    """One run: the trees of its spans and steps in the order in which they began."""

    id: str
    roots: Sequence[Node]

    def nodes(self) -> Iterator[Node]:
        """Yield every node, parents before their children."""
        waiting = list(reversed(self.roots))
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def of_kind(self, kind: NodeKind) -> list[Node]:
        """Return the nodes of one kind in the order in which they began."""
        return sorted((node for node in self.nodes() if node.kind is kind), key=lambda node: (node.start_ns, node.id))


def tree_of(nodes: Sequence[tuple[str | None, Node]]) -> list[Node]:
    """Hang each node below the one whose id it gives, in the order of their starts, and return the roots.

    A node whose parent is not there is a root; of parents that go round in a circle, the first to begin.
    """
    by_id = {node.id: node for _, node in nodes}
    parents = {node.id: parent for parent, node in nodes}
    ordered = sorted(by_id.values(), key=lambda node: (node.start_ns, node.id))
    roots = [node for node in ordered if parents[node.id] not in by_id]
    for node in ordered:
        above = by_id.get(parents[node.id] or "")
        if above is not None:
            above.children.append(node)
    placed = {node.id for node in Run("", roots).nodes()}
    for node in ordered:
        if node.id not in placed:
            by_id[parents[node.id] or ""].children.remove(node)
            roots.append(node)
            placed.update(below.id for below in Run("", [node]).nodes())
    return roots
