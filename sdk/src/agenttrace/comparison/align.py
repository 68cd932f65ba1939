"""Find which node of one tree is which of another, in n log n steps: by content, then by name."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

from agenttrace.comparison.node import Node, Run

Key = Callable[[Node], Hashable]
Couple = tuple[Node | None, Node | None]


@dataclass(frozen=True, slots=True)
class Prints:
    """A hash of everything below each node, by its id: equal ones need no closer look."""

    of: dict[int, bytes]

    def __call__(self, node: Node) -> bytes:
        return self.of[id(node)]


def prints_of(run: Run) -> Prints:
    """Return the hashes of a run, children before their parents. Times, tokens and costs are not in them."""
    found: dict[int, bytes] = {}
    for node in reversed(list(run.nodes())):
        own = json.dumps(
            [node.kind.value, node.name, node.status, node.model, node.input, node.output], sort_keys=True, default=str
        )
        digest = hashlib.sha256(own.encode("utf-8", "surrogatepass"))
        for child in node.children:
            digest.update(found[id(child)])
        found[id(node)] = digest.digest()
    return Prints(found)


def coupled(ours: Sequence[Node], theirs: Sequence[Node], print_of: Callable[[Node], bytes]) -> Iterator[Couple]:
    """Yield who is who among the children of one couple, in order; None stands where there is no counterpart.

    Equal subtrees find each other first. What lies between two of those is coupled by kind and name.
    """
    done = (0, 0)
    for anchor in [*_anchors(ours, theirs, print_of), (len(ours), len(theirs))]:
        yield from _between(ours[done[0] : anchor[0]], theirs[done[1] : anchor[1]])
        if anchor[0] < len(ours):
            yield ours[anchor[0]], theirs[anchor[1]]
        done = (anchor[0] + 1, anchor[1] + 1)


def _between(ours: Sequence[Node], theirs: Sequence[Node]) -> Iterator[Couple]:
    done = (0, 0)
    for a, b in [*_anchors(ours, theirs, _called), (len(ours), len(theirs))]:
        yield from ((node, None) for node in ours[done[0] : a])
        yield from ((None, node) for node in theirs[done[1] : b])
        if a < len(ours):
            yield ours[a], theirs[b]
        done = (a + 1, b + 1)


def _called(node: Node) -> Hashable:
    """Model calls are alike whatever address they go to; everything else goes by its name."""
    return node.kind, "" if node.step is not None and node.model is not None else node.name


def _anchors(ours: Sequence[Node], theirs: Sequence[Node], key: Key) -> list[tuple[int, int]]:
    """Return the longest row of places, rising on both sides, whose keys are equal.

    The first of a key goes with the first, the second with the second: so that each place has one partner at most.
    """
    places = {name: number for number, name in enumerate(_numbered(theirs, key))}
    partners = [(number, places[name]) for number, name in enumerate(_numbered(ours, key)) if name in places]
    return _longest_rising(partners)


def _numbered(nodes: Sequence[Node], key: Key) -> Iterator[tuple[Hashable, int]]:
    seen: Counter[Hashable] = Counter()
    for node in nodes:
        name = key(node)
        seen[name] += 1
        yield name, seen[name]


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence in which the second numbers rise, by patience sorting."""
    tops: list[int] = []
    at_top: list[int] = []
    before: list[int | None] = []
    for number, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        before.append(at_top[pile - 1] if pile else None)
        if pile == len(tops):
            tops.append(place)
            at_top.append(number)
        else:
            tops[pile], at_top[pile] = place, number
    found = []
    at = at_top[-1] if at_top else None
    while at is not None:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]
