"""Take the window of time out of a question, so that a store looks only where it has to."""

from __future__ import annotations

from agenttrace_server.store.api.language.tree import All, Is, Node, Op, all_of

_FROM = {Op.GE: 0, Op.GT: 1}
_BEFORE = {Op.LT: 0, Op.LE: 1}
_START = "start"


def without_window(
    node: Node | None, since_ns: int | None, until_ns: int | None
) -> tuple[Node | None, int | None, int | None]:
    """Return the rest of a question, and the window narrowed by what it says of the start (`until_ns` exclusive)."""
    parts = node.parts if isinstance(node, All) else (() if node is None else (node,))
    rest: list[Node] = []
    for part in parts:
        if isinstance(part, Is) and part.field == _START and isinstance(part.value, int) and part.op in _FROM:
            since_ns = max(since_ns or 0, part.value + _FROM[part.op])
        elif isinstance(part, Is) and part.field == _START and isinstance(part.value, int) and part.op in _BEFORE:
            end_ns = part.value + _BEFORE[part.op]
            until_ns = end_ns if until_ns is None else min(until_ns, end_ns)
        else:
            rest.append(part)
    return (all_of(*rest) if rest else None), since_ns, until_ns
