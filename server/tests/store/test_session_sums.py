"""A session's line is counted by differences, and is the same as if its traces were added up anew."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from agenttrace.model import Agent, ProjectName, SpanState, TraceId
from agenttrace_server.config import Settings
from agenttrace_server.store.api import Page, SessionFilter, SessionSummary, Store, Totals, TraceSummary
from agenttrace_server.store.api.records import sum_of
from agenttrace_server.store.api.sessions import SessionFold
from agenttrace_server.store.local import LocalStore
from agenttrace_server.store.memory import MemoryStore
from agenttrace_server.telemetry import Metrics

from .harness import put
from .making import a_call, a_span, running, trace_id

PROJECT = ProjectName("p")
NAMES = st.lists(st.sampled_from("abc"), max_size=3, unique=True).map(tuple)
MAYBE = st.none() | st.sampled_from("xy")
STATES = st.sampled_from([SpanState.OK, SpanState.ERROR, SpanState.RUNNING])


@st.composite
def summaries(draw: st.DrawFn) -> TraceSummary:
    start_ns = draw(st.integers(1, 9))
    last_ns = start_ns + draw(st.integers(0, 9))
    status = draw(STATES)
    return TraceSummary(
        project=PROJECT,
        trace_id=TraceId(draw(st.sampled_from("123456"))),
        name="",
        root_span_id=None,
        session_id="s",
        session_name=draw(MAYBE),
        user_id=draw(MAYBE),
        framework=draw(MAYBE),
        start_ns=start_ns,
        end_ns=None if status is SpanState.RUNNING else last_ns,
        last_seen_ns=last_ns,
        status=status,
        totals=Totals(spans=draw(st.integers(0, 5)), cost_nano_usd=draw(st.integers(0, 5))),
        agents=draw(NAMES),
        tags=draw(NAMES),
    )


def added_up(traces: Iterable[TraceSummary]) -> SessionSummary | None:
    """What the session of these traces is, written down without any cleverness."""
    ordered = sorted(traces, key=lambda trace: (trace.start_ns, trace.trace_id))
    if not ordered:
        return None
    is_running = any(trace.status is SpanState.RUNNING for trace in ordered)
    settled = SpanState.ERROR if ordered[-1].status.is_failure else SpanState.OK
    return SessionSummary(
        project=PROJECT,
        session_id="s",
        name=next((trace.session_name for trace in reversed(ordered) if trace.session_name), None),
        user_id=next((trace.user_id for trace in reversed(ordered) if trace.user_id), None),
        framework=next((trace.framework for trace in reversed(ordered) if trace.framework), None),
        start_ns=ordered[0].start_ns,
        end_ns=None if is_running else max(trace.end_ns or 0 for trace in ordered),
        last_seen_ns=max(trace.last_seen_ns for trace in ordered),
        status=SpanState.RUNNING if is_running else settled,
        traces=len(ordered),
        totals=sum_of(trace.totals.figures for trace in ordered),
        agents=tuple(dict.fromkeys(agent for trace in ordered for agent in trace.agents)),
        tags=tuple(dict.fromkeys(tag for trace in ordered for tag in trace.tags)),
    )


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(summaries(), st.booleans(), st.booleans()), max_size=25))
def test_differences_give_what_adding_up_anew_gives(steps: list[tuple[TraceSummary, bool, bool]]) -> None:
    fold, held = SessionFold(), dict[str, TraceSummary]()

    def by_start(newest_first: bool) -> list[TraceSummary]:
        return sorted(held.values(), key=lambda one: (one.start_ns, one.trace_id), reverse=newest_first)

    for trace, is_delete, is_published in steps:
        old = held.pop(trace.trace_id, None)
        if not is_delete:
            held[trace.trace_id] = trace
        fold.include(old, None if is_delete else trace)
        if is_published:
            fold.repair(by_start)
            assert fold.summary(PROJECT, "s") == added_up(held.values())
        elif not fold.lost:
            assert fold.copy().summary(PROJECT, "s") == added_up(held.values())


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(1, 5), st.integers(1, 4), st.sampled_from("abr")),
        st.tuples(st.just("delete"), st.integers(1, 5), st.just(0), st.just("")),
        st.tuples(st.just("seal"), st.just(0), st.just(0), st.just("")),
    ),
    max_size=20,
)


def do(store: Store, act: tuple[str, int, int, str]) -> None:
    what, trace, number, kind = act
    session = f"s{(trace + number) % 2}"
    if what == "write":
        made = running(trace, number, session_id=session) if kind == "r" else a_span(trace, number, session_id=session)
        put(store, a_call(trace, number, session_id=session) if kind == "a" else replace(made, agent=Agent(name=kind)))
    elif what == "delete":
        store.delete_trace(trace_id(trace))
    else:
        store.flush()


def sessions_of(store: Store) -> dict[str, SessionSummary]:
    return {session.session_id: session for session in store.find_sessions(SessionFilter(), Page()).items}


@settings(max_examples=12, deadline=None)
@given(ACTS)
def test_late_updated_doubled_and_deleted_spans_leave_the_sessions_of_a_store_in_memory(
    acts: list[tuple[str, int, int, str]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        local, memory = LocalStore(Path(folder), Settings(seal_quiet_s=3600), Metrics()), MemoryStore(1024, 100)
        for act in acts:
            do(local, act)
            do(memory, act)
            assert sessions_of(local) == sessions_of(memory)
        local.flush()
        assert sessions_of(local) == sessions_of(memory)
        assert local.upkeep.verify(full=True).findings == ()
        local.close()


def test_a_session_of_an_older_server_is_added_up_when_it_changes(tmp_path: Path) -> None:
    store = LocalStore(tmp_path, Settings(seal_quiet_s=3600), Metrics())
    put(store, a_span(1, 1, session_id="s"), a_span(2, 1, session_id="s"))
    store.close()
    with closing(sqlite3.connect(tmp_path / "catalog.db", isolation_level=None)) as connection:
        connection.execute("UPDATE sessions SET fold = NULL")
    again = LocalStore(tmp_path, Settings(seal_quiet_s=3600), Metrics())
    put(again, a_span(3, 1, session_id="s"))
    assert [session.traces for session in sessions_of(again).values()] == [3]
    again.flush()
    assert [session.traces for session in sessions_of(again).values()] == [3]
    again.close()
