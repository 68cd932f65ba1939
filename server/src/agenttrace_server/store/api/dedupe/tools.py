"""Say which spans of a trace are one tool call, told by several emitters, and which of them counts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b

import orjson

from agenttrace.model import Json, SeenBy, Span, SpanId, SpanType
from agenttrace_server.store.api.arriving.open_span import ahead_of
from agenttrace_server.store.api.dedupe.grouping import groups_of
from agenttrace_server.store.api.dedupe.roles import ALONE, Role, recast
from agenttrace_server.store.api.dedupe.rules import SLACK_NS
from agenttrace_server.store.api.dedupe.seen import Weight, weight_of
from agenttrace_server.store.api.dedupe.timeline import Timeline

_NOT_A_WORD = re.compile(r"\W+")
_DIGEST_BYTES = 12

_SAME_ID, _RIGHT_INSIDE, _SAME_WORDS = range(3)
"""Why two spans are one tool call; each is certain of less than the one before it."""


@dataclass(slots=True)
class SeenTool:
    """One span of a tool call, without its content. Never changed; freezing it would cost more than the rest."""

    span_id: SpanId
    parent: SpanId | None
    scope: str
    name: str | None
    call_id: str | None
    arguments: str | None
    """A digest of what the tool was given; None where the emitter does not say it."""
    start_ns: int
    end_ns: int | None
    is_running: bool
    has_failed: bool
    is_internal: bool
    weight: Weight

    @property
    def order(self) -> tuple[int, SpanId]:
        """By which tool calls are gone through: never by arrival."""
        return (self.start_ns, self.span_id)

    @property
    def rank(self) -> tuple[object, ...]:
        """The least counts: what ended well and has the most to show."""
        has_input, has_output, attributes, _ = self.weight
        shows_less = not (has_input and has_output)
        return (self.is_running, self.has_failed, self.is_internal, shows_less, -attributes, *self.order)


def seen_tool(span: Span, weight: Weight | None = None, arguments: str | None = None) -> SeenTool | None:
    """Return the tool call of a span; None where it is none. `weight`, `arguments`: where its content was left out."""
    if span.span_type is not SpanType.TOOL_EXECUTION:
        return None
    tool = span.tool
    return SeenTool(
        span_id=span.span_id,
        parent=span.parent_span_id,
        scope=span.scope.name,
        name=None if tool is None else _NOT_A_WORD.sub("_", tool.name.lower()),
        call_id=None if tool is None else tool.call_id or None,
        arguments=arguments_of(span) if weight is None else arguments,
        start_ns=span.start_ns,
        end_ns=span.end_ns,
        is_running=span.is_running,
        has_failed=span.status.state.is_failure,
        is_internal=span.internal,
        weight=weight_of(span) if weight is None else weight,
    )


def arguments_of(span: Span) -> str | None:
    """Return a digest of what a tool was given, equal for equal values however they are written."""
    ahead = ahead_of(span)
    if ahead is not None:
        return ahead.arguments
    given: Json = span.input
    if given is None:
        return None
    if isinstance(given, str):
        given = _read(given)
    try:
        return _digest(orjson.dumps(given, option=orjson.OPT_SORT_KEYS))
    except TypeError:  # what UTF-8 JSON cannot hold
        return _digest(repr(given).encode("utf-8", "surrogatepass"))


def roles_of_tools(tools: Iterable[SeenTool]) -> dict[SpanId, Role]:
    """Return the roles of those spans that are not alone. The order of `tools` makes no difference."""
    by_id = {tool.span_id: tool for tool in tools}
    scopes = {span_id: frozenset((tool.scope,)) for span_id, tool in by_id.items()}
    roles: dict[SpanId, Role] = {}
    for members in groups_of(_pairs(list(by_id.values())), scopes):
        winner, *shadows = sorted((by_id[span_id] for span_id in members), key=lambda tool: tool.rank)
        shadows.sort(key=lambda tool: tool.order)
        roles[winner.span_id] = Role(also_seen_by=tuple(SeenBy(tool.span_id, tool.scope) for tool in shadows))
        roles.update({tool.span_id: Role(shadow_of=winner.span_id) for tool in shadows})
    return roles


class ToolIndex:
    """The tool calls of one trace, by all that may make one call of two."""

    def __init__(self) -> None:
        self.tools: dict[SpanId, SeenTool] = {}
        self.roles: dict[SpanId, Role] = {}
        """Of those that are not alone."""
        self._places: dict[tuple[str, str | None], dict[str, Timeline]] = defaultdict(dict)

    def load(self, tool: SeenTool, role: Role) -> None:
        """Take in what is stored, with the role that it has."""
        self._add(tool)
        if role != ALONE:
            self.roles[tool.span_id] = role

    def change(self, news: Mapping[SpanId, SeenTool | None]) -> dict[SpanId, Role]:
        """Take in new versions of spans, None for what is no tool call any more; return the roles that changed."""
        touched = set(news)
        for span_id in news:
            old = self.tools.get(span_id)
            if old is not None:
                touched.update(self._neighbours(old))
                self._remove(old)
        for tool in news.values():
            if tool is not None:
                self._add(tool)
        near = self._connected(touched)
        roles = roles_of_tools(self.tools[span_id] for span_id in near)
        return recast(self.roles, touched | near, roles)

    def _connected(self, touched: set[SpanId]) -> set[SpanId]:
        waiting = [span_id for span_id in touched if span_id in self.tools]
        near = set(waiting)
        while waiting:
            found = set(self._neighbours(self.tools[waiting.pop()])) - near
            near |= found
            waiting += found
        return near

    def _neighbours(self, tool: SeenTool) -> Iterator[SpanId]:
        if tool.is_running:
            return
        first_ns, last_ns = tool.start_ns - SLACK_NS, (tool.end_ns or 0) + SLACK_NS
        for place in _places_of(tool):
            for scope, timeline in self._places[place].items():
                if scope == tool.scope:
                    continue
                for _, span_id in timeline.starting(first_ns - timeline.longest_ns, last_ns, {}):
                    if _certainty(tool, self.tools[span_id]) is not None:
                        yield span_id

    def _add(self, tool: SeenTool) -> None:
        self.tools[tool.span_id] = tool
        for place in () if tool.is_running else _places_of(tool):
            self._places[place].setdefault(tool.scope, Timeline()).add(tool)

    def _remove(self, tool: SeenTool) -> None:
        del self.tools[tool.span_id]
        for place in () if tool.is_running else _places_of(tool):
            self._places[place][tool.scope].remove(tool)


def _places_of(tool: SeenTool) -> Iterator[tuple[str, str | None]]:
    yield "name", tool.name
    if tool.call_id is not None:
        yield "id", tool.call_id


def _pairs(tools: list[SeenTool]) -> list[tuple[SpanId, SpanId]]:
    """Return which two spans are one tool call, the most certain first."""
    found: list[tuple[tuple[object, ...], SpanId, SpanId]] = []
    open_now: list[SeenTool] = []
    for tool in sorted((tool for tool in tools if not tool.is_running), key=lambda tool: tool.order):
        open_now = [other for other in open_now if (other.end_ns or 0) + SLACK_NS >= tool.start_ns]
        for other in open_now:
            certainty = _certainty(other, tool)
            if certainty is not None:
                apart_ns = tool.start_ns - other.start_ns + abs((tool.end_ns or 0) - (other.end_ns or 0))
                found.append(((certainty, apart_ns, other.order, tool.order), other.span_id, tool.span_id))
        open_now.append(tool)
    return [(one, other) for _, one, other in sorted(found)]


def _certainty(one: SeenTool, other: SeenTool) -> int | None:
    """Return why these are one tool call; None where they are not."""
    if one.scope == other.scope or not _overlap(one, other):
        return None
    if one.call_id is not None and other.call_id is not None:
        return _SAME_ID if one.call_id == other.call_id else None
    if one.name is None or one.name != other.name:
        return None
    is_same = one.arguments == other.arguments
    may_be_same = is_same or None in (one.arguments, other.arguments)
    if may_be_same and (one.span_id == other.parent or other.span_id == one.parent):
        return _RIGHT_INSIDE
    says_same = is_same and one.arguments is not None
    return _SAME_WORDS if says_same and (_holds(one, other) or _holds(other, one)) else None


def _overlap(one: SeenTool, other: SeenTool) -> bool:
    return max(one.start_ns, other.start_ns) <= min(one.end_ns or 0, other.end_ns or 0) + SLACK_NS


def _holds(outer: SeenTool, inner: SeenTool) -> bool:
    ends_inside = (inner.end_ns or 0) <= (outer.end_ns or 0) + SLACK_NS
    return outer.start_ns <= inner.start_ns + SLACK_NS and ends_inside


def _read(text: str) -> Json:
    """Return what a text says where it is JSON, else the text."""
    try:
        value: Json = orjson.loads(text)
    except ValueError:
        return text
    return value


def _digest(raw: bytes) -> str:
    return blake2b(raw, digest_size=_DIGEST_BYTES).hexdigest()
