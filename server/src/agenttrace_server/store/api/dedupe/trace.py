"""Say of every span of a trace how it counts among the others: model calls and tool calls, each among their kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from agenttrace.model import ProjectName, Span, SpanId, SpanType, TraceId
from agenttrace_server.store.api.dedupe.index import CallIndex
from agenttrace_server.store.api.dedupe.roles import ALONE, Role, roles_of
from agenttrace_server.store.api.dedupe.seen import SeenCall, Weight, seen_call
from agenttrace_server.store.api.dedupe.tools import SeenTool, ToolIndex, roles_of_tools, seen_tool
from agenttrace_server.store.api.dedupe.twins import Head, head_of, is_across

Seen = SeenCall | SeenTool

COUNTED_ONCE = tuple(kind for kind in SpanType if kind.is_model_call or kind is SpanType.TOOL_EXECUTION)
"""The types of spans that several emitters may tell of, and that count once."""


def seen_of(span: Span, weight: Weight | None = None, arguments: str | None = None) -> Seen | None:
    """Return the call of a span; None where it is none. `weight`, `arguments`: where its content was left out."""
    return seen_call(span, weight) or seen_tool(span, weight, arguments)


def roles_in_trace(seen: Iterable[Seen]) -> dict[SpanId, Role]:
    """Return the roles of those spans of a trace that are not alone."""
    every = list(seen)
    calls = roles_of(call for call in every if isinstance(call, SeenCall))
    return {**calls, **roles_of_tools(tool for tool in every if isinstance(tool, SeenTool))}


class SeenIndex:
    """All model and tool calls of one trace."""

    def __init__(self) -> None:
        self._calls = CallIndex()
        self._tools = ToolIndex()

    def load(self, stored: Iterable[tuple[Seen, Role]]) -> None:
        """Take in what is stored, with the roles that it has."""
        has_twins = False
        for seen, role in stored:
            if isinstance(seen, SeenTool):
                self._tools.load(seen, role)
                continue
            has_twins = has_twins or is_across(role)
            self._calls.load([(seen, role)])
        if has_twins:  # what other traces had a part in is not what this one makes of them
            self._calls.roles = roles_of(self._calls.calls.values())

    def heads(self, project: ProjectName, trace_id: TraceId, span_ids: Iterable[SpanId]) -> dict[SpanId, Head | None]:
        """Return of each of these spans what may be the same as a call of another trace; None where nothing is."""
        calls, roles = self._calls.calls, self._calls.roles
        return {
            span_id: head_of(project, trace_id, calls[span_id], roles.get(span_id, ALONE), calls)
            if span_id in calls
            else None
            for span_id in span_ids
        }

    def all_heads(self, project: ProjectName, trace_id: TraceId) -> list[Head]:
        """Return all that may be the same as a call of another trace."""
        return [head for head in self.heads(project, trace_id, self._calls.calls).values() if head is not None]

    def change(self, news: Mapping[SpanId, Seen | None]) -> dict[SpanId, Role]:
        """Take in new versions of spans, None for what is no call any more; return the roles that changed."""
        calls: dict[SpanId, SeenCall | None] = {}
        tools: dict[SpanId, SeenTool | None] = {}
        for span_id, seen in news.items():
            if isinstance(seen, SeenCall):
                calls[span_id] = seen
            elif span_id in self._calls.calls:
                calls[span_id] = None
            if isinstance(seen, SeenTool):
                tools[span_id] = seen
            elif span_id in self._tools.tools:
                tools[span_id] = None
        changed = {*(self._calls.change(calls) if calls else ()), *(self._tools.change(tools) if tools else ())}
        return {span_id: self.role_of(span_id) for span_id in changed}

    def role_of(self, span_id: SpanId) -> Role:
        """Return the role that a span has."""
        return self._calls.roles.get(span_id) or self._tools.roles.get(span_id) or ALONE
