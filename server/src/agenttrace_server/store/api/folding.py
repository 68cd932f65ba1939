"""Add spans up to the summary of their trace, in any order with the same result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from agenttrace.model import ProjectName, Span, SpanId, SpanState, TraceId
from agenttrace_server.store.api.records import Totals, TraceSummary, sum_of
from agenttrace_server.store.api.totals import figures_of, totals_of
from agenttrace_server.store.api.versions import as_arrived

Rank = tuple[int, int, str]
"""(0 for a root else 1, a time, the span id): the least rank gives a trace its name, session, user …"""


@dataclass(slots=True)
class TraceFold:
    """What is known of a trace so far. Totals are sums; all else is the least or greatest of something."""

    totals: Totals = field(default_factory=Totals)
    start_ns: int | None = None
    last_seen_ns: int = 0
    ended_ns: int | None = None
    firsts: dict[str, tuple[Rank, str]] = field(default_factory=dict)
    """Of each field of the summary: the value of the span with the least rank, among those that have one."""
    agents: dict[str, Rank] = field(default_factory=dict)
    models: dict[str, Rank] = field(default_factory=dict)
    tags: dict[str, Rank] = field(default_factory=dict)

    def copy(self) -> TraceFold:
        """Return one that can be added to without changing this."""
        return TraceFold(
            self.totals,
            self.start_ns,
            self.last_seen_ns,
            self.ended_ns,
            dict(self.firsts),
            dict(self.agents),
            dict(self.models),
            dict(self.tags),
        )

    def add(self, spans: Sequence[Span]) -> None:
        """Add spans of which no version has been added."""
        if spans:
            self.totals = self.totals.plus(sum_of(map(figures_of, spans)))
        for span in spans:
            self._widen(span)

    def replace(self, old: Span, new: Span) -> bool:
        """Exchange a version for a newer one. False, and nothing done: fold the trace's spans anew.

        A minimum cannot give back what it took in, so this works only where the newer version covers the older one:
        the usual case, a running span that ends; and where only how it counts has changed, or whose step it was has
        become known.
        """
        if not _covers(new, old):
            return False
        self.totals = self.totals.minus(totals_of(old)).plus(totals_of(new))
        self._widen(new)
        return True

    def summary(self, project: ProjectName, trace_id: TraceId) -> TraceSummary:
        """Return the line that lists show."""
        root = self._first("root")
        is_running = self.totals.running > 0
        return TraceSummary(
            project=project,
            trace_id=trace_id,
            name=self._first("name") or "",
            root_span_id=None if root is None else SpanId(root),
            session_id=self._first("session_id"),
            session_name=self._first("session_name"),
            user_id=self._first("user_id"),
            framework=self._first("framework"),
            start_ns=self.start_ns or 0,
            end_ns=None if is_running else self.ended_ns,
            last_seen_ns=self.last_seen_ns,
            status=self._status(is_running),
            totals=self.totals,
            agents=_in_order(self.agents),
            models=_in_order(self.models),
            tags=_in_order(self.tags),
            input_preview=self._first("input_preview"),
            output_preview=self._first("output_preview"),
            error_message=self._first("error_message"),
        )

    def _status(self, is_running: bool) -> SpanState:
        if is_running:
            return SpanState.RUNNING
        root_state = self._first("root_state")
        if root_state is not None:
            return SpanState(root_state)
        return SpanState.ERROR if self.totals.errors else SpanState.OK

    def _first(self, name: str) -> str | None:
        found = self.firsts.get(name)
        return None if found is None else found[1]

    def _widen(self, span: Span) -> None:
        self.start_ns = span.start_ns if self.start_ns is None else min(self.start_ns, span.start_ns)
        self.last_seen_ns = max(self.last_seen_ns, span.start_ns, span.end_ns or 0)
        if not span.is_running and span.end_ns is not None:
            self.ended_ns = max(self.ended_ns or 0, span.end_ns)
        firsts = self.firsts
        for name, rank, value in _claims(span):
            if value is not None and ((held := firsts.get(name)) is None or rank <= held[0]):
                firsts[name] = (rank, value)
        rank = _rank(span)
        for names, seen in zip((self.agents, self.models, self.tags), _names(span), strict=True):
            for value in seen:
                names[value] = min(rank, names.get(value, rank))


def fold(spans: Iterable[Span]) -> TraceFold:
    """Fold one version of each span of a trace."""
    folded = TraceFold()
    folded.add(list(spans))
    return folded


def _rank(span: Span) -> Rank:
    return (0 if span.parent_span_id is None else 1, span.start_ns, span.span_id)


def _claims(span: Span) -> list[tuple[str, Rank, str | None]]:
    """What a span would give its trace, and with what right; it has no right to give nothing."""
    rank = _rank(span)
    claims: list[tuple[str, Rank, str | None]] = [
        ("name", rank, span.name),
        ("session_id", rank, span.session_id),
        ("session_name", rank, span.session_name),
        ("user_id", rank, span.user_id),
        ("framework", rank, span.framework),
        ("input_preview", rank, span.input_preview),
        ("output_preview", (rank[0], -rank[1], span.span_id), span.output_preview),
    ]
    if span.parent_span_id is None:
        claims += [("root", rank, span.span_id), ("root_state", rank, span.status.state.value)]
    if span.status.state.is_failure:
        words = span.status.message or span.status.code
        claims.append(("error_message", (0, span.end_ns or span.start_ns, span.span_id), words))
    return claims


def _names(span: Span) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    agent = () if span.agent_name is None else (span.agent_name,)
    is_call = span.span_type.is_model_call
    model = span.call.model if is_call and span.call is not None else None
    return agent, () if model is None else (model,), span.tags


def _covers(new: Span, old: Span) -> bool:
    if as_arrived(new) == as_arrived(old):
        return old.agent_name in (None, new.agent_name)
    if not old.is_running or _rank(new) != _rank(old):
        return False
    given = {name for name, _, value in _claims(new) if value is not None}
    if any(name not in given for name, _, value in _claims(old) if value is not None):
        return False
    return all(set(was) <= set(now) for was, now in zip(_names(old), _names(new), strict=True))


def _in_order(names: dict[str, Rank]) -> tuple[str, ...]:
    """By first use: roots do not come before the rest here."""
    return tuple(sorted(names, key=lambda name: (names[name][1:], name)))
