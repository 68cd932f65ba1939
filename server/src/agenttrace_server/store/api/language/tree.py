"""Name the parts of a question in the filter language: what the parser makes, stores answer and the writer prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Op(str, Enum):
    """How a field is compared. `HAS` is the colon: equal without regard to case, or a part, by the field's kind."""

    HAS = ":"
    EQ = "="
    GT = ">"
    GE = ">="
    LT = "<"
    LE = "<="


@dataclass(frozen=True, slots=True)
class Like:
    """Text with gaps: between two pieces anything may stand, as `gpt-*` is ("gpt-", "")."""

    pieces: tuple[str, ...]


Value = str | int | float | Like


@dataclass(frozen=True, slots=True)
class Is:
    """A field compared with a value; a field with several values is meant where one of them is."""

    field: str
    op: Op
    value: Value


@dataclass(frozen=True, slots=True)
class Has:
    """The field has a value."""

    field: str


@dataclass(frozen=True, slots=True)
class Text:
    """Words that stand one after the other in what was said or done."""

    words: str
    is_prefix: bool = False
    """The last word may go on."""
    place: str | None = None
    """Only in this field: input or output."""


@dataclass(frozen=True, slots=True)
class Not:
    """Everything that the part does not mean."""

    part: Node


@dataclass(frozen=True, slots=True)
class All:
    """Every part; none of them is an `All` itself."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part; none of them is an `AnyOf` itself."""

    parts: tuple[Node, ...]


Leaf = Is | Has | Text
Node = Leaf | Not | All | AnyOf


def all_of(*parts: Node) -> Node:
    """Join parts that must all be true, flat."""
    flat = [piece for part in parts for piece in (part.parts if isinstance(part, All) else (part,))]
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def any_of(*parts: Node) -> Node:
    """Join parts of which one must be true, flat."""
    flat = [piece for part in parts for piece in (part.parts if isinstance(part, AnyOf) else (part,))]
    return flat[0] if len(flat) == 1 else AnyOf(tuple(flat))


def negated(part: Node) -> Node:
    """Return the opposite; twice is nothing."""
    return part.part if isinstance(part, Not) else Not(part)


def leaves(node: Node) -> Iterator[Leaf]:
    """Give every comparison and text of a question."""
    if isinstance(node, Not):
        yield from leaves(node.part)
    elif isinstance(node, (All, AnyOf)):
        for part in node.parts:
            yield from leaves(part)
    else:
        yield node
