"""Find what a new call changes among the calls of all other traces, without looking at all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from operator import attrgetter

from agenttrace_server.store.api.dedupe.roles import Role
from agenttrace_server.store.api.dedupe.twins.alike import Alike
from agenttrace_server.store.api.dedupe.twins.heads import Head, HeadKey, SameId, Sign
from agenttrace_server.store.api.dedupe.twins.rules import roles_among, twins_in

SHARED_BY = 256
"""Of those that have one id at different times, so many are compared: the last that came."""


class _Known:
    """Calls by what may make one call of two."""

    def __init__(self) -> None:
        self.heads: dict[HeadKey, Head] = {}
        self.by_id: dict[SameId, dict[HeadKey, Head]] = {}
        self._alike: dict[Sign, Alike] = {}

    def add(self, head: Head) -> bool:
        """Take a call in; whether it may be the same as one that is here."""
        self.heads[head.key] = head
        has_company = False
        same = head.same_id
        if same is not None:
            bucket = self.by_id.get(same)
            if bucket is None:
                self.by_id[same] = {head.key: head}
            else:
                bucket[head.key] = head
                has_company = True
        sign = head.sign
        if sign is None:
            return has_company
        alike = self._alike.get(sign)
        if alike is None:
            alike = self._alike[sign] = Alike()
        alike.add(head)
        return has_company or any(True for _ in alike.near(head))

    def remove(self, head: Head) -> None:
        """Take a call out."""
        del self.heads[head.key]
        same, sign = head.same_id, head.sign
        if same is not None:
            bucket = self.by_id[same]
            del bucket[head.key]
            if not bucket:
                del self.by_id[same]
        if sign is not None:
            alike = self._alike[sign]
            alike.remove(head)
            if not alike:
                del self._alike[sign]

    def near(self, head: Head, asked: set[SameId]) -> Iterator[Head]:
        """Return those that may be the same call; of those with an id in `asked`, where it is put, no more."""
        same, sign = head.same_id, head.sign
        if same is not None and same not in asked:
            asked.add(same)
            yield from self.by_id.get(same, {}).values()
        if sign is not None and sign in self._alike:
            yield from self._alike[sign].near(head)

    def connected(self, keys: Iterable[HeadKey]) -> dict[HeadKey, Head]:
        """Return these calls, what may be one call with them, and so on."""
        found = {key: self.heads[key] for key in keys if key in self.heads}
        waiting = list(found.values())
        asked: set[SameId] = set()
        while waiting:
            for other in self.near(waiting.pop(), asked):
                if other.key not in found:
                    found[other.key] = other
                    waiting.append(other)
        return found


def twin_roles(heads: Iterable[Head]) -> dict[HeadKey, Role]:
    """Return the roles of those that another trace has too. The order of `heads` makes no difference."""
    known = _Known()
    for head in heads:
        known.add(head)
    roles: dict[HeadKey, Role] = {}
    left = set(known.heads)
    while left:
        together = known.connected([next(iter(left))])
        left -= together.keys()
        roles.update(roles_among(together.values()))
    return roles


class TwinIndex:
    """The last calls of all traces, by what may make one call of two."""

    def __init__(self, most: int) -> None:
        """Hold up to `most` calls; with 0 calls of two traces are never compared."""
        self._most = most
        self._known = _Known()
        self._roles: dict[HeadKey, Role] = {}

    def __contains__(self, key: HeadKey) -> bool:
        return key in self._known.heads

    def role_of(self, key: HeadKey) -> Role | None:
        """Return the role of a call that another trace has too, else None."""
        return self._roles.get(key)

    def change(
        self, news: Mapping[HeadKey, Head | None], stored: Mapping[HeadKey, Role] | None = None
    ) -> dict[HeadKey, Role | None]:
        """Take in calls, None for what counts no more in its trace; return the roles that changed, None: its trace's.

        `stored`: of calls that were told before this index began, the role that they have.
        """
        if not self._most:
            return {}
        if stored:
            self._roles.update(stored)
        touched = self._take_in(news)
        if not touched:
            self._forget_oldest(())
            return {}
        together: set[HeadKey] = set()
        roles: dict[HeadKey, Role] = {}
        for key in touched:
            if key not in together and key in self._known.heads:
                connected = self._known.connected([key])
                together |= connected.keys()
                if len(connected) > 1:
                    roles.update(roles_among(connected.values()))
        changed = {key: roles.get(key) for key in touched | together if self._roles.get(key) != roles.get(key)}
        for key, role in changed.items():
            if role is None:
                del self._roles[key]
            else:
                self._roles[key] = role
        self._forget_oldest({self._known.heads[key].same_id for key in together})
        return changed

    def _take_in(self, news: Mapping[HeadKey, Head | None]) -> set[HeadKey]:
        """Return the calls of which roles may change; a new one that is like nobody else's has none."""
        known = self._known
        touched: set[HeadKey] = set()
        for key, head in news.items():
            old = known.heads.get(key)
            if old is not None:
                touched.update(map(attrgetter("key"), known.near(old, set())))
                touched.add(key)
                known.remove(old)
            has_company = head is not None and known.add(head)
            if has_company or key in self._roles:
                touched.add(key)
        return touched

    def _forget_oldest(self, touched: Set[SameId | None] | tuple[()]) -> None:
        """Keep to the bounds. What is one call is forgotten at once, so that its roles stay as they are."""
        for same in touched:
            while same is not None and len(bucket := self._known.by_id.get(same, {})) > SHARED_BY:
                self._forget_call(next(iter(bucket)))
        while len(self._known.heads) > self._most:
            self._forget_call(next(iter(self._known.heads)))

    def _forget_call(self, key: HeadKey) -> None:
        role = self._roles.get(key)
        for member in {key, *(() if role is None else twins_in(role, key))}:
            if member in self._known.heads:
                self._known.remove(self._known.heads[member])
            of_member = self._roles.pop(member, None)
            if of_member is not None and member != key:
                for other in twins_in(of_member, member):
                    if other in self._known.heads:
                        self._known.remove(self._known.heads[other])
                    self._roles.pop(other, None)
