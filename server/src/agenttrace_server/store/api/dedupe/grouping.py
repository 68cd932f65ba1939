"""Join pairs to groups in which no emitter is twice."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def groups_of(pairs: Iterable[tuple[Key, Key]], scopes: Mapping[Key, frozenset[str]]) -> list[list[Key]]:
    """Return the groups of two and more. `pairs` come with the most certain first; `scopes`: who saw each.

    A pair that would put two spans of one emitter into a group is passed over: those are two calls.
    """
    members: dict[Key, list[Key]] = {}
    seen_by: dict[Key, frozenset[str]] = {}
    for pair in pairs:
        for key in pair:
            if key not in members:
                members[key], seen_by[key] = [key], scopes[key]
        one, other = pair
        larger, smaller = members[one], members[other]
        if larger is smaller or seen_by[one] & seen_by[other]:
            continue
        larger += smaller
        scopes_now = seen_by[one] | seen_by[other]
        for key in smaller:
            members[key] = larger
        for key in larger:
            seen_by[key] = scopes_now
    return list({id(group): group for group in members.values() if len(group) > 1}.values())
