"""Add traces up to the summary of their session, and take them out again, by the difference that each makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from operator import ge, le

from agenttrace.model import ProjectName, SpanState
from agenttrace_server.store.api.records import SessionSummary, Totals, TraceSummary

Place = tuple[int, str, int]
"""(a time, the trace id, a position in the trace): which of many counts."""
Held = tuple[Place, str]
"""The place that counts, and the value that stands there."""

_LATEST = ("session_name", "user_id", "framework", "state")
_ANYWHERE = ("seen", "ended")
_GREATEST = (*_LATEST, *_ANYWHERE)


@dataclass(slots=True)
class SessionFold:
    """What is known of a session so far. Sums are exact; of all else the place is kept that gives it.

    Where the trace that gave something is taken out, what comes after it is not known here: it stands in `lost`, until
    `repair` looks at the traces that are there.
    """

    totals: Totals = field(default_factory=Totals)
    traces: int = 0
    running: int = 0
    holders: dict[str, Held] = field(default_factory=dict)
    """`start` is the first trace's; the others are the last trace's that has one, or the greatest there is."""
    agents: dict[str, tuple[int, Place]] = field(default_factory=dict)
    """How many traces have each, and the first of them."""
    tags: dict[str, tuple[int, Place]] = field(default_factory=dict)
    lost: dict[tuple[str, str], Place] = field(default_factory=dict)
    """(`holders`, `agents` or `tags`; the name), and the place that was the best there was."""

    def copy(self) -> SessionFold:
        """Return one that can change without changing this."""
        return SessionFold(
            self.totals,
            self.traces,
            self.running,
            dict(self.holders),
            dict(self.agents),
            dict(self.tags),
            dict(self.lost),
        )

    def include(self, old: TraceSummary | None, new: TraceSummary | None) -> None:
        """Count what has become of a trace (`new`) instead of what was counted of it (`old`)."""
        if old is not None:
            self._take_out(old)
        if new is not None:
            self._take_in(new)

    def repair(self, traces: Callable[[bool], Iterable[TraceSummary]]) -> None:
        """Find what is lost in the session's traces as they are now: by start, newest first if `traces` is told so.

        They are read only if something is lost, and no further than it takes.
        """
        if not self.lost:
            return
        self._find({key for key in self.lost if key[1] in _ANYWHERE and key[0] == "holders"}, traces(False), False)
        self._find({key for key in self.lost if key[1] in _LATEST and key[0] == "holders"}, traces(True), True)
        self._find(set(self.lost), traces(False), True)
        self.lost.clear()

    def summary(self, project: ProjectName, session_id: str) -> SessionSummary | None:
        """Return the line that lists show; None where no trace is left."""
        if not self.traces:
            return None
        is_failure = SpanState(self._value("state") or SpanState.OK.value).is_failure
        status = SpanState.ERROR if is_failure else SpanState.OK
        return SessionSummary(
            project=project,
            session_id=session_id,
            name=self._value("session_name"),
            user_id=self._value("user_id"),
            framework=self._value("framework"),
            start_ns=self.holders["start"][0][0],
            end_ns=None if self.running else self.holders["ended"][0][0],
            last_seen_ns=self.holders["seen"][0][0],
            status=SpanState.RUNNING if self.running else status,
            traces=self.traces,
            totals=self.totals,
            agents=_in_order(self.agents),
            tags=_in_order(self.tags),
        )

    def _find(self, asked: set[tuple[str, str]], traces: Iterable[TraceSummary], first_is_best: bool) -> None:
        """Hold the best that these traces give of what is asked."""
        best: dict[tuple[str, str], Held] = {}
        for trace in traces if asked else ():
            for kind, name, place, value in _claims(trace):
                key = (kind, name)
                if key in asked and (key not in best or _is_better(kind, name, place, best[key][0])):
                    best[key] = (place, value)
            if first_is_best and len(best) == len(asked):
                break
        for (kind, name), (place, value) in best.items():
            self._hold(kind, name, place, value)
        for key in asked:
            self.lost.pop(key, None)

    def _value(self, name: str) -> str | None:
        held = self.holders.get(name)
        return None if held is None else held[1]

    def _take_out(self, trace: TraceSummary) -> None:
        self.traces -= 1
        self.running -= trace.status is SpanState.RUNNING
        self.totals = self.totals.minus(trace.totals)
        for kind, name, place, _ in _claims(trace):
            if kind == "holders":
                held = self.holders.get(name)
                if held is not None and held[0] == place:
                    del self.holders[name]
                    self.lost[kind, name] = place
                continue
            names = self._names(kind)
            count, first = names.pop(name)
            if count > 1:
                names[name] = (count - 1, first)
                if first == place and (kind, name) not in self.lost:
                    self.lost[kind, name] = place
            else:
                self.lost.pop((kind, name), None)

    def _take_in(self, trace: TraceSummary) -> None:
        self.traces += 1
        self.running += trace.status is SpanState.RUNNING
        self.totals = self.totals.plus(trace.totals)
        for kind, name, place, value in _claims(trace):
            if kind != "holders":
                names = self._names(kind)
                count, first = names.get(name, (0, place))
                names[name] = (count + 1, first)
            best = self.lost.get((kind, name))
            if best is not None and not _is_better(kind, name, place, best):
                continue  # others that are not known here may be better
            if best is not None:
                del self.lost[kind, name]
                self._hold(kind, name, place, value)
            else:
                self._offer(kind, name, place, value)

    def _offer(self, kind: str, name: str, place: Place, value: str) -> None:
        held = self.holders[name][0] if kind == "holders" and name in self.holders else None
        if kind != "holders":
            held = self._names(kind)[name][1] if (kind, name) not in self.lost else None
        if held is None or _is_better(kind, name, place, held):
            self._hold(kind, name, place, value)

    def _hold(self, kind: str, name: str, place: Place, value: str) -> None:
        if kind == "holders":
            self.holders[name] = (place, value)
        else:
            names = self._names(kind)
            names[name] = (names[name][0], place)

    def _names(self, kind: str) -> dict[str, tuple[int, Place]]:
        return self.agents if kind == "agents" else self.tags


def summarise_session(project: ProjectName, session_id: str, traces: Iterable[TraceSummary]) -> SessionSummary | None:
    """Return the session of these traces, or None where there are none. Their order does not matter."""
    folded = SessionFold()
    for trace in traces:
        folded.include(None, trace)
    return folded.summary(project, session_id)


def _claims(trace: TraceSummary) -> list[tuple[str, str, Place, str]]:
    """What a trace would give its session: (kind, name, its place, the value)."""
    place = (trace.start_ns, trace.trace_id, 0)
    claims: list[tuple[str, str, Place, str]] = [
        ("holders", "start", place, ""),
        ("holders", "state", place, trace.status.value),
        ("holders", "seen", (trace.last_seen_ns, trace.trace_id, 0), ""),
        ("holders", "ended", (trace.end_ns or 0, trace.trace_id, 0), ""),
    ]
    given = (("session_name", trace.session_name), ("user_id", trace.user_id), ("framework", trace.framework))
    claims += [("holders", name, place, value) for name, value in given if value is not None]
    for kind, names in (("agents", trace.agents), ("tags", trace.tags)):
        claims += [
            (kind, name, (trace.start_ns, trace.trace_id, position), "")
            for position, name in enumerate(dict.fromkeys(names))
        ]
    return claims


def _is_better(kind: str, name: str, place: Place, held: Place) -> bool:
    better = ge if kind == "holders" and name in _GREATEST else le
    return bool(better(place, held))


def _in_order(names: dict[str, tuple[int, Place]]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: names[name][1]))
